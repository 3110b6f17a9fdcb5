import type { HelpPage, HelpSection } from './help-page.ts';

export interface FoundHelp {
  readonly page: HelpPage;
  readonly section: HelpSection;
  /** A piece of the text around the first word that was found. */
  readonly excerpt: string;
}

const before = 40;
const length = 160;

/** Sections that hold every word, those first whose headings do. */
export function findHelp(pages: readonly HelpPage[], search: string): readonly FoundHelp[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = pages.flatMap((page) =>
    page.sections.flatMap((section) => {
      const all = `${page.title} ${section.title} ${section.text}`.toLowerCase();
      if (!words.every((word) => all.includes(word))) return [];
      const inTitle = words.every((word) => `${page.title} ${section.title}`.toLowerCase().includes(word));
      return [{ page, section, excerpt: excerptOf(section.text, words), inTitle }];
    }),
  );
  return found.sort((a, b) => Number(b.inTitle) - Number(a.inTitle));
}

function excerptOf(text: string, words: readonly string[]): string {
  const places = words.map((word) => text.toLowerCase().indexOf(word)).filter((at) => at >= 0);
  const at = places.length === 0 ? 0 : Math.min(...places);
  const start = at <= before ? 0 : text.lastIndexOf(' ', at - before) + 1;
  const end = text.length <= start + length ? text.length : text.lastIndexOf(' ', start + length);
  return `${start === 0 ? '' : '… '}${text.slice(start, end).trim()}${end < text.length ? ' …' : ''}`;
}
