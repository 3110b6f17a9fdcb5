import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOMParser } from '@xmldom/xmldom';
import { afterEach, describe, expect, test } from 'vitest';
import { planLoggedOut } from '../../../../electron/shell/logged-out/offer.ts';
import type { LoggedOutWish } from '../../../../electron/shell/logged-out/wish.ts';
import { type Schedule, usualSchedule } from '../../../../shared/schedule.ts';

const TODAY = '2026-11-27';
const schedule: Schedule = {
  ...usualSchedule,
  on: true,
  intraday: { everyHours: 4, from: '08:00', to: '16:00', days: [1, 2, 3, 4, 5] },
  blackouts: [{ name: 'Winter break', from: '2026-12-21', to: '2027-01-03' }],
};

function wish(
  platform: string,
  part: Partial<LoggedOutWish> = {},
  computer: Partial<LoggedOutWish['computer']> = {},
): LoggedOutWish {
  return {
    district: { id: 'evergreen-0ree', name: 'Evergreen & "Pine" 100%', practice: false },
    schedule,
    timeZone: 'America/Denver',
    computer: { platform, timeZone: 'America/Denver', user: 'ada', hasSystemdCreds: true, ...computer },
    program: platform === 'win32' ? 'C:\\Program Files\\Rosterbridge\\Rosterbridge.exe' : '/opt/Rosterbridge/rosterbridge',
    appFolder: [],
    folders: platform === 'win32' ? ['--data-dir=D:\\Roster data\\'] : ['--data-dir=/srv/Roster $data'],
    ...part,
  };
}

const fileOf = (plan: ReturnType<typeof planLoggedOut>, end: string): string => {
  const file = plan.files.find(({ name }) => name.endsWith(end));
  if (file === undefined) throw new Error(`no file ${end}`);
  return file.text;
};

/** A unit file, by section and key; keys may come more than once. */
function unitOf(text: string): Record<string, Record<string, string[]>> {
  const sections: Record<string, Record<string, string[]>> = {};
  let section: Record<string, string[]> = {};
  for (const line of text.split('\n')) {
    const title = /^\[(.+)\]$/.exec(line)?.[1];
    if (title !== undefined) sections[title] = section = {};
    const [, key, value] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (key !== undefined) section[key] = [...(section[key] ?? []), value ?? ''];
    if (line !== '' && title === undefined && key === undefined) throw new Error(`not a line of a unit: ${line}`);
  }
  return sections;
}

