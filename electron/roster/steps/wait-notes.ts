import { assertNever } from '../../../shared/assert-never.ts';
import type { EntityKind } from '../../../shared/entities.ts';
import type { Finding } from '../../../shared/finding.ts';
import type { Unmade } from '../compare/verdict.ts';
import type { NotYet } from '../desired.ts';
import { spokenDate } from '../district-time.ts';
import { atPlace } from '../holds/hold-words.ts';
import { byText } from '../text.ts';

/** What a school is called, and its record in the SIS. */
export interface SchoolName {
  readonly name: string;
  readonly sourcedId: string;
}

interface Group {
  readonly notYet: NotYet;
  readonly school: string;
  count: number;
}

/** Empty classes that are told one by one; all are counted. */
const MOST_TOLD = 1000;

/**
 * Tells what is not made today and why (ROSTER-RULES C5, C8): a sentence per school, kind and day. Classes without students are
 * listed one by one, because somebody may have to put students into them.
 */
export class WaitNotes {
  readonly #schoolOf: (school: string) => SchoolName;
  readonly #groups = new Map<string, Group>();
  readonly #empty: Unmade[] = [];

  constructor(schoolOf: (school: string) => SchoolName) {
    this.#schoolOf = schoolOf;
  }

  take(unmade: Unmade, entity: EntityKind): void {
    const { notYet, school } = unmade;
    // A section stands for its class, and staff come with it.
    const tells = notYet.who === 'class' ? entity === 'section' : entity === 'enrollment';
    if (!tells) return;
    if (notYet.filter === 'no-students') {
      if (this.#empty.length < MOST_TOLD) this.#empty.push(unmade);
      return;
    }
    const key = [notYet.rule, school, notYet.who, notYet.until, notYet.filter].join('\u001f');
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, { notYet, school, count: 1 });
    else group.count += 1;
  }

  findings(): Finding[] {
    const groups = [...this.#groups].sort(([a], [b]) => byText(a, b)).map(([, group]) => this.#groupFinding(group));
    const empty = [...this.#empty].sort((a, b) => byText(a.source[1], b.source[1])).map(emptyFinding);
    return [...groups, ...empty];
  }

  #groupFinding({ notYet, school, count }: Group): Finding {
    const { name, sourcedId } = this.#schoolOf(school);
    const message = `${countedWords(notYet, count)} ${atPlace(name)} ${whyNot(notYet, count === 1)}`;
    return { rule: notYet.rule, level: 'noted', collection: 'orgs', sourcedId, message, remedy: remedyOf(notYet) };
  }
}

function countedWords({ who }: NotYet, count: number): string {
  if (who === 'students') return count === 1 ? '1 student enrollment' : `${count} student enrollments`;
  return count === 1 ? '1 class' : `${count} classes`;
}

function whyNot({ rule, until, filter }: NotYet, one: boolean): string {
  if (rule === 'C8') return `${one ? 'waits' : 'wait'} until ${spokenDate(until)}, because the school year has not begun.`;
  return `${one ? 'is' : 'are'} left out: ${filterWords(filter)}.`;
}

function filterWords(filter: NotYet['filter']): string {
  switch (filter) {
    case 'homeroom':
      return 'a homeroom';
    case 'lunch':
      return 'lunch';
    case 'study-hall':
      return 'study hall';
    case 'no-teacher':
      return 'nobody teaches there';
    case 'no-students':
    case '':
      return 'nobody learns there';
    default:
      return assertNever(filter);
  }
}

function remedyOf({ rule }: NotYet): string {
  return rule === 'C8'
    ? 'If that is too late, change the lead times in the settings.'
    : 'If they should be in Canvas, take the filter out of the settings.';
}

function emptyFinding({ notYet: { until }, label, source: [collection, sourcedId] }: Unmade): Finding {
  const [message, remedy] =
    until === ''
      ? [`“${label}” is left out, because it has no students.`, 'It comes as soon as the SIS has a student in it.']
      : [
          `“${label}” has no students yet. Its course is made with the first one, or on ${spokenDate(until)}.`,
          'Put students into it in the SIS, if it should have any.',
        ];
  return { rule: 'C5', level: 'noted', collection, sourcedId, message, remedy };
}
