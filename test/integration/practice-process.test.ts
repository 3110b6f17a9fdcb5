import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';

const practice = join(import.meta.dirname, '../../dist/practice.js');

it('node dist/practice.js prints one JSON line when ready, serves, and ends on SIGTERM with 0', async () => {
  const child = spawn(process.execPath, [practice, '--students', '30', '--seed', '4', '--clean'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const printed = JSON.parse(line) as { sis: { url: string }; canvas: { url: string }; control: { url: string } };
  expect(Object.keys(printed)).toEqual(['sis', 'canvas', 'control']);
  expect((await fetch(`${printed.sis.url}/orgs`)).status).toBe(401);
  const state = (await (await fetch(`${printed.control.url}/state/sis`)).json()) as { users: { role: string }[] };
  expect(state.users.filter((user) => user.role === 'student')).toHaveLength(30);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('a wrong argument ends it with 1 and a sentence', async () => {
  const child = spawn(process.execPath, [practice, '--students', 'many'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const [said] = (await once(child.stderr, 'data')) as [Buffer];
  expect(said.toString()).toContain('--students must be a whole number');
  expect(await once(child, 'exit')).toEqual([1, null]);
});

it('--prebuilt serves pages with honest totals to any token', async () => {
  const child = spawn(process.execPath, [practice, '--prebuilt', '--students', '60'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { url, rows } = JSON.parse(line) as { url: string; rows: Record<string, number> };
  const ids = new Set<string>();
  for (let offset = 0; ; ) {
    const page = await fetch(`${url}/enrollments?limit=37&offset=${offset}`);
    const { enrollments } = (await page.json()) as { enrollments: { sourcedId: string }[] };
    expect(page.headers.get('x-total-count')).toBe(String(rows.enrollments));
    if (enrollments.length === 0) break;
    for (const row of enrollments) ids.add(row.sourcedId);
    offset += enrollments.length;
  }
  expect(ids.size).toBe(rows.enrollments);
  child.kill('SIGTERM');
  await once(child, 'exit');
});
