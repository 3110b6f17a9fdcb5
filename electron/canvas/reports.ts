import type { z } from 'zod';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import type { Edge } from '../net/edge.ts';
import { reportFailed } from './canvas-failures.ts';
import type { CanvasHttp } from './canvas-http.ts';
import { poll, type WaitOptions } from './polling.ts';
import type { ReportKind } from './report-columns.ts';
import { fetchReportFile } from './report-file.ts';
import { WireReport } from './wire.ts';

export type ReportType = 'provisioning_csv';

/** What a provisioning report is asked for (canvas-sis.md §6). */
export interface ReportParameters {
  readonly kinds: readonly ReportKind[];
  /** Deleted objects too, and completed courses and enrollments: without it they are missing, not marked. */
  readonly includeDeleted: boolean;
  /** Canvas id, or `sis_term_id:X`; does not apply to users and accounts. */
  readonly term?: string;
}

export interface CanvasReport {
  readonly id: string;
  readonly status: string;
  readonly progress: number;
  readonly message: string;
  readonly attachment: { readonly url: string; readonly size: number | null; readonly filename: string } | null;
}

export interface ReportCalls {
  startReport(type: ReportType, parameters: ReportParameters): Promise<Outcome<CanvasReport>>;
  getReport(id: string): Promise<Outcome<CanvasReport>>;
  /** Until the report is complete; one that failed or was aborted is a failure. */
  waitForReport(id: string, options?: WaitOptions<CanvasReport>): Promise<Outcome<CanvasReport>>;
  /**
   * The bytes of a complete report, fetched once. Trouble on the way rejects the iteration with `ReportFileError`;
   * `readReport` turns that into an Outcome.
   */
  reportFile(report: CanvasReport): Promise<Outcome<AsyncIterable<Uint8Array>>>;
}

const reports = '/api/v1/accounts/self/reports';
const what = 'run the provisioning report';

export function createReportCalls(http: CanvasHttp, edge: Edge, signal: AbortSignal | undefined): ReportCalls {
  return {
    async startReport(type, parameters) {
      const read = await http.read(
        {
          method: 'POST',
          path: `${reports}/${type}`,
          what,
          body: reportForm(parameters),
          contentType: 'application/x-www-form-urlencoded',
        },
        WireReport,
      );
      return read.ok ? succeed(reportOf(read.value)) : read;
    },
    getReport: (id) => getReport(http, id, undefined),
    async waitForReport(id, options = {}) {
      const ended = await poll({
        edge,
        ask: () => getReport(http, id, options.signal),
        done: (report) => endStates.has(report.status),
        ...options,
      });
      if (!ended.ok || ended.value.status === 'complete') return ended;
      return fail(reportFailed(`${ended.value.status} ${ended.value.message}`));
    },
    reportFile(report) {
      return fetchReportFile({ edge, origin: http.origin, token: http.token(), signal }, report);
    },
  };
}

async function getReport(http: CanvasHttp, id: string, signal: AbortSignal | undefined): Promise<Outcome<CanvasReport>> {
  const path = `${reports}/provisioning_csv/${encodeURIComponent(id)}`;
  const read = await http.read({ method: 'GET', path, what, signal }, WireReport);
  return read.ok ? succeed(reportOf(read.value)) : read;
}

const endStates = new Set(['complete', 'error', 'aborted', 'deleted']);

function reportForm({ kinds, includeDeleted, term }: ReportParameters): string {
  const form = new URLSearchParams();
  for (const kind of kinds) form.set(`parameters[${kind}]`, 'true');
  if (includeDeleted) form.set('parameters[include_deleted]', 'true');
  if (term !== undefined) form.set('parameters[enrollment_term_id]', term);
  // No message to the token's user for every report.
  form.set('parameters[skip_message]', 'true');
  return form.toString();
}

function reportOf(wire: z.infer<typeof WireReport>): CanvasReport {
  const { attachment } = wire;
  return {
    id: wire.id,
    status: wire.status,
    progress: wire.progress ?? 0,
    message: wire.message ?? '',
    attachment: attachment == null ? null : { url: attachment.url, size: attachment.size ?? null, filename: attachment.filename },
  };
}
