import type { Edge } from '../../electron/net/edge.ts';
import { realEdge } from '../../electron/net/edge.ts';
import { openPage } from '../../electron/sis/parse-page.ts';
import { type CollectionFacts, type PageSink, type PullReport, pageFacts, pullCollections } from '../../electron/sis/pull.ts';
import type { Finding } from '../../electron/sis/schema/finding.ts';
import { createSisClient, type SisClient, type SisClientOptions } from '../../electron/sis/sis-client.ts';
import type { Collection } from '../../shared/entities.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { key, secret } from './sis-server.ts';

/** Keeps everything in memory, last one wins, as the store does. */
export class MemorySink implements PageSink {
  readonly rows = new Map<Collection, Map<string, unknown>>();
  readonly findings: Finding[] = [];
  readonly restarts: Collection[] = [];
  private readonly dropped = new Map<Collection, number>();

  async restart(collection: Collection): Promise<void> {
    this.restarts.push(collection);
    this.rows.set(collection, new Map());
    this.dropped.set(collection, 0);
  }

  page(collection: Collection, _index: number, body: ArrayBuffer) {
    const page = openPage(collection, body);
    if (!page.ok) return { opened: Promise.resolve(page), stored: Promise.resolve(fail<void>(page.failure)) };
    const kept = this.rows.get(collection) ?? new Map<string, unknown>();
    const fresh = new Set(page.value.ids.filter((id) => !kept.has(id))).size;
    const { rows, findings } = page.value.rows();
    for (const row of rows) kept.set(row.sourcedId, row);
    this.rows.set(collection, kept);
    this.findings.push(...findings);
    const dropped = findings.filter((finding) => finding.level === 'dropped').length;
    this.dropped.set(collection, (this.dropped.get(collection) ?? 0) + dropped);
    return { opened: Promise.resolve(succeed(pageFacts(page.value, fresh))), stored: Promise.resolve(succeed(undefined)) };
  }

  async close(collection: Collection): Promise<Outcome<CollectionFacts>> {
    const dropped = this.dropped.get(collection) ?? 0;
    return succeed({ unique: this.rows.get(collection)?.size ?? 0, dropped });
  }

  ids(collection: Collection): string[] {
    return [...(this.rows.get(collection)?.keys() ?? [])].sort();
  }
}

/** Real fetch, no waiting; what was slept is remembered. */
export function quickEdge(): Edge & { readonly slept: number[]; shift: number } {
  const real = realEdge(globalThis.fetch);
  const slept: number[] = [];
  const edge = {
    ...real,
    slept,
    shift: 0,
    now: () => real.now() + edge.shift,
    sleep: async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      edge.shift += ms;
    },
  };
  return edge;
}

export function clientFor(base: string, options: Partial<SisClientOptions> = {}): SisClient {
  return createSisClient({ base, key, secret, auth: 'auto', tokenUrl: '', edge: quickEdge(), ...options });
}

export async function pull(
  client: SisClient,
  pageSize = 100,
  sink = new MemorySink(),
): Promise<{ outcome: Outcome<PullReport>; sink: MemorySink }> {
  return { outcome: await pullCollections(client, sink, { pageSize, parallel: 3 }), sink };
}

export function unwrap<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.failure.code}: ${outcome.failure.message} (${outcome.failure.detail ?? ''})`);
  return outcome.value;
}

export function failureOf(outcome: Outcome<unknown>): { code: string; message: string; remedy: string; detail: string } {
  if (outcome.ok) throw new Error('expected a failure');
  return { ...outcome.failure, detail: outcome.failure.detail ?? '' };
}
