import { writeInParts } from '../../electron/engine/file-in-parts.ts';
import type { EngineClient } from '../../electron/engine/host/engine-client.ts';
import type { SaveFile } from '../../electron/shell/save-file.ts';
import { saveChanges } from '../../electron/shell/save-lists.ts';
import { fail, succeed } from '../../shared/outcome.ts';
import type { Change } from '../../shared/plan.ts';

/**
 * A process of its own that saves 200,000 changes in a file, so that its memory is nobody else's and its disk can be made
 * small. Says on stdout how it ended and how far the heap grew; with `quit` it is closed in the middle.
 */
const TOTAL = 200_000;
const [path = '', task] = process.argv.slice(2);
const query = { plan: 7, entity: null, action: null, school: null, hold: null, search: '' } as const;

const change = (seq: number): Change => ({
  seq,
  entity: 'course',
  action: 'update',
  how: null,
  key: `class-${seq}`,
  label: `Algebra, section ${seq}`,
  school: 'north',
  schoolName: 'North High School of Arts and Sciences',
  changed: ['long_name'],
  before: { long_name: `Algebra ${seq} of last year`, status: 'active' },
  after: { long_name: `Algebra ${seq} of this year`, status: 'active' },
  reason: { rule: 'F1', text: 'The SIS changed it since the last sync, and the district lets the SIS name courses.' },
  source: { collection: 'classes', sourcedId: `class-${seq}` },
  holds: [],
  waiting: false,
});

let start = 0;
let most = 0;
function measure(): void {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  if (start === 0) start = heapUsed + external;
  most = Math.max(most, heapUsed + external - start);
}

const engine = {
  call: async (_name: string, { query: { from, count } }: { query: { from: number; count: number } }) => {
    if (from % 10_000 === 0) measure();
    if (task === 'quit' && from === 20_000) process.exit(0);
    const changes = Array.from({ length: Math.min(count, TOTAL - from) }, (_, n) => change(from + n + 1));
    return succeed({ total: TOTAL, changes });
  },
} as unknown as Pick<EngineClient, 'call'>;

const shares: number[] = [];
const save: SaveFile = async ({ parts }) => {
  const written = await writeInParts(
    path,
    parts((share) => shares.push(share)),
    ({ isFull, detail }) => ({ code: isFull ? 'full' : 'other', message: detail, consequence: '', remedy: '' }),
  );
  return written.ok ? succeed({ file: path }) : fail(written.failure);
};
const saved = await saveChanges({ district: 'd', query }, engine, save);
const grows = shares.every((share, n) => share <= 1 && share > (shares[n - 1] ?? 0));
process.stdout.write(JSON.stringify({ saved, most, progress: { told: shares.length, grows } }));
