import type { Class, Enrollment } from '../oneroster-data.ts';
import { classes, enrollments, livePlaces, results, runningClasses, users } from './look.ts';
import type { Scenario, Stage } from './scenario.ts';
import { addLike, change, end, HOW, NoSuchScene, numberParam, oneOf, textParam } from './scenario.ts';

/** A running class gets another teacher of its school. Params: class, to (sourcedIds), how. */
export const teacherChange: Scenario = (stage, params) => {
  const how = oneOf(params, 'how', HOW);
  const places = livePlaces(stage, 'teacher');
  const wished = textParam(params, 'class');
  const open = runningClasses(stage).filter((c) => places.get(c.sourcedId)?.length === 1);
  const candidates = wished === undefined ? stage.random.shuffled(open) : classes(stage).filter((c) => c.sourcedId === wished);
  for (const c of candidates) {
    const [place] = places.get(c.sourcedId) ?? [];
    const to = textParam(params, 'to') ?? colleague(stage, c, place?.user.sourcedId);
    if (!place || to === undefined) continue;
    end(stage, place, how);
    const added = addLike(stage, place, { user: { sourcedId: to, type: 'user' } });
    return { class: c.sourcedId, from: place.user.sourcedId, to, ended: place.sourcedId, added, how };
  }
  throw new NoSuchScene('no class whose teacher could change');
};

function colleague(stage: Stage, c: Class, present: string | undefined): string | undefined {
  const others = users(stage).filter(
    (user) =>
      user.role === 'teacher' &&
      user.status === 'active' &&
      user.sourcedId !== present &&
      user.orgs.some((org) => org.sourcedId === c.school.sourcedId),
  );
  return others.length === 0 ? undefined : stage.random.pick(others).sourcedId;
}

/** A student moves between two running sections of one course within a school. Params: student, from, to (sourcedIds), how. */
export const sectionMove: Scenario = (stage, params) => {
  const how = oneOf(params, 'how', HOW);
  const places = livePlaces(stage, 'student');
  const running = runningClasses(stage);
  const twins = new Map<string, Class[]>();
  for (const c of running) {
    const key = [c.course.sourcedId, c.school.sourcedId, ...c.terms.map((term) => term.sourcedId).sort()].join(' ');
    twins.set(key, [...(twins.get(key) ?? []), c]);
  }
  const wish = { student: textParam(params, 'student'), from: textParam(params, 'from'), to: textParam(params, 'to') };
  const fits = (wanted: string | undefined, id: string): boolean => wanted === undefined || wanted === id;
  for (const sections of stage.random.shuffled([...twins.values()].filter((list) => list.length > 1))) {
    for (const from of sections) {
      const to = sections.find((c) => c !== from && fits(wish.to, c.sourcedId));
      if (!to || !fits(wish.from, from.sourcedId)) continue;
      const there = new Set(places.get(to.sourcedId)?.map((row) => row.user.sourcedId));
      const movable = (places.get(from.sourcedId) ?? []).filter(
        (row) => !there.has(row.user.sourcedId) && fits(wish.student, row.user.sourcedId),
      );
      if (movable.length === 0) continue;
      const place = stage.random.pick(movable);
      end(stage, place, how);
      const added = addLike(stage, place, { class: { sourcedId: to.sourcedId, type: 'class' } });
      const course = from.course.sourcedId;
      return {
        student: place.user.sourcedId,
        course,
        from: from.sourcedId,
        to: to.sourcedId,
        ended: place.sourcedId,
        added,
        how,
      };
    }
  }
  throw new NoSuchScene('no student who could change section');
};

/** Many students of a school lose their places at once. Params: school (sourcedId, or "all"), share (0–1, default 0.4), how. */
export const massDrop: Scenario = (stage, params) => {
  const how = oneOf(params, 'how', HOW);
  const share = numberParam(params, 'share', 0.4);
  const live = enrollments(stage).filter((row) => row.role === 'student' && row.status === 'active');
  const schools = [...new Set(live.map((row) => row.school.sourcedId))];
  if (schools.length === 0) throw new NoSuchScene('no student enrollment is active');
  const school = textParam(params, 'school') ?? stage.random.pick(schools);
  const there: Enrollment[] = school === 'all' ? live : live.filter((row) => row.school.sourcedId === school);
  const dropped = stage.random.shuffled(there).slice(0, Math.round(there.length * share));
  for (const row of dropped) end(stage, row, how);
  return { school, of: there.length, dropped: dropped.map((row) => row.sourcedId), how };
};

/** Students come, each into the classes of another one. Params: share of those there are (default 0.05). */
export const newStudents: Scenario = (stage, params) => {
  const there = stage.random.shuffled(users(stage).filter((user) => user.role === 'student' && user.status === 'active'));
  if (there.length === 0) throw new NoSuchScene('there is no student whose classes others could join');
  const count = Math.max(2, Math.round(there.length * numberParam(params, 'share', 0.05)));
  const places = new Map<string, Enrollment[]>();
  for (const row of enrollments(stage)) {
    if (row.role !== 'student' || row.status !== 'active') continue;
    places.set(row.user.sourcedId, [...(places.get(row.user.sourcedId) ?? []), row]);
  }
  const came: string[] = [];
  let enrolled = 0;
  for (const like of there.slice(0, count)) {
    const sourcedId = stage.newId();
    const login = `new.student.${sourcedId.slice(0, 8)}`;
    const { email: _, identifier: __, userIds: ___, agents: ____, ...rest } = like;
    stage.store.put('users', {
      ...rest,
      sourcedId,
      givenName: 'Robin',
      familyName: `Newcomer ${came.length + 1}`,
      username: login,
      identifier: `N${String(came.length + 1).padStart(5, '0')}`,
      email: `${login}@students.pinecounty.example`,
      dateLastModified: stage.now,
    });
    for (const place of places.get(like.sourcedId) ?? []) {
      addLike(stage, place, { user: { sourcedId, type: 'user' } });
      enrolled += 1;
    }
    came.push(sourcedId);
  }
  return { students: came, enrollments: enrolled };
};

/** Users get new sourcedIds while everything else of theirs stays, as after an SIS migration. Params: share (default 0.05), role. */
export const idChange: Scenario = (stage, params) => {
  const role = textParam(params, 'role');
  const those = users(stage).filter((user) => user.status === 'active' && (role === undefined || user.role === role));
  const count = Math.max(1, Math.round(those.length * numberParam(params, 'share', 0.05)));
  const renamed = new Map<string, string>();
  for (const user of stage.random.shuffled(those).slice(0, count)) {
    const sourcedId = stage.newId();
    renamed.set(user.sourcedId, sourcedId);
    stage.store.remove('users', user.sourcedId);
    stage.store.put('users', { ...user, sourcedId, dateLastModified: stage.now });
  }
  for (const row of [...enrollments(stage)]) {
    const to = renamed.get(row.user.sourcedId);
    if (to !== undefined) change(stage, 'enrollments', row.sourcedId, { user: { sourcedId: to } });
  }
  for (const row of [...results(stage)]) {
    const to = renamed.get(row.student.sourcedId);
    if (to !== undefined) change(stage, 'results', row.sourcedId, { student: { sourcedId: to } });
  }
  for (const user of [...users(stage)]) {
    if (!user.agents?.some((agent) => renamed.has(agent.sourcedId))) continue;
    const agents = user.agents.map((agent) => ({ ...agent, sourcedId: renamed.get(agent.sourcedId) ?? agent.sourcedId }));
    change(stage, 'users', user.sourcedId, { agents });
  }
  return { users: Object.fromEntries(renamed) };
};
