import type { Connection } from '../driver.ts';
import { StoreError } from '../store-error.ts';
import { firstShape } from './0001-first-shape.ts';
import { planFindings } from './0002-plan-findings.ts';
import { mintedIds } from './0003-minted-ids.ts';
import { sightings } from './0004-sightings.ts';
import { firstContact } from './0005-first-contact.ts';
import { lapses } from './0006-lapses.ts';
import { headcount } from './0007-headcount.ts';
import { planNotes } from './0008-plan-notes.ts';
import { identityTraits } from './0009-identity-traits.ts';
import { setUp } from './0010-set-up.ts';
import { changeRules } from './0011-change-rules.ts';
import { planUnpublished } from './0012-plan-unpublished.ts';

/** Every step ever shipped, in order; the file's `user_version` is how many it has had. Add at the end, never change one. */
export const migrations: readonly string[] = [
  firstShape,
  planFindings,
  mintedIds,
  sightings,
  firstContact,
  lapses,
  headcount,
  planNotes,
  identityTraits,
  setUp,
  changeRules,
  planUnpublished,
];

/** Brings the file to the newest shape, each step in a transaction of its own. Throws a StoreError for a newer file. */
export function migrate(db: Connection, steps: readonly string[] = migrations): void {
  const version = versionOf(db);
  if (version > steps.length) throw newerVersion();
  for (let step = version; step < steps.length; step += 1) {
    const script = steps[step];
    if (script === undefined) continue;
    db.transaction(() => {
      db.script(script);
      db.script(`PRAGMA user_version = ${step + 1}`);
    });
  }
}

/** A reader cannot migrate: it waits until the writer has. */
export function assertCurrent(db: Connection): void {
  const version = versionOf(db);
  if (version > migrations.length) throw newerVersion();
  if (version < migrations.length) {
    throw new StoreError({
      code: 'store.not-ready',
      message: 'The district’s data has not been brought to this version yet.',
      consequence: 'Nothing can be shown for this district for the moment; nothing was changed.',
      remedy: 'Start the app once, so that it updates the data, then try again.',
    });
  }
}

function versionOf(db: Connection): number {
  return db.one<readonly [number]>('PRAGMA user_version')?.[0] ?? 0;
}

function newerVersion(): StoreError {
  return new StoreError({
    code: 'store.newer-version',
    message: 'This district’s data was written by a newer version of Rosterbridge.',
    consequence: 'It was not opened, so that nothing in it is lost; Canvas is untouched.',
    remedy: 'Install the newest version of Rosterbridge on this computer.',
  });
}
