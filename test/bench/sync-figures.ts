import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanTimes } from './engine-subject.ts';
import type { Figures } from './figures.ts';
import { rate, seconds } from './figures.ts';
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
  const folder = mkdtempSync(join(tmpdir(), 'rb-bench-canvas-'));
  const name = (what: string) => `${students.toLocaleString('en-US')} students: ${what}`;
  const total = sum(server.rows);
  const enrollments = server.rows.enrollments ?? 0;
  figures.add(name('size'), `${total.toLocaleString('en-US')} rows, ${enrollments.toLocaleString('en-US')} enrollments`);
  try {
    return await withEngine(places, [], async (engine) => {
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
      const packages = await engine.call<{ ms: number; rows: number; records: unknown[] }>('packages', {
        plan: first.number,
        folder,
      });
      const speed = packages.rows / packages.ms;
      figures.least(name('import packages'), `${rate(packages.rows, packages.ms)}${peak()}`, speed, 100, ' k rows/s');
      const reports = mkdtempSync(join(tmpdir(), 'rb-bench-reports-'));
      const canvas = new Subject(places.canvasFile, ['--max-old-space-size=12000']);
      await canvas.call('build', { packages: folder, reports });
      await canvas.stop();
      const booked = await engine.call<{ read: number; readRows: number; confirm: number; confirmed: number }>('book', {
        plan: first.number,
        records: packages.records,
        reports,
      });
      tell('read Canvas back', `${seconds(booked.read)}, ${rate(booked.readRows, booked.read)}`);
      tell('confirm and book', `${seconds(booked.confirm)}, ${rate(booked.confirmed, booked.confirm)}`);
      const second = await engine.call<PlanTimes>('plan', { url: server.url, reports });
      const ms = second.map + second.compare;
      const limit = Math.max(1, Math.round(SECONDS_PER_ENROLLMENT * enrollments * 10) / 10);
      const text = `${planText(second, total)}, ${second.changes} changes (${second.held} held)${peak()}`;
      figures.most(name('no-change plan: map + compare + plan'), text, ms / 1000, limit, ' s');
      figures.add(name('reading the reports'), `${seconds(second.read)}, ${rate(second.readRows, second.read)}`);
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

function planText(plan: PlanTimes, rows: number): string {
  const work = plan.map + plan.compare;
  return `${seconds(work)} (map ${seconds(plan.map)}, compare + plan ${seconds(plan.compare)}), ${rate(rows, work)}`;
}
