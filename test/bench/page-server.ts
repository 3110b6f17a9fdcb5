import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The practice SIS with pre-built pages, in a process of its own (ENGINE-NOTES §3). */
export interface PageServer {
  readonly url: string;
  readonly rows: Readonly<Record<string, number>>;
  stop(): void;
}

export interface PageServerOptions {
  /** `practice.js` of dist/. */
  readonly file: string;
  readonly students: number;
  readonly today: string;
  readonly delayMs: number;
}

export async function startPageServer({ file, students, today, delayMs }: PageServerOptions): Promise<PageServer> {
  const options = ['--prebuilt', '--students', String(students), '--delay', String(delayMs), '--today', today];
  const child: ChildProcess = spawn(process.execPath, ['--max-old-space-size=12000', file, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  if (child.stdout === null) throw new Error('No output of the page server');
  for await (const line of createInterface({ input: child.stdout })) {
    const { url, rows } = JSON.parse(line) as Pick<PageServer, 'url' | 'rows'>;
    return { url, rows, stop: () => child.kill('SIGTERM') };
  }
  throw new Error('The page server ended before it was ready');
}
