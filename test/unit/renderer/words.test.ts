import { describe, expect, it } from 'vitest';
import { changedWords, changeSentence, changeWord, fieldWord, isShownField, valueWord } from '../../../renderer/ui/words.ts';

describe('words for the admin', () => {
  it('names Canvas columns as an admin would', () => {
    expect(fieldWord('login_id')).toBe('login');
    expect(fieldWord('authentication_provider_id')).toBe('sign-in service');
    expect(fieldWord('short_name', 'course')).toBe('course code');
    expect(fieldWord('short_name', 'user')).toBe('display name');
  });

  it('never shows underscores, even for a column it does not know', () => {
    expect(fieldWord('blueprint_course_id')).toBe('blueprint course');
  });

  it('leaves out the key of the row itself but keeps a parent that may move', () => {
    expect(isShownField('user_id', 'user')).toBe(false);
    expect(isShownField('section_id', 'enrollment')).toBe(false);
    expect(isShownField('account_id', 'course')).toBe(true);
  });

  it('says states, roles and switches in words', () => {
    expect(valueWord('status', 'deleted')).toBe('removed');
    expect(valueWord('status', 'completed')).toBe('concluded');
    expect(valueWord('role', 'ta')).toBe('teaching assistant');
    expect(valueWord('override:TaEnrollment', '2026-08-01T04:00:00Z/2027-01-18T04:59:59Z')).toMatch(/^from .+2026.* to .+2027/);
    expect(valueWord('limit_section_privileges', 'true')).toBe('yes');
    expect(valueWord('limit_section_privileges', '')).toBe('nothing');
  });

  it('shows instants in the computer’s own way and leaves other text alone', () => {
    expect(valueWord('end_date', '2026-12-19T05:59:59Z')).not.toContain('T05');
    expect(valueWord('name', '2026-12-19')).toBe('2026-12-19');
    expect(valueWord('name', 'null')).toBe('null');
  });

  it('says which kind of removal it is', () => {
    expect(changeWord('delete', 'suspended')).toBe('Suspended');
    expect(changeWord('delete', null)).toBe('Removed');
    expect(changeWord('create', null)).toBe('Added');
    expect(changeSentence('enrollment', 'delete', 'inactive')).toContain('work and grades stay');
  });

  it('shortens a long list of fields', () => {
    expect(changedWords(['name', 'email'], 'user')).toBe('name, e-mail');
    expect(changedWords(['first_name', 'last_name', 'full_name', 'email', 'login_id'], 'user')).toBe(
      'first name, last name, full name and 2 more',
    );
    expect(changedWords(['user_id'], 'user')).toBe('');
  });
});
