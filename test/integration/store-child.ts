import { openDistrictStore } from '../../electron/store/open.ts';
import { takenPackage } from '../helpers/taken-package.ts';
import { change, key, PACKAGE_ROWS, row } from './store-rows.ts';

/**
 * A second process for the store's tests: `hold`s a district, writes to it without end or `book`s a package, saying each
 * commit on stdout. It is ended from outside, by SIGKILL.
 */
const [task, dir] = process.argv.slice(2);
const holder = { title: 'store-child', pid: process.pid, host: 'test' };
const opened = openDistrictStore({ dir: dir ?? '', key, holder, now: () => Date.now() });
if (!opened.ok) {
  process.stdout.write(`${JSON.stringify(opened.failure)}\n`);
  process.exit(1);
}
const store = opened.value;
process.stdout.write('open\n');

if (task === 'hold') {
  setInterval(() => {}, 1_000);
} else if (task === 'write') {
  for (let commit = 1; ; commit += 1) {
    store.transaction(() => {
      const rows = Array.from({ length: 100 }, (_, i) => row(`${String(commit).padStart(6, '0')}-${i}`));
      store.ledgerPut('enrollment', rows);
      store.mint([{ kind: 'section', sourcedId: `c-${commit}`, sisId: `s-${commit}`, mintedAt: '' }]);
    });
    process.stdout.write(`${commit}\n`);
  }
} else if (task === 'book') {
  const { booking } = takenPackage(store, PACKAGE_ROWS);
  process.stdout.write('booking\n');
  for (const { done } of booking()) process.stdout.write(`${done}\n`);
  process.stdout.write('booked\n');
} else {
  const writer = store.beginPlan('2026-08-10T06:00:00.000Z');
  for (let batch = 1; ; batch += 1) {
    writer.add(Array.from({ length: 500 }, (_, i) => change(`Pupil ${batch} ${i}`)));
    process.stdout.write(`${batch}\n`);
  }
}
