import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { OneRosterData } from '../oneroster-data.ts';
import { ACCOUNT_ROUTES } from './api/accounts.ts';
import { ATTACHMENT_ROUTES } from './api/attachments.ts';
import { COURSE_CONTENT_ROUTES } from './api/course-content.ts';
import { COURSE_ROUTES } from './api/courses.ts';
import { PRE_ATTACHMENT_ROUTES } from './api/pre-attachment.ts';
import { PROGRESS_ROUTES } from './api/progress.ts';
import { PROVE_ROUTES } from './api/prove.ts';
import { REPORT_ROUTES } from './api/reports.ts';
import { SIS_ASSIGNMENT_ROUTES } from './api/sis-assignments.ts';
import { SIS_IMPORT_ROUTES } from './api/sis-imports.ts';
import { TOKEN_ROUTES } from './api/tokens.ts';
import { USER_ROUTES } from './api/users.ts';
import { WRITE_ROUTES } from './api/writes.ts';
import type { CanvasApp, Violation } from './app.ts';
import { ADMIN_USER_ID, CanvasState } from './canvas-state.ts';
import { seedCensus } from './census/census.ts';
import { handleControl } from './control/control.ts';
import { type CanvasDump, dumpAll, loadDump } from './dump.ts';
import { FilesHost } from './files-host.ts';
import { createApiServer } from './http/api-server.ts';
import { nextFault } from './http/faults.ts';
import { ImportQueue } from './imports/import-queue.ts';
import type { DroppedRow } from './imports/pipeline.ts';
import { DeveloperKey } from './oauth/developer-key.ts';
import { OAUTH_ROUTES } from './oauth/oauth-routes.ts';
import { ReportQueue } from './reports/report-queue.ts';
import { defaultSettings } from './settings.ts';
import { StateFile } from './state-file.ts';

export interface PracticeCanvasOptions {
  /** Port of the API on 127.0.0.1; 0 or absent picks a free one. */
  port?: number;
  /** Port of the files host, reached as localhost. */
  filesPort?: number;
  token?: string;
  /** Secret of the developer key. */
  keySecret?: string;
  seed?: number;
  clock?: () => Date;
  /** IANA name; the account's default_time_zone and the zone of report dates. */
  timeZone?: string;
  /** Where the state is kept between starts; absent keeps it in memory only. */
  stateFile?: string;
}

export interface PracticeCanvas {
  readonly url: string;
  readonly token: string;
  /** What an admin would copy from the list of developer keys. */
  readonly developerKey: { readonly id: string; readonly secret: string };
  /** Control calls; `path` starts after /canvas. Answers false when the path is not one of ours. */
  readonly control: { handle(req: IncomingMessage, res: ServerResponse, path: string): Promise<boolean> };
  dump(): unknown;
  load(dump: unknown): void;
  /** Fills the Canvas with what people made there before us (DESIGN §7), named after the given SIS data. */
  seedCensus(sis: OneRosterData): void;
  onChange(listener: () => void): void;
  close(): Promise<void>;
}

const ROUTES = [
  ...OAUTH_ROUTES,
  ...PROVE_ROUTES,
  ...SIS_IMPORT_ROUTES,
  ...PRE_ATTACHMENT_ROUTES,
  ...REPORT_ROUTES,
  ...ACCOUNT_ROUTES,
  ...COURSE_ROUTES,
  ...USER_ROUTES,
  ...TOKEN_ROUTES,
  ...SIS_ASSIGNMENT_ROUTES,
  ...COURSE_CONTENT_ROUTES,
  ...WRITE_ROUTES,
  ...PROGRESS_ROUTES,
  ...ATTACHMENT_ROUTES,
];

/** A Canvas on loopback, as reference/canvas-sis.md describes it. */
export async function startPracticeCanvas(options: PracticeCanvasOptions): Promise<PracticeCanvas> {
  const listeners = new Set<() => void>();
  const state = new CanvasState(options.timeZone ?? 'America/New_York', options.clock ?? (() => new Date()));
  state.seedEmpty();
  const settings = defaultSettings();
  settings.dropSilently.seed = options.seed ?? 1;
  const violations: Violation[] = [];
  const dropped: DroppedRow[] = [];
  const changed = () => {
    for (const listener of listeners) listener();
  };
  let messages = 0;
  const nextMessageId = () => {
    messages += 1;
    return messages;
  };
  const files = new FilesHost({
    onToken: (detail) => violations.push({ at: state.now(), kind: 'token-sent-to-files-host', detail }),
    missing: () => {
      if (settings.attachments.missing <= 0) return false;
      settings.attachments.missing -= 1;
      return true;
    },
    fault: (path) => nextFault(settings, path),
    latencyMs: () => settings.latencyMs,
  });
  const imports = new ImportQueue({ state, settings, dropped, nextMessageId, pause: pauser() }, changed);
  const reports = new ReportQueue({ state, settings, files });
  const server = createApiServer(ROUTES, () => app);
  await files.listen(options.filesPort ?? 0);
  const port = await listen(server, options.port ?? 0).catch(async (error: unknown) => {
    await files.close();
    throw error;
  });
  const app: CanvasApp = {
    state,
    settings,
    imports,
    reports,
    files,
    key: new DeveloperKey(settings, () => state.clock().getTime(), options.keySecret),
    violations,
    dropped,
    progresses: [],
    nextMessageId,
    requests: { total: 0, refused: 0 },
    url: `http://127.0.0.1:${port}`,
    token: options.token ?? `practice~${randomBytes(24).toString('hex')}`,
    tokenUserId: ADMIN_USER_ID,
    changed,
  };
  const stateFile = options.stateFile === undefined ? undefined : new StateFile(options.stateFile, app);
  stateFile?.load();
  if (stateFile !== undefined) listeners.add(() => stateFile.saveSoon());

  return {
    url: app.url,
    token: app.token,
    developerKey: { id: app.key.id, secret: app.key.secret },
    control: { handle: (request, response, path) => handleControl(app, request, response, path) },
    dump: () => dumpAll(app),
    load: (dump) => loadDump(app, dump as CanvasDump),
    seedCensus: (sis) => {
      seedCensus(app, sis, options.seed ?? 1);
      changed();
    },
    onChange: (listener) => listeners.add(listener),
    close: async () => {
      imports.close();
      stateFile?.saveNow();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await reports.close();
      await files.close();
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Lets waiting requests through once every few milliseconds of uninterrupted work. */
function pauser(): () => Promise<void> {
  const slice = 12;
  let since = performance.now();
  return async () => {
    if (performance.now() - since < slice) return;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  };
}
