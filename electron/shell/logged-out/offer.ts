import type { LoggedOutOffer } from '../../../shared/logged-out.ts';
import { systemdFiles, unitName } from './systemd.ts';
import { windowsTask } from './windows-task.ts';
import { type DefinitionFile, type LoggedOutWish, syncArguments, weeklyTimes } from './wish.ts';

export interface LoggedOutPlan extends LoggedOutOffer {
  readonly files: readonly DefinitionFile[];
}

const INSTEAD =
  'Then switch “Sync by itself” off here: one of the two is enough, and removals that must be seen twice would be seen twice within minutes.';

/**
 * Offered only where the secrets of a district open without anybody signed in (ENGINE-NOTES §5): to a Windows task with a
 * stored password, and through credentials that systemd has sealed.
 */
export function planLoggedOut(wish: LoggedOutWish, today: string): LoggedOutPlan {
  const hindered = hindrance(wish);
  if (hindered !== null) return { possible: false, why: hindered, steps: [], files: [] };
  return wish.computer.platform === 'win32' ? onWindows(wish, today) : onLinux(wish);
}

function hindrance({ computer, district, schedule, timeZone }: LoggedOutWish): string | null {
  const { platform } = computer;
  if (district.practice)
    return 'A practice district needs this app to run its servers, so it syncs only while somebody is signed in.';
  if (platform === 'darwin') {
    return 'macOS opens the keychain with your secrets only after you have signed in, so nothing can sync before. Keep somebody signed in on an always-on Mac (the screen may be locked), and let Rosterbridge start at sign-in.';
  }
  if (platform === 'linux' && !computer.hasSystemdCreds) {
    return 'The keyring with your secrets opens only after you have signed in, and this computer has no systemd that can keep sealed ones for a service. Keep somebody signed in (the screen may be locked), and let Rosterbridge start at sign-in.';
  }
  if (platform !== 'linux' && platform !== 'win32') return 'There is no way for this kind of computer.';
  if (platform === 'win32' && computer.timeZone !== timeZone) {
    return `Windows starts tasks by this computer's own clock (${zoneWord(computer.timeZone)}), but the district goes by ${zoneWord(timeZone)}. Set the computer to the district's time zone first.`;
  }
  return weeklyTimes(schedule).length === 0 ? 'Choose at least one time and one day first, and save the schedule.' : null;
}

function onWindows(wish: LoggedOutWish, today: string): LoggedOutPlan {
  const file = windowsTask(wish, today);
  const name = `Rosterbridge ${wish.district.id}`;
  return {
    possible: true,
    why: 'Windows can start the sync with the password of your account, which opens your secrets. It asks for that password once and again after you change it.',
    files: [file],
    steps: [
      {
        words: 'Open a command prompt as administrator in the folder of the saved file, and type:',
        command: `schtasks /Create /TN "${name}" /XML "${file.name}" /RU "${wish.computer.user}" /RP *`,
      },
      { words: 'Try it once and look at its result:', command: `schtasks /Run /TN "${name}"` },
      { words: INSTEAD, command: null },
    ],
  };
}

function onLinux(wish: LoggedOutWish): LoggedOutPlan {
  const secrets = [
    wish.program,
    ...syncArguments({ ...wish, schedule: { ...wish.schedule, blackouts: [] } }).slice(0, -1),
    'secrets',
  ];
  return {
    possible: true,
    why: 'systemd can start the sync and keep the secrets sealed for it alone. You need the right to use sudo.',
    files: systemdFiles(wish),
    steps: [
      {
        words: 'Open a terminal in the folder of the saved files. This hands the secrets over without showing or storing them:',
        command: `${secrets.map(shellWord).join(' ')} | sudo sh ./install.sh`,
      },
      {
        words: 'Try it once and look at its result:',
        command: `sudo systemctl start ${unitName(wish)}.service; systemctl status ${unitName(wish)}.service`,
      },
      { words: INSTEAD, command: null },
    ],
  };
}

function shellWord(word: string): string {
  return /^[\w@+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function zoneWord(zone: string): string {
  return zone.replaceAll('_', ' ');
}
