import { describe, expect, test } from 'vitest';
import { CanvasDump } from '../../judge/canvas-dump.ts';
import { Judge } from '../../judge/judge.ts';
import { nightOf, rowOf, rulesOf, type Tiny, tinyDistrict } from './tiny-district.ts';

/** What the judge says when a review of the first contact left Canvas like this. */
function linked(change: (canvas: Tiny['canvas']) => void): string[] {
  const { canvas } = tinyDistrict();
  const before = withoutIds(canvas);
  const after = structuredClone(canvas);
  change(after);
  return rulesOf(new Judge().linked(CanvasDump.parse(before), CanvasDump.parse(after)));
}

/** The tiny district's Canvas as people made it, before anybody gave ids. */
function withoutIds(canvas: Tiny['canvas']): Tiny['canvas'] {
  const bare = structuredClone(canvas);
  for (const rows of [bare.accounts, bare.courses, bare.sections]) for (const row of rows) row.sis_source_id = null;
  return bare;
}

describe('linking at first contact (G2)', () => {
  test('gives ids and changes nothing else', () => {
    expect(linked(() => undefined)).toEqual([]);
  });

  test.each<[string, (canvas: Tiny['canvas']) => void]>([
    ['a name', (canvas) => void Object.assign(rowOf(canvas.courses, { sis_source_id: 'c-alg' }), { name: 'Algebra I' })],
    ['a state', (canvas) => void Object.assign(rowOf(canvas.logins, { sis_user_id: 's01' }), { workflow_state: 'suspended' })],
    ['how many there are', (canvas) => void canvas.sections.pop()],
    [
      'how many there are',
      (canvas) => void canvas.users.push({ id: 999, name: 'Twin', email: null, workflow_state: 'registered' }),
    ],
  ])('is told when it changes %s', (_what, change) => {
    expect(linked(change)).toEqual(['G2']);
  });

  test('makes ours what it linked, so that it may change afterwards (D6)', () => {
    const rename = (isLinked: boolean) => {
      const judge = new Judge();
      const district = tinyDistrict();
      const before = isLinked ? withoutIds(district.canvas) : district.canvas;
      judge.linked(CanvasDump.parse(before), CanvasDump.parse(district.canvas));
      const after = structuredClone(district.canvas);
      rowOf(after.sections, { sis_source_id: 'alg' }).name = 'Algebra 1';
      return rulesOf(judge.night(nightOf(district, { before: district.canvas, after })));
    };
    expect(rename(false)).toContain('D6');
    expect(rename(true)).not.toContain('D6');
  });
});
