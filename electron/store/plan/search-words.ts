import type { PlannedChange } from '../store-api.ts';

/**
 * Words for the full-text table and for questions to it. Both sides are cut here, in the same way, and the table's own
 * tokenizer only splits at spaces: accents and case do not matter, "O'Neil" is found as "oneil", "o'neil" and "neil".
 */

/** Names, school names and section ids come back in row after row: so many texts are cut once. */
const KEPT_TEXTS = 20_000;

/** Ids are looked for whole: the five parts of a UUID would only make the table larger. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const plainWord = /^[A-Za-z0-9]+$/;

/** Cuts the changes of one plan into words. */
export class SearchWords {
  readonly #cut = new Map<string, string>();

  /**
   * Label, school, a person's login, a course's code, the ids in Canvas and the record's own; an enrollment is looked for by its
   * user and section.
   */
  of(change: PlannedChange): string {
    let words = this.#known(change.schoolName);
    // Names and titles are made of words that come again and again.
    for (const word of change.label.split(' ')) words += ` ${this.#known(word)}`;
    for (const part of change.key.split('\u001f')) words += ` ${this.#known(part)}`;
    for (const code of codesOf(change)) words += ` ${formsOf(code)}`;
    const { source } = change;
    if (source !== null && source.collection !== 'enrollments') words += ` ${formsOf(source.sourcedId)}`;
    return words;
  }

  #known(text: string): string {
    const known = this.#cut.get(text);
    if (known !== undefined) return known;
    const forms = formsOf(text);
    if (this.#cut.size >= KEPT_TEXTS) this.#cut.clear();
    this.#cut.set(text, forms);
    return forms;
  }
}

/** What a person signs in with, and a course is called for short: now, and before the change. */
function codesOf({ before, after }: PlannedChange): ReadonlySet<string> {
  const codes = [before, after].map((fields) => fields?.login_id ?? fields?.short_name ?? '');
  return new Set(codes.filter((code) => code !== ''));
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

/** The search without the words that every change at a school named so answers anyway. */
export function withoutWordsOf(search: string, name: string): string {
  const forms = formsOf(name)
    .split(' ')
    .filter((form) => form !== '');
  const answered = (part: string) => forms.some((form) => form.startsWith(part));
  return search
    .split(/\s+/)
    .filter((word) => {
      const parts = partsOf(word);
      return parts.length > 0 && !parts.every(answered) && !answered(parts.join(''));
    })
    .join(' ');
}

/** The words of a text, separated by spaces: each part of a word with punctuation, and the word without it. */
function formsOf(text: string): string {
  if (uuid.test(text)) return text.replaceAll('-', '').toLowerCase();
  let forms = '';
  for (const word of text.split(/\s+/)) {
    if (plainWord.test(word)) {
      forms += ` ${word.toLowerCase()}`;
      continue;
    }
    const parts = partsOf(word);
    for (const part of parts) forms += ` ${part}`;
    if (parts.length > 1) forms += ` ${parts.join('')}`;
  }
  return forms;
}

function partsOf(word: string): readonly string[] {
  return word
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{Co}]+/u)
    .filter((part) => part !== '');
}
