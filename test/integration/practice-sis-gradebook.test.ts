import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Class, LineItem } from '../../electron/practice/oneroster-data.ts';
import { noGradebookHabits } from '../../electron/practice/sis/gradebook/habits.ts';
import { type Json, type RawSis, rawSis, reasonOf } from '../helpers/raw-sis.ts';

/** The practice SIS' gradebook as reference/oneroster-1.1.md §1.3, §2.10 and §6 describe it, over plain HTTP. */
let sis: RawSis;
beforeAll(async () => {
  sis = await rawSis();
});
afterAll(() => sis.close());
beforeEach(() => sis.reset());

const played = new Set<string>();
function habit(wishes: Json): void {
  for (const name of Object.keys(wishes)) played.add(name);
  sis.habit(wishes);
}

const SCOPE = 'https://purl.imsglobal.org/spec/or/v1p1/scope/';
const ref = (sourcedId: string, type: string) => ({ sourcedId, type });
const known = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('the census lacks something');
  return value;
};
const ids = (rows: readonly { sourcedId?: unknown }[]) => rows.map((row) => String(row.sourcedId)).sort();

/** A class with a teacher's own columns, and one of its students. */
function scene() {
  const { data } = sis;
  const typed = known(data.lineItems[0]);
  const aClass = known(data.classes.find((row) => row.sourcedId === typed.class.sourcedId));
  const place = known(data.enrollments.find((row) => row.class.sourcedId === aClass.sourcedId && row.role === 'student'));
  const quizzes = known(data.categories.find((row) => row.title === 'Quizzes'));
  return { data, typed, aClass, student: place.user.sourcedId, quizzes };
}

function lineItem(change: Json = {}, of: Class = scene().aClass): Json {
  return {
    title: 'Unit 3 Quiz',
    description: '',
    assignDate: '2026-11-16T12:00:00.000Z',
    dueDate: '2026-11-20T12:00:00.000Z',
    class: ref(of.sourcedId, 'class'),
    category: ref(scene().quizzes.sourcedId, 'category'),
    resultValueMin: 0,
    resultValueMax: 20,
    ...change,
  };
}

function result(item: string, change: Json = {}): Json {
  const { student } = scene();
  return {
    lineItem: ref(item, 'lineItem'),
    student: ref(student, 'user'),
    scoreStatus: 'fully graded',
    score: 17.5,
    scoreDate: '2026-11-21',
    ...change,
  };
}

const put = (path: string, body: Json, wrapper: string) =>
  sis.call('PUT', `${path}`, { [wrapper]: { sourcedId: decodeURIComponent(path.split('/')[2] ?? ''), ...body } });
const putItem = (body: Json = lineItem(), id: string = randomUUID()) => put(`/lineItems/${id}`, body, 'lineItem');
const putResult = (body: Json, id: string = randomUUID()) => put(`/results/${id}`, body, 'result');

/** A line item that is there. */
async function madeItem(change: Json = {}): Promise<string> {
  const id: string = randomUUID();
  expect((await putItem(lineItem(change), id)).status).toBe(201);
  return id;
}

