import type { EntityKind } from '../../../shared/entities.ts';
import type { History, HistorySubject } from '../../../shared/history.ts';
import { sourceText } from '../../roster/compare/sides.ts';
import type { DistrictReader, Identity, Living } from '../../store/store-api.ts';

/** Whoever has more is looked at run by run. */
const MOST_EVENTS = 500;

const kindsOf: Readonly<Record<'orgs' | 'academicSessions' | 'classes' | 'users', readonly (Identity['kind'] & EntityKind)[]>> = {
  orgs: ['account'],
  academicSessions: ['term'],
  classes: ['course', 'section'],
  users: ['user'],
};

/** One record's whole life: what every run did to it (DESIGN §6 `history`). */
export function historyOf(reader: DistrictReader, subject: HistorySubject): History {
  const record =
    'entity' in subject ? { kind: subject.entity, id: subject.key } : { kind: subject.collection, id: subject.sourcedId };
  const { events, more } = reader.lifeOf(livingOf(reader, subject), MOST_EVENTS);
  return { record, events: [...events], more };
}

function livingOf(reader: DistrictReader, subject: HistorySubject): readonly Living[] {
  if ('entity' in subject) return [subject];
  const { collection, sourcedId } = subject;
  if (collection === 'enrollments') {
    const row = reader.ledgerFrom('enrollment', sourceText({ collection, sourcedId }));
    return row === null ? [] : [{ entity: 'enrollment', key: row.key }];
  }
  return kindsOf[collection].flatMap((entity) => {
    const key = reader.identityOf(entity, sourcedId);
    return key === null ? [] : [{ entity, key }];
  });
}
