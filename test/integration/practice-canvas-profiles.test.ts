import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CanvasUnderTest, canvasUnderTest, type Json, warnings } from './practice-canvas-client.ts';

let canvas: CanvasUnderTest;
beforeEach(async () => {
  canvas = await canvasUnderTest();
});
afterEach(() => canvas.close());

const PROFILES = ['2022', '2026'] as const;
const play = (profile: string) => canvas.settings({ profile });
const post = (body: BodyInit, contentType?: string) =>
  canvas.call('POST', 'accounts/self/sis_imports', {
    body,
    headers: contentType === undefined ? {} : { 'Content-Type': contentType },
  });
const form = (fields: Record<string, string>) => {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.set(name, value);
  return made;
};

describe('the Canvas of 2022 and the Canvas of 2026 (§9)', () => {
  test.each([
    ['2022', 401],
    ['2026', 403],
  ])('%s: a missing permission → %i, without a challenge', async (profile, status) => {
    await play(profile);
    await canvas.settings({ missingPermissions: ['import_sis', 'manage_sis'] });
    const answer = await canvas.call('GET', 'accounts/self/sis_imports');
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([status, null]);
    expect(await answer.json()).toEqual({
      status: 'unauthorized',
      errors: [{ message: 'user not authorized to perform that action' }],
    });
  });

  test.each([
    ['2022', 403, '403 Forbidden (Rate Limit Exceeded)'],
    ['2026', 429, '429 Too Many Requests (Rate Limit Exceeded)'],
  ])('%s: throttled → %i', async (profile, status, text) => {
    await play(profile);
    await canvas.settings({ throttling: { storm: 1 } });
    const answer = await canvas.call('GET', 'users/self');
    expect([answer.status, await answer.text()]).toEqual([status, text]);
    expect((await canvas.call('GET', 'users/self')).status).toBe(200);
  });

  test('how throttling is answered remains a choice of the site', async () => {
    await canvas.settings({ profile: '2026', throttling: { storm: 1, status: 403 } });
    expect((await canvas.call('GET', 'users/self')).status).toBe(403);
  });

  test.each([
    ['2022', null],
    ['2026', 'kept'],
  ])('%s: the integration_id of a row without the column → %s; a user’s is kept in both', async (profile, expected) => {
    await play(profile);
    const files = (value: string) => {
      const column = value === '' ? '' : ',integration_id';
      const cell = (kind: string) => (value === '' ? '' : `,${value}-${kind}`);
      return {
        'accounts.csv': `account_id,parent_account_id,name,status${column}\nA1,,One,active${cell('A')}\n`,
        'terms.csv': `term_id,name,status${column}\nT1,One,active${cell('T')}\n`,
        'courses.csv': `course_id,short_name,long_name,status${column}\nC1,S,L,active${cell('C')}\n`,
        'sections.csv': `section_id,course_id,name,status${column}\nS1,C1,One,active${cell('S')}\n`,
        'users.csv': `user_id,login_id,status${column}\nU1,ada,active${cell('U')}\n`,
      };
    };
    await canvas.importFiles(files('I'));
    await canvas.importFiles(files(''));
    const { accounts, terms, courses, sections, logins } = canvas.dump();
    const ids = [accounts[1], terms[1], courses[0], sections[0]].map((row) => row?.integration_id);
    expect(ids).toEqual(expected === null ? [null, null, null, null] : ['I-A', 'I-T', 'I-C', 'I-S']);
    expect(logins[1]?.integration_id).toBe('I-U');
  });

  test.each([
    ['2022', []],
    ['2026', ['Attempted enrolling with deleted sis login ada in course C1']],
  ])('%s: deleted login and deleted enrollment → skipped, not counted, %j', async (profile, expected) => {
    await play(profile);
    await canvas.importFiles({
      'courses.csv': 'course_id,short_name,long_name,status\nC1,S,L,active\n',
      'sections.csv': 'section_id,course_id,name,status\nS1,C1,One,active\n',
      'users.csv': 'user_id,login_id,full_name,status\nU1,ada,Ada,active\n',
      'enrollments.csv': 'course_id,section_id,user_id,role,status\nC1,S1,U1,student,active\n',
    });
    await canvas.importCsv(['user_id,login_id,full_name,status', 'U1,ada,Ada,deleted']);
    const done = await canvas.importCsv(['course_id,section_id,user_id,role,status', 'C1,S1,U1,student,active']);
    expect(warnings(done)).toEqual(expected);
    expect(done.data).toMatchObject({ counts: { enrollments: 0 }, statistics: { total_state_changes: 0 } });
    expect(canvas.dump().enrollments).toMatchObject([{ workflow_state: 'deleted' }]);
  });

  test.each([
    ['2022', 'users.csv', 120],
    ['2026', 'users_deduplicated.csv', 1],
  ])('%s: a hundred duplicate lines → %s, %i counted', async (profile, name, counted) => {
    await play(profile);
    const lines = Array.from({ length: 120 }, () => 'U1,ada,Ada,active');
    const done = await canvas.importFiles({
      'users.csv': ['user_id,login_id,full_name,status', ...lines, 'U2,bob,Bob,wrong'].join('\n'),
    });
    expect(done.data.counts.users).toBe(counted);
    expect(done.processing_warnings).toEqual([[name, 'Improper status for user U2']]);
  });

  test('2022 takes rows in deleted accounts, 2026 refuses them', async () => {
    const seen: string[][] = [];
    for (const profile of PROFILES) {
      await play(profile);
      const id = (name: string) => `${name}-${profile}`;
      await canvas.importCsv(['account_id,parent_account_id,name,status', `${id('A')},,One,active`, `${id('A')},,One,deleted`]);
      const done = await canvas.importFiles({
        'accounts.csv': `account_id,parent_account_id,name,status\n${id('B')},${id('A')},Two,active\n`,
        'courses.csv': `course_id,short_name,long_name,account_id,status\n${id('C')},S,L,${id('A')},active\n`,
      });
      seen.push(warnings(done));
    }
    expect(seen).toEqual([
      [],
      [
        'Cannot restore sub_account with ID: B-2026 because parent_account with ID: A-2026 has been deleted.',
        'Cannot restore course C-2026 because the associated account A-2026 is deleted',
      ],
    ]);
  });

  test('counts, statistics and the import object have the keys of their year', async () => {
    const keysOf = async (profile: string) => {
      await play(profile);
      const done = await canvas.importCsv(['user_id,login_id,full_name,status', 'U1,ada,Ada,active']);
      return { counts: Object.keys(done.data.counts), statistics: Object.keys(done.data.statistics), object: Object.keys(done) };
    };
    const [before, after] = [await keysOf('2022'), await keysOf('2026')];
    const added = (name: keyof typeof before) => after[name].filter((key) => !before[name].includes(key));
    expect(added('counts')).toEqual([
      'differentiation_tag_sets',
      'differentiation_tags',
      'differentiation_tag_memberships',
      'institutional_tag_categories',
      'institutional_tags',
      'institutional_tag_associations',
    ]);
    expect(added('statistics')).toEqual([
      'InstitutionalTagCategory',
      'InstitutionalTag',
      'InstitutionalTagAssociation',
      'AssignmentOverrideStudent',
    ]);
    expect(added('object')).toEqual(['diffing_user_remove_status']);
    expect(before.statistics.slice(0, 3)).toEqual(['total_state_changes', 'Account', 'EnrollmentTerm']);
  });

  test('2022: a form without a file is itself the import, and pre_attachment is not known', async () => {
    await play('2022');
    for (const fields of [{ import_type: 'instructure_csv' }, { 'pre_attachment[name]': 'users.csv' }]) {
      const started = (await (await post(form(fields))).json()) as Json;
      expect(started).not.toHaveProperty('pre_attachment');
      expect(await canvas.finish(started.id)).toMatchObject({ workflow_state: 'failed' });
    }
  });

  test('2022: restore_states answers a task to poll, and its refusal is bare text', async () => {
    await play('2022');
    const done = await canvas.importCsv(['user_id,login_id,full_name,status', 'U1,ada,Ada,wrong']);
    const restore = (query = '') => canvas.call('PUT', `accounts/self/sis_imports/${done.id}/restore_states${query}`);
    const both = await restore('?undelete_only=1&unconclude_only=1');
    expect([both.status, await both.text()]).toEqual([400, 'cannot set both undelete_only and unconclude_only']);
    const progress = (await (await restore()).json()) as Json;
    expect(await canvas.get(`progress/${progress.id}`)).toMatchObject({
      tag: 'sis_batch_state_restore',
      workflow_state: 'completed',
      completion: 100,
      context_id: done.id,
    });
    expect(await canvas.get(`accounts/self/sis_imports/${done.id}`)).toMatchObject({ workflow_state: 'restored' });
    expect((await canvas.call('GET', 'progress/99')).status).toBe(404);
  });

  test('an unknown profile is refused and nothing changes', async () => {
    const answer = await canvas.control('PUT', '/settings', { latencyMs: 5, profile: '2023' });
    expect([answer.status, await answer.json()]).toEqual([400, { error: 'profile must be one of 2022, 2026' }]);
    expect(await (await fetch(answer.url)).json()).toMatchObject({ profile: '2026', latencyMs: 0 });
  });
});
