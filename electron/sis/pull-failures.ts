import type { Collection } from '../../shared/entities.ts';
import type { Failure } from '../../shared/failure.ts';
import { collectionNames } from './collection-names.ts';

/** A pull that is not verified complete is worth nothing, and says so (DESIGN §1, promise 2). */
const NO_SNAPSHOT = 'What was read so far is thrown away: nothing is planned from it and nothing was changed in Canvas.';

/** The same failure, with where in the pull it happened. */
export function duringPull(failure: Failure, collection: Collection, page: number, received: number): Failure {
  if (failure.code === 'sis.cancelled' || failure.message.startsWith('While reading')) return failure;
  const place = received === 0 ? `page ${page}` : `page ${page}, after ${count(received)} records`;
  return {
    ...failure,
    message: `While reading ${collectionNames[collection]} (${place}): ${failure.message}`,
    consequence: NO_SNAPSHOT,
  };
}

export function drifted(collection: Collection, what: string): Failure {
  return {
    code: 'sis.drift',
    message: `The list of ${collectionNames[collection]} could not be read completely: ${what}. Four attempts ended this way.`,
    consequence: NO_SNAPSHOT,
    remedy:
      'Run it again when nobody is changing records in bulk in the SIS. If it stays like this, tell your SIS support that paging or totals of this OneRoster collection are wrong.',
    detail: `${collection}: ${what}`,
  };
}

export function loopingLink(collection: Collection): Failure {
  return badPaging(collection, 'sis.looping-link', 'the SIS names a page as the next one that was already read');
}

export function repeatedPage(collection: Collection): Failure {
  return badPaging(collection, 'sis.repeated-page', 'the SIS sends the same records again instead of the next ones');
}

export function tooManyDropped(collection: Collection, dropped: number, received: number, reasons: string): Failure {
  return {
    code: 'sis.bad-rows',
    message: `${count(dropped)} of ${count(received)} records in the list of ${collectionNames[collection]} are unusable.`,
    consequence: NO_SNAPSHOT,
    remedy: 'Send the detail below to your SIS support; the OneRoster data needs to be corrected there.',
    detail: reasons === '' ? collection : `${collection}: ${reasons}`,
  };
}

function badPaging(collection: Collection, code: string, what: string): Failure {
  return {
    code,
    message: `The list of ${collectionNames[collection]} has no end: ${what}.`,
    consequence: NO_SNAPSHOT,
    remedy: 'Tell your SIS support that paging of this OneRoster collection does not move on.',
    detail: collection,
  };
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
