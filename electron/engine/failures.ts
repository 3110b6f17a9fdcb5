import type { Failure } from '../../shared/failure.ts';

export function cancelledFailure(): Failure {
  return {
    code: 'run.cancelled',
    message: 'It was stopped at your wish.',
    consequence: 'What was written before stays; nothing more is written.',
    remedy: 'Preview again whenever you like.',
  };
}

/** Stopped between the end of an import and the last receipt. */
export function confirmStopped(): Failure {
  return {
    code: 'run.cancelled',
    message: 'It was stopped at your wish while what Canvas took was being read back.',
    consequence: 'Canvas has the changes that were sent; not all of them are recorded here yet. Nothing more is sent.',
    remedy: 'The next preview or sync first finishes reading them back.',
  };
}

export function noSuchDistrict(id: string): Failure {
  return {
    code: 'district.unknown',
    message: id === '' ? 'No district is connected yet.' : `There is no district called “${id}” in this data folder.`,
    consequence: 'Nothing was read and nothing changed.',
    remedy: 'Connect a district first, or check the name and the data folder.',
  };
}

export function busyDistrict(): Failure {
  return {
    code: 'district.running',
    message: 'A run of this district is still under way.',
    consequence: 'Nothing was started.',
    remedy: 'Wait until it has ended, or stop it first.',
  };
}

/** D4: what may not be removed, and why. */
export function notOurs(sourcedId: string): Failure {
  return {
    code: 'remove.not-ours',
    message: `Nothing of “${sourcedId}” was made by this program or adopted.`,
    consequence: 'Nothing was removed.',
    remedy: 'Check the kind and the number of the record. What others made in Canvas is removed there.',
  };
}

export function stillInSis(label: string): Failure {
  return {
    code: 'remove.in-sis',
    message: `The SIS still has “${label}”, so the next sync would make it again.`,
    consequence: 'Nothing was removed.',
    remedy: 'Take it out of the SIS first, or out of the schools and classes the settings choose.',
  };
}

export function goneAlready(label: string): Failure {
  return {
    code: 'remove.gone',
    message: `“${label}” is not in Canvas any more.`,
    consequence: 'Nothing had to be removed.',
    remedy: 'There is nothing to do.',
  };
}

export function notEmpty(label: string, within: readonly string[]): Failure {
  return {
    code: 'remove.not-empty',
    message: `“${label}” is not empty in Canvas. It has ${within.join(', ')}.`,
    consequence: 'Nothing was removed: with it that would be lost.',
    remedy: 'Empty it in Canvas first, or leave it where it is.',
  };
}

export function noPlan(): Failure {
  return {
    code: 'plan.none',
    message: 'There is no plan to apply.',
    consequence: 'Nothing changed in Canvas.',
    remedy: 'Preview the changes first.',
  };
}

export function noSuchRun(id: string): Failure {
  return {
    code: 'run.unknown',
    message: `There is no run “${id}” in this district’s log.`,
    consequence: 'Nothing changed in Canvas.',
    remedy: 'Look for it in the list of runs, and copy its name from there.',
  };
}

export function noSuchChange(): Failure {
  return {
    code: 'change.unknown',
    message: 'This change is not in the plan any more: only the newest plans are kept.',
    consequence: 'Nothing changed in Canvas.',
    remedy: 'Preview again to see what would change now.',
  };
}

export function planApplied(): Failure {
  return {
    code: 'plan.applied',
    message: 'This plan was applied already.',
    consequence: 'Nothing changed in Canvas now.',
    remedy: 'Preview again to see what is left to do.',
  };
}

/** F7: a plan older than 24 hours is refused. */
export function planTooOld(): Failure {
  return {
    code: 'plan.old',
    message: 'This plan is more than 24 hours old; the SIS and Canvas may have moved on since.',
    consequence: 'Nothing changed in Canvas.',
    remedy: 'Preview again and apply the new plan.',
  };
}

/** The settings that make ids were changed since; nothing was written yet, so they were made anew. */
export function settingsChanged(): Failure {
  return {
    code: 'plan.other-settings',
    message: 'The settings of this district were changed after this plan was made.',
    consequence: 'Nothing changed in Canvas.',
    remedy: 'Preview again: the new plan is made with the settings as they are now.',
  };
}

export function planOutdated(): Failure {
  return {
    code: 'plan.outdated',
    message: 'This plan was made with other ids: the settings for ids were changed since.',
    consequence: 'Nothing changed in Canvas.',
    remedy: 'Preview again and apply the new plan.',
  };
}

