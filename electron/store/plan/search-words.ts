import type { PlannedChange } from '../store-api.ts';

/**
 * Words for the full-text table and for questions to it. Both sides are cut here, in the same way, and the table's own
 * tokenizer only splits at spaces: accents and case do not matter, "O'Neil" is found as "oneil", "o'neil" and "neil".
 */
export function searchText(change: PlannedChange): string {
  const words = new Set<string>();
  for (const text of [change.label, change.schoolName, ...change.key.split('\u001f'), change.source?.sourcedId ?? '']) {
    for (const word of text.split(/\s+/)) addForms(word, words);
  }
  return [...words].join(' ');
}

/** The question for a search as typed: every word must begin some word of the change. '' when nothing is asked. */
export function matchOf(search: string): string {
  const questions: string[] = [];
  for (const word of search.split(/\s+/)) {
    const parts = partsOf(word);
    if (parts.length === 0) continue;
    const all = parts.map((part) => `"${part}"*`).join(' AND ');
    questions.push(parts.length === 1 ? all : `((${all}) OR "${parts.join('')}"*)`);
  }
  return questions.join(' AND ');
}

/** Ids are looked for whole: the five parts of a UUID would only make the table larger. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function addForms(word: string, words: Set<string>): void {
  const parts = partsOf(word);
  if (parts.length === 0) return;
  if (parts.length > 1) words.add(parts.join(''));
  if (parts.length === 1 || !uuid.test(word)) for (const part of parts) words.add(part);
}

function partsOf(word: string): readonly string[] {
  const plain = isAscii(word) ? word : word.normalize('NFKD').replace(/\p{M}+/gu, '');
  return plain
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{Co}]+/u)
    .filter((part) => part !== '');
}

function isAscii(word: string): boolean {
  for (let i = 0; i < word.length; i += 1) if (word.charCodeAt(i) > 127) return false;
  return true;
}