describe('reading the gradebook (§1.3)', () => {
  it.each([
    ['categories', 'category'],
    ['lineItems', 'lineItem'],
    ['results', 'result'],
  ] as const)('/%s are paged, counted, filtered, sorted and read by id as "%s"', async (path, single) => {
    const rows = sis.data[path];
    const first = await sis.get(`/${path}?limit=2`);
    expect(first.headers.get('x-total-count')).toBe(String(rows.length));
    expect(first.headers.get('link')).toContain('rel="next"');
    expect(ids(await sis.list(`/${path}?limit=5000`, path))).toEqual(ids(rows));
    const [row] = rows;
    const found = await sis.list(`/${path}?filter=${encodeURIComponent(`sourcedId='${row?.sourcedId}'`)}`, path);
    expect(ids(found)).toEqual([row?.sourcedId]);
    const descending = await sis.list(`/${path}?sort=sourcedId&orderBy=desc&limit=5000`, path);
    expect(descending.map((one) => one.sourcedId)).toEqual(ids(rows).reverse());
    expect((await sis.get(`/${path}/${row?.sourcedId}?fields=sourcedId`)).body).toEqual({
      [single]: { sourcedId: row?.sourcedId },
    });
    expect((await sis.get(`/${path}/nobody`)).status).toBe(404);
  });

  it('line items and results of a class, results of a line item and of a student in a class', async () => {
    const { data, typed, aClass, student } = scene();
    const items = data.lineItems.filter((row) => row.class.sourcedId === aClass.sourcedId);
    const results = data.results.filter((row) => items.some((item) => item.sourcedId === row.lineItem.sourcedId));
    const at = `/classes/${aClass.sourcedId}`;
    expect(ids(await sis.list(`${at}/lineItems`, 'lineItems'))).toEqual(ids(items));
    expect(ids(await sis.list(`${at}/results?limit=500`, 'results'))).toEqual(ids(results));
    expect(ids(await sis.list(`${at}/lineItems/${typed.sourcedId}/results`, 'results'))).toEqual(
      ids(results.filter((row) => row.lineItem.sourcedId === typed.sourcedId)),
    );
    const own = results.filter((row) => row.student.sourcedId === student);
    expect(own.length).toBeGreaterThan(0);
    expect(ids(await sis.list(`${at}/students/${student}/results`, 'results'))).toEqual(ids(own));
  });

  it('a line item of another class, a student who is not in the class, an unknown class are 404', async () => {
    const { data, aClass, student } = scene();
    const other = known(data.lineItems.find((row) => row.class.sourcedId !== aClass.sourcedId));
    const there = new Set(
      data.enrollments.filter((row) => row.class.sourcedId === aClass.sourcedId).map((row) => row.user.sourcedId),
    );
    const stranger = known(data.users.find((row) => row.role === 'student' && !there.has(row.sourcedId)));
    for (const path of [
      `/classes/${aClass.sourcedId}/lineItems/${other.sourcedId}/results`,
      `/classes/${aClass.sourcedId}/students/${stranger.sourcedId}/results`,
      `/classes/nobody/students/${student}/results`,
      '/classes/nobody/lineItems',
    ])
      expect([path, (await sis.get(path)).status]).toEqual([path, 404]);
  });

  it('references carry href and type; what the server keeps to itself is not served', async () => {
    const { typed } = scene();
    const { body } = await sis.get(`/lineItems/${typed.sourcedId}`);
    expect(body.lineItem).toMatchObject({
      class: { href: `${sis.sis.url}/classes/${typed.class.sourcedId}`, sourcedId: typed.class.sourcedId, type: 'class' },
      category: { href: `${sis.sis.url}/categories/${typed.category.sourcedId}`, type: 'category' },
    });
    const mine = await madeItem();
    expect((await sis.get(`/lineItems/${mine}`)).body.lineItem).not.toHaveProperty('byApi');
  });

  it('/classes/{id}/categories is 1.2: absent, unless this server has it; then the district’s and the class’ own', async () => {
    const { data, aClass } = scene();
    const path = `/classes/${aClass.sourcedId}/categories`;
    expect(reasonOf(await sis.get(path))).toBe('API route not found');
    habit({ classCategories: true });
    const expected = data.categories.filter((row) => (row.metadata?.classId ?? aClass.sourcedId) === aClass.sourcedId);
    expect(expected.some((row) => row.metadata?.classId)).toBe(true);
    expect(ids(await sis.list(path, 'categories'))).toEqual(ids(expected));
  });

  it('the teachers’ own: near-miss titles, a category marked as deleted, two equal columns in one class, excused and missing scores', () => {
    const { categories, lineItems, results } = sis.data;
    expect(categories.map((row) => row.title)).toEqual(expect.arrayContaining(['Quizzes', ' quizzes ']));
    expect(categories.some((row) => row.status === 'tobedeleted')).toBe(true);
    const keys = lineItems.map((row) => `${row.class.sourcedId} ${row.title} ${row.dueDate}`);
    expect(keys.length - new Set(keys).size).toBe(1);
    expect(new Set(results.map((row) => row.scoreStatus))).toEqual(new Set(['exempt', 'fully graded', 'not submitted']));
  });
});

