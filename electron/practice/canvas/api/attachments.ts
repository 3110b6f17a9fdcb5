import type { CanvasApp } from '../app.ts';
import type { Attachment } from '../files-host.ts';
import { BAD_TOKEN, notFound, Refusal } from '../http/answer.ts';
import { type Handler, type Route, route } from '../http/router.ts';

/** The file object of Canvas' answers (§2.4). */
export function attachmentJson(app: CanvasApp, file: Attachment): object {
  return {
    id: file.id,
    uuid: `practice${file.id}`,
    folder_id: null,
    display_name: file.filename,
    filename: file.filename,
    upload_status: 'success',
    'content-type': file.contentType,
    url: addressOf(app, file),
    size: file.size,
    created_at: file.created_at,
    updated_at: file.created_at,
    locked: false,
    hidden: false,
  };
}

function addressOf(app: CanvasApp, file: Attachment): string {
  const { redirect, verifiers } = app.settings.attachments;
  if (!verifiers) return `${app.url}/files/${file.id}/download?download_frd=1`;
  if (!redirect) return file.url;
  return `${app.url}/files/${file.id}/download?download_frd=1&verifier=${app.files.verifierOf(file.id) ?? ''}`;
}

/** Sends on to the files host, which never wants the token; here a verifier or the token opens the file. */
const download: Handler = (app, request) => {
  const id = Number(request.params.id);
  const file = app.files.get(id) ?? notFound();
  if (request.query.get('verifier') !== app.files.verifierOf(id) && !request.authorized) throw new Refusal(BAD_TOKEN);
  const headers = { Location: file.url };
  return {
    kind: 'text',
    status: 302,
    contentType: 'text/html; charset=utf-8',
    text: '<html><body>redirected</body></html>',
    headers,
  };
};

export const ATTACHMENT_ROUTES: readonly Route[] = [route('GET', '/files/:id/download', download, { token: false })];
