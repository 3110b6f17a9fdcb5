import type { Failure } from '../../shared/failure.ts';
import type { FileProblem } from '../../shared/settings-file.ts';

const NOTHING = 'Nothing was changed.';

export function senderRefused(): Failure {
  return {
    code: 'ipc.refused',
    message: 'A page that is not part of Rosterbridge asked for something and was refused.',
    consequence: NOTHING,
    remedy: 'Close Rosterbridge and start it again.',
  };
}

export function argumentsRefused(fields: string): Failure {
  return {
    code: 'ipc.arguments',
    message: 'Something that was entered cannot be used.',
    consequence: NOTHING,
    remedy: 'Check what you entered: a field may be empty or far too long.',
    detail: fields,
  };
}

export function shellBug(): Failure {
  return {
    code: 'app.bug',
    message: 'Rosterbridge made a mistake of its own.',
    consequence: 'What was asked was not done or may be unfinished; the sync log shows what reached Canvas.',
    remedy: 'Try again. If this repeats, send the crash report from the log folder to support.',
  };
}

export function fileNotSaved(file: string, detail: string): Failure {
  return {
    code: 'file.not-saved',
    message: `The file “${file}” could not be saved.`,
    consequence: 'Only the file is missing. Nothing was changed in Canvas or in the SIS.',
    remedy: 'Save it in another folder, one where you may keep files, and close it in other programs first.',
    detail,
  };
}

export function diskFull(file: string, detail: string): Failure {
  return {
    code: 'file.no-room',
    message: `There is not enough room on the disk for the file “${file}”.`,
    consequence: 'Nothing was kept of it, and a file of that name is as it was. Nothing was changed in Canvas or in the SIS.',
    remedy: 'Make room on that disk, or save the file on another one.',
    detail,
  };
}

const fileProblems: Readonly<Record<FileProblem, readonly [message: string, remedy: string]>> = {
  'no-settings': [
    'holds no settings of Rosterbridge.',
    'Open a file that was saved with “Save settings as a file”, and that nobody edited since.',
  ],
  newer: ['was saved by a newer Rosterbridge.', 'Update Rosterbridge on this computer, then open the file again.'],
  values: [
    'holds values that this Rosterbridge does not know.',
    'Save it once more where it came from; both computers should have the same version of Rosterbridge.',
  ],
};

export function settingsFileRefused(file: string, problem: FileProblem, detail: string): Failure {
  const [message, remedy] = fileProblems[problem];
  return {
    code: `settings-file.${problem}`,
    message: `“${file}” ${message}`,
    consequence: 'The settings stay as they are.',
    remedy,
    detail,
  };
}

export function noPracticeHere(): Failure {
  return {
    code: 'practice.not-here',
    message: 'The servers of this practice district were not started by this window.',
    consequence: 'They stay as they are. No real SIS or Canvas is involved.',
    remedy: 'Start a practice district under “Add a district” and rehearse with that one.',
  };
}

export function rehearsalImpossible(detail: string): Failure {
  return {
    code: 'practice.impossible',
    message: 'The practice district has nothing this rehearsal could be played with.',
    consequence: 'Everything is back to normal. No real SIS or Canvas is involved.',
    remedy: 'Preview and apply once, so that there is something in Canvas, or start a larger practice district.',
    detail,
  };
}

export function rehearsalNotStarted(detail: string): Failure {
  return {
    code: 'practice.no-answer',
    message: 'The practice district does not answer.',
    consequence: 'It may be in the middle of a rehearsal. No real SIS or Canvas is involved.',
    remedy: 'Go back to normal and try again. If this repeats, restart Rosterbridge.',
    detail,
  };
}

export function practiceNotStarted(detail: string): Failure {
  return {
    code: 'practice.not-started',
    message: 'The practice district could not be started on this computer.',
    consequence: 'There is nothing to practise with yet. No real SIS or Canvas is involved.',
    remedy: 'Try again. If this repeats, restart Rosterbridge.',
    detail,
  };
}

export function autostartRefused(detail: string): Failure {
  return {
    code: 'autostart.refused',
    message: 'This computer did not let Rosterbridge change what starts when you sign in.',
    consequence: 'Scheduled syncs run only while Rosterbridge is open.',
    remedy: 'Ask whoever looks after this computer to allow it, or start Rosterbridge by hand.',
    detail,
  };
}
