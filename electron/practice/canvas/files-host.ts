import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBody } from './http/fields.ts';
import type { Fault } from './settings.ts';

/** A downloadable file, on another host than the API (§2.4): its address carries a verifier instead of a token. */
export interface Attachment {
  id: number;
  filename: string;
  contentType: string;
  size: number;
  url: string;
  created_at: string;
}

interface Stored extends Attachment {
  verifier: string;
  content: { kind: 'bytes'; read: () => Uint8Array | undefined } | { kind: 'path'; path: string };
}

/** What becomes of an uploaded file: where to go on, or why it is refused. */
export type UploadAnswer = { status: 201 | 303; location: string } | { status: 400; text: string };
type UploadTarget = (body: Buffer, contentType: string) => UploadAnswer;

/** What the files host asks the practice Canvas it belongs to. */
export interface FilesHostWays {
  /** Somebody sent the token here. */
  onToken(path: string): void;
  /** Asked at each download: true makes that file not found. */
  missing(): boolean;
  /** Asked at each upload. */
  fault(path: string): Fault | undefined;
  latencyMs(): number;
}

const GOOD: FilesHostWays = { onToken: () => {}, missing: () => false, fault: () => undefined, latencyMs: () => 0 };

/** The second host: report files, error files and pre-attachment uploads. It never wants the token. */
export class FilesHost {
  readonly #files = new Map<number, Stored>();
  readonly #uploads = new Map<string, UploadTarget>();
  readonly #server: Server;
  readonly #ways: FilesHostWays;
  #next = 1;
  #port = 0;
  #folder: string | undefined;

  constructor(ways: Partial<FilesHostWays> = {}) {
    this.#ways = { ...GOOD, ...ways };
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    this.#port = typeof address === 'object' && address !== null ? address.port : port;
  }

  /** Another name and another port than the API's: a client that sends its token here shows itself. */
  get origin(): string {
    return `http://localhost:${this.#port}`;
  }

  /** The bytes are asked for at each download; once they are forgotten the file is not found. */
  add(filename: string, contentType: string, size: number, read: () => Uint8Array | undefined, createdAt: string): Attachment {
    return this.#store(filename, contentType, size, { kind: 'bytes', read }, createdAt);
  }

  async addPath(filename: string, contentType: string, path: string, createdAt: string): Promise<Attachment> {
    const { size } = await stat(path);
    return this.#store(filename, contentType, size, { kind: 'path', path }, createdAt);
  }

  /** A path for a file that is being made; the folder goes away with the server. */
  async scratchPath(name: string): Promise<string> {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'practice-canvas-'));
    return join(this.#folder, `${this.#next}-${randomBytes(4).toString('hex')}-${name}`);
  }

  get(id: number): Attachment | undefined {
    return this.#files.get(id);
  }

  verifierOf(id: number): string | undefined {
    return this.#files.get(id)?.verifier;
  }

  /** An address that takes one upload without a token (pre_attachment, §2.2). */
  expectUpload(target: UploadTarget): string {
    const key = randomBytes(12).toString('hex');
    this.#uploads.set(key, target);
    return `${this.origin}/uploads/${key}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }

  #store(filename: string, contentType: string, size: number, content: Stored['content'], createdAt: string): Attachment {
    const id = this.#next;
    this.#next += 1;
    const verifier = randomBytes(20).toString('hex');
    const url = `${this.origin}/files/${id}/download?download_frd=1&verifier=${verifier}`;
    const stored = { id, filename, contentType, size, url, created_at: createdAt, verifier, content };
    this.#files.set(id, stored);
    return stored;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    if (request.headers.authorization !== undefined) {
      this.#ways.onToken(`${request.method} ${url.pathname}`);
      request.resume();
      return refuse(response, 400, 'Only one auth mechanism allowed');
    }
    const upload = this.#uploads.get(url.pathname.replace(/^\/uploads\//, ''));
    if (request.method === 'POST' && upload !== undefined) return this.#takeUpload(request, response, url.pathname, upload);
    const file = this.#files.get(Number(/^\/files\/(\d+)\/download$/.exec(url.pathname)?.[1]));
    request.resume();
    if (file === undefined || this.#ways.missing()) return refuse(response, 404, 'file not found');
    if (url.searchParams.get('verifier') !== file.verifier) return refuse(response, 401, 'file access needs its verifier');
    deliver(response, file);
  }

  async #takeUpload(request: IncomingMessage, response: ServerResponse, path: string, upload: UploadTarget): Promise<void> {
    const body = await readBody(request);
    const waits = this.#ways.latencyMs();
    if (waits > 0) await new Promise((resolve) => setTimeout(resolve, waits));
    const fault = this.#ways.fault(path);
    if (fault === 'drop') return void response.destroy();
    if (fault === '500' || fault === '502') return refuse(response, Number(fault), 'no room for files');
    const answer = upload(body, request.headers['content-type'] ?? '');
    if (fault !== undefined) return void response.destroy();
    if (answer.status === 400) return refuse(response, 400, answer.text);
    response.writeHead(answer.status, { Location: answer.location, 'Content-Length': 0 }).end();
  }
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain', 'Content-Length': Buffer.byteLength(text) }).end(text);
}

function deliver(response: ServerResponse, file: Stored): void {
  const bytes = file.content.kind === 'bytes' ? file.content.read() : undefined;
  if (file.content.kind === 'bytes' && bytes === undefined) return refuse(response, 404, 'file not found');
  response.writeHead(200, {
    'Content-Type': file.contentType,
    'Content-Length': file.size,
    'Content-Disposition': `attachment; filename="${file.filename}"`,
  });
  if (file.content.kind === 'bytes') {
    response.end(bytes);
    return;
  }
  createReadStream(file.content.path)
    .on('error', () => response.destroy())
    .pipe(response);
}