/** G3, E11: the lock on a Canvas whose first contact nobody reviewed. */
export function firstContactOpen(): Failure {
  return {
    code: 'canvas.locked',
    message: 'The first contact with this Canvas was not reviewed yet.',
    consequence: 'Nothing was written to Canvas. Previews work and are safe.',
    remedy: 'Open “First contact”, look at what was found in Canvas, decide, and finish the review.',
  };
}

export function noEvaluation(): Failure {
  return {
    code: 'contact.none',
    message: 'Canvas was not looked through for a first contact yet.',
    consequence: 'Nothing changed in Canvas.',
    remedy: 'Start “First contact” and let it compare the SIS with Canvas.',
  };
}

export function evaluationOutdated(): Failure {
  return {
    code: 'contact.outdated',
    message: 'This review is not the newest one: Canvas was looked through again since.',
    consequence: 'Nothing was decided.',
    remedy: 'Go back to “First contact” and look at the newest result.',
  };
}

/** @param count matches nobody decided about. */
export function undecidedMatches(count: number): Failure {
  return {
    code: 'contact.undecided',
    message: `${count} ${count === 1 ? 'match waits' : 'matches wait'} for a decision.`,
    consequence: 'The review is not finished, and Canvas stays locked.',
    remedy: 'Decide about each exact, likely and ambiguous match and each collision: link it, or keep the two apart.',
  };
}

export function unknownHold(id: string): Failure {
  return {
    code: 'plan.hold-unknown',
    message: `The plan has no hold called “${id}” that can be released.`,
    consequence: 'Nothing changed in Canvas.',
    remedy: 'Look at the holds the plan lists and name one of them.',
  };
}

/** F3: only what the plan keeps, and what nothing hinders, can be overwritten. */
export function notLeftOut(): Failure {
  return {
    code: 'plan.not-left-out',
    message: 'One of the changes to be left out is not in this plan, or others may hang on it.',
    consequence: 'Nothing changed in Canvas.',
    remedy: 'Leave out changes, removals and enrollments; what is new is held as a whole, or made.',
  };
}

export function notOverridable(count: number): Failure {
  return {
    code: 'plan.kept-unknown',
    message:
      count === 1
        ? 'One of the rows chosen to be overwritten is not among those this plan keeps, or cannot be overwritten now.'
        : `${count} of the rows chosen to be overwritten are not among those this plan keeps, or cannot be overwritten now.`,
    consequence: 'Nothing changed in Canvas.',
    remedy: 'Preview again, look at what is kept, and choose anew.',
  };
}

export function tooManyOverrides(most: number): Failure {
  return {
    code: 'plan.kept-too-many',
    message: `At most ${most} rows can be overwritten at once.`,
    consequence: 'Nothing changed in Canvas.',
    remedy: 'Choose fewer, apply, preview again, and choose the next ones.',
  };
}

/** ENGINE-NOTES §4: after a crash more than one import of ours may be the one. */
export function unclearImport(count: number): Failure {
  return {
    code: 'run.unclear-import',
    message: `The last run was interrupted while it sent changes, and Canvas lists ${count} imports since then that may be its own.`,
    consequence: 'Nothing more was sent, so nothing is sent twice.',
    remedy: 'Look at the SIS imports in Canvas, wait until they are done, then preview again.',
  };
}

export function importRefused(words: string): Failure {
  return {
    code: 'canvas.import-failed',
    message: `Canvas received the changes but did not make any of them.${words === '' ? '' : ` It says: “${words}”.`}`,
    consequence: 'Classrooms stay as they were; every change was looked up in Canvas to be sure.',
    remedy: 'Preview again and apply what is left. If it happens again, show this to your Canvas support.',
  };
}

export function planUnreadable(): Failure {
  return {
    code: 'app.bug',
    message: 'The plan was made but cannot be read.',
    consequence: 'Nothing changes in Canvas.',
    remedy: 'Preview again.',
  };
}

export function nothingToRemap(): Failure {
  return {
    code: 'plan.nothing-to-remap',
    message: 'The SIS has issued no ids again, so there is nothing to remap.',
    consequence: 'Nothing changes.',
    remedy: 'Preview the changes as usual.',
  };
}

/** B2, B4: no release ends it. */
export function onlyRemap(hold: string): Failure {
  return {
    code: 'plan.only-remap',
    message: `The hold ${hold} cannot be released: ids were issued again in the SIS, and only a remap plan resolves that.`,
    consequence: 'Nothing was sent to Canvas.',
    remedy: 'Make a remap plan (plan --remap, or the button beside the hold), look at it, apply it, and preview again.',
  };
}
