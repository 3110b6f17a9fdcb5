import { describe, expect, test } from 'vitest';
import { CsvHeader, CsvRow } from '../../../electron/practice/canvas/imports/csv-row.ts';
import { checkQuoting, csvRecords, MalformedCsv } from '../../../electron/practice/canvas/imports/csv-text.ts';
import { countKey, detectType, IMPORT_TYPES } from '../../../electron/practice/canvas/imports/file-type.ts';

const typeOf = (header: string) => detectType(new CsvHeader(header.split(',')));

describe('the type of a file is told by its header (§1.2)', () => {
  test.each([
    ['old_id,new_id,type', 'change_sis_id'],
    ['old_integration_id,new_integration_id,type', 'change_sis_id'],
    ['account_id,parent_account_id,name,status', 'account'],
    ['term_id,name,status', 'term'],
    ['abstract_course_id,short_name,long_name', 'abstract_course'],
    ['course_id,short_name,long_name,status', 'course'],
    ['course_id,abstract_course_id,short_name', 'course'],
    ['section_id,course_id,name,status', 'section'],
    ['xlist_course_id,section_id,status', 'xlist'],
    ['user_id,login_id,status', 'user'],
    ['user_id,login_id,existing_canvas_user_id', 'login'],
    ['section_id,user_id,role,status', 'enrollment'],
    ['course_id,user_integration_id,role,status', 'enrollment'],
    ['user_id,account_id,role,status', 'admin'],
    ['group_category_id,category_name', 'group_category'],
    ['group_id,name,status', 'group'],
    ['group_id,user_id,status', 'group_membership'],
    ['observer_id,student_id,status', 'user_observer'],
  ])('%s → %s', (header, type) => {
    expect(typeOf(header)).toBe(type);
  });

  test.each([
    ['a courses file with term_id and name is read as terms', 'course_id,short_name,long_name,term_id,name,status', 'term'],
    ['an enrollments file with section_id and name as sections', 'section_id,name,user_id,role,status', 'section'],
    ['a users file with existing_user_id as logins', 'user_id,login_id,existing_user_id,status', 'login'],
    ['accounts without parent_account_id are not recognised', 'account_id,name,status', undefined],
    ['names are not trimmed', 'user_id, login_id,status', undefined],
    ['an unknown header has no type', 'a,b,c', undefined],
  ])('%s', (_trap, header, type) => {
    expect(typeOf(header)).toBe(type);
  });

  test('names count in any case', () => {
    expect(typeOf('Account_ID,PARENT_account_id')).toBe('account');
  });

  test('every type has a key for its count', () => {
    expect(IMPORT_TYPES.map(countKey)).toContain('group_categories');
    expect(countKey('user_observer')).toBe('user_observers');
  });
});

describe('reading csv (§1.1)', () => {
  const rows = (text: string) => [...csvRecords(text)].map((record) => record.cells);

  test('quotes, doubled quotes, commas and line breaks inside quotes, all line ends', () => {
    expect(rows('a,"b ""x"", c"\r\n"1\n2",3\rlast,')).toEqual([
      ['a', 'b "x", c'],
      ['1\n2', '3'],
      ['last', ''],
    ]);
  });

  test('physically blank lines are skipped, lines of empty cells are rows', () => {
    expect(rows('a,b\n\n,\n')).toEqual([
      ['a', 'b'],
      ['', ''],
    ]);
  });

  test.each(['a,"b', 'a,b"c', 'a,"b"c,d', '"'])('broken quoting: %j', (text) => {
    expect(() => checkQuoting(text)).toThrow(MalformedCsv);
  });

  test('a cell is stripped; blank and absent read alike, and `has` tells them apart', () => {
    const row = new CsvRow(new CsvHeader(['A', 'b']), [' x ', '  '], ' x ,  ', 'f.csv', 2);
    expect([row.get('a'), row.get('b'), row.get('c'), row.has('b'), row.has('c')]).toEqual([
      'x',
      undefined,
      undefined,
      true,
      false,
    ]);
  });
});
