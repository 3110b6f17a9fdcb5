import type { CanvasApp } from '../app.ts';
import { ROOT_ACCOUNT_ID } from '../canvas-state.ts';
import { type Answer, htmlError, json, list, notFound, Refusal, refuseWith } from '../http/answer.ts';
import { listField, multipartParts, trueField } from '../http/fields.ts';
import { type ApiRequest, type Handler, type Route, route } from '../http/router.ts';
import type { Upload } from '../imports/import-queue.ts';
import type { ImportOptions, ImportRecord, ImportState } from '../imports/import-record.ts';
import type { Profile } from '../settings.ts';
import { refuseBatchAndDiffing } from './batch-refusals.ts';
import { importErrorJson, importJson } from './import-json.ts';
import { noteImportsInFlight } from './imports-in-flight.ts';
import { startPreAttachment } from './pre-attachment.ts';
import { accountOf, need } from './refs.ts';
import { restoreStates } from './restore-states.ts';

/** Refusals that come before the permission check (§2.1). */
function gate(app: CanvasApp, request: ApiRequest): void {
  const account = accountOf(app, request.params.account_id ?? '');
  if (account.id !== ROOT_ACCOUNT_ID) refuseWith(400, { errors: ['SIS imports can only be executed on root accounts'] });
  if (!app.settings.sisImportsEnabled) refuseWith(403, { errors: ['SIS imports are not enabled for this account'] });
}

const create: Handler = (app, request) => {
  gate(app, request);
  need(app, 'import_sis');
  const refusal = nextRefusal(app);
  if (refusal !== undefined) return refusal;
  const type = request.fields.get('import_type');
  if (type !== null && type !== 'instructure_csv') refuseWith(400, { message: `import_type ${type} is not supported` });
  const options = readOptions(request.fields);
  refuseBatchAndDiffing(app, request.fields, options);
  if (app.settings.profile === '2026' && request.fields.has('pre_attachment[name]'))
    return startPreAttachment(app, request, options);
  const upload = readUpload(app.settings.profile, request);
  noteImportsInFlight(app, upload.filename);
  return json(importJson(app, app.imports.add(upload, options, app.tokenUserId)));
};

/** A scenario: the zip is refused, in the shapes the field knows. */
function nextRefusal(app: CanvasApp): Answer | undefined {
  const { refuseImports } = app.settings;
  if (refuseImports.times <= 0) return undefined;
  refuseImports.times -= 1;
  if (refuseImports.status === 400) return json({ error: true, error_message: 'Missing attachment' }, 400);
  if (refuseImports.status === 413) return htmlError(413, 'Request Entity Too Large');
  return htmlError(refuseImports.status, 'Internal Server Error');
}

/** add and clear count only together with override; clear wins over add (§2.3). */
function readOptions(fields: URLSearchParams): ImportOptions {
  const override = trueField(fields, 'override_sis_stickiness');
  const clear = override && trueField(fields, 'clear_sis_stickiness');
  return {
    skip_deletes: trueField(fields, 'skip_deletes'),
    override_sis_stickiness: override,
    add_sis_stickiness: override && !clear && trueField(fields, 'add_sis_stickiness'),
    clear_sis_stickiness: clear,
    update_sis_id_if_login_claimed: trueField(fields, 'update_sis_id_if_login_claimed'),
  };
}

const EXTENSIONS: Readonly<Record<string, string>> = { 'application/zip': 'zip', 'text/csv': 'csv', 'text/plain': 'csv' };
const FORM_TYPES = ['multipart/form-data', 'application/x-www-form-urlencoded', 'application/json'];

/** §2.2: multipart with `attachment`, or the raw body; without a telling type or extension zip is assumed. */
function readUpload(profile: Profile, request: ApiRequest): Upload {
  const [mediaType = '', ...parameters] = request.contentType.split(';').map((part) => part.trim());
  if (mediaType === 'multipart/form-data') {
    const part = multipartParts(request.contentType, request.body).find((candidate) => candidate.name === 'attachment');
    if (part?.filename !== undefined) return { filename: part.filename, bytes: part.content };
  }
  // A form without a file is what a mistaken client sends: refused in 2026, in 2022 the form itself was taken for the file.
  if (FORM_TYPES.includes(mediaType)) {
    return profile === '2022' ? { filename: 'sis_import.zip', bytes: request.body } : missingAttachment();
  }
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && charset.replaceAll('"', '') !== 'utf-8')
    refuseWith(400, { error: 'Invalid content type, UTF-8 required' });
  const extension = request.fields.get('extension') ?? EXTENSIONS[mediaType] ?? 'zip';
  return { filename: `sis_import.${extension}`, bytes: request.body };
}

