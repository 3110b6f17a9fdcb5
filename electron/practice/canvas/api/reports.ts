import type { CanvasApp } from '../app.ts';
import { json, list, notFound } from '../http/answer.ts';
import { type ApiRequest, type Handler, type Route, route } from '../http/router.ts';
import type { Account } from '../model.ts';
import { REPORT_TYPES, type ReportRecord } from '../reports/report-queue.ts';
import { REPORT_KINDS } from '../reports/report-scope.ts';
import { attachmentJson } from './attachments.ts';
import { userJson } from './json.ts';
import { accountOf, need } from './refs.ts';

const OTHER_PARAMETERS = [
  'enrollment_term_id',
  'created_by_sis',
  'include_deleted',
  'skip_message',
  'enrollment_filter',
  'enrollment_states',
];

function gate(app: CanvasApp, request: ApiRequest): Account {
  const account = accountOf(app, request.params.account_id ?? '');
  need(app, 'read_reports');
  return account;
}

const types: Handler = (app, request) => {
  gate(app, request);
  const parameters = Object.fromEntries(
    [...REPORT_KINDS, ...OTHER_PARAMETERS].map((name) => [name, { required: false, description: name }]),
  );
  const known = Object.entries(REPORT_TYPES);
  return list(known, ([report, { title }]) => ({ report, title, parameters, last_run: null }));
};

const start: Handler = (app, request) => {
  const account = gate(app, request);
  const report = typeOf(request);
  const parameters = new Map<string, string[]>();
  for (const [name, value] of request.fields) {
    const key = /^parameters\[([^\]]+)\](?:\[\])?$/.exec(name)?.[1];
    if (key !== undefined) parameters.set(key, [...(parameters.get(key) ?? []), value]);
  }
  return json(reportJson(app, app.reports.start(account.id, report, parameters, app.tokenUserId)));
};

function typeOf(request: ApiRequest): string {
  const report = request.params.report ?? '';
  return report in REPORT_TYPES ? report : notFound();
}

const history: Handler = (app, request) => {
  const account = gate(app, request);
  const report = typeOf(request);
  const rows = app.reports.records.filter(
    (record) => record.account_id === account.id && record.report === report && record.status !== 'deleted',
  );
  return list(rows.toReversed(), (record) => reportJson(app, record));
};

function recordOf(app: CanvasApp, request: ApiRequest): ReportRecord {
  const account = gate(app, request);
  const record = app.reports.get(typeOf(request), Number(request.params.id));
  return record?.account_id === account.id ? record : notFound();
}

const show: Handler = (app, request) => json(reportJson(app, recordOf(app, request)));

const remove: Handler = (app, request) => {
  const record = recordOf(app, request);
  record.status = 'deleted';
  return json(reportJson(app, record));
};

const abort: Handler = (app, request) => {
  const record = recordOf(app, request);
  if (['created', 'running', 'compiling'].includes(record.status)) record.status = 'aborted';
  return json(reportJson(app, record));
};

function reportJson(app: CanvasApp, record: ReportRecord): object {
  const ended =
    record.ended_at === null || record.started_at === null ? null : Date.parse(record.ended_at) - Date.parse(record.started_at);
  return {
    id: record.id,
    report: record.report,
    status: record.status,
    progress: record.progress,
    current_line: record.current_line,
    parameters: Object.fromEntries(
      [...record.parameters].map(([name, values]) => [name, values.length > 1 ? values : shown(values[0])]),
    ),
    message: record.message,
    created_at: record.created_at,
    started_at: record.started_at,
    ended_at: record.ended_at,
    run_time: ended === null ? null : ended / 1_000,
    file_url: record.attachment === undefined ? null : `${app.url}/accounts/1/files/${record.attachment.id}/download`,
    ...(record.attachment === undefined ? {} : { attachment: attachmentJson(app, record.attachment) }),
    user: userJson(app, app.state.users.require(record.user_id)),
  };
}

function shown(value: string | undefined): string | boolean {
  if (value === 'true' || value === '1') return true;
  return value === 'false' || value === '0' ? false : (value ?? '');
}

const REPORTS = '/api/v1/accounts/:account_id/reports';

export const REPORT_ROUTES: readonly Route[] = [
  route('GET', REPORTS, types),
  route('POST', `${REPORTS}/:report`, start),
  route('GET', `${REPORTS}/:report`, history),
  route('GET', `${REPORTS}/:report/:id`, show),
  route('DELETE', `${REPORTS}/:report/:id`, remove),
  route('PUT', `${REPORTS}/:report/:id/abort`, abort),
];
