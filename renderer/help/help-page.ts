import { lexer, type Token } from 'marked';

/** A heading of a page and what stands below it, up to the next heading. */
export interface HelpSection {
  /** '' for what stands below the page's title. */
  readonly id: string;
  readonly title: string;
  readonly depth: number;
  readonly tokens: readonly Token[];
  /** All words of it, for searching. */
  readonly text: string;
}

export interface HelpPage {
  readonly id: string;
  readonly title: string;
  readonly sections: readonly HelpSection[];
}

/** "The log, and what it answers" is `the-log-and-what-it-answers`, as code hosts make it, so that links work there too. */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

/** "../../docs/help/11-holds.md" is the page `holds`: the number only orders the files. */
export function pageIdOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/^\d+-/, '').replace(/\.md$/, '');
}

/** @param source a page as it is written: one title, then sections. */
export function readHelpPage(path: string, source: string): HelpPage {
  const sections: HelpSection[] = [];
  let title = '';
  let open: { id: string; title: string; depth: number; tokens: Token[] } = { id: '', title: '', depth: 1, tokens: [] };
  const close = () => sections.push({ ...open, text: open.tokens.map(wordsOf).join(' ') });
  for (const token of lexer(source)) {
    if (token.type !== 'heading') {
      open.tokens.push(token);
      continue;
    }
    const words = wordsOf(token);
    if (token.depth === 1) {
      title = words;
      open.title = words;
      continue;
    }
    close();
    open = { id: slugOf(words), title: words, depth: Number(token.depth), tokens: [] };
  }
  close();
  return { id: pageIdOf(path), title, sections };
}

/** What a reader sees of a token. */
function wordsOf(token: Token): string {
  if (token.type === 'table') {
    const cells = [token.header, ...token.rows].flat() as { readonly text: string }[];
    return cells.map((cell) => cell.text).join(' ');
  }
  if (token.type === 'list') return (token.items as Token[]).map(wordsOf).join(' ');
  if ('tokens' in token && token.tokens && token.tokens.length > 0) return token.tokens.map(wordsOf).join('');
  return 'text' in token ? String(token.text) : '';
}
