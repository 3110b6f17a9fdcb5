import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { canvasAccess } from '../engine/connect/canvas-access.ts';
import { unknownDistrict } from '../engine/connect/failures.ts';
import type { Engine } from '../engine/engine-api.ts';
import { openLog } from '../engine/log/log-file.ts';
import { createRedactor } from '../engine/log/redact.ts';
import { learningVault } from '../vault/learning-vault.ts';
import type { Vault } from '../vault/vault.ts';
import type { HeadlessDeps } from './deps.ts';
import { noDistrict, severalDistricts } from './failures.ts';
import { progressLines } from './progress-lines.ts';

/** The global flags. */
export interface Globals {
  readonly dataDir?: string;
  readonly district?: string;
  readonly json?: boolean;
}

/** What a command works with: an engine on the data folder, the vault, and the chosen district. */
export interface Session {
  readonly deps: HeadlessDeps;
  readonly engine: Engine;
  readonly vault: Vault;
  /** Makes a secret known to the log before it is used. */
  readonly learn: (secret: string) => void;
  /** The district named by `--district`, else the only one. */
  district(): Promise<Outcome<string>>;
  /** As named on the command line, null when it was not. */
  readonly named: string | null;
  /** Runs work that Ctrl+C and SIGTERM cancel at its next safe point; asked twice, the process ends at once. */
  cancellable<T>(district: string, work: () => Promise<T>): Promise<T>;
}

export function dataDirOf(globals: Globals, deps: HeadlessDeps): string {
  return deps.dataDir(globals.dataDir ?? (deps.env.ROSTERBRIDGE_DATA_DIR || null));
}

/** Opens a session, does the work, and closes the engine whatever happens. */
export async function withSession<T>(globals: Globals, deps: HeadlessDeps, work: (session: Session) => Promise<T>): Promise<T> {
  const dataDir = dataDirOf(globals, deps);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const redactor = createRedactor();
  const log = openLog({ folder: join(dataDir, 'logs'), redactor, program: 'headless' });
  const showProgress = progressLines(deps.stderr, deps.edge.now);
  const vault = learningVault(deps.openVault(dataDir), redactor.learn);
  const access = canvasAccess({
    edge: deps.edge,
    learn: redactor.learn,
    read: (district) => vault.read(district),
    keep: (district, secrets) => vault.save(district, secrets, false),
  });
  const engine = deps.createEngine({
    dataDir,
    edge: deps.edge,
    workerFile: deps.workerFile,
    secrets: (district) => access.secrets(district),
    log: (line) => log.write(line),
    emit(event, payload) {
      if (event === 'runEnded') log.setRun(null);
      if (event !== 'progressed' || !('step' in payload)) return;
      log.setRun(payload.run);
      showProgress(payload);
    },
  });
  try {
    return await work({
      deps,
      engine,
      vault,
      learn: redactor.learn,
      named: globals.district ?? null,
      district: () => chooseDistrict(globals.district ?? null, dataDir, engine, deps.programName),
      cancellable: (district, run) => cancellable(engine, district, deps, run),
    });
  } finally {
    await engine.close();
  }
}

/**
 * With one district folder its name is enough: if it cannot be opened, the command itself will say why. Only with several
 * is the engine asked which of them open.
 */
async function chooseDistrict(
  named: string | null,
  dataDir: string,
  engine: Engine,
  programName: string,
): Promise<Outcome<string>> {
  const folder = join(dataDir, 'districts');
  const ids = existsSync(folder) ? readdirSync(folder).sort() : [];
  // Only a name that is there: what was typed becomes a path otherwise.
  if (named !== null) return ids.includes(named) ? succeed(named) : fail(unknownDistrict(named, ids));
  const [only] = ids;
  if (only === undefined) return fail(noDistrict(programName));
  if (ids.length === 1) return succeed(only);
  const open = await engine.districts();
  if (!open.ok) return open;
  const [first, ...others] = open.value;
  return first !== undefined && others.length === 0 ? succeed(first.id) : fail(severalDistricts(ids));
}

async function cancellable<T>(engine: Engine, district: string, deps: HeadlessDeps, work: () => Promise<T>): Promise<T> {
  let asked = false;
  const forget = deps.onStop(() => {
    if (asked) return deps.abort();
    asked = true;
    deps.stderr('Stopping at the next safe point. Ask again to end at once; nothing is lost either way.\n');
    void engine.calls.cancel({ district });
  });
  try {
    return await work();
  } finally {
    forget();
  }
}
