import { describe, expect, test } from 'vitest';
import { explainImportMessage, placeImportMessage } from '../../../electron/canvas/import-messages.ts';

const files = [
  { name: '3-courses.csv', entity: 'course', rows: 10 },
  { name: '5-users.csv', entity: 'user', rows: 10 },
  { name: '6-enrollments.csv', entity: 'enrollment', rows: 10 },
] as const;

describe('a message finds its row', () => {
  test('by file and row number', () => {
    const place = placeImportMessage(
      { file: '6-enrollments.csv', row: 4, message: 'Improper role "x" for an enrollment' },
      files,
    );
    expect(place).toEqual({ kind: 'row', entity: 'enrollment', index: 2 });
  });

  test('by the ids in its text where Canvas gives no row number', () => {
    const message =
      "An existing Canvas user with the SIS ID u-9 has already claimed u-1's user_id requested login information, skipping";
    expect(placeImportMessage({ file: '5-users.csv', message }, files)).toEqual({
      kind: 'ids',
      entity: 'user',
      ids: { user_id: 'u-1' },
    });
  });

  test('by ids when Canvas has removed duplicate lines and numbered the rest anew', () => {
    const message = 'User not found for enrollment (User ID: u-1, Course ID: , Section ID: s-1)';
    expect(placeImportMessage({ file: '6-enrollments_deduplicated.csv', row: 3, message }, files)).toEqual({
      kind: 'ids',
      entity: 'enrollment',
      ids: { user_id: 'u-1', section_id: 's-1' },
    });
  });

  test('else the file, else the package', () => {
    expect(placeImportMessage({ file: '3-courses.csv', message: 'Malformed CSV' }, files)).toEqual({
      kind: 'file',
      entity: 'course',
    });
    expect(placeImportMessage({ file: null, message: 'something new' }, files)).toEqual({ kind: 'package' });
    expect(placeImportMessage({ file: '3-courses.csv', row: 99, message: 'something new' }, files)).toEqual({
      kind: 'file',
      entity: 'course',
    });
  });
});

describe('what Canvas said, in plain words', () => {
  test('rows Canvas applied in spite of its message are told apart', () => {
    expect(explainImportMessage('Bad date format for section s-1').applied).toBe(true);
    expect(explainImportMessage("The email address associated with user 'u-1' is invalid (email: 'None')").applied).toBe(true);
    expect(explainImportMessage('Account not found "a" for course c').applied).toBe(false);
  });

  test('an unknown text is shown as Canvas said it', () => {
    expect(explainImportMessage('Zorp 7 is not zorpable')).toMatchObject({ message: 'Zorp 7 is not zorpable', known: false });
  });
});
