import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CanvasClient, createCanvasClient } from '../../electron/canvas/canvas-client.ts';
import type { CanvasRow } from '../../electron/canvas/canvas-row.ts';
import { explainImportMessage, placeImportMessage } from '../../electron/canvas/import-messages.ts';
import { createPackageWriter, type ImportPackage } from '../../electron/canvas/import-package.ts';
import { readReport } from '../../electron/canvas/read-report.ts';
import type { ReportKind } from '../../electron/canvas/report-columns.ts';
import { createReportReader } from '../../electron/canvas/report-reader.ts';
import { realEdge } from '../../electron/net/edge.ts';
import type { EntityKind, Fields } from '../../shared/entities.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { type CanvasUnderTest, canvasUnderTest } from './practice-canvas-client.ts';

const kinds: readonly ReportKind[] = ['accounts', 'terms', 'courses', 'sections', 'users', 'enrollments', 'xlist'];
const edge = realEdge(fetch);
let practice: CanvasUnderTest;
let client: CanvasClient;

function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.failure.code}: ${outcome.failure.message} (${outcome.failure.detail ?? ''})`);
  return outcome.value;
}

function pack(rows: readonly (readonly [EntityKind, Fields])[]): ImportPackage {
  const writer = createPackageWriter({ bytes: 1_000_000, rows: 1000 });
  for (const [entity, fields] of rows) writer.add(entity, fields);
  return writer.finish();
}

async function importRows(rows: readonly (readonly [EntityKind, Fields])[]) {
  const created = must(await client.createImport(pack(rows).zip));
  return must(await client.waitForImport(created.id));
}

async function reportRows(): Promise<CanvasRow[]> {
  const started = must(await client.startReport('provisioning_csv', { kinds, includeDeleted: true }));
  const ready = must(await client.waitForReport(started.id));
  const rows: CanvasRow[] = [];
  const reader = createReportReader({
    single: null,
    onRows: (_, batch) => {
      for (const row of batch) if (row.entity !== 'xlist' && row.entity !== 'admin') rows.push(row);
    },
  });
  must(await readReport(must(await client.reportFile(ready)), reader));
  expect([...reader.kinds()].sort()).toEqual([...kinds].sort());
  return rows;
}

const term: Fields = {
  term_id: 't-1',
  name: 'Fall',
  status: 'active',
  start_date: '2026-08-10T04:00:00Z',
  end_date: '2026-12-19T04:59:59Z',
};
const course: Fields = {
  course_id: 'c-1',
  short_name: 'ALG',
  long_name: 'Algebra',
  account_id: 'a-1',
  term_id: 't-1',
  status: 'unpublished',
};
const section: Fields = {
  section_id: 's-1',
  course_id: 'c-1',
  name: 'Period 3',
  status: 'active',
  start_date: '2026-08-12T04:00:00Z',
  end_date: '2026-12-18T04:59:59Z',
};
const person = (id: string): Fields => ({
  user_id: id,
  login_id: `login-${id}`,
  full_name: `Ann ${id}`,
  sortable_name: `${id}, Ann`,
  email: `${id}@example.org`,
  status: 'active',
});
const enrolled = (user: string, role = 'student'): Fields => ({ section_id: 's-1', user_id: user, role, status: 'active' });

beforeAll(async () => {
  practice = await canvasUnderTest();
  client = createCanvasClient({ origin: practice.canvas.url, token: practice.canvas.token, edge });
  const done = await importRows([
    ['account', { account_id: 'a-1', name: 'North High', status: 'active' }],
    ['account', { account_id: 'a-2', parent_account_id: 'a-1', name: 'Annexe', status: 'active' }],
    ['term', term],
    ['course', course],
    ['section', section],
    ['user', person('u-1')],
    ['user', person('u/2.x')],
    ['user', person('u-3')],
    ['enrollment', enrolled('u-1')],
    ['enrollment', enrolled('u/2.x')],
    ['enrollment', enrolled('u-3', 'teacher')],
  ]);
  expect(done).toMatchObject({ workflowState: 'imported', progress: 100, warnings: [], errors: [] });
  expect(done.counts).toMatchObject({ accounts: 2, terms: 1, courses: 1, sections: 1, users: 3, enrollments: 3 });
});

afterAll(() => practice.close());

describe('who and where', () => {
  test('token owner, root account, permissions, clock', async () => {
    expect(must(await client.self()).name).not.toBe('');
    expect(must(await client.rootAccount()).defaultTimeZone).toBe('America/New_York');
    expect(must(await client.permissions())).toMatchObject({ import_sis: true, read_reports: true });
    const off = Date.parse(must(await client.serverTime())) - Date.now();
    expect(Math.abs(off)).toBeLessThan(10_000);
  });

  test('the practice Canvas proves itself', async () => {
    expect(await client.provePractice('nonce-1')).toEqual({ ok: true, value: true });
  });

  test('the doctor is content, in at most ten requests', async () => {
    const lines: string[] = [];
    const doctor = createCanvasClient({
      origin: practice.canvas.url,
      token: practice.canvas.token,
      edge,
      log: (line) => lines.push(line.path),
    });
    const checks = await doctor.checks();
    expect(checks.filter((check) => !check.ok)).toEqual([]);
    expect(checks.map((check) => check.name)).toEqual([
      'Address',
      'Token',
      'Root account',
      'Permission to import SIS data',
      'Permission to read SIS data',
      'Permission to view reports',
      'Permission to manage SIS data',
      'Permission to manage account settings',
      'SIS imports',
      'Provisioning report',
    ]);
    expect(lines.length).toBeLessThanOrEqual(10);
  });
});

describe('what was sent is read back alike from the report and from the API', () => {
  test('accounts, terms, courses, sections, users and enrollments', async () => {
    const fromReport = new Map((await reportRows()).map((row) => [`${row.entity} ${row.key}`, row]));
    const users = ['u-1', 'u/2.x', 'u-3'];
    const fromApi = [
      ...must(await client.readAccounts()),
      ...must(await client.readTerms()),
      must(await client.readCourse('c-1')),
      must(await client.readSection('s-1')),
      ...(await Promise.all(users.map(async (id) => must(await client.readUser(id))))),
      ...must(await client.readSectionEnrollments('s-1')),
    ];
    expect(fromApi).toHaveLength(2 + must(await client.readTerms()).length + 1 + 1 + 3 + 3);
    for (const row of fromApi) {
      if (row === null) throw new Error('a row was not found');
      if (row.key === '') continue;
      const reported = fromReport.get(`${row.entity} ${row.key}`);
      // The accounts report has no integration_id; everything else must be equal.
      expect(row.fields).toMatchObject(reported?.fields ?? { missing: row.key });
      expect(row.canvasId).toBe(reported?.canvasId);
      expect(row.createdBySis).toBe(true);
    }
    expect(fromReport.get('section s-1')?.fields).toMatchObject({ start_date: section.start_date, end_date: section.end_date });
    expect(fromReport.get('course c-1')?.fields).toMatchObject(course);
  });

  test('a role, a state and some users of a section', async () => {
    const rows = must(await client.readSectionEnrollments('s-1', ['u-3', 'u/2.x']));
    const shown = [enrolled('u-3', 'teacher'), enrolled('u/2.x')].map((row) => expect.objectContaining(row));
    expect(rows.map((row) => row.fields)).toEqual(expect.arrayContaining(shown));
    expect(rows).toHaveLength(2);
  });

  test('what does not exist is null, not a failure', async () => {
    expect(must(await client.readCourse('nope'))).toBeNull();
    expect(must(await client.readSection('nope'))).toBeNull();
    expect(must(await client.readUser('nope/1'))).toBeNull();
    expect(must(await client.readSectionEnrollments('nope'))).toEqual([]);
  });

  test('an updated course row leaves it published when a teacher published it meanwhile (§1.6)', async () => {
    await importRows([['course', { ...course, course_id: 'c-2', status: 'unpublished' }]]);
    await practice.importCsv(['course_id,short_name,long_name,status', 'c-2,ALG,Algebra,published']);
    await importRows([['course', { ...course, course_id: 'c-2', long_name: 'Algebra 2', status: 'unpublished' }]]);
    expect(must(await client.readCourse('c-2'))?.fields).toMatchObject({ long_name: 'Algebra 2', status: 'published' });
  });

  test('a list of several pages is read to its end', async () => {
    const many = Array.from({ length: 230 }, (_, i) => person(`p-${i}`));
    await importRows([
      ['section', { ...section, section_id: 's-2', name: 'Big' }],
      ...many.map((fields) => ['user', fields] as const),
      ...many.map((fields) => ['enrollment', { ...enrolled(fields.user_id ?? ''), section_id: 's-2' }] as const),
    ]);
    const rows = must(await client.readSectionEnrollments('s-2'));
    expect(new Set(rows.map((row) => row.key)).size).toBe(230);
    const some = many.slice(0, 60).map((fields) => fields.user_id ?? '');
    expect(must(await client.readSectionEnrollments('s-2', some))).toHaveLength(60);
  });
});

describe('imports', () => {
  test('each message leads back to the change that caused it, in plain words', async () => {
    const rows = [
      ['section', { ...section, section_id: 's-9', course_id: 'c-9' }],
      ['user', person('u-4')],
      ['user', { ...person('u-5'), login_id: 'login-u-1' }],
      ['enrollment', enrolled('u-4')],
      ['enrollment', enrolled('u-none')],
      ['enrollment', { ...enrolled('u-1'), section_id: 's-none' }],
    ] as const;
    const sent = pack(rows);
    const created = must(await client.createImport(sent.zip));
    const done = must(await client.waitForImport(created.id));
    expect(done.workflowState).toBe('imported_with_messages');
    const found: string[] = [];
    const count = must(
      await client.importErrors(done.id, (page) => {
        for (const row of page) {
          const place = placeImportMessage(row, sent.files);
          const where = place.kind === 'row' ? `${place.entity} ${place.index}` : `${row.file} ${row.row} ${place.kind}`;
          found.push(`${where}: ${explainImportMessage(row.message).message}`);
        }
      }),
    );
    expect(count).toBe(4);
    expect(found.sort()).toEqual([
      'enrollment 1: The person was not enrolled because their account does not exist in Canvas.',
      'enrollment 2: The person was not enrolled because the section does not exist in Canvas.',
      'section 0: The section was not saved because its course does not exist in Canvas.',
      'user 1: Somebody else in Canvas already has this login name.',
    ]);
  });

  test('the list since an instant shows our own import, with its creator: how a crashed upload is found again', async () => {
    const before = must(await client.serverTime());
    const created = must(await client.createImport(pack([['user', person('u-6')]]).zip));
    await client.waitForImport(created.id);
    const listed = must(await client.listImports({ createdSince: before }));
    const me = must(await client.self());
    expect(listed.find((entry) => entry.id === created.id)).toMatchObject({ userId: me.id, batchMode: false, diffing: false });
    expect(must(await client.listImports({ createdSince: '2999-01-01T00:00:00Z' }))).toEqual([]);
  });

  test('F4: behind another integration’s import ours waits in Canvas’ queue, however long, and is then applied', async () => {
    const other = (await (await practice.control('POST', '/imports', { workflow_state: 'importing' })).json()) as { id: number };
    const created = must(await client.createImport(pack([['user', person('u-66')]]).zip));
    const states: string[] = [];
    const waiting = client.waitForImport(created.id, {
      onProgress: ({ workflowState }) => {
        states.push(workflowState);
        if (states.length === 3) void practice.control('PUT', `/imports/${other.id}`, {});
      },
    });
    expect(must(await waiting)).toMatchObject({ workflowState: 'imported', counts: { users: 1 } });
    expect(states.slice(0, 3)).toEqual(['created', 'created', 'created']);
  });

  test('an import that has not begun can be stopped', async () => {
    await practice.settings({ durations: { createdMs: 700 } });
    const created = must(await client.createImport(pack([['user', person('u-7')]]).zip));
    expect(must(await client.abortImport(created.id)).workflowState).toBe('aborted');
    await practice.settings({ durations: { createdMs: 0, abortHoldMs: 0 } });
    expect(must(await client.getImport(created.id)).workflowState).toBe('aborted');
  });

  test('waiting ends at once when it is cancelled', async () => {
    await practice.settings({ durations: { importingMs: 500 } });
    const created = must(await client.createImport(pack([['user', person('u-8')]]).zip));
    const control = new AbortController();
    setTimeout(() => control.abort(), 200);
    const waited = await client.waitForImport(created.id, { signal: control.signal });
    expect(waited).toMatchObject({ ok: false, failure: { code: 'canvas.cancelled' } });
    await practice.settings({ durations: { importingMs: 0 } });
    must(await client.waitForImport(created.id));
  });
});

describe('trouble', () => {
  const failing = async (settings: object, calm: object, call: () => Promise<Outcome<unknown>>): Promise<string> => {
    await practice.settings(settings);
    try {
      const outcome = await call();
      return outcome.ok ? 'ok' : outcome.failure.code;
    } finally {
      await practice.settings(calm);
    }
  };

  test('a wrong token', async () => {
    const stranger = createCanvasClient({ origin: practice.canvas.url, token: 'wrong', edge });
    expect(await stranger.self()).toMatchObject({ ok: false, failure: { code: 'canvas.token' } });
    expect((await stranger.checks()).map((check) => [check.name, check.ok])).toEqual([
      ['Address', true],
      ['Token', false],
    ]);
  });

  test('a token without permission to import', async () => {
    const lost = { missingPermissions: ['import_sis', 'manage_sis'] };
    const upload = () => client.createImport(pack([['user', person('u-1')]]).zip);
    expect(await failing(lost, { missingPermissions: [] }, upload)).toBe('canvas.permission');
    await practice.settings(lost);
    const checks = await client.checks();
    await practice.settings({ missingPermissions: [] });
    expect(checks.filter((check) => !check.ok).map((check) => check.name)).toContain('Permission to import SIS data');
  });

  test('a developer key without the scope of reports', async () => {
    const lacking = { missingScopes: ['url:POST|/api/v1/accounts/:account_id/reports/:report'] };
    const start = () => client.startReport('provisioning_csv', { kinds: ['users'], includeDeleted: true });
    expect(await failing(lacking, { missingScopes: [] }, start)).toBe('canvas.scope');
  });

  test('a sign-in page in front of everything', async () => {
    const stands = { ssoFront: true };
    expect(await failing(stands, { ssoFront: false }, () => client.self())).toBe('canvas.not-canvas');
  });

  test('SIS imports switched off for the account', async () => {
    const upload = () => client.createImport(pack([['user', person('u-1')]]).zip);
    expect(await failing({ sisImportsEnabled: false }, { sisImportsEnabled: true }, upload)).toBe('canvas.imports-disabled');
  });

  test.each([400, 413, 415, 500])('the upload refused with %i, nothing applied', async (status) => {
    const before = must(await client.listImports({ createdSince: '2000-01-01T00:00:00Z' })).length;
    const upload = () => client.createImport(pack([['user', person('u-99')]]).zip);
    const settings = { refuseImports: { status, times: 1 } };
    expect(await failing(settings, { refuseImports: { times: 0 } }, upload)).toBe('canvas.upload-refused');
    expect(must(await client.listImports({ createdSince: '2000-01-01T00:00:00Z' }))).toHaveLength(before);
  });

  test.each([403, 429])('a throttle storm answered with %i is sat out', async (status) => {
    const quick = createCanvasClient({
      origin: practice.canvas.url,
      token: practice.canvas.token,
      edge: { ...edge, sleep: (ms, signal) => edge.sleep(ms / 200, signal), now: () => Date.now() * 200 },
    });
    await practice.settings({ throttling: { storm: 4, status } });
    expect(must(await quick.self()).id).not.toBe('');
    await practice.settings({ throttling: { storm: 2, status } });
    const created = must(await quick.createImport(pack([['user', person('u-11')]]).zip));
    expect(must(await quick.waitForImport(created.id)).workflowState).toBe('imported');
  });

  test('Canvas down', async () => {
    const quick = createCanvasClient({
      origin: practice.canvas.url,
      token: practice.canvas.token,
      edge: { ...edge, sleep: (ms, signal) => edge.sleep(ms / 100, signal) },
    });
    expect(await failing({ offline: true }, { offline: false }, () => quick.self())).toBe('canvas.down');
  });
});

test('throughout, no token went to the host of the files', () => {
  expect(practice.dump().violations).toEqual([]);
});
