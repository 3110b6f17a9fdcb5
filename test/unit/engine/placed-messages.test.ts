import { describe, expect, test } from 'vitest';
import type { CanvasMessage } from '../../../electron/canvas/import-messages.ts';
import { placeMessages, type SentRow } from '../../../electron/engine/worker/placed-messages.ts';
import { finished } from '../../helpers/roster-district.ts';

/** Five rows of one package, as its files number them: row 1 of each file is the header. */
const sent: readonly SentRow[] = [
  { seq: 4, entity: 'user', row: { user_id: 'u-1', login_id: 'kim' } },
  { seq: 5, entity: 'user', row: { user_id: 'u-2', login_id: 'lee' } },
  { seq: 7, entity: 'enrollment', row: { user_id: 'u-1', section_id: 's-1', role: 'student' } },
  { seq: 8, entity: 'enrollment', row: { user_id: 'u-2', section_id: 's-1', role: 'student' } },
  { seq: 9, entity: 'enrollment', row: { user_id: 'u-2', section_id: 's-2', role: 'student' } },
];
const [first, second, third, fourth, fifth] = sent as [SentRow, SentRow, SentRow, SentRow, SentRow];
const taken =
  "An existing Canvas user with the SIS ID u-9 has already claimed u-2's user_id requested login information, skipping";

const placed = (messages: readonly CanvasMessage[]) => finished(placeMessages(messages, () => sent));

describe('what Canvas says about a row', () => {
  test('goes to the row by file and number, in plain words with Canvas’ own', () => {
    const words = placed([{ file: '5-users.csv', row: 3, message: taken }]);
    expect(words.of(first, false)).toBeNull();
    expect(words.of(second, false)).toMatch(/^Somebody else in Canvas already has this login name\. .*\(Canvas: “An existing/);
  });

  test('goes to the rows with the ids in its text where there is no number', () => {
    const message = 'User not found for enrollment (User ID: u-2, Course ID: , Section ID: s-1)';
    const words = placed([{ file: '6-enrollments_deduplicated.csv', row: 2, message }]);
    expect([third, fourth, fifth].map((row) => words.of(row, false) !== null)).toEqual([false, true, false]);
  });

  test('about a whole file is told of the rows that did not arrive, and of no other', () => {
    const words = placed([{ file: '6-enrollments.csv', message: 'Malformed CSV' }]);
    expect(words.of(first, false)).toBeNull();
    expect(words.of(third, true)).toBeNull();
    expect(words.of(third, false)).toContain('Canvas could not read this file');
  });

  test('in words nobody knows is shown as it is, and twice the same is said once', () => {
    const unknown = { file: '5-users.csv', row: 2, message: 'Something new happened' };
    const words = placed([unknown, unknown]);
    expect(words.of(first, false)?.match(/Something new happened/g)).toHaveLength(1);
  });
});
