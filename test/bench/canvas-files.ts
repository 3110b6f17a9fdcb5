import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { CsvRecords } from '../../electron/canvas/csv-records.ts';
import { serve } from './subject.ts';

/**
 * A Canvas made of files: takes import packages and writes the provisioning reports a Canvas that took all rows would
 * give. It stands in for the practice Canvas, which holds every object and so cannot be as large.
 */
type Row = Readonly<Record<string, string>>;

/** Report lines of one kind, each object with an id of its own. */
class Kind {
  readonly ids = new Map<string, string>();
  readonly lines: string[] = [];

  add(key: string, cells: (id: string) => readonly string[]): void {
    if (this.ids.has(key)) return;
    const id = String(1000 + this.ids.size);
    this.ids.set(key, id);
    this.lines.push(cells(id).map(quoted).join(','));
  }

  id(key: string): string {
    return this.ids.get(key) ?? '';
  }

  csv(header: string): string {
    return `${[header, ...this.lines].join('\n')}\n`;
  }
}

const headers = {
  accounts: 'canvas_account_id,account_id,canvas_parent_id,parent_account_id,name,status,created_by_sis',
  terms: 'canvas_term_id,term_id,name,status,start_date,end_date,created_by_sis',
  courses:
    'canvas_course_id,course_id,integration_id,short_name,long_name,canvas_account_id,account_id,canvas_term_id,term_id,status,start_date,end_date,created_by_sis',
  sections:
    'canvas_section_id,section_id,canvas_course_id,course_id,integration_id,name,status,start_date,end_date,canvas_account_id,account_id,created_by_sis',
  users:
    'canvas_user_id,user_id,integration_id,authentication_provider_id,login_id,first_name,last_name,full_name,sortable_name,short_name,email,status,created_by_sis',
  enrollments:
    'canvas_course_id,course_id,canvas_user_id,user_id,role,role_id,canvas_section_id,section_id,status,canvas_associated_user_id,associated_user_id,created_by_sis,base_role_type,limit_section_privileges,canvas_enrollment_id',
} as const;

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

class FileCanvas {
  readonly #accounts = new Kind();
  readonly #terms = new Kind();
  readonly #courses = new Kind();
  readonly #sections = new Kind();
  readonly #users = new Kind();
  readonly #termOfCourse = new Map<string, string>();
  readonly #courseOfSection = new Map<string, string>();
  readonly #enrollments = new Map<string, string[]>();
  #enrollmentIds = 0;

  take(file: string, row: Row): void {
    const cell = (name: string) => row[name] ?? '';
    const cells = (...names: string[]) => names.map(cell);
    if (file.includes('accounts')) {
      const parent = cell('parent_account_id');
      this.#accounts.add(cell('account_id'), (id) => [
        id,
        cell('account_id'),
        this.#accounts.id(parent) || '1',
        parent,
        cell('name'),
        'active',
        'true',
      ]);
    } else if (file.includes('terms')) {
      this.#terms.add(cell('term_id'), (id) => [id, ...cells('term_id', 'name', 'status', 'start_date', 'end_date'), 'true']);
    } else if (file.includes('courses')) this.#takeCourse(cell, cells);
    else if (file.includes('sections')) this.#takeSection(cell, cells);
    else if (file.includes('users')) {
      const names = ['user_id', 'integration_id', 'authentication_provider_id', 'login_id'];
      const [after, email] = [
        ['full_name', 'sortable_name'],
        ['full_name', 'email', 'status'],
      ];
      this.#users.add(cell('user_id'), (id) => [id, ...cells(...names), '', '', ...cells(...after), ...cells(...email), 'true']);
    } else if (file.includes('enrollments')) this.#takeEnrollment(cell);
  }

  #takeCourse(cell: (name: string) => string, cells: (...names: string[]) => string[]): void {
    const [key, account, term] = [cell('course_id'), cell('account_id'), cell('term_id')];
    this.#termOfCourse.set(key, this.#terms.id(term) || '1');
    const head = cells('course_id', 'integration_id', 'short_name', 'long_name');
    const status = cell('status') === 'active' ? 'unpublished' : cell('status');
    const place = [this.#accounts.id(account) || '1', account, this.#terms.id(term) || '1', term];
    this.#courses.add(key, (id) => [id, ...head, ...place, status, '', '', 'true']);
  }

  #takeSection(cell: (name: string) => string, cells: (...names: string[]) => string[]): void {
    const course = cell('course_id');
    this.#courseOfSection.set(cell('section_id'), course);
    const rest = [...cells('integration_id', 'name', 'status', 'start_date', 'end_date'), '1', '', 'true'];
    this.#sections.add(cell('section_id'), (id) => [id, cell('section_id'), this.#courses.id(course), course, ...rest]);
  }

  #takeEnrollment(cell: (name: string) => string): void {
    const [section, user, role] = [cell('section_id'), cell('user_id'), cell('role')];
    const course = this.#courseOfSection.get(section) ?? '';
    const term = this.#termOfCourse.get(course) ?? '1';
    this.#enrollmentIds += 1;
    const type = `${role.charAt(0).toUpperCase()}${role.slice(1)}Enrollment`;
    const head = [this.#courses.id(course), course, this.#users.id(user), user, role, '3', this.#sections.id(section), section];
    const line = [...head, cell('status'), '', '', 'true', type, 'false', String(this.#enrollmentIds)].map(quoted).join(',');
    const lines = this.#enrollments.get(term);
    if (lines === undefined) this.#enrollments.set(term, [line]);
    else lines.push(line);
  }

  /** `base.zip` and one csv of enrollments per term, in an order that is not ours. */
  write(folder: string): number {
    const base: Record<string, Uint8Array> = {};
    const kinds = {
      accounts: this.#accounts,
      terms: this.#terms,
      courses: this.#courses,
      sections: this.#sections,
      users: this.#users,
    };
    let rows = 0;
    for (const [name, kind] of Object.entries(kinds)) {
      shuffle(kind.lines);
      base[`${name}.csv`] = Buffer.from(kind.csv(headers[name as keyof typeof headers]));
      rows += kind.lines.length;
    }
    writeFileSync(join(folder, 'base.zip'), zipSync(base, { level: 1 }));
    for (const [term, lines] of this.#enrollments) {
      shuffle(lines);
      rows += lines.length;
      writeFileSync(join(folder, `enrollments-${term}.csv`), `${[headers.enrollments, ...lines].join('\n')}\n`);
    }
    return rows;
  }
}

/** Fisher–Yates with a fixed sequence. */
function shuffle(lines: string[]): void {
  let state = 12345;
  for (let i = lines.length - 1; i > 0; i -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = state % (i + 1);
    [lines[i], lines[j]] = [lines[j] ?? '', lines[i] ?? ''];
  }
}

serve({
  async build({ packages, reports }: { packages: string; reports: string }) {
    const canvas = new FileCanvas();
    for (const name of readdirSync(packages).sort()) {
      const files = unzipSync(readFileSync(join(packages, name)));
      for (const file of Object.keys(files).sort()) {
        const bytes = files[file];
        let header: readonly string[] | null = null;
        const records = new CsvRecords((batch) => {
          for (const cells of batch) {
            if (header === null) header = cells;
            else canvas.take(file, Object.fromEntries(header.map((column, i) => [column, cells[i] ?? ''])));
          }
        });
        if (bytes === undefined) continue;
        for (let at = 0; at < bytes.length; at += 1 << 20) records.push(bytes.subarray(at, at + (1 << 20)), false);
        records.push(new Uint8Array(0), true);
      }
    }
    return { rows: canvas.write(reports) };
  },
});
