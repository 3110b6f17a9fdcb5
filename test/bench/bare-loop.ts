import { serve } from './subject.ts';

/** The measure of all pulls: fetch and JSON.parse, page after page, nothing kept. */
interface LoopArgs {
  readonly url: string;
  readonly pageSize: number;
  /** Collections at a time. */
  readonly lanes: number;
}

const collections = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments'];

async function readCollection(url: string, name: string, pageSize: number): Promise<number> {
  let rows = 0;
  for (;;) {
    const response = await fetch(`${url}/${name}?limit=${pageSize}&offset=${rows}`);
    const page = JSON.parse(await response.text()) as Record<string, unknown[]>;
    rows += page[name]?.length ?? 0;
    if (rows >= Number(response.headers.get('x-total-count'))) return rows;
  }
}

serve({
  async loop({ url, pageSize, lanes }: LoopArgs) {
    const waiting = [...collections];
    let rows = 0;
    const before = process.cpuUsage();
    const began = performance.now();
    const lane = async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
        rows += await readCollection(url, name, pageSize);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    const ms = performance.now() - began;
    const { user, system } = process.cpuUsage(before);
    return { ms, cpu: (user + system) / 1000, rows };
  },
});