describe('when nobody is signed in', () => {
  test.each<[string, LoggedOutWish, string]>([
    ['on macOS, whose keychain is shut', wish('darwin'), 'keychain'],
    ['on Linux without systemd’s sealed credentials', wish('linux', {}, { hasSystemdCreds: false }), 'keyring'],
    ['on Windows with the clock of another zone', wish('win32', {}, { timeZone: 'America/New_York' }), 'America/New York'],
    ['for a practice district', wish('linux', { district: { id: 'p', name: 'P', practice: true } }), 'practice district'],
    [
      'without any time',
      wish('linux', { schedule: { ...usualSchedule, nightly: { times: [], days: [1] } } }),
      'at least one time',
    ],
  ])('%s nothing is offered, and it says why', (_case, asked, words) => {
    const plan = planLoggedOut(asked, TODAY);
    expect(plan).toMatchObject({ possible: false, steps: [], files: [] });
    expect(plan.why).toContain(words);
  });

  test('a Windows task: stored password, all times, the headless sync with the days off', () => {
    const plan = planLoggedOut(wish('win32'), TODAY);
    const file = plan.files[0];
    expect(file).toMatchObject({ name: 'rosterbridge-evergreen-0ree.xml', encoding: 'utf16le' });
    const problems: string[] = [];
    const parser = new DOMParser({ errorHandler: (_level: string, message: string) => void problems.push(message) });
    const document = parser.parseFromString((file?.text ?? '').replace(/^\ufeff/, ''), 'text/xml');
    expect(problems).toEqual([]);
    const all = (name: string) => Array.from(document.getElementsByTagName(name)).map((element) => element.textContent ?? '');
    expect(document.documentElement.namespaceURI).toBe('http://schemas.microsoft.com/windows/2004/02/mit/task');
    expect(all('Description')).toEqual(['Rosterbridge: sync of Evergreen & "Pine" 100%']);
    expect(all('LogonType')).toEqual(['Password']);
    expect(all('StartBoundary')).toEqual(['02:00', '08:00', '12:00', '16:00'].map((time) => `${TODAY}T${time}:00`));
    const days = Array.from(document.getElementsByTagName('DaysOfWeek')).map((one) =>
      Array.from(one.childNodes).flatMap(({ nodeName }) => (nodeName === '#text' ? [] : [nodeName])),
    );
    expect(days[0]).toHaveLength(7);
    expect(days[1]).toEqual(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']);
    expect(all('Command')).toEqual(['C:\\Program Files\\Rosterbridge\\Rosterbridge.exe']);
    expect(all('Arguments')).toEqual([
      '--headless "--data-dir=D:\\Roster data\\\\" --district evergreen-0ree sync --not-on 2026-12-21/2027-01-03',
    ]);
    expect(all('StartWhenAvailable')).toEqual(['true']);
    expect(all('MultipleInstancesPolicy')).toEqual(['IgnoreNew']);
    expect(plan.steps[0]?.command).toContain('/XML "rosterbridge-evergreen-0ree.xml" /RU "ada" /RP *');
  });

  test('a systemd service reads sealed credentials and starts the headless sync', () => {
    const { Unit, Service } = unitOf(fileOf(planLoggedOut(wish('linux'), TODAY), '.service'));
    expect(Unit?.Description).toEqual(['Rosterbridge: sync of Evergreen & "Pine" 100%%']);
    expect(Service).toEqual({
      Type: ['oneshot'],
      User: ['ada'],
      LoadCredentialEncrypted: [
        'ROSTERBRIDGE_STORE_KEY:/etc/credstore.encrypted/rosterbridge-evergreen-0ree-store-key',
        'ROSTERBRIDGE_SIS_SECRET:/etc/credstore.encrypted/rosterbridge-evergreen-0ree-sis-secret',
        'ROSTERBRIDGE_CANVAS_TOKEN:/etc/credstore.encrypted/rosterbridge-evergreen-0ree-canvas-token',
      ],
      ExecStart: [
        '/opt/Rosterbridge/rosterbridge --ozone-platform=headless --headless "--data-dir=/srv/Roster $$data" --district evergreen-0ree sync --not-on 2026-12-21/2027-01-03',
      ],
    });
  });

  test('a systemd timer goes by the district’s own zone and makes up for a missed start', () => {
    const { Timer, Install } = unitOf(fileOf(planLoggedOut(wish('linux'), TODAY), '.timer'));
    expect(Timer).toEqual({
      OnCalendar: [
        '*-*-* 02:00:00 America/Denver',
        'Mon,Tue,Wed,Thu,Fri *-*-* 08:00:00 America/Denver',
        'Mon,Tue,Wed,Thu,Fri *-*-* 12:00:00 America/Denver',
        'Mon,Tue,Wed,Thu,Fri *-*-* 16:00:00 America/Denver',
      ],
      Persistent: ['true'],
    });
    expect(Install).toEqual({ WantedBy: ['timers.target'] });
  });
});

describe.runIf(existsSync('/usr/bin/systemd-analyze'))('systemd itself', () => {
  test('understands the times', () => {
    const { Timer } = unitOf(fileOf(planLoggedOut(wish('linux'), TODAY), '.timer'));
    for (const calendar of Timer?.OnCalendar ?? []) {
      const { status, stderr } = spawnSync('systemd-analyze', ['calendar', calendar], { encoding: 'utf8' });
      expect(status, `${calendar}: ${stderr}`).toBe(0);
    }
  });
});

describe.runIf(process.platform === 'linux')('the installer', () => {
  let folder = '';
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('hands each secret to its own credential, through a pipe, and switches the timer on', () => {
    folder = mkdtempSync(join(tmpdir(), 'rosterbridge-'));
    const said = join(folder, 'said');
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    // Stand-ins for what only the system's administrator may call: they write down what they were told.
    for (const program of ['systemd-creds', 'systemctl', 'install', 'mkdir']) {
      const body = program === 'systemd-creds' ? 'in=$(cat); echo "systemd-creds $* <$in>"' : `echo "${program} $*"`;
      writeFileSync(join(bin, program), `#!/bin/sh\n${body} >> '${said}'\n`);
      chmodSync(join(bin, program), 0o755);
    }
    for (const { name, text } of planLoggedOut(wish('linux'), TODAY).files) writeFileSync(join(folder, name), text);
    const { status, stderr } = spawnSync('sh', [join(folder, 'install.sh')], {
      input: `${'ab'.repeat(32)}\nsis \\ secret\n1234~token\n`,
      encoding: 'utf8',
      env: { PATH: `${bin}:/usr/bin:/bin` },
    });
    expect([status, stderr]).toEqual([0, '']);
    const unit = 'rosterbridge-evergreen-0ree';
    expect(readFileSync(said, 'utf8').trim().split('\n')).toEqual([
      'mkdir -p /etc/credstore.encrypted',
      `systemd-creds encrypt --name=ROSTERBRIDGE_STORE_KEY - /etc/credstore.encrypted/${unit}-store-key <${'ab'.repeat(32)}>`,
      `systemd-creds encrypt --name=ROSTERBRIDGE_SIS_SECRET - /etc/credstore.encrypted/${unit}-sis-secret <sis \\ secret>`,
      `systemd-creds encrypt --name=ROSTERBRIDGE_CANVAS_TOKEN - /etc/credstore.encrypted/${unit}-canvas-token <1234~token>`,
      `install -m 644 ${folder}/${unit}.service ${folder}/${unit}.timer /etc/systemd/system/`,
      'systemctl daemon-reload',
      `systemctl enable --now ${unit}.timer`,
    ]);
  });

  test('in a checkout the app’s folder comes before everything else', () => {
    const { Service } = unitOf(
      fileOf(planLoggedOut(wish('linux', { appFolder: ['/src/rosterbridge'], folders: [] }), TODAY), '.service'),
    );
    expect(Service?.ExecStart?.[0]).toMatch(/rosterbridge --ozone-platform=headless \/src\/rosterbridge --headless --district/);
  });

  test('the command that is shown hands over the secrets of this district', () => {
    const [step] = planLoggedOut(wish('linux'), TODAY).steps;
    expect(step?.command).toBe(
      "/opt/Rosterbridge/rosterbridge --headless '--data-dir=/srv/Roster $data' --district evergreen-0ree secrets | sudo sh ./install.sh",
    );
  });
});
