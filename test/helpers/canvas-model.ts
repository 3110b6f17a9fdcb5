import type { CanvasReportRow, CanvasRow, XlistRow } from '../../electron/canvas/canvas-row.ts';
import type { EntityKind, Fields } from '../../shared/entities.ts';

/**
 * A small Canvas, written from canvas-sis.md and nothing else: what an import row does (§1.4–1.11), what a hand edit makes
 * stick (§4), and what the provisioning report shows (§6). It knows none of the product's rules.
 */
interface Thing {
  readonly id: string;
  sis: string;
  state: string;
  readonly bySis: boolean;
  readonly stuck: Set<string>;
  readonly values: Record<string, string>;
}

interface Membership {
  readonly id: string;
  section: string;
  readonly user: string;
  readonly role: string;
  state: string;
  readonly bySis: boolean;
  /** Sees the own section only. */
  limit: string;
}

type Kind = 'account' | 'term' | 'course' | 'section' | 'login';

/** How a hand edit marks what it changes: later plain imports pass it over (§4). */
const sticky: Readonly<Record<Kind, readonly string[]>> = {
  account: ['name', 'parent'],
  term: ['name', 'dates'],
  course: ['short_name', 'long_name', 'account', 'term', 'state'],
  section: ['name', 'course', 'dates'],
  login: ['full_name', 'sortable_name', 'login_id', 'state'],
};

