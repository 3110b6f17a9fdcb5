import { fieldValue, knowsField } from './fields.ts';
import type { CollectionName, Row } from './store.ts';
import { fieldsOf } from './store.ts';

type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | '~';

interface Clause {
  field: string;
  operator: Operator;
  value: string;
}

export type FilterOutcome = { ok: true; keep: (row: Row) => boolean } | { ok: false; description: string };

const CLAUSE = /^\s*([A-Za-z][\w.]*)\s*(!=|>=|<=|=|>|<|~)\s*'(.*)'\s*$/s;
/** A join is the word between two quotes' outsides: `…' AND field`. */
const JOIN = /(?<=')\s+(AND|OR)\s+(?=[A-Za-z][\w.]*\s*(?:!=|>=|<=|=|>|<|~))/;

/**
 * Reads `field op 'value'`, clauses joined by AND or OR (oneroster-1.1 §3.2). The specification allows one join; Focus took three
 * ANDed clauses, so equal joins may repeat. Unknown fields and unreadable text are refused.
 */
export function parseFilter(collection: CollectionName, text: string): FilterOutcome {
  const parts = text.split(JOIN);
  const joins = new Set(parts.filter((_, i) => i % 2 === 1));
  if (joins.size > 1) return { ok: false, description: 'AND and OR cannot be mixed in one filter.' };
  const clauses: Clause[] = [];
  for (const part of parts.filter((_, i) => i % 2 === 0)) {
    const match = CLAUSE.exec(part);
    if (!match) return { ok: false, description: `The filter cannot be read: ${part}` };
    const [, field = '', operator = '=', value = ''] = match;
    if (!knowsField(collection, field)) return { ok: false, description: `Field '${field}' is not allowed for filtering.` };
    clauses.push({ field, operator: operator as Operator, value });
  }
  if (joins.has('OR')) return { ok: true, keep: (row) => clauses.some((clause) => holds(row, clause)) };
  return { ok: true, keep: (row) => clauses.every((clause) => holds(row, clause)) };
}

function holds(row: Row, clause: Clause): boolean {
  const value = fieldValue(fieldsOf(row), clause.field);
  const values = (Array.isArray(value) ? value : [value]).map(textOf);
  if (clause.operator === '!=') return values.every((text) => compare(text, '!=', clause.value));
  return values.some((text) => compare(text, clause.operator, clause.value));
}

/** A reference counts by its sourcedId (`class='id'`). */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object') return String(fieldValue(value as Record<string, unknown>, 'sourcedId') ?? '');
  return String(value);
}

function compare(text: string, operator: Operator, value: string): boolean {
  switch (operator) {
    case '=':
      return text === value;
    case '!=':
      return text !== value;
    case '~':
      return text.includes(value);
    case '>':
      return text > value;
    case '>=':
      return text >= value;
    case '<':
      return text < value;
    case '<=':
      return text <= value;
  }
}
