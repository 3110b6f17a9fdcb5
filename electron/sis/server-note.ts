import { isRecord, textOf } from './schema/loose-row.ts';

/** What a server says about its own answer, in any of the four body shapes of oneroster-1.1.md §5. */
export interface ServerNote {
  /** codeMajor failure or unsupported, or severity error. */
  readonly failed: boolean;
  readonly sortRefused: boolean;
  readonly texts: readonly string[];
}

export function serverNote(body: Readonly<Record<string, unknown>>): ServerNote {
  const keys = Object.keys(body);
  const infoKey = keys.find((key) => key.toLowerCase() === 'statusinfoset' || key.toLowerCase() === 'statusinfo');
  const info = infoKey === undefined ? undefined : body[infoKey];
  const infos: unknown[] = Array.isArray(info) ? info : [info];
  const notes = [...infos.filter(isRecord), body].map(readNote);
  return {
    failed: notes.some((note) => note.failed),
    sortRefused: notes.some((note) => note.minor.includes('invalidsortfield')),
    texts: notes.map((note) => note.text).filter((text) => text !== ''),
  };
}

function readNote(raw: Readonly<Record<string, unknown>>): { failed: boolean; minor: string; text: string } {
  let major = '';
  let severity = '';
  let minor = '';
  let description = '';
  for (const [key, value] of Object.entries(raw)) {
    switch (key.toLowerCase().replace(/^imsx_/, '')) {
      case 'codemajor':
        major = squeeze(textOf(value));
        break;
      case 'severity':
        severity = squeeze(textOf(value));
        break;
      case 'codeminor':
        minor = typeof value === 'string' ? value : minorOf(value);
        break;
      case 'description':
        description = textOf(value);
        break;
    }
  }
  const failed = major === 'failure' || major === 'unsupported' || (major !== '' && severity === 'error');
  const told = major === '' ? '' : [description, minor].filter((part) => part !== '').join(' – ');
  return { failed, minor: squeeze(minor), text: told.slice(0, 300) };
}

/** `{ imsx_codeMinorField: [{ imsx_codeMinorFieldName, imsx_codeMinorFieldValue }] }`: the values, joined. */
function minorOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(minorOf).filter(Boolean).join(', ');
  if (!isRecord(value)) return textOf(value);
  return Object.entries(value)
    .filter(([key]) => !/fieldname$/i.test(key))
    .map(([, inner]) => minorOf(inner))
    .filter(Boolean)
    .join(', ');
}

function squeeze(text: string): string {
  return text.toLowerCase().replace(/[\s_]/g, '');
}
