import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanTimes, Spent } from './engine-subject.ts';
import type { Figures } from './figures.ts';
import { rate, took } from './figures.ts';
import { startPageServer } from './page-server.ts';
import { type Places, sum, withEngine } from './places.ts';
import { Subject } from './subject.ts';

/** DESIGN §9: a no-change run of 700,000 enrollments in 20 s. */
const SECONDS_PER_ENROLLMENT = 20 / 700_000;
const MOST_MB = 400;

/**
 * A first sync and a day without changes, step by step: plan on an empty Canvas, packages, reading Canvas back, booking,
 * the second plan, the review's questions. Gives the peak resident memory of the engine process in MB.
 */
export async function syncFigures(figures: Figures, places: Places, students: number): Promise<number | null> {
  const server = await startPageServer({ file: places.practiceFile, students, today: places.today, delayMs: 0 });
  const folder = mkdtempSync(join(places.scratch, 'packages-'));
  const name = (what: string) => `${students.toLocaleString('en-US')} students: ${what}`;
  const total = sum(server.rows);
  const enrollments = server.rows.enrollments ?? 0;
  figures.add(name('size'), `${total.toLocaleString('en-US')} rows, ${enrollments.toLocaleString('en-US')} enrollments`);
  try {
    return await withEngine(places, async (engine) => {
      const peaks: number[] = [];
      const peak = () => {
        const mb = engine.takePeak();
        if (mb !== null) peaks.push(mb);
        return mb === null ? '' : `, peak RSS ${Math.round(mb)} MB`;
      };
      const tell = (what: string, text: string) => {
        figures.add(name(what), `${text}${peak()}`);
      };
      peak();
      const first = await engine.call<PlanTimes>('plan', { url: server.url, reports: null });
      tell('first plan, Canvas empty', `${planText(first, total)}, ${first.changes} changes`);
      const packages = await engine.call<{ spent: Spent; rows: number; records: unknown[] }>('packages', {
        plan: first.number,
        folder,
      });
      const speed = packages.rows / packages.spent.ms;
      const packed = `${took(packages.spent)}, ${rate(packages.rows, packages.spent.ms)}${peak()}`;
      figures.least(name('import packages'), packed, speed, 100, ' k rows/s');
      const reports = mkdtempSync(join(places.scratch, 'reports-'));
      const canvas = new Subject(places.canvasFile, ['--max-old-space-size=12000']);
      await canvas.call('build', { packages: folder, reports });
      await canvas.stop();
      const booked = await engine.call<{ read: Spent; readRows: number; confirm: Spent; confirmed: number }>('book', {
        plan: first.number,
        records: packages.records,
        reports,
      });
      tell('read Canvas back', `${took(booked.read)}, ${rate(booked.readRows, booked.read.ms)}`);
      tell('confirm and book', `${took(booked.confirm)}, ${rate(booked.confirmed, booked.confirm.ms)}`);
      const second = await engine.call<PlanTimes>('plan', { url: server.url, reports });
      const ms = second.map.ms + second.compare.ms;
      const limit = Math.max(1, Math.round(SECONDS_PER_ENROLLMENT * enrollments * 10) / 10);
      const text = `${planText(second, total)}, ${second.changes} changes (${second.held} held)${peak()}`;
      figures.most(name('no-change plan: map + compare + plan'), text, ms / 1000, limit, ' s');
      figures.add(name('reading the reports'), `${took(second.read)}, ${rate(second.readRows, second.read.ms)}`);
      const review = await engine.call<Record<string, number>>('review', { plan: first.number });
      const slowest = Math.max(...Object.values(review));
      const times = Object.entries(review).map(([what, time]) => `${what} ${time.toFixed(time < 10 ? 1 : 0)}`);
      figures.most(name('review questions'), `${times.join(', ')} ms`, slowest, 100, ' ms');
      peak();
      rmSync(reports, { recursive: true, force: true });
      const highest = peaks.length === 0 ? null : Math.max(...peaks);
      const measured = highest === null ? 'not told by this system' : `${Math.round(highest)} MB`;
      figures.most(name('peak RSS of the engine process'), measured, highest, MOST_MB, ' MB');
      return highest;
    });
  } finally {
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function planText({ map, compare, pull }: PlanTimes, rows: number): string {
  const both = { ms: map.ms + compare.ms, cpu: map.cpu + compare.cpu };
  const parts = `map ${took(map)}, compare + plan ${took(compare)}; pull before ${took(pull)}`;
  return `${took(both)}, ${rate(rows, both.ms)}: ${parts}`;
}