function missingAttachment(): never {
  return refuseWith(400, { error: true, error_message: 'Missing attachment' });
}

const STATES: readonly string[] = [
  'initializing',
  'created',
  'importing',
  'imported',
  'imported_with_messages',
  'failed',
  'failed_with_messages',
  'aborted',
  'partially_restored',
  'restored',
] satisfies ImportState[];

/** Newest first; unknown states in the filter are dropped; the Link header has no last. */
const index: Handler = (app, request) => {
  gate(app, request);
  need(app, 'import_sis', 'manage_sis');
  const since = request.fields.get('created_since');
  const before = request.fields.get('created_before');
  const states = listField(request.fields, 'workflow_state').filter((state) => STATES.includes(state));
  const rows = app.imports.records.filter((record) => {
    if (since !== null && Date.parse(record.created_at) < Date.parse(since)) return false;
    if (before !== null && Date.parse(record.created_at) > Date.parse(before)) return false;
    return states.length === 0 || states.includes(record.workflow_state);
  });
  const newestFirst = rows.toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at) || b.id - a.id);
  return list(newestFirst, (record) => importJson(app, record), { wrapper: 'sis_imports', last: false });
};

const importing: Handler = (app, request) => {
  gate(app, request);
  need(app, 'import_sis', 'manage_sis');
  const running = app.imports.running();
  return json({ sis_imports: running === undefined ? [] : [importJson(app, running)] });
};

function recordOf(app: CanvasApp, request: ApiRequest): ImportRecord {
  gate(app, request);
  need(app, 'import_sis', 'manage_sis');
  return app.imports.get(Number(request.params.id)) ?? notFound();
}

const show: Handler = (app, request) => json(importJson(app, recordOf(app, request)));

/** Newest first; failure=1 keeps file-level failures only. */
const errorsOfImport: Handler = (app, request) => {
  const record = recordOf(app, request);
  return errorList(request, [record]);
};

const errorsOfAccount: Handler = (app, request) => {
  gate(app, request);
  need(app, 'import_sis', 'manage_sis');
  return errorList(request, app.imports.records);
};

function errorList(request: ApiRequest, records: readonly ImportRecord[]) {
  const failuresOnly = trueField(request.fields, 'failure');
  const rows = records
    .flatMap((record) => record.messages.map((message) => ({ record, message })))
    .filter(({ message }) => !failuresOnly || message.failure)
    .toReversed();
  return list(rows, ({ record, message }) => importErrorJson(record, message), { wrapper: 'sis_import_errors', last: false });
}

const abort: Handler = (app, request) => {
  const record = recordOf(app, request);
  if (!app.imports.abort(record))
    throw new Refusal(json({ errors: [{ message: 'The specified resource does not exist.' }] }, 404));
  return json(importJson(app, record));
};

const abortAllPending: Handler = (app, request) => {
  gate(app, request);
  need(app, 'import_sis', 'manage_sis');
  app.imports.abortAllPending();
  return json({ aborted: true });
};

const restore: Handler = (app, request) => {
  gate(app, request);
  need(app, 'manage_sis');
  return restoreStates(app, request, app.imports.get(Number(request.params.id)) ?? notFound());
};

const IMPORTS = '/api/v1/accounts/:account_id/sis_imports';

export const SIS_IMPORT_ROUTES: readonly Route[] = [
  route('POST', IMPORTS, create),
  route('GET', IMPORTS, index),
  route('GET', `${IMPORTS}/importing`, importing),
  route('PUT', `${IMPORTS}/abort_all_pending`, abortAllPending),
  route('GET', `${IMPORTS}/:id`, show),
  route('GET', `${IMPORTS}/:id/errors`, errorsOfImport),
  route('PUT', `${IMPORTS}/:id/abort`, abort),
  route('PUT', `${IMPORTS}/:id/restore_states`, restore),
  route('GET', '/api/v1/accounts/:account_id/sis_import_errors', errorsOfAccount),
];
