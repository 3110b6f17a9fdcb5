import { type HelpPage, readHelpPage } from './help-page.ts';

/** The user guide of docs/help, put into the bundle when it is built: help needs no network. */
const sources = import.meta.glob<string>('../../docs/help/*.md', { query: '?raw', import: 'default', eager: true });

/** All pages in the order of their numbers. */
export const helpPages: readonly HelpPage[] = Object.keys(sources)
  .filter((path) => /\/\d+-[^/]+$/.test(path))
  .sort()
  .map((path) => readHelpPage(path, sources[path] ?? ''));