describe('scopes (§1.3, §4.2)', () => {
  const tries = async (scope: string) => {
    const { typed } = scene();
    const headers = { Authorization: `Bearer ${await sis.tokenFor(scope)}` };
    const at = `/categories/${randomUUID()}`;
    return {
      roster: (await sis.call('GET', '/orgs', undefined, headers)).status,
      read: (await sis.call('GET', '/lineItems', undefined, headers)).status,
      put: (await sis.call('PUT', at, { category: { title: 'Essays' } }, headers)).status,
      remove: (await sis.call('DELETE', `/results/${known(sis.data.results[0]).sourcedId}`, undefined, headers)).status,
      item: typed.sourcedId,
    };
  };

  it('rostering opens no gradebook, and reading opens neither PUT nor DELETE: 403 each', async () => {
    expect(await tries(`${SCOPE}roster-core.readonly`)).toMatchObject({ roster: 200, read: 403, put: 403, remove: 403 });
    expect(await tries(`${SCOPE}gradebook.readonly`)).toMatchObject({ roster: 403, read: 200, put: 403, remove: 403 });
    expect(await tries(`${SCOPE}gradebook.createput`)).toMatchObject({ roster: 403, read: 403, put: 201, remove: 403 });
    expect(await tries(`${SCOPE}gradebook.delete`)).toMatchObject({ roster: 403, read: 403, put: 403, remove: 204 });
  });

  it('a server may grant readonly scopes only, or rostering’s only', async () => {
    habit({ scopes: 'readonly' });
    expect(await tries('*')).toMatchObject({ roster: 200, read: 200, put: 403, remove: 403 });
    habit({ scopes: 'rostering' });
    expect(await tries('*')).toMatchObject({ roster: 200, read: 403, put: 403 });
  });

  it('no token is 401, and so is a gradebook call without the vendor’s header where one is wanted (Infinite Campus)', async () => {
    expect((await fetch(`${sis.sis.url}/lineItems`)).status).toBe(401);
    habit({ vendorHeader: true });
    expect((await sis.get('/lineItems')).status).toBe(401);
    expect((await sis.get('/orgs')).status).toBe(200);
    const headers = { 'x-vendor-authorization': 'vendor:secret' };
    expect((await sis.call('GET', '/lineItems', undefined, headers)).status).toBe(200);
  });
});

