import { describe, expect, test } from 'vitest';
import { findingsOf, holdsOf, RosterDistrict } from '../../helpers/roster-district.ts';
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

describe('C1 the SIS’ organisation as sub-accounts', () => {
  const office = org({ sourcedId: 'z-county', name: 'Pine County', type: 'district' });
  const area = org({ sourcedId: 'm-west', name: 'West', type: 'local', parent: 'z-county' });
  const tree = feed({ orgs: [org({ parent: 'm-west' }), area, office] });
  const parentOf = (district: RosterDistrict, key: string) =>
    [...district.canvas.base()].find((row) => row.entity === 'account' && row.key === key)?.fields.parent_account_id;
  const placed = (district: RosterDistrict) => ['north', 'm-west', 'z-county'].map((key) => parentOf(district, key));

  test('offices above chosen schools come first, from the top down; a second run is empty', () => {
    const district = new RosterDistrict({ accounts: 'org-tree' });
    const plan = district.sync(tree);
    expect(
      plan.changes.filter(({ entity }) => entity === 'account').map(({ key, school, reason }) => [key, school, reason.text]),
    ).toEqual([
      ['z-county', '', 'Chosen schools belong to it in the SIS, and Canvas does not have it yet.'],
      ['m-west', '', 'Chosen schools belong to it in the SIS, and Canvas does not have it yet.'],
      ['north', 'north', 'A chosen school that Canvas does not have yet.'],
    ]);
    expect(placed(district)).toEqual(['m-west', 'z-county', '']);
    expect(district.plan(tree).changes).toEqual([]);
  });

  test('offices above no chosen school, and schools nobody chose, are none', () => {
    const district = new RosterDistrict({ accounts: 'org-tree', schools: ['north'] });
    const orgs = [
      org({ parent: 'academy' }),
      org({ sourcedId: 'academy', parent: 'z-county' }),
      org({ sourcedId: 'south', parent: 'm-west' }),
      area,
      office,
    ];
    district.sync(feed({ orgs }));
    expect(accountKeys(district).sort()).toEqual(['north', 'z-county']);
    expect(parentOf(district, 'north')).toBe('z-county');
  });

  test('all below the chosen parent', () => {
    const district = new RosterDistrict({ accounts: 'org-tree', parentAccount: 'k12' });
    district.canvas.take('account', { account_id: 'k12', name: 'K-12', status: 'active' });
    district.sync(tree);
    expect(placed(district)).toEqual(['m-west', 'z-county', 'k12']);
  });

  test('a district that chooses it later sees each school move; nothing else changes', () => {
    const district = new RosterDistrict();
    district.sync(tree);
    expect(district.plan(tree).changes).toEqual([]);
    district.settings = { ...district.settings, accounts: 'org-tree' };
    const plan = district.sync(tree);
    expect(plan.changes.map(({ action, key, after, reason }) => [action, key, after?.parent_account_id, reason.rule])).toEqual([
      ['create', 'z-county', '', 'C1'],
      ['create', 'm-west', 'z-county', 'C1'],
      ['update', 'north', 'm-west', 'C1'],
    ]);
    expect(plan.changes[2]?.before).toEqual({ parent_account_id: '' });
  });

  test('back to one account per school, the offices stay in Canvas, and no school has vanished', () => {
    const district = new RosterDistrict({ accounts: 'org-tree' });
    district.sync(tree);
    district.settings = { ...district.settings, accounts: 'per-school' };
    const plan = district.sync(tree);
    expect(plan.changes.map(({ action, key }) => [action, key])).toEqual([['update', 'north']]);
    expect(holdsOf(plan)).toEqual([]);
    expect(plan.result.counts.account.frozen).toBe(2);
    expect(district.canvas.value('account', 'm-west', 'state')).toBe('active');
  });

  test.each([
    ['that the SIS did not send', [org({ parent: 'm-west' }), office]],
    ['that the SIS dropped', [org({ parent: 'm-west' }), { ...area, status: 'tobedeleted' as const }, office]],
  ])(
    'below an office %s a school stays where it is, a new one goes below the chosen account, and both are told',
    (_what, orgs) => {
      const district = new RosterDistrict({ accounts: 'org-tree' });
      district.sync(tree);
      const plan = district.sync(feed({ orgs: [...orgs, org({ sourcedId: 'new', name: 'New', parent: 'm-west' })] }));
      expect(plan.changes.map(({ action, key }) => [action, key])).toEqual([['create', 'new']]);
      expect([parentOf(district, 'north'), parentOf(district, 'new')]).toEqual(['m-west', '']);
      expect(findingsOf(plan).filter((text) => text.startsWith('C1'))).toEqual([
        'C1 new “New” belongs to an organisation that the SIS did not send, or dropped. Its account stays where it is; a new one is made directly below the account you chose.',
        'C1 north “North High” belongs to an organisation that the SIS did not send, or dropped. Its account stays where it is; a new one is made directly below the account you chose.',
      ]);
    },
  );

  test('organisations that belong to each other, or a school to itself, are told and move nothing', () => {
    const district = new RosterDistrict({ accounts: 'org-tree' });
    district.sync(tree);
    const circle = feed({
      orgs: [org({ parent: 'm-west' }), area, { ...office, parent: 'm-west' }, org({ sourcedId: 'own', parent: 'own' })],
    });
    const plan = district.sync(circle);
    expect(plan.changes.map(({ action, key }) => [action, key])).toEqual([['create', 'own']]);
    expect(placed(district)).toEqual(['m-west', 'z-county', '']);
    expect(
      findingsOf(plan)
        .filter((text) => text.startsWith('C1'))
        .map((text) => text.split(' ')[1]),
    ).toEqual(['own', 'm-west', 'z-county']);
    expect(district.plan(circle).changes).toEqual([]);
  });

  test('an unchosen school that is its own parent leads nowhere', () => {
    const district = new RosterDistrict({ accounts: 'org-tree', schools: ['north'] });
    district.sync(feed({ orgs: [org({ parent: 'south' }), org({ sourcedId: 'south', parent: 'south' })] }));
    expect(parentOf(district, 'north')).toBe('');
  });

  test('E13 below an office whose id Canvas cannot keep, a new school waits', () => {
    const district = new RosterDistrict({ accounts: 'org-tree' });
    const plan = district.sync(feed({ orgs: [org({ parent: ' x ' }), org({ sourcedId: ' x ', name: 'X', type: 'district' })] }));
    expect(holdsOf(plan)).toContain('B:account:');
    expect(holdsOf(plan)).toContain('E13:account:north');
    expect(accountKeys(district)).toEqual([]);
  });
});
