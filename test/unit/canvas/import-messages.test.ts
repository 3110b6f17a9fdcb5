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
  const texts = [
    'Malformed CSV',
    'Invalid UTF-8',
    "Couldn't find Canvas CSV import headers",
    'Error while importing CSV. Please contact support. (Error report 12)',
    "Parent account didn't exist for a-1",
    'No name given for account a-1, skipping',
    'Cannot delete the sub_account with ID: a-1 because it has active sub accounts.',
    'Cannot delete the sub_account with ID: a-1 because it has active courses.',
    "Setting account a-1's parent to a-2 would create a loop",
    'Cannot restore sub_account with ID: a-1 because parent_account with ID: a-0 has been deleted.',
    'Bad date format for term t-1',
    'A term did not pass validation (term: t-1 / Fall, error: Cannot delete a term with active courses)',
    'No short_name given for course c-1',
    'Improper status "inactive" for course c-1',
    'Account not found "a-9" for course c-1',
    'Cannot restore course c-1 because the associated account a-1 is deleted',
    'A course did not pass validation (course: c-1 / ALG, error: too long)',
    "Section s-1 references course c-1 which doesn't exist",
    'No name given for section s-1 in course c-1',
    'A section did not pass validation (section: s-1 / 3rd, course: c-1, error: too long)',
    'No login_id given for user u-1',
    'Improper status for user u-1',
    "An existing Canvas user with the Canvas ID 7 has already claimed u-1's user_id requested login information, skipping",
    "An existing Canvas user with the SIS ID u-2 has already claimed u-1's requested integration_id, skipping",
    'unrecognized authentication provider google for u-1, skipping',
    "Can't remove yourself user_id 'u-1'",
    "The email address associated with user 'u-1' is invalid (email: 'None')",
    "Could not save the user with user_id: 'u-1'. Invalid login_id: 'a\u0001b'",
    "Could not save the user with user_id: 'u-1'. Unknown reason: unique_id is too long (maximum is 100 characters)",
    'Some of the fields contain NULL character',
    'No course_id or section_id given for an enrollment',
    'User not found for enrollment (User ID: u-1, Course ID: , Section ID: s-1)',
    'Neither course nor section existed for user enrollment (Course ID: , Section ID: s-1, User ID: u-1)',
    'An enrollment referenced a non-existent section s-1',
    'Improper role "Coach" for an enrollment',
    'Student enrollment for "u-1" not allowed in blueprint course "c-1"',
    'Attempted enrolling of deleted user u-1 in course c-1',
    'Attempted enrolling with deleted sis login ann in course c-1',
    'Enrolled a user u-1 in course c-1, but referenced a deleted sis login',
    'An enrollment did not pass validation (course: c-1, section: s-1, user: u-1, role: student, error: is not a valid section)',
    'User 1:u-1 does not have a usable login for this account',
  ];

  test.each(texts)('%s', (said) => {
    const explanation = explainImportMessage(said);
    expect(explanation).toMatchObject({ said, known: true });
    expect(explanation.message).not.toBe(said);
    expect(explanation.remedy).not.toBe('');
  });

  test('rows Canvas applied in spite of its message are told apart', () => {
    expect(explainImportMessage('Bad date format for section s-1').applied).toBe(true);
    expect(explainImportMessage("The email address associated with user 'u-1' is invalid (email: 'None')").applied).toBe(true);
    expect(explainImportMessage('Account not found "a" for course c').applied).toBe(false);
  });

  test('an unknown text is shown as Canvas said it', () => {
    expect(explainImportMessage('Zorp 7 is not zorpable')).toMatchObject({ message: 'Zorp 7 is not zorpable', known: false });
  });
});
