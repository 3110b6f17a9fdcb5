import { describe, expect, test } from 'vitest';
import { holdsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, feed, org } from '../../helpers/sis-feed.ts';

const accountKeys = (district: RosterDistrict) => district.store.ledger('account').map((row) => row.key);

describe('C1 one sub-account per chosen school', () => {
  test('schools that were not chosen, offices and dropped schools are none', () => {
    const district = new RosterDistrict({ schools: ['north', 'old'] });
    const orgs = [
      org(),
      org({ sourcedId: 'south' }),
      org({ sourcedId: 'office', type: 'district' }),
      org({ sourcedId: 'old', status: 'tobedeleted' }),
    ];
    district.sync(feed({ orgs }));
    expect(accountKeys(district)).toEqual(['north']);
  });

  test('below the chosen parent', () => {
    const district = new RosterDistrict({ parentAccount: 'schools' });
    district.canvas.take('account', { account_id: 'schools', name: 'Schools', status: 'active' });
    district.sync(feed());
    expect(district.canvas.value('account', 'north', 'parent')).toBe('1001');
  });
});

describe('B account ids are minted once', () => {
  const numbered = (north: string, south: string) => [org({ identifier: north }), org({ sourcedId: 'south', identifier: south })];

  test('from the identifier where the settings say so, from the sourcedId where there is none', () => {
    const district = new RosterDistrict({ accountId: 'identifier' });
    district.sync(feed({ orgs: numbered(' 100 ', '') }));
    expect(accountKeys(district).sort()).toEqual(['100', 'south']);
  });

  test('a changed identifier changes nothing', () => {
    const district = new RosterDistrict({ accountId: 'identifier' });
    district.sync(feed({ orgs: numbered('100', '200') }));
    const plan = district.plan(feed({ orgs: numbered('101', '200') }));
    expect(plan.changes).toEqual([]);
  });

  test('two schools with one identifier: the first keeps it, the other takes its sourcedId', () => {
    const district = new RosterDistrict({ accountId: 'identifier' });
    district.sync(feed({ orgs: numbered('100', '100') }));
    expect(accountKeys(district).sort()).toEqual(['100', 'south']);
  });

  test('the identifier of a school that is gone does not pass to a new one, also when that sorts first', () => {
    const district = new RosterDistrict({ accountId: 'identifier' });
    district.sync(feed({ orgs: [org({ identifier: '100' })] }));
    const withNew = feed({ orgs: [org({ identifier: '100' }), org({ sourcedId: 'a-new', identifier: '100' })] });
    district.sync(withNew);
    expect(accountKeys(district).sort()).toEqual(['100', 'a-new']);
    expect(district.canvas.value('account', '100', 'name')).toBe('North High');
    const onlyNew = changed(added(withNew, 'orgs', org({ sourcedId: 'b-new', identifier: '100' })), 'orgs', 'north', null);
    district.plan(onlyNew);
    expect(district.store.allIdentities('account').get('b-new')).toBe('b-new');
  });

  test('a school whose id Canvas cannot keep waits, and the others go on', () => {
    const district = new RosterDistrict();
    const plan = district.sync(feed({ orgs: [org(), org({ sourcedId: ' south ', name: 'South' })] }));
    expect(holdsOf(plan)).toEqual(['B:account:~no-id~ south ']);
    expect(plan.result.holds[0]).toMatchObject({ releasable: false, count: 1 });
    expect(accountKeys(district)).toEqual(['north']);
  });
});

describe('F1 a school moved in Canvas', () => {
  test('below another school stays there, and is renamed there', () => {
    const district = new RosterDistrict();
    district.sync(feed({ orgs: [org(), org({ sourcedId: 'south', name: 'South' })] }));
    const south = district.canvas.value('account', 'south', 'state');
    expect(south).toBe('active');
    const parent = [...district.canvas.base()].find((row) => row.key === 'south')?.canvasId ?? '';
    district.canvas.edit('account', 'north', { parent });
    const renamed = feed({ orgs: [org({ name: 'North' }), org({ sourcedId: 'south', name: 'South' })] });
    const plan = district.sync(renamed);
    expect(plan.changes.map(({ key, row }) => [key, row.parent_account_id])).toEqual([['north', 'south']]);
    expect(district.canvas.value('account', 'north', 'parent')).toBe(parent);
  });

  test('below an account without SIS id is left alone: any row would move it to the top', () => {
    const district = new RosterDistrict();
    district.sync(feed());
    district.canvas.moveBelowNewAccount('north');
    const plan = district.plan(feed({ orgs: [org({ name: 'North' })] }));
    expect(plan.changes).toEqual([]);
    expect(plan.result.counts.account.kept).toBe(1);
  });
});