describe('PUT (§6.1, §6.2)', () => {
  it('creates with 201, replaces with 200, and the same body twice is the same state', async () => {
    const id: string = randomUUID();
    const first = await putItem(lineItem(), id);
    expect([first.status, (first.body.lineItem as Json).sourcedId]).toEqual([201, id]);
    expect((await putItem(lineItem(), id)).status).toBe(200);
    const { aClass } = scene();
    const items = await sis.list(`/classes/${aClass.sourcedId}/lineItems`, 'lineItems');
    expect(items.filter((row) => row.title === 'Unit 3 Quiz')).toHaveLength(1);
  });

  it('is no patch: what is not sent is gone', async () => {
    const id = await madeItem({ description: 'Chapters 5 and 6' });
    expect((await sis.get(`/lineItems/${id}`)).body.lineItem).toHaveProperty('description');
    await putItem(lineItem({ title: 'Renamed' }), id);
    const { lineItem: row } = (await sis.get(`/lineItems/${id}`)).body as { lineItem: Json };
    expect([row.title, 'description' in row]).toEqual(['Renamed', false]);
  });

  it('the server stamps dateLastModified, so a delta finds the row; a grading period that was left out follows from the due date', async () => {
    const { data } = scene();
    const id = await madeItem();
    const delta = await sis.list(
      `/lineItems?filter=${encodeURIComponent("dateLastModified>'2026-11-23T00:00:00.000Z'")}`,
      'lineItems',
    );
    expect(ids(delta)).toEqual([id]);
    const period = known(data.academicSessions.find((row) => row.title === 'Quarter 2' && row.schoolYear === '2027'));
    expect(delta[0]).toMatchObject({ gradingPeriod: { sourcedId: period.sourcedId } });
  });

  it('another sourcedId in the body than in the path, a missing wrapper, and cut JSON are 400', async () => {
    const at = `/categories/${randomUUID()}`;
    for (const body of [{ category: { sourcedId: 'other', title: 'X' } }, { title: 'X' }, '{"category":{"title":"X"'])
      expect((await sis.call('PUT', at, body)).status).toBe(400);
    expect((await sis.get(at)).status).toBe(404);
  });

  it('references may come with only a sourcedId, or with a null href; numbers as text (Google, Blackbaud, Q)', async () => {
    const { aClass, quizzes } = scene();
    const bare = {
      class: { sourcedId: aClass.sourcedId },
      category: { href: null, sourcedId: quizzes.sourcedId, type: 'category' },
    };
    const id = await madeItem({ ...bare, resultValueMin: '0', resultValueMax: '20' });
    expect((await sis.get(`/lineItems/${id}`)).body.lineItem).toMatchObject({
      resultValueMax: 20,
      class: { sourcedId: aClass.sourcedId, type: 'class' },
    });
    const reply = await putResult(result(id, { score: '17.5', scoreStatus: 'NotSubmitted', scoreDate: '2026-11-21T10:00:00Z' }));
    expect(reply.body.result).toMatchObject({ score: 17.5, scoreStatus: 'not submitted' });
  });

  it.each([
    ['no title', { title: ' ' }, 'A title is required.'],
    ['no due date', { dueDate: undefined }, 'Cannot find due date'],
    ['a due date that is none', { dueDate: '31/12/2026' }, 'Invalid due date'],
    ['a due date outside every grading period of the class', { dueDate: '2027-07-20T12:00:00.000Z' }, 'Invalid due date'],
    ['an unknown class', { class: ref('nobody', 'class') }, 'Section not found'],
    ['no category', { category: undefined }, 'Grading category not found'],
    ['an unknown category', { category: ref('nobody', 'category') }, 'Grading category not found'],
    ['a grading period of another class', { gradingPeriod: ref('nobody', 'academicSession') }, 'Grading period not found'],
    [
      'a range that is none',
      { resultValueMax: 'ten' },
      'resultValueMin and resultValueMax must be numbers, the smaller one first.',
    ],
  ])('a line item with %s is 422 in the SIS’ own words, and is not kept', async (_what, change, words) => {
    const id: string = randomUUID();
    const reply = await putItem(lineItem(change), id);
    expect([reply.status, reasonOf(reply)]).toEqual([422, words]);
    expect((await sis.get(`/lineItems/${id}`)).status).toBe(404);
  });

  it('a category marked as deleted, or of another class, is not found (§9 case 59)', async () => {
    const { data, aClass } = scene();
    const old = known(data.categories.find((row) => row.status === 'tobedeleted'));
    const foreign = known(data.categories.find((row) => row.metadata?.classId && row.metadata.classId !== aClass.sourcedId));
    const own = known(data.categories.find((row) => row.metadata?.classId === aClass.sourcedId));
    for (const { sourcedId } of [old, foreign])
      expect(reasonOf(await putItem(lineItem({ category: ref(sourcedId, 'category') })))).toBe('Grading category not found');
    await madeItem({ category: ref(own.sourcedId, 'category') });
  });

  it('a due date counts by its date in UTC: 23:59 of the last day, local, is the day after (§6.3, §9 case 60)', async () => {
    const { data } = scene();
    const last = known(data.academicSessions.find((row) => row.title === 'Quarter 2' && row.schoolYear === '2027')).endDate;
    const lateEvening = `${last}T23:59:00-05:00`;
    expect(reasonOf(await putItem(lineItem({ dueDate: lateEvening })))).toBe('Invalid due date');
    await madeItem({ dueDate: `${last}T12:00:00.000Z` });
  });

  it.each([
    ['an unknown line item', { lineItem: ref('nobody', 'lineItem') }, 'Assignment not found'],
    ['an unknown student', { student: ref('nobody', 'user') }, 'Student not found'],
    ['no score', { score: null }, 'score must be a number.'],
    [
      'a status that 1.1 does not know',
      { scoreStatus: 'late' },
      'scoreStatus must be one of exempt, fully graded, not submitted, partially graded, submitted.',
    ],
    ['no date', { scoreDate: '' }, 'Invalid score date'],
  ])('a result with %s is 422', async (_what, change, words) => {
    const reply = await putResult(result(await madeItem(), change));
    expect([reply.status, reasonOf(reply)]).toEqual([422, words]);
  });

  it('a result of a student who is not in the class is refused; or taken; or answered as if taken (§9 case 67)', async () => {
    const { data, aClass } = scene();
    const there = new Set(
      data.enrollments.filter((row) => row.class.sourcedId === aClass.sourcedId).map((row) => row.user.sourcedId),
    );
    const stranger = known(data.users.find((row) => row.role === 'student' && !there.has(row.sourcedId)));
    const item = await madeItem();
    const body = result(item, { student: ref(stranger.sourcedId, 'user') });
    expect(reasonOf(await putResult(body))).toBe('Student not in gradebook');
    habit({ strangers: 'swallowed' });
    expect((await putResult(body)).status).toBe(201);
    expect(await sis.list(`/classes/${aClass.sourcedId}/lineItems/${item}/results`, 'results')).toEqual([]);
    habit({ strangers: 'taken' });
    expect((await putResult(body)).status).toBe(201);
    expect(await sis.list(`/classes/${aClass.sourcedId}/lineItems/${item}/results`, 'results')).toHaveLength(1);
    // A student who joins the class is known at once.
    habit({ strangers: 'refused' });
    const [place] = data.enrollments.filter((row) => row.class.sourcedId === aClass.sourcedId && row.role === 'student');
    sis.sis.store.put('enrollments', { ...known(place), sourcedId: 'joined', user: ref(stranger.sourcedId, 'user') });
    expect((await putResult(body)).status).toBe(201);
  });

  it('categories may be put; POST is nowhere, and what may be done with a path stands in Allow', async () => {
    const at = `/categories/${randomUUID()}`;
    expect((await sis.call('PUT', at, { category: { title: 'Essays' } })).status).toBe(201);
    for (const method of ['POST', 'PATCH', 'OPTIONS']) {
      const reply = await sis.call(method, at, method === 'OPTIONS' ? undefined : { category: { title: 'Essays' } });
      expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'GET, PUT, DELETE']);
    }
    expect((await sis.call('PUT', '/lineItems', { lineItem: lineItem() })).status).toBe(405);
    expect((await sis.call('PUT', '/orgs/x', { org: {} })).status).toBe(405);
  });
});

