import type { Check, District, DoctorReport } from '../../shared/district.ts';
import type { DistrictSettings } from '../../shared/settings.ts';
import { LOOK_BACK_DAYS } from '../canvas/other-imports.ts';
import { districtTime } from '../roster/district-time.ts';
import type { DistrictReader } from '../store/store-api.ts';
import { canvasClientFor, sisClientFor } from './clients.ts';
import { supportLetter } from './doctor-letter.ts';
import type { DistrictSecrets, EngineOptions } from './engine-api.ts';

/** What the doctor knows of a district before it asks anybody. */
export interface Patient {
  readonly district: District;
  readonly settings: DistrictSettings;
  readonly ownImports: ReadonlySet<string>;
}

/** The whole examination of both sides, at most 25 requests each; reads only. */
export async function examineBoth(options: EngineOptions, patient: Patient, secrets: DistrictSecrets): Promise<DoctorReport> {
  const { connection } = patient.district;
  const { settings, ownImports } = patient;
  const now = options.edge.now();
  const { today } = districtTime(settings.timeZone, now);
  const sis = sisClientFor(options, connection, secrets);
  const canvas = canvasClientFor(options, connection, secrets);
  const [sisChecks, canvasChecks] = await Promise.all([
    sis.ok ? sis.value.examine({ ...settings, today }) : [addressCheck('sis', sis.failure)],
    canvas.ok ? canvas.value.examine({ ownImports, now }) : [addressCheck('canvas', canvas.failure)],
  ]);
  const checks = [...sisChecks, ...canvasChecks];
  const at = new Date(now).toISOString();
  const base = sis.ok ? sis.value.base : connection.sisUrl;
  const letter = supportLetter({ district: patient.district.name, base, at, checks });
  return { ok: checks.every((check) => check.ok), checks, letter, at };
}

/** A side whose address is unusable is one failed check. */
export function addressCheck(side: Check['side'], failure: { readonly message: string; readonly remedy: string }): Check {
  return { side, name: 'Address', ok: false, level: 'problem', message: failure.message, remedy: failure.remedy };
}

const DAY_MS = 86_400_000;
const RUNS_A_PAGE = 50;

/** Ids of the Canvas imports Rosterbridge sent for as long as the doctor looks back; imports are listed a day longer. */
export function ownImportsOf(reader: DistrictReader, now: number): ReadonlySet<string> {
  const own = new Set<string>();
  const since = now - (LOOK_BACK_DAYS + 1) * DAY_MS;
  for (let from = 0; ; from += RUNS_A_PAGE) {
    const { runs } = reader.runs(from, RUNS_A_PAGE);
    for (const run of runs) {
      if (run.kind !== 'apply') continue;
      for (const { importId } of reader.run(run.id)?.packages ?? []) if (importId !== null) own.add(importId);
    }
    const last = runs.at(-1);
    if (last === undefined || runs.length < RUNS_A_PAGE || Date.parse(last.startedAt) < since) return own;
  }
}
