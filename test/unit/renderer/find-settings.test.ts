import { expect, test } from 'vitest';
import { findSettings } from '../../../renderer/settings/find-settings.ts';

test('settings are found by any word on their row, all words together', () => {
  expect(findSettings('  ')).toEqual([]);
  expect(findSettings('zone')).toEqual(['timeZone']);
  expect(findSettings('END date enrollment')).toContain('enrollmentEndDate');
  expect(findSettings('sub-account')).toContain('schools');
  expect(findSettings('zebra')).toEqual([]);
});