describe('DELETE (§6.4)', () => {
  it('204, gone from lists, and 404 the second time; a line item takes its results along', async () => {
    const { aClass } = scene();
    const item = await madeItem();
    const score = randomUUID();
    expect((await putResult(result(item), score)).status).toBe(201);
    expect((await sis.call('DELETE', `/results/${score}`)).status).toBe(204);
    expect((await sis.call('DELETE', `/results/${score}`)).status).toBe(404);
    await putResult(result(item), score);
    expect((await sis.call('DELETE', `/lineItems/${item}`)).status).toBe(204);
    expect((await sis.get(`/results/${score}`)).status).toBe(404);
    expect(ids(await sis.list(`/classes/${aClass.sourcedId}/lineItems`, 'lineItems'))).not.toContain(item);
  });

  it('a category in use stays: 409', async () => {
    expect((await sis.call('DELETE', `/categories/${scene().quizzes.sourcedId}`)).status).toBe(409);
  });

  it('may answer 200, only mark the row, or be refused; PUT with tobedeleted is the way around', async () => {
    const item = await madeItem();
    habit({ deletes: 'marked' });
    expect((await sis.call('DELETE', `/lineItems/${item}`)).status).toBe(204);
    expect((await sis.get(`/lineItems/${item}`)).body.lineItem).toMatchObject({ status: 'tobedeleted' });
    expect((await sis.call('DELETE', `/lineItems/${item}`)).status).toBe(404);
    expect(reasonOf(await putResult(result(item)))).toBe('Assignment not found');
    const other = await madeItem();
    habit({ deletes: '403' });
    expect((await sis.call('DELETE', `/lineItems/${other}`)).status).toBe(403);
    habit({ deletes: '405' });
    expect((await sis.call('DELETE', `/lineItems/${other}`)).status).toBe(405);
    expect((await putItem(lineItem({ status: 'tobedeleted' }), other)).status).toBe(200);
    expect((await sis.get(`/lineItems/${other}`)).body.lineItem).toMatchObject({ status: 'tobedeleted' });
    habit({ deletes: '200' });
    expect((await sis.call('DELETE', `/lineItems/${other}`)).status).toBe(200);
  });
});

