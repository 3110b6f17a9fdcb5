import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { WireCourse, WireUser } from '../../../electron/canvas/wire.ts';

const Recording = z.object({
  exchanges: z.array(
    z.object({ request: z.object({ path: z.string() }), response: z.object({ status: z.number(), body: z.unknown() }) }),
  ),
});
const file = join(import.meta.dirname, '../../fixtures/recordings/canvas/reads.json');
const { exchanges } = Recording.parse(JSON.parse(readFileSync(file, 'utf8')));

describe("a real Canvas' recorded answers are understood", () => {
  test.each([
    ['courses', /\/courses$/, z.array(WireCourse)],
    ['one course', /\/courses\/\d+$/, WireCourse],
    ['people of a course', /\/courses\/\d+\/users$/, z.array(WireUser)],
  ])('%s', (_, path, schema) => {
    const found = exchanges.filter((exchange) => path.test(exchange.request.path));
    expect(found.length).toBeGreaterThan(0);
    for (const exchange of found) expect(schema.safeParse(exchange.response.body).error).toBeUndefined();
  });
});
