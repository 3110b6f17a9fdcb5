import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Token } from 'marked';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { findHelp } from '../../../renderer/help/find-help.ts';
import { readHelpPage } from '../../../renderer/help/help-page.ts';
import { helpPages } from '../../../renderer/help/help-pages.ts';
import { helpForFailure, knownFailureHelp, ruleHelp, screenHelp, settingHelp } from '../../../renderer/help/help-targets.ts';
import { Markdown, targetOf } from '../../../renderer/help/Markdown.tsx';
import { settingKeys, wordsOf } from '../../../shared/setting-words.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const places = new Set(helpPages.flatMap(({ id, sections }) => [id, ...sections.map((section) => `${id}#${section.id}`)]));

/** Every source file outside the practice servers and the tests, as text. */
function sources(...rooms: readonly string[]): readonly string[] {
  return rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
  );
}

/** Codes as they are written in the source: after `code:`, as the first argument of a failure, or in a union. */
function failureCodes(): readonly string[] {
  const families =
    '(?:app|autostart|canvas|change|command|connect|contact|district|engine|environment|file|ipc|override|plan|practice|pull|release|remove|run|secrets|settings|setup|sign-in|sis|store|vault|window)';
  const known = new RegExp(`'(${families}\\.[a-z][a-z-]*)'`, 'g');
  const stated = /\bcode: '([a-z-]+\.[a-z-]+)'/g;
  const found = new Set<string>();
  for (const text of sources('electron', 'renderer', 'shared')) {
    for (const pattern of [known, stated]) for (const [, code] of text.matchAll(pattern)) if (code) found.add(code);
  }
  return [...found].filter((code) => !/\.(js|db|json|csv|desktop)$/.test(code)).sort();
}

/** Rules that hold, as the source names them. */
function holdRules(): readonly string[] {
  const found = new Set<string>();
  for (const text of sources('electron/roster/holds')) {
    for (const [, rule] of text.matchAll(/(?:Hold\(|rule: |case )'([A-H]\d*)'/g)) if (rule) found.add(rule);
  }
  return [...found].sort();
}

function links(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token) => {
    if (token.type === 'link') return [String(token.href)];
    const nested = [...('tokens' in token ? (token.tokens ?? []) : []), ...((token as { items?: Token[] }).items ?? [])];
    const cells = token.type === 'table' ? ([token.header, ...token.rows].flat() as { tokens: Token[] }[]) : [];
    return [...links(nested), ...cells.flatMap((cell) => links(cell.tokens))];
  });
}

describe('help is there for', () => {
  test.each(settingKeys)('the setting %s', (key) => expect(places).toContain(settingHelp[key]));

  test('every rule that holds something', () => {
    const rules = holdRules();
    expect(rules.length).toBeGreaterThanOrEqual(17);
    for (const rule of rules) expect(places, rule).toContain(ruleHelp[rule]);
    for (const target of Object.values(ruleHelp)) expect(places).toContain(target);
    for (let number = 1; number <= 13; number++) expect(ruleHelp, `E${number}`).toHaveProperty(`E${number}`);
  });

  test('every failure code', () => {
    const codes = failureCodes();
    expect(codes.length).toBeGreaterThan(100);
    for (const code of codes) expect(places, code).toContain(knownFailureHelp(code));
    expect(places).toContain(helpForFailure('something.new'));
  });

  test('every screen', () => {
    for (const target of Object.values(screenHelp)) expect(places).toContain(target);
  });
});

describe('the guide', () => {
  test('has a title for each page, and each heading once', () => {
    expect(helpPages.length).toBeGreaterThan(15);
    for (const { id, title, sections } of helpPages) {
      expect(title, id).not.toBe('');
      expect(new Set(sections.map((section) => section.id)).size, id).toBe(sections.length);
    }
  });

  test('links only to what it has', () => {
    for (const { id, sections } of helpPages) {
      for (const href of sections.flatMap(({ tokens }) => links(tokens))) expect(places, href).toContain(targetOf(href, id));
    }
  });

  test('has no word of a programmer: no field name, no value of a setting, no setting by its key', () => {
    const values = settingKeys.flatMap((key) => {
      const { control } = wordsOf(key);
      return 'options' in control ? Object.keys(control.options).filter((value) => /[-A-Z]/.test(value)) : [];
    });
    expect(values).toContain('org-tree');
    const camel = settingKeys.filter((key) => /[A-Z]/.test(key));
    const fields = ['sourcedId', 'workflow_state', 'login_id', 'user_id', 'tobedeleted', 'null', 'undefined', 'NaN'];
    const seen = helpPages.flatMap(({ title, sections }) => [title, ...sections.flatMap((part) => [part.title, part.text])]);
    for (const word of [...fields, ...values, ...camel]) {
      const pattern = new RegExp(`(?<![\\w-])${word}(?![\\w-])`, 'i');
      expect(
        seen.filter((text) => pattern.test(text)),
        word,
      ).toEqual([]);
    }
  });
});

describe('text of the guide becomes elements', () => {
  const shown = (source: string) => {
    const [section] = readHelpPage('00-test.md', source).sections;
    return renderToStaticMarkup(createElement(Markdown, { tokens: section?.tokens ?? [], page: 'test' }));
  };

  test('lists, tables, marks and links', () => {
    expect(shown('# T\n\nA **b** `c`\n\n- d\n\n| e |\n|---|\n| f |')).toBe(
      '<p>A <strong>b</strong> <code>c</code></p><ul><li>d</li></ul><table><thead><tr><th scope="col">e</th></tr></thead><tbody><tr><td>f</td></tr></tbody></table>',
    );
  });

  test('markup in it is shown and never taken for markup', () => {
    const markup = shown('# T\n\n<img src=x onerror="alert(1)">\n\nA <b>bold</b> word & more');
    expect(markup).not.toMatch(/<(?:img|b)\b/);
    expect(markup).toContain('&lt;img src=x');
    expect(markup).toContain('&lt;b&gt;bold&lt;/b&gt; word &amp; more');
  });
});

describe('search', () => {
  test('finds sections that hold every word, headings first', () => {
    const found = findHelp(helpPages, 'no CONTACT');
    expect(found[0]?.page.id).toBe('guardians');
    expect(found[0]?.section.id).toBe('no-contact');
    for (const { page, section } of found) {
      const all = `${page.title} ${section.title} ${section.text}`.toLowerCase();
      expect(all).toContain('contact');
    }
    expect(findHelp(helpPages, 'gradebook that evening').map(({ section }) => section.id)).toEqual([
      'staff-after-the-end-of-a-term',
    ]);
  });

  test('finds nothing for no word, and nothing for a word that is not there', () => {
    expect(findHelp(helpPages, '  ')).toEqual([]);
    expect(findHelp(helpPages, 'submarine')).toEqual([]);
  });
});
