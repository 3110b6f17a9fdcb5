import { expect, test } from 'vitest';
import { settingsDigest } from '../../../electron/engine/settings-digest.ts';
import { NO_WAITS } from '../../../electron/roster/conversion/contact-waits.ts';
import { districtTime } from '../../../electron/roster/district-time.ts';
import { compareStep } from '../../../electron/roster/steps/compare-step.ts';
import { mapStep } from '../../../electron/roster/steps/map-step.ts';
import { Presence } from '../../../electron/roster/steps/presence.ts';
import { Reissues } from '../../../electron/roster/steps/reissues.ts';
import { collections } from '../../../shared/entities.ts';
import { snapshotRowsOf } from '../../helpers/memory-work.ts';
import { finished, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, cls, enrollment, feed, NOON, settingsOf, user } from '../../helpers/sis-feed.ts';
import { freshStore, valueIn } from '../store/fixtures.ts';

/** Keys around the place where UTF-16 units and code points sort differently. */
const ids = ['a', 'é', '\ue000', '🎸', 'z'];
const rich = added(
  added(
    added(feed(), 'users', ...ids.map((id) => user({ sourcedId: id }))),
    'classes',
    ...ids.map((id) => cls({ sourcedId: `c${id}` })),
  ),
  'enrollments',
  ...ids.flatMap((id) => ids.map((other) => enrollment({ user: id, class: `c${other}` }))),
);

test('the encrypted store gives the same plan as the one in memory, which the other tests use', () => {
  const { store } = freshStore();
  const settings = settingsOf();
  const time = districtTime(settings.timeZone, NOON);
  const now = new Date(NOON).toISOString();
  const work = valueIn(store.openWork('pull'));
  for (const name of collections) {
    work.appendSnapshot(name, snapshotRowsOf(rich, name));
    work.sealSnapshot(name);
  }
  const extras = { unreadable: new Set<string>(), presence: new Presence(''), reissues: new Reissues(settings) };
  const shared = { store, work, settings, now, ...extras, nothingMinted: false };
  expect(finished(mapStep({ ...shared, time }))).toBeNull();
  for (const entity of ['account', 'term', 'course', 'section', 'user', 'enrollment'] as const) work.seal('canvas', entity);
  const input = {
    ...shared,
    settingsDigest: settingsDigest(settings),
    today: time.today,
    readAt: now,
    complete: true,
    scheduled: false,
    past: store.runHistory(),
    contact: NO_WAITS,
    contactOpen: false,
    contactReviewed: false,
    protectedUsers: new Set<string>(),
    others: null,
  };
  const number = finished(compareStep(input));
  const plan = new RosterDistrict().plan(rich);
  const summary = store.plan(number);
  expect(summary?.id).toBe(plan.result.id);
  expect(summary?.counts).toEqual(plan.result.counts);
  expect([...store.eachChange(number)].map(({ key }) => key)).toEqual(plan.changes.map(({ key }) => key));
  work.discard();
});
