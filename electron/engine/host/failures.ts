import type { Failure } from '../../../shared/failure.ts';

const RESUMES = 'A plan that was being applied continues where it stopped; anything earlier simply starts again.';

export function engineStopped(): Failure {
  return {
    code: 'engine.stopped',
    message: 'The part of Rosterbridge that does the work stopped unexpectedly.',
    consequence: `Nothing is lost. ${RESUMES}`,
    remedy: 'It is started again by itself. Try once more; if this repeats, look into the log.',
  };
}

export function engineDown(): Failure {
  return {
    code: 'engine.down',
    message: 'The part of Rosterbridge that does the work keeps stopping and was not started again.',
    consequence: `Nothing is being read or changed now. ${RESUMES}`,
    remedy: 'Restart Rosterbridge. If this repeats, look into the log or ask for support.',
  };
}

export function engineBug(what: string): Failure {
  return {
    code: 'app.bug',
    message: 'Rosterbridge made a mistake of its own.',
    consequence: 'What was asked was not done or may be unfinished; the sync log shows what reached Canvas.',
    remedy: 'Try again. If this repeats, send the crash report from the log folder to support.',
    detail: what,
  };
}
