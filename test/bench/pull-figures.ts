import type { Pulled, Spent } from './engine-subject.ts';
import type { Figures } from './figures.ts';
import { median, rate } from './figures.ts';
import { type PageServer, startPageServer } from './page-server.ts';
import { type Places, sum, withEngine } from './places.ts';
import { Subject } from './subject.ts';

const LANES = 3;
const ROUNDS = 3;
const FAR_ROUNDS = 2;
/** Per page, of a distant server. */
const LATENCY_MS = 100;
/** Pages of 1,000 from a distant server: longer than that takes minutes and tells the same. */
const FAR_SMALL_PAGES = 300_000;
/** Resident memory once all rows are in, to that after a quarter of them. */
const MOST_GROWTH = 1.15;

/** Pull rates against a bare fetch + JSON.parse loop over the very same pages, both in turns (DESIGN §9). */
export async function pullFigures(figures: Figures, places: Places, students: number): Promise<void> {
  await withServer(places, students, 0, async (near, engine, bare) => {
    const rows = sum(near.rows).toLocaleString('en-US');
    figures.add('pull: size', `${rows} rows, ${near.rows.enrollments?.toLocaleString('en-US')} enrollments`);
    for (const pageSize of [1000, 5000]) await nearFigures(figures, engine, bare, near, pageSize);
  });
  await withServer(places, students, LATENCY_MS, async (far, engine, bare) => {
    const sizes = sum(far.rows) > FAR_SMALL_PAGES ? [5000] : [1000, 5000];
    for (const pageSize of sizes) await farFigures(figures, engine, bare, far, pageSize);
  });
}

/** A page server, an engine and a bare loop, each a process of its own. */
async function withServer(
  places: Places,
  students: number,
  delayMs: number,
  work: (server: PageServer, engine: Subject, bare: Subject) => Promise<void>,
): Promise<void> {
  const server = await startPageServer({ file: places.practiceFile, students, today: places.today, delayMs });
  const bare = new Subject(places.bareLoopFile);
  try {
    await withEngine(places, (engine) => work(server, engine, bare));
  } finally {
    await bare.stop();
    server.stop();
  }
}

interface Round {
  readonly pull: Pulled;
  readonly loop: Spent;
  readonly lanes: Spent;
}

async function nearFigures(
  figures: Figures,
  engine: Subject,
  bare: Subject,
  server: PageServer,
  pageSize: number,
): Promise<void> {
  const rows = sum(server.rows);
  const args = { url: server.url, pageSize };
  const rounds: Round[] = [];
  // The first round warms both up and does not count.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const loop = await bare.call<Spent>('loop', { ...args, lanes: 1 });
    const pull = await engine.call<Pulled>('pull', { ...args, rows });
    const lanes = await bare.call<Spent>('loop', { ...args, lanes: LANES });
    if (round > 0) rounds.push({ pull, loop, lanes });
  }
  const typical = (figure: (round: Round) => number) => median(rounds.map(figure));
  const ms = typical((round) => round.pull.ms);
  const cpu = typical((round) => round.pull.cpu);
  const loop = typical((round) => round.loop.ms);
  const ratios = rounds.map((round) => round.pull.ms / round.loop.ms);
  const lanes = typical((round) => round.pull.ms / round.lanes.ms).toFixed(2);
  const work = typical((round) => round.pull.cpu / round.loop.cpu).toFixed(2);
  const name = `pull, pages of ${pageSize}`;
  figures.least(`${name}: into the encrypted store`, `${rate(rows, ms)}, ${rate(rows, cpu)} of CPU`, rows / ms, 80, ' k rows/s');
  figures.most(`${name}: × bare loop`, `${spread(ratios)} of ${rate(rows, loop)}`, median(ratios), 2.5, ' ×');
  figures.add(`${name}: × bare loop, otherwise`, `${lanes} × of ${LANES} collections at a time; CPU ${work} ×`);
  const quarters = [0, 1, 2, 3].map((quarter) => typical((round) => round.pull.rss[quarter] ?? Number.NaN));
  const growth = typical(({ pull: { rss } }) => (rss[3] ?? Number.NaN) / (rss[0] ?? Number.NaN));
  const told = `${quarters.map((mb) => Math.round(mb)).join(', ')} MB at each quarter of the rows, ${growth.toFixed(2)} ×`;
  figures.most(`${name}: resident memory`, told, growth, MOST_GROWTH, ' ×');
}

async function farFigures(figures: Figures, engine: Subject, bare: Subject, server: PageServer, pageSize: number): Promise<void> {
  const rows = sum(server.rows);
  const args = { url: server.url, pageSize };
  const ratios: number[] = [];
  const loops: number[] = [];
  for (let round = 0; round < FAR_ROUNDS; round += 1) {
    const loop = await bare.call<Spent>('loop', { ...args, lanes: LANES });
    const pull = await engine.call<Pulled>('pull', args);
    loops.push(loop.ms);
    ratios.push(pull.ms / loop.ms);
  }
  const name = `pull, pages of ${pageSize}, ${LATENCY_MS} ms each: × bare loop with ${LANES} at a time`;
  figures.most(name, `${spread(ratios)} of ${rate(rows, median(loops))}`, median(ratios), 1.15, ' ×');
}

/** The median of some ratios, with the least and the greatest. */
function spread(ratios: readonly number[]): string {
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  return `${median(ratios).toFixed(2)} × (${least.toFixed(2)} to ${most.toFixed(2)})`;
}
