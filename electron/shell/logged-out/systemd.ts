import { type DefinitionFile, type LoggedOutWish, syncArguments, weeklyTimes } from './wish.ts';

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The three secrets of a district: the variable the headless command reads, and the end of the sealed file's name. */
const secrets = [
  ['ROSTERBRIDGE_STORE_KEY', 'store-key'],
  ['ROSTERBRIDGE_SIS_SECRET', 'sis-secret'],
  ['ROSTERBRIDGE_CANVAS_TOKEN', 'canvas-token'],
] as const;

export function unitName({ district }: LoggedOutWish): string {
  return `rosterbridge-${district.id}`;
}

/** A service, its timer, and a script that seals the secrets for it (systemd.exec: credentials) and switches it on. */
export function systemdFiles(wish: LoggedOutWish): DefinitionFile[] {
  const unit = unitName(wish);
  return [
    { name: `${unit}.service`, text: service(wish), encoding: 'utf8' },
    { name: `${unit}.timer`, text: timer(wish), encoding: 'utf8' },
    { name: 'install.sh', text: installer(wish), encoding: 'utf8' },
  ];
}

/** Text in a unit file: percent signs mean something else there, and a line is a line. */
function plain(text: string): string {
  return text.replaceAll('%', '%%').replace(/[\r\n]+/g, ' ');
}

function service(wish: LoggedOutWish): string {
  const unit = unitName(wish);
  const args = ['--ozone-platform=headless', ...syncArguments(wish)];
  return [
    '[Unit]',
    `Description=Rosterbridge: sync of ${plain(wish.district.name)}`,
    'Wants=network-online.target',
    'After=network-online.target',
    '',
    '[Service]',
    'Type=oneshot',
    `User=${plain(wish.computer.user)}`,
    ...secrets.map(([name, end]) => `LoadCredentialEncrypted=${name}:/etc/credstore.encrypted/${unit}-${end}`),
    `ExecStart=${[wish.program, ...args].map(execWord).join(' ')}`,
    '',
  ].join('\n');
}

/** A word of a command in a unit file: variables and specifiers are switched off. */
function execWord(word: string): string {
  const safe = word.replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[\w@+=:,./$%-]+$/.test(safe) ? safe : `"${safe.replace(/["\\]/g, '\\$&')}"`;
}

function timer(wish: LoggedOutWish): string {
  return [
    '[Unit]',
    `Description=Rosterbridge: when ${plain(wish.district.name)} is synced`,
    '',
    '[Timer]',
    ...weeklyTimes(wish.schedule).map(({ time, days }) => {
      const on = days.length === 7 ? '' : `${days.map((day) => dayNames[day - 1]).join(',')} `;
      return `OnCalendar=${on}*-*-* ${time}:00 ${wish.timeZone}`;
    }),
    // A start that was missed while the computer was off is made up for once.
    'Persistent=true',
    '',
    '[Install]',
    'WantedBy=timers.target',
    '',
  ].join('\n');
}

function installer(wish: LoggedOutWish): string {
  const unit = unitName(wish);
  return [
    '#!/bin/sh',
    '# Reads the secrets of the district, a line each, seals them for systemd and switches the timer on. Nothing is left readable.',
    'set -eu',
    'umask 077',
    'here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)',
    'mkdir -p /etc/credstore.encrypted',
    'seal() {',
    '  IFS= read -r secret',
    `  printf %s "$secret" | systemd-creds encrypt --name="$1" - "/etc/credstore.encrypted/${unit}-$2"`,
    '}',
    ...secrets.map(([name, end]) => `seal ${name} ${end}`),
    `install -m 644 "$here/${unit}.service" "$here/${unit}.timer" /etc/systemd/system/`,
    'systemctl daemon-reload',
    `systemctl enable --now ${unit}.timer`,
    '',
  ].join('\n');
}
