import type { CanvasApp } from '../app.ts';
import type { ListAnswer } from './answer.ts';

export interface Page {
  body: unknown;
  link: string;
}

/** One page of a list and its Link header: absolute addresses, last only where the list knows it (§5.4). */
export function pageOf(answer: ListAnswer, fields: URLSearchParams, app: CanvasApp, target: string): Page {
  const { paging } = app.settings;
  const perPage = Math.min(paging.max, positive(fields.get('per_page')) ?? paging.perPage);
  const page = positive(fields.get('page')) ?? 1;
  const pages = Math.max(1, Math.ceil(answer.rows.length / perPage));
  const rows = answer.rows.slice((page - 1) * perPage, page * perPage).map((row) => answer.render(row as never));
  const address = (number: number) => {
    const url = new URL(target, app.url);
    url.searchParams.set('page', String(number));
    url.searchParams.set('per_page', String(perPage));
    return url.href;
  };
  const links = [`<${address(page)}>; rel="current"`];
  if (page < pages) links.push(`<${address(page + 1)}>; rel="next"`);
  if (page > 1) links.push(`<${address(page - 1)}>; rel="prev"`);
  links.push(`<${address(1)}>; rel="first"`);
  if (answer.last) links.push(`<${address(pages)}>; rel="last"`);
  return { body: answer.wrapper === undefined ? rows : { [answer.wrapper]: rows }, link: links.join(',') };
}

function positive(text: string | null): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
