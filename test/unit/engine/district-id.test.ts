import { expect, test } from 'vitest';
import { districtDir, isDistrictId } from '../../../electron/engine/session.ts';

test.each(['practice', 'evergreen-county-x7', 'A1'])('%s is a district id', (id) => {
  expect(isDistrictId(id)).toBe(true);
});

test.each(['', '.', '..', '../other', 'a/b', 'a\\b', '-x', 'a b', 'a\u0000b', 'x'.repeat(61)])(
  '%j is none, and never becomes a path',
  (id) => {
    expect(isDistrictId(id)).toBe(false);
    expect(() => districtDir('/data', id)).toThrow();
  },
);
