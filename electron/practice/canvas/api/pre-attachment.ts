import type { CanvasApp } from '../app.ts';
import { type Answer, json, notFound } from '../http/answer.ts';
import { multipartParts } from '../http/fields.ts';
import { type ApiRequest, type Handler, type Route, route } from '../http/router.ts';
import type { ImportOptions } from '../imports/import-record.ts';
import { importJson } from './import-json.ts';

/**
 * The upload in steps (§2.2): the file goes to the files host without the token, then an authenticated GET of the
 * Location tells Canvas that it arrived. Until then the import is `initializing`.
 */
export function startPreAttachment(app: CanvasApp, request: ApiRequest, options: ImportOptions): Answer {
  const hasFile = multipartParts(request.contentType, request.body).some((part) => part.name === 'attachment');
  if (hasFile) return json({ error: true, error_message: 'Cannot specify both attachment and pre_attachment' }, 400);
  const filename = request.fields.get('pre_attachment[name]') ?? 'sis_import.zip';
  const record = app.imports.add(undefined, options, app.tokenUserId);
  const upload_url = app.files.expectUpload((body, contentType) => {
    const file = multipartParts(contentType, body).find((part) => part.filename !== undefined);
    arrived.set(record, file?.content ?? Buffer.alloc(0));
    return { status: 201, location: `${app.url}/api/v1/practice_uploads/${record.id}/create_success` };
  });
  const upload_params = { filename, content_type: request.fields.get('pre_attachment[content_type]') ?? 'application/zip' };
  names.set(record, filename);
  return json({ ...importJson(app, record), pre_attachment: { file_param: 'file', progress: null, upload_url, upload_params } });
}

const arrived = new WeakMap<object, Buffer>();
const names = new WeakMap<object, string>();

const createSuccess: Handler = (app, request) => {
  const record = app.imports.get(Number(request.params.id)) ?? notFound();
  const bytes = arrived.get(record) ?? notFound();
  if (record.workflow_state === 'initializing') {
    app.imports.supply(record, { filename: names.get(record) ?? 'sis_import.zip', bytes });
  }
  return json({ id: record.id, upload_status: 'success', filename: names.get(record) ?? '', size: bytes.length });
};

export const PRE_ATTACHMENT_ROUTES: readonly Route[] = [
  route('GET', '/api/v1/practice_uploads/:id/create_success', createSuccess),
];
