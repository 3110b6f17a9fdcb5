import { describe, expect, test } from 'vitest';
import { IdSchemes } from '../../../electron/roster/conversion/id-schemes.ts';
import { DistrictSettings } from '../../../shared/settings.ts';
import { freeChanges, RosterDistrict } from '../../helpers/roster-district.ts';
import { feed, settingsOf, teacher, user } from '../../helpers/sis-feed.ts';

const fed = (identifier: string, type = 'Fed') => ({ type, identifier });
const ann = user({ userIds: [fed(' F-1 '), fed('L-1', 'Local')], metadata: { stateId: 'S-1' } });
const tom = teacher({ userIds: [fed('F-9')], metadata: { stateId: 'S-9' } });
const both = feed({ users: [ann, tom], enrollments: [] });
const people = (district: RosterDistrict) =>
  [...district.canvas.base()]
    .filter(({ entity }) => entity === 'user')
    .map(({ key }) => key)
    .sort();

describe('B a person’s Canvas id from one of several numbers, or from a field of the SIS’ own', () => {
  test('per role', () => {
    const district = new RosterDistrict({ studentUserId: 'userIds:Fed', staffUserId: 'metadata:stateId' });
    district.sync(both);
    expect(people(district)).toEqual(['F-1', 'S-9']);
    expect(district.plan(both).changes).toEqual([]);
  });

  test('whatever the case of the type; once given, the id stays, whatever becomes of the number', () => {
    const district = new RosterDistrict({ studentUserId: 'userIds:fed' });
    district.sync(both);
    const moved = feed({ users: [{ ...ann, userIds: [fed('F-2')] }, tom], enrollments: [] });
    expect(district.plan(moved).changes).toEqual([]);
    expect(people(district)).toEqual(['F-1', 'tom']);
  });

  test.each([
    ['no', []],
    ['more than one', [fed('F-1'), fed('F-3')]],
  ])('whoever has %s is held and listed, like without a login', (has, userIds) => {
    const district = new RosterDistrict({ studentUserId: 'userIds:Fed' });
    const plan = district.sync(feed({ users: [{ ...ann, userIds }, tom] }));
    expect(plan.result.holds.find(({ id }) => id === 'B:user:north')).toMatchObject({
      count: 1,
      releasable: false,
      message: `Ann Miller has ${has} user id of the type “Fed” in the SIS, which the settings use as the Canvas id.`,
    });
    expect(people(district)).toEqual(['tom']);
    expect(freeChanges(plan).filter(({ key }) => key.includes('ann'))).toEqual([]);
  });

  test('a field is what the SIS sends under that name, and nothing a record has by nature', () => {
    for (const studentUserId of ['metadata:constructor', 'metadata:StateId', 'metadata:__proto__'] as const) {
      const district = new RosterDistrict({ studentUserId });
      expect(district.plan(both).result.holds.map(({ id }) => id)).toEqual(['B:user:north']);
    }
  });

  test('settings of before go on as they are; a source needs a name', () => {
    const parse = (studentUserId: unknown) => DistrictSettings.safeParse({ timeZone: 'UTC', studentUserId });
    for (const source of ['sourcedId', 'identifier', 'userIds:Fed', 'metadata:state id'])
      expect(parse(source).success, source).toBe(true);
    for (const source of ['userIds:', 'metadata', 'email', '', 7]) expect(parse(source).success, String(source)).toBe(false);
    expect(parse('userIds').error?.issues[0]?.message).toBe('Give sourcedId, identifier, userIds:TYPE or metadata:KEY.');
    expect(settingsOf().studentUserId).toBe('sourcedId');
  });

  test('first contact proposes whatever Canvas knows best, and is silent about fields that are no ids', () => {
    const known = new Set(['F-1', 'S-9']);
    const schemes = new IdSchemes({ account: () => false, user: (id) => known.has(id) });
    for (const one of [ann, tom]) schemes.user(one);
    const found = schemes.result(settingsOf()).map(({ what, source, records, found: hits }) => [what, source, hits, records]);
    expect(found).toEqual([
      ['student', 'userIds:Fed', 1, 1],
      ['student', 'sourcedId', 0, 1],
      ['staff', 'metadata:stateId', 1, 1],
      ['staff', 'sourcedId', 0, 1],
    ]);
  });
});