describe('ways of providers, as switches', () => {
  it.each([
    ['403', 403, ''],
    ['404', 404, 'API route not found'],
    ['405', 405, 'Method not allowed'],
  ])('a gradebook that may only be read answers writes with %s', async (gradebookWrites, status, words) => {
    const item = known(sis.data.lineItems[0]).sourcedId;
    habit({ gradebookWrites });
    const reply = await putItem();
    expect(reply.status).toBe(status);
    if (words !== '') expect(reasonOf(reply)).toBe(words);
    expect((await sis.call('DELETE', `/lineItems/${item}`)).status).toBe(status);
    expect((await sis.get(`/lineItems/${item}`)).status).toBe(200);
    const allow = (await sis.call('OPTIONS', `/lineItems/${item}`)).headers.get('allow');
    expect(allow).toBe(status === 403 ? 'GET, PUT, DELETE' : 'GET');
  });

  it('no gradebook at all: 404 for the three collections, rostering unaffected', async () => {
    habit({ absentCollection: ['categories', 'lineItems', 'results'] });
    for (const path of ['/categories', '/lineItems', '/results']) expect((await sis.get(path)).status).toBe(404);
    expect((await putItem()).status).toBe(404);
    expect((await sis.get('/orgs')).status).toBe(200);
  });

  it('no categories yet: an empty list, and no line item finds its category', async () => {
    habit({ noCategories: true });
    const reply = await sis.get('/categories');
    expect([reply.status, reply.body.categories, reply.headers.get('x-total-count')]).toEqual([200, [], '0']);
    expect(reasonOf(await putItem())).toBe('Grading category not found');
  });

  it('categories that only the SIS makes: PUT is 405', async () => {
    habit({ fixedCategories: true });
    expect((await sis.call('PUT', `/categories/${randomUUID()}`, { category: { title: 'Essays' } })).status).toBe(405);
    await madeItem();
  });

  it('only UUIDs are taken as ids', async () => {
    habit({ gradebookIds: 'uuid only' });
    expect([(await putItem(lineItem(), 'not-one')).status, (await putItem()).status]).toEqual([422, 201]);
  });

  it('the server mints the ids and says so in the reply: the client’s id names nothing, and used again makes a twin (§9 case 57)', async () => {
    const { aClass } = scene();
    habit({ gradebookIds: 'minted' });
    const mine = randomUUID();
    const reply = await putItem(lineItem(), mine);
    const minted = String((reply.body.lineItem as Json).sourcedId);
    expect([reply.status, minted === mine]).toEqual([201, false]);
    expect((await sis.get(`/lineItems/${mine}`)).status).toBe(404);
    expect((await putItem(lineItem({ title: 'Renamed' }), minted)).body.lineItem).toMatchObject({
      sourcedId: minted,
      title: 'Renamed',
    });
    await putItem(lineItem(), mine);
    const there = await sis.list(`/classes/${aClass.sourcedId}/lineItems`, 'lineItems');
    expect(there.filter((row) => row.title === 'Renamed' || row.title === 'Unit 3 Quiz')).toHaveLength(2);
    // Q is put to without any id.
    expect((await sis.call('PUT', '/lineItems', { lineItem: lineItem() })).status).toBe(201);
  });

  it('or names them in Location only', async () => {
    habit({ gradebookIds: 'minted, in Location' });
    const reply = await putItem();
    const at = String(reply.headers.get('location'));
    expect(reply.body).toEqual({});
    expect((await sis.get(at.slice(sis.sis.url.length))).body.lineItem).toMatchObject({ title: 'Unit 3 Quiz' });
  });

  it.each([
    ['200', 'entity', 200],
    ['201', 'none', 201],
    ['204', 'entity', 204],
    ['spec', 'statusInfo', 201],
  ])('PUT answers %s with body %s', async (putStatus, putBody, status) => {
    habit({ putStatus, putBody });
    const reply = await putItem();
    expect(reply.status).toBe(status);
    expect('lineItem' in reply.body).toBe(putBody === 'entity' && putStatus !== '204');
    expect('statusInfoSet' in reply.body).toBe(putBody === 'statusInfo');
  });

  it('a closed grading period is 409 for line items and results; one the API does not know is an invalid due date', async () => {
    const { data } = scene();
    const item = await madeItem();
    const quarter = known(data.academicSessions.find((row) => row.title === 'Quarter 2' && row.schoolYear === '2027'));
    habit({ closedPeriods: quarter.sourcedId });
    for (const reply of [await putItem(), await putResult(result(item))])
      expect([reply.status, reasonOf(reply)]).toEqual([409, 'Grading window closed']);
    habit({ closedPeriods: ['past'] });
    await madeItem();
    const before = { dueDate: '2026-09-10T12:00:00.000Z', assignDate: '2026-09-01T12:00:00.000Z' };
    expect((await putItem(lineItem(before))).status).toBe(409);
    habit({ closedPeriods: [], hiddenPeriods: ['past'] });
    expect(reasonOf(await putItem(lineItem(before)))).toBe('Invalid due date');
  });

  it('twins are kept; or refused with 409, line items and results', async () => {
    const item = await madeItem();
    await madeItem();
    expect((await putResult(result(item))).status).toBe(201);
    expect((await putResult(result(item))).status).toBe(201);
    habit({ twins: 'refused' });
    expect([(await putItem()).status, (await putResult(result(item))).status]).toEqual([409, 409]);
    expect((await putItem(lineItem({ title: 'Unit 4 Quiz' }))).status).toBe(201);
  });

  it('a score that a teacher typed is replaced; or stays, 409, also under another id; one that we sent may be sent again', async () => {
    const { typed, student } = scene();
    const score = known(
      sis.data.results.find((row) => row.lineItem.sourcedId === typed.sourcedId && row.student.sourcedId === student),
    );
    const body = result(typed.sourcedId, { score: 1 });
    habit({ typedScores: 'refused' });
    for (const id of [score.sourcedId, randomUUID()]) expect((await putResult(body, id)).status).toBe(409);
    const mine = randomUUID();
    const item = await madeItem();
    expect([(await putResult(result(item), mine)).status, (await putResult(result(item), mine)).status]).toEqual([201, 200]);
    habit({ typedScores: 'replaced' });
    expect((await putResult(body, score.sourcedId)).body.result).toMatchObject({ score: 1 });
  });

  it('scores beyond the range are extra credit; or 422 (§9 case 65)', async () => {
    const item = await madeItem();
    expect((await putResult(result(item, { score: 25 }))).body.result).toMatchObject({ score: 25 });
    habit({ outOfRange: 'refused' });
    for (const score of [25, -1]) expect(reasonOf(await putResult(result(item, { score })))).toBe('Score out of range');
  });

  it('exempt is kept with its score; or becomes a zero that counts; or is refused (§9 case 63)', async () => {
    const item = await madeItem();
    const excused = result(item, { scoreStatus: 'exempt', score: 0 });
    expect((await putResult(excused)).body.result).toMatchObject({ scoreStatus: 'exempt', score: 0 });
    habit({ exempt: 'as zero' });
    expect((await putResult(excused)).body.result).toMatchObject({ scoreStatus: 'fully graded', score: 0 });
    habit({ exempt: 'refused' });
    expect((await putResult(excused)).status).toBe(422);
  });

  it('titles have a longest length; dates must be in order where a server is strict; numbers may go out as text', async () => {
    habit({ titleLimit: 30, strictDates: true });
    expect(reasonOf(await putItem(lineItem({ title: 'x'.repeat(31) })))).toBe('Title too long');
    expect((await putItem(lineItem({ assignDate: '2026-11-21T12:00:00.000Z' }))).status).toBe(422);
    expect((await putItem(lineItem({ assignDate: '2026-08-20T12:00:00.000Z' }))).status).toBe(422);
    const item = await madeItem();
    expect((await putResult(result(item, { scoreDate: '2026-11-10' }))).status).toBe(422);
    habit({ numbersAsText: true });
    expect((await sis.get(`/lineItems/${item}`)).body.lineItem).toMatchObject({ resultValueMin: '0', resultValueMax: '20' });
  });

  it('ids with / + % and space: a class spelt so is taken in references, the client’s own ids stay as they are', async () => {
    const { aClass } = scene();
    habit({ oddIds: true });
    const odd = `s+12/3 %${aClass.sourcedId}`;
    const id = 'mine/1 +%';
    const reply = await put(`/lineItems/${encodeURIComponent(id)}`, lineItem({ class: ref(odd, 'class') }), 'lineItem');
    expect(reply.body.lineItem).toMatchObject({ sourcedId: id, class: { sourcedId: odd } });
    expect(ids(await sis.list(`/classes/${encodeURIComponent(odd)}/lineItems`, 'lineItems'))).toContain(id);
  });
});