export class CanvasModel {
  #last = 0;
  readonly #things: Readonly<Record<Kind, Map<string, Thing>>> = {
    account: new Map(),
    term: new Map(),
    course: new Map(),
    section: new Map(),
    login: new Map(),
  };
  /** Canvas id of the home course of cross-listed sections (§1.8). */
  readonly #homes = new Map<string, string>();
  readonly #memberships = new Map<string, Membership>();
  /** Observers of students, by both SIS ids. */
  readonly #links = new Map<string, { state: string; bySis: boolean }>();

  /** Whether the import under way may overwrite what sticks (§2.3 override_sis_stickiness); it goes on sticking. */
  #overrides = false;

  /** One import row; the value is Canvas' message when it refuses the row. */
  take(entity: EntityKind, row: Fields, overrides = false): string | null {
    this.#overrides = overrides;
    switch (entity) {
      case 'account':
        return this.#account(row);
      case 'term':
        return this.#term(row);
      case 'course':
        return this.#course(row);
      case 'section':
        return this.#section(row);
      case 'user':
        return this.#user(row);
      case 'enrollment':
        return this.#enrollment(row);
      case 'observer':
        return this.#observer(row);
      default:
        return `Nothing is known of ${entity} here`;
    }
  }

  #account(row: Fields): string | null {
    const { account_id = '', parent_account_id = '', name = '', status = '' } = row;
    const parent = parent_account_id === '' ? '' : this.#bySis('account', parent_account_id)?.id;
    if (parent === undefined) return `Parent account didn't exist for ${account_id}`;
    const known = this.#bySis('account', account_id);
    if (known === undefined && name === '') return `No name given for account ${account_id}, skipping`;
    const thing = known ?? this.#make('account', account_id, 'active', true);
    this.#set(thing, { parent, ...(name === '' ? {} : { name }) });
    thing.state = status || thing.state;
    return null;
  }

  #term(row: Fields): string | null {
    const { term_id = '', name = '', status = '', start_date = '', end_date = '', date_override_enrollment_type = '' } = row;
    if (date_override_enrollment_type !== '') {
      const term = this.#bySis('term', term_id);
      if (term === undefined) return 'Cannot set date override on non-existent term';
      const dates = start_date === '' ? end_date : `${start_date}/${end_date}`;
      term.values[`override:${date_override_enrollment_type}`] = status === 'deleted' ? '' : dates;
      return null;
    }
    if (name === '') return `No name given for term ${term_id}`;
    const thing = this.#bySis('term', term_id) ?? this.#make('term', term_id, 'active', true);
    this.#set(thing, { name });
    if (!this.#isStuck(thing, 'dates')) Object.assign(thing.values, { start_date, end_date });
    thing.state = status;
    return null;
  }

  #course(row: Fields): string | null {
    const { course_id = '', short_name = '', long_name = '', account_id = '', term_id = '', status = '' } = row;
    if (short_name === '') return `No short_name given for course ${course_id}`;
    if (long_name === '') return `No long_name given for course ${course_id}`;
    const account = account_id === '' ? undefined : this.#bySis('account', account_id);
    if (account_id !== '' && account === undefined) return `Account not found "${account_id}" for course ${course_id}`;
    if (account?.state === 'deleted') return `Cannot restore course ${course_id} because the associated account is deleted`;
    const term = this.#bySis('term', term_id);
    const thing = this.#bySis('course', course_id) ?? this.#make('course', course_id, 'unpublished', true);
    const isNew = thing.values.term === undefined;
    // An unknown or deleted term is ignored silently; a new course then lands in the default term.
    const termId = term === undefined || term.state === 'deleted' ? (isNew ? 'default' : undefined) : term.id;
    this.#set(thing, {
      short_name,
      long_name,
      ...(account === undefined ? (isNew ? { account: '' } : {}) : { account: account.id }),
      ...(termId === undefined ? {} : { term: termId }),
    });
    if (this.#isStuck(thing, 'state')) return null;
    if (status === 'completed') thing.state = 'completed';
    else if (thing.state === 'deleted') thing.state = 'unpublished';
    else if (thing.state === 'completed') thing.state = 'published';
    return null;
  }

  #section(row: Fields): string | null {
    const { section_id = '', course_id = '', name = '', status = '', start_date = '', end_date = '' } = row;
    const course = this.#bySis('course', course_id);
    if (course === undefined) return `Section ${section_id} references course ${course_id} which doesn't exist`;
    const known = this.#bySis('section', section_id);
    if (known === undefined && name === '') return `No name given for section ${section_id} in course ${course_id}`;
    const thing = known ?? this.#make('section', section_id, 'active', true);
    // Naming the home of a cross-listed section changes nothing about the cross-listing, unless its target is deleted.
    const home = this.#homes.get(thing.id);
    if (home === course.id && this.#things.course.get(thing.values.course ?? '')?.state === 'deleted') {
      this.#homes.delete(thing.id);
      thing.values.course = course.id;
    } else if (home !== course.id) {
      if (!this.#isStuck(thing, 'course')) this.#homes.delete(thing.id);
      this.#set(thing, { course: course.id });
    }
    this.#set(thing, name === '' ? {} : { name });
    if (!this.#isStuck(thing, 'dates')) Object.assign(thing.values, { start_date, end_date });
    thing.state = status;
    if (status === 'deleted') this.#endAll((one) => one.section === thing.id);
    return null;
  }

  #user(row: Fields): string | null {
    const { user_id = '', login_id = '', status = '', full_name = '', sortable_name = '', email = '' } = row;
    if (login_id === '') return `No login_id given for user ${user_id}`;
    const known = this.#bySis('login', user_id);
    const owner = [...this.#things.login.values()].find(
      (login) => login.state !== 'deleted' && login.values.login_id?.toLowerCase() === login_id.toLowerCase(),
    );
    if (owner !== undefined && owner !== known && (known !== undefined || owner.sis !== '')) {
      return `An existing Canvas user with the SIS ID ${owner.sis} has already claimed ${user_id}'s user_id requested login information, skipping`;
    }
    const thing = known ?? owner ?? this.#make('login', user_id, 'active', true);
    thing.sis = user_id;
    const name = full_name || thing.values.full_name || login_id;
    this.#set(thing, { login_id, full_name: name, sortable_name: sortable_name || thing.values.sortable_name || name });
    // A blank provider unlinks; a blank e-mail keeps.
    thing.values.authentication_provider_id = row.authentication_provider_id ?? '';
    thing.values.email = email || (thing.values.email ?? '');
    thing.values.person ??= thing.id;
    if (!this.#isStuck(thing, 'state')) thing.state = status;
    return null;
  }

  #enrollment(row: Fields): string | null {
    const { section_id = '', user_id = '', role = '', status = '', limit_section_privileges = '' } = row;
    const login = this.#bySis('login', user_id);
    if (login === undefined) return `User not found for enrollment (User ID: ${user_id}, Course ID: , Section ID: ${section_id})`;
    const section = this.#bySis('section', section_id);
    if (section === undefined) return `An enrollment referenced a non-existent section ${section_id}`;
    const invalid = (error: string) => `An enrollment did not pass validation (section: ${section_id}, error: ${error})`;
    if (section.state === 'deleted') return invalid('is not a valid section');
    const where = this.#things.course.get(section.values.course ?? '');
    if (where?.state === 'deleted' && status !== 'deleted') return invalid('is not a valid course');
    const user = login.values.person ?? login.id;
    const place = placeOf(section.id, user, role);
    const known = this.#memberships.get(place);
    // A deleted login of somebody who has another one still works.
    const dead = login.state === 'deleted' && !this.#hasLogin(user);
    const state = dead ? 'deleted' : status;
    if (known === undefined) {
      const limit = limit_section_privileges || 'false';
      this.#memberships.set(place, { id: this.#id(), section: section.id, user, role, state, bySis: true, limit });
    } else Object.assign(known, { state, limit: limit_section_privileges || known.limit });
    return dead ? `Attempted enrolling of deleted user ${user_id} in course ` : null;
  }

  /** §1.12; what Canvas does about enrollments then is its own affair. */
  #observer(row: Fields): string | null {
    const { observer_id = '', student_id = '', status = '' } = row;
    const [observer, student] = [observer_id, student_id].map((sis) => this.#bySis('login', sis));
    if (observer === undefined || observer.state === 'deleted')
      return `An observer referenced a non-existent user ${observer_id}`;
    if (student === undefined || student.state === 'deleted') return `A student referenced a non-existent user ${student_id}`;
    const link = `${observer_id}\u001f${student_id}`;
    if (status === 'deleted' && this.#links.get(link)?.state !== 'active')
      return `Can't delete a non-existent observer for observer: ${observer_id}, student: ${student_id}`;
    this.#links.set(link, { state: status, bySis: true });
    return null;
  }

  /** Links or unlinks a guardian by hand. */
  editLink(observer: string, student: string, state: string): void {
    const known = this.#links.get(`${observer}\u001f${student}`);
    this.#links.set(`${observer}\u001f${student}`, { state, bySis: known?.bySis === true });
  }

  link(observer: string, student: string): string {
    return this.#links.get(`${observer}\u001f${student}`)?.state ?? '';
  }

  /** The report of observers. */
  *observers(): Generator<CanvasRow> {
    for (const [key, { state, bySis }] of this.#links) {
      const [observer_id = '', student_id = ''] = key.split('\u001f');
      const parents = { observer: this.#personOf(observer_id), student: this.#personOf(student_id) };
      const fields = { observer_id, student_id, status: state };
      yield { entity: 'observer', key, canvasId: '', fields, createdBySis: bySis, parents };
    }
  }

  #personOf(sis: string): string {
    const login = this.#bySis('login', sis);
    return login?.values.person ?? login?.id ?? '';
  }

  /** What a person does in Canvas' own pages: sets values or the state of an object, and so makes them stick. */
  edit(kind: Kind, sis: string, values: Record<string, string>): void {
    const thing = this.#bySis(kind, sis);
    if (thing === undefined) return;
    const { state, ...rest } = values;
    Object.assign(thing.values, rest);
    for (const name of Object.keys(values)) {
      const group = name.endsWith('_date') ? 'dates' : name;
      if (sticky[kind].includes(group)) thing.stuck.add(group);
    }
    if (state === undefined) return;
    thing.state = state;
    if (state !== 'deleted') return;
    if (kind === 'section') this.#endAll((one) => one.section === thing.id);
    if (kind === 'course') this.#endAll((one) => this.#things.section.get(one.section)?.values.course === thing.id);
    if (kind === 'login') this.#endAll((one) => one.user === (thing.values.person ?? thing.id) && !this.#hasLogin(one.user));
  }

  /** Sets somebody's membership by hand: made, ended or given back. */
  editMembership(section: string, user: string, role: string, state: string): void {
    const at = this.#bySis('section', section);
    const who = this.#bySis('login', user);
    if (at === undefined || who === undefined || at.state === 'deleted') return;
    if (!this.#hasLogin(who.values.person ?? who.id)) return;
    if (this.#things.course.get(at.values.course ?? '')?.state === 'deleted') return;
    const place = placeOf(at.id, who.values.person ?? who.id, role);
    const known = this.#memberships.get(place);
    if (known !== undefined) known.state = state;
    else if (state === 'active') {
      const of = { section: at.id, user: who.values.person ?? who.id, role };
      const membership = { id: this.#id(), ...of, state, bySis: false, limit: 'false' };
      this.#memberships.set(place, membership);
    }
  }

  /** A course somebody made, without SIS id; its Canvas id. */
  addCourse(term: string): string {
    const course = this.#make('course', '', 'published', false);
    Object.assign(course.values, {
      short_name: 'mine',
      long_name: 'Mine',
      account: '',
      term: this.#bySis('term', term)?.id ?? 'default',
    });
    return course.id;
  }

  /** Deletes a course by its Canvas id, and with it what its sections hold. */
  deleteCourse(id: string): void {
    const course = this.#things.course.get(id);
    if (course === undefined) return;
    course.state = 'deleted';
    this.#endAll((one) => this.#things.section.get(one.section)?.values.course === id);
  }

  /** A sub-account somebody made, without SIS id, with one of ours moved below it. */
  moveBelowNewAccount(sis: string): void {
    const above = this.#make('account', '', 'active', false);
    Object.assign(above.values, { name: 'By hand', parent: '' });
    this.edit('account', sis, { parent: above.id });
  }

  /** A person somebody made: a login with or without SIS id, or a second login of somebody there is. */
  addLogin(sis: string, login_id: string, of = ''): void {
    const login = this.#make('login', sis, 'active', false);
    const person = this.#bySis('login', of);
    const names = person === undefined ? { full_name: login_id, sortable_name: login_id } : { ...person.values };
    Object.assign(login.values, { email: '', authentication_provider_id: '', ...names, login_id });
    login.values.person = person?.values.person ?? person?.id ?? login.id;
  }

  /** Cross-lists a section into another course, by SIS or Canvas id. */
  crossList(section: string, course: string): void {
    const thing = this.#bySis('section', section);
    const target = this.#bySis('course', course) ?? this.#things.course.get(course);
    if (thing === undefined || target === undefined || target.state === 'deleted' || thing.values.course === target.id) return;
    if (!this.#homes.has(thing.id)) this.#homes.set(thing.id, thing.values.course ?? '');
    thing.values.course = target.id;
    thing.stuck.add('course');
  }

  /** The xlist report. */
  *crossLists(): Generator<XlistRow> {
    for (const [id, home] of this.#homes) {
      const section = this.#things.section.get(id);
      const fields = {
        section_id: section?.sis ?? '',
        nonxlist_course_id: this.#things.course.get(home)?.sis ?? '',
        xlist_course_id: this.#things.course.get(section?.values.course ?? '')?.sis ?? '',
        status: 'active',
      };
      yield { entity: 'xlist', key: fields.section_id, canvasId: id, fields, createdBySis: false, parents: {} };
    }
  }

  /** The report of everything but enrollments, deleted objects included. */
  *base(): Generator<CanvasRow> {
    for (const kind of ['account', 'term', 'course', 'section', 'login'] as const) {
      for (const thing of this.#things[kind].values()) yield this.#reported(kind, thing);
    }
  }

  /** Terms as the API tells them, with what no report has. */
  *terms(): Generator<CanvasRow> {
    for (const thing of this.#things.term.values()) {
      const row = this.#reported('term', thing);
      const types = ['TeacherEnrollment', 'TaEnrollment', 'DesignerEnrollment'];
      const overrides = types.map((type) => [`override:${type}`, thing.values[`override:${type}`] ?? '']);
      yield { ...row, fields: { ...row.fields, ...Object.fromEntries(overrides) } };
    }
  }

  /** Enrollments of courses in a term by its Canvas id, in every state. */
  *enrollments(term: string): Generator<CanvasReportRow> {
    for (const one of this.#memberships.values()) {
      const section = this.#things.section.get(one.section);
      const course = this.#things.course.get(section?.values.course ?? '');
      if (section === undefined || course === undefined || course.values.term !== term) continue;
      const dead = section.state === 'deleted' || course.state === 'deleted';
      const user_id = this.#reportedLogin(one.user)?.sis ?? '';
      const key = section.sis === '' || user_id === '' ? '' : [section.sis, user_id, one.role].join('\u001f');
      yield {
        entity: 'enrollment',
        key,
        canvasId: one.id,
        fields: {
          ...{ section_id: section.sis, user_id, role: one.role, status: dead ? 'deleted' : one.state },
          limit_section_privileges: one.limit,
        },
        createdBySis: one.bySis,
        parents: { course: course.id, section: section.id, user: one.user },
      };
    }
  }

  /** Everything there is, for comparing before and after: one line each, in no order. */
  dump(): Map<string, string> {
    const lines = new Map<string, string>();
    for (const kind of ['account', 'term', 'course', 'section', 'login'] as const) {
      for (const thing of this.#things[kind].values()) {
        lines.set(`${kind} ${thing.sis || thing.id}`, JSON.stringify([thing.state, thing.values]));
      }
    }
    for (const one of this.#memberships.values()) {
      const section = this.#things.section.get(one.section)?.sis;
      lines.set(`enrollment ${section} ${one.user} ${one.role}`, one.state);
    }
    return lines;
  }

  /** State of a membership, undefined when there is none. */
  membership(section: string, user: string, role: string): string | undefined {
    const at = this.#bySis('section', section);
    const who = this.#bySis('login', user);
    if (at === undefined || who === undefined) return undefined;
    return this.#memberships.get(placeOf(at.id, who.values.person ?? who.id, role))?.state;
  }

  /** SIS id of the course a section lives in, undefined when there is no such section. */
  courseOf(section: string): string | undefined {
    return this.#things.course.get(this.#bySis('section', section)?.values.course ?? '')?.sis;
  }

  /** Whether somebody sees the own section only: `true`, `false`. */
  limit(section: string, user: string): string | undefined {
    return this.#memberOf(section, user)?.limit;
  }

  setLimit(section: string, user: string, limit: string): void {
    const one = this.#memberOf(section, user);
    if (one !== undefined) one.limit = limit;
  }

  /** Somebody's only membership in a section. */
  #memberOf(section: string, user: string): Membership | undefined {
    const [at, who] = [this.#bySis('section', section)?.id, this.#bySis('login', user)];
    return [...this.#memberships.values()].find((one) => one.section === at && one.user === (who?.values.person ?? who?.id));
  }

  value(kind: Kind, sis: string, name: string): string | undefined {
    const thing = this.#bySis(kind, sis);
    return name === 'state' ? thing?.state : thing?.values[name];
  }

  #reported(kind: Kind, thing: Thing): CanvasRow {
    const of = (name: string) => thing.values[name] ?? '';
    const sisOf = (parent: Kind, id: string) => this.#things[parent].get(id)?.sis ?? '';
    const status = { status: thing.state };
    const row = { key: thing.sis, canvasId: thing.id, createdBySis: thing.bySis };
    switch (kind) {
      case 'account': {
        const fields = { account_id: thing.sis, parent_account_id: sisOf('account', of('parent')), name: of('name'), ...status };
        return { ...row, entity: 'account', fields, parents: { parent: of('parent') || '1' } };
      }
      case 'term': {
        const fields = {
          term_id: thing.sis,
          name: of('name'),
          start_date: of('start_date'),
          end_date: of('end_date'),
          ...status,
        };
        return { ...row, entity: 'term', fields, parents: {} };
      }
      case 'course': {
        const places = { account_id: sisOf('account', of('account')), term_id: sisOf('term', of('term')) };
        const fields = { course_id: thing.sis, short_name: of('short_name'), long_name: of('long_name'), ...places, ...status };
        return {
          ...row,
          entity: 'course',
          fields: { ...fields, integration_id: '' },
          parents: { account: of('account'), term: of('term') },
        };
      }
      case 'section': {
        const dates = { start_date: of('start_date'), end_date: of('end_date') };
        const fields = { section_id: thing.sis, course_id: sisOf('course', of('course')), name: of('name'), ...dates, ...status };
        return { ...row, entity: 'section', fields: { ...fields, integration_id: '' }, parents: { course: of('course') } };
      }
      case 'login': {
        const names = { login_id: of('login_id'), full_name: of('full_name'), sortable_name: of('sortable_name') };
        const rest = { email: of('email'), authentication_provider_id: of('authentication_provider_id'), integration_id: '' };
        const fields = { user_id: thing.sis, ...names, ...rest, ...status };
        return { ...row, entity: 'user', canvasId: of('person') || thing.id, fields, parents: {} };
      }
    }
  }

  /** The login a report names a person by: one with SIS id first, then a live one. */
  #reportedLogin(person: string): Thing | undefined {
    const worth = (login: Thing) => (login.sis === '' ? 0 : 2) + (login.state === 'deleted' ? 0 : 1);
    const logins = [...this.#things.login.values()].filter((login) => (login.values.person ?? login.id) === person);
    return logins.sort((a, b) => worth(b) - worth(a))[0];
  }

  #hasLogin(person: string): boolean {
    return [...this.#things.login.values()].some((login) => login.values.person === person && login.state !== 'deleted');
  }

  #endAll(which: (one: Membership) => boolean): void {
    for (const one of this.#memberships.values()) if (which(one)) one.state = 'deleted';
  }

  #set(thing: Thing, values: Record<string, string>): void {
    for (const [name, value] of Object.entries(values)) if (!this.#isStuck(thing, name)) thing.values[name] = value;
  }

  #isStuck(thing: Thing, name: string): boolean {
    return !this.#overrides && thing.stuck.has(name);
  }

  #make(kind: Kind, sis: string, state: string, bySis: boolean): Thing {
    const thing: Thing = { id: this.#id(), sis, state, bySis, stuck: new Set(bySis ? [] : sticky[kind]), values: {} };
    this.#things[kind].set(thing.id, thing);
    return thing;
  }

  #bySis(kind: Kind, sis: string): Thing | undefined {
    if (sis === '') return undefined;
    return [...this.#things[kind].values()].find((thing) => thing.sis === sis);
  }

  #id(): string {
    this.#last += 1;
    return String(1000 + this.#last);
  }
}

function placeOf(section: string, user: string, role: string): string {
  return [section, user, role].join(' ');
}
