import type { Token } from 'marked';
import { Fragment, type ReactNode } from 'react';
import { type HelpTarget, showHelp } from '../state/help.ts';
import { pageIdOf } from './help-page.ts';
import styles from './link.module.css';

/** Text of the guide as elements, never as markup: whatever is no known mark is shown as it stands. */
export function Markdown({ tokens, page }: { readonly tokens: readonly Token[]; readonly page: string }): ReactNode {
  return tokens.map((token, index) => <Fragment key={keyOf(token, index)}>{element(token, page)}</Fragment>);
}

/** The guide never changes while it is shown. */
function keyOf(token: Token, index: number): string {
  return `${index} ${token.type}`;
}

interface Cell {
  readonly text: string;
  readonly tokens: readonly Token[];
}

function element(token: Token, page: string): ReactNode {
  const inner = <Markdown tokens={'tokens' in token ? (token.tokens ?? []) : []} page={page} />;
  switch (token.type) {
    case 'space':
      return null;
    case 'paragraph':
      return <p>{inner}</p>;
    case 'strong':
      return <strong>{inner}</strong>;
    case 'em':
      return <em>{inner}</em>;
    case 'codespan':
      return <code>{String(token.text)}</code>;
    case 'code':
      return (
        <pre>
          <code>{String(token.text)}</code>
        </pre>
      );
    case 'blockquote':
      return <blockquote>{inner}</blockquote>;
    case 'list': {
      const items = (token.items as Token[]).map((item, index) => (
        <li key={keyOf(item, index)}>
          <Markdown tokens={'tokens' in item ? (item.tokens ?? []) : []} page={page} />
        </li>
      ));
      return token.ordered === true ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return <Table header={token.header as Cell[]} rows={token.rows as Cell[][]} page={page} />;
    case 'link':
      return (
        <button type="button" className={styles.link} onClick={() => showHelp(targetOf(String(token.href), page))}>
          {inner}
        </button>
      );
    default:
      return 'tokens' in token && token.tokens ? inner : 'text' in token ? String(token.text) : token.raw;
  }
}

/** A link between the files of docs/help, as the app's own address. */
export function targetOf(href: string, page: string): HelpTarget {
  const [file = '', heading] = href.split('#');
  const id = file === '' ? page : pageIdOf(file);
  return heading === undefined ? id : `${id}#${heading}`;
}

function Table({
  header,
  rows,
  page,
}: {
  readonly header: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
  readonly page: string;
}) {
  return (
    <table>
      <thead>
        <tr>
          {header.map((cell) => (
            <th key={cell.text} scope="col">
              <Markdown tokens={cell.tokens} page={page} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.map((cell) => cell.text).join('|')}>
            {row.map((cell, column) => (
              <td key={header[column]?.text ?? column}>
                <Markdown tokens={cell.tokens} page={page} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