describe('trouble in the middle of sending', () => {
  it('429 with Retry-After on the third PUT, once (§9 case 69)', async () => {
    const item = await madeItem();
    habit({ status429: { collection: 'results', after: 2, times: 1 }, retryAfterSeconds: 5 });
    const replies = [];
    for (let i = 0; i < 4; i += 1) replies.push(await putResult(result(item), '00000000-0000-4000-8000-000000000001'));
    expect(replies.map((reply) => reply.status)).toEqual([201, 200, 429, 200]);
    expect(replies[2]?.headers.get('retry-after')).toBe('5');
  });

  it('the write is done, but its answer never comes: a read tells (§9 case 70)', async () => {
    const item = await madeItem();
    const score = randomUUID();
    habit({ lostReply: { collection: 'results', times: 1 } });
    await expect(putResult(result(item), score)).rejects.toThrow();
    expect((await sis.get(`/results/${score}`)).body.result).toMatchObject({ score: 17.5 });
  });

  it('a token that dies on a PUT is 401 and nothing is written (§9 case 71); a failure may come with status 200 (case 72)', async () => {
    const item = await madeItem();
    const headers = { Authorization: `Bearer ${await sis.tokenFor('*')}` };
    const score = randomUUID();
    const send = () => sis.call('PUT', `/results/${score}`, { result: result(item) }, headers);
    habit({ revokeToken: { collection: 'results', times: 1 } });
    expect([(await send()).status, (await send()).status]).toEqual([401, 401]);
    habit({ revokeToken: null, failureOn200: { collection: 'results', times: 1 } });
    const failure = await putResult(result(item), score);
    expect([failure.status, (failure.body.statusInfoSet as Json[])[0]?.imsx_codeMajor]).toEqual([200, 'failure']);
    expect((await sis.get(`/results/${score}`)).status).toBe(404);
  });
});

it('a thousand results are written and read in order: no twin, nothing lost', async () => {
  const { data } = scene();
  const classes = [...new Set(data.lineItems.map((row: LineItem) => row.class.sourcedId))];
  const places = classes.flatMap((c) => data.enrollments.filter((row) => row.class.sourcedId === c && row.role === 'student'));
  const items = new Map<string, string>();
  for (const c of classes) items.set(c, await madeItem({ class: ref(c, 'class') }));
  const wanted = Array.from({ length: 1000 }, (_, n) => ({
    place: known(places[n % places.length]),
    id: `00000000-0000-4000-8000-${String(n % places.length).padStart(12, '0')}`,
  }));
  for (const { place, id } of wanted) {
    const body = result(known(items.get(place.class.sourcedId)), { student: ref(place.user.sourcedId, 'user') });
    expect([200, 201]).toContain((await putResult(body, id)).status);
  }
  expect(await sis.list('/results?limit=5000', 'results')).toHaveLength(data.results.length + Math.min(1000, places.length));
});

it('every switch of the gradebook is played here', () => {
  expect(Object.keys(noGradebookHabits()).filter((name) => !played.has(name))).toEqual([]);
});
