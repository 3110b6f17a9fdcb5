import type { CanvasApp } from '../app.ts';
import { type Answer, json, notFound } from '../http/answer.ts';
import { multipartParts } from '../http/fields.ts';
import { type ApiRequest, type Handler, type Route, route } from '../http/router.ts';
import type { ImportOptions, ImportRecord } from '../imports/import-record.ts';
import { importJson } from './import-json.ts';
import { noteImportsInFlight } from './imports-in-flight.ts';

/** What the files host was told to expect, and what came. */
interface Expected {
  readonly filename: string;
  readonly params: Readonly<Record<string, string>>;
  bytes?: Buffer;
}

const expected = new WeakMap<ImportRecord, Expected>();

/**
 * The upload in steps (§2.2): the file goes to the files host without the token, then an authenticated GET of the
 * Location tells Canvas that it arrived. Until then the import is `initializing`.
 */
export function startPreAttachment(app: CanvasApp, request: ApiRequest, options: ImportOptions): Answer {
  const hasFile = multipartParts(request.contentType, request.body).some((part) => part.name === 'attachment');
  if (hasFile) return json({ error: true, error_message: 'Cannot specify both attachment and pre_attachment' }, 400);
  const filename = request.fields.get('pre_attachment[name]') ?? 'sis_import.zip';
  const record = app.imports.add(undefined, options, app.tokenUserId);
  const content_type = request.fields.get('pre_attachment[content_type]') ?? 'application/zip';
  const file: Expected = { filename, params: { filename, content_type, key: `uploads/${record.id}/${filename}` } };
  expected.set(record, file);
  const upload_url = app.files.expectUpload((body, contentType) => {
    const taken = fileOf(file, body, contentType);
    if (typeof taken === 'string') return { status: 400, text: taken };
    file.bytes = taken;
    const location = `${app.url}/api/v1/practice_uploads/${record.id}/create_success`;
    return { status: app.settings.uploads.answer, location };
  });
  const pre_attachment = { file_param: 'file', progress: null, upload_url, upload_params: file.params };
  return json({ ...importJson(app, record), pre_attachment });
}

/** The file of an upload, or why file stores refuse it: a form with all that was given, and the file last. */
function fileOf({ params }: Expected, body: Buffer, contentType: string): Buffer | string {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) return 'an upload is a form of type multipart/form-data';
  const parts = multipartParts(contentType, body);
  for (const [name, value] of Object.entries(params)) {
    const sent = parts.find((part) => part.name === name);
    if (sent?.content.toString('utf8') !== value) return `the form must contain ${name} as it was given`;
  }
  const last = parts.at(-1);
  return last?.name === 'file' && last.filename !== undefined ? last.content : 'the file must be the last part of the form';
}

const createSuccess: Handler = (app, request) => {
  const record = app.imports.get(Number(request.params.id)) ?? notFound();
  const { filename, bytes } = expected.get(record) ?? notFound();
  if (bytes === undefined) notFound();
  if (record.workflow_state === 'initializing') {
    noteImportsInFlight(app, filename);
    app.imports.supply(record, { filename, bytes });
  }
  return json({ id: record.id, upload_status: 'success', filename, size: bytes.length });
};

export const PRE_ATTACHMENT_ROUTES: readonly Route[] = [
  route('GET', '/api/v1/practice_uploads/:id/create_success', createSuccess),
];
