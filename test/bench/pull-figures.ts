import type { Spent } from './engine-subject.ts';
import type { Figures } from './figures.ts';
import { median, rate } from './figures.ts';
import { type PageServer, startPageServer } from './page-server.ts';
import { type Places, sum, withEngine } from './places.ts';
import { Subject } from './subject.ts';

const LANES = 3;
const ROUNDS = 3;
/** Per page, of a distant server. */
const LATENCY_MS = 100;

/** Pull rates against a bare fetch + JSON.parse loop over the very same pages, both in turns (DESIGN §9). */
export async function pullFigures(figures: Figures, places: Places, students: number): Promise<void> {
  const near = await startPageServer({ file: places.practiceFile, students, today: places.today, delayMs: 0 });
  const far = await startPageServer({ file: places.practiceFile, students, today: places.today, delayMs: LATENCY_MS });
  const bare = new Subject(places.bareLoopFile);
  try {
    await withEngine(places, async (engine) => {
      for (const pageSize of [1000, 5000]) await nearFigures(figures, engine, bare, near, pageSize);
      for (const pageSize of [1000, 5000]) await farFigures(figures, engine, bare, far, pageSize);
    });
  } finally {
    await bare.stop();
    near.stop();
    far.stop();
  }
}

interface Round {
  readonly pull: Spent;
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
    const pull = await engine.call<Spent>('pull', args);
    const lanes = await bare.call<Spent>('loop', { ...args, lanes: LANES });
    if (round > 0) rounds.push({ pull, loop, lanes });
  }
  const typical = (figure: (round: Round) => number) => median(rounds.map(figure));
  const ms = typical((round) => round.pull.ms);
  const cpu = typical((round) => round.pull.cpu);
  const ratio = typical((round) => round.pull.ms / round.loop.ms);
  const loop = rate(
    rows,
    typical((round) => round.loop.ms),
  );
  const lanes = typical((round) => round.pull.ms / round.lanes.ms).toFixed(2);
  const work = typical((round) => round.pull.cpu / round.loop.cpu).toFixed(2);
  const name = `pull, pages of ${pageSize}`;
  const perSecond = `${rate(rows, ms)}, ${rate(rows, cpu)} of CPU (${rows} rows)`;
  figures.least(`${name}: into the encrypted store`, perSecond, rows / ms, 80, ' k rows/s');
  figures.most(`${name}: × bare loop`, `${ratio.toFixed(2)} × of ${loop}`, ratio, 2.5, ' ×');
  figures.add(`${name}: × bare loop, otherwise`, `${lanes} × of ${LANES} collections at a time; CPU ${work} ×`);
}

async function farFigures(figures: Figures, engine: Subject, bare: Subject, server: PageServer, pageSize: number): Promise<void> {
  const rows = sum(server.rows);
  const args = { url: server.url, pageSize };
  const loop = await bare.call<Spent>('loop', { ...args, lanes: LANES });
  const pull = await engine.call<Spent>('pull', args);
  const ratio = pull.ms / loop.ms;
  const name = `pull, pages of ${pageSize}, ${LATENCY_MS} ms each: × bare loop with ${LANES} at a time`;
  figures.most(name, `${ratio.toFixed(2)} × of ${rate(rows, loop.ms)}`, ratio, 1.15, ' ×');
}
