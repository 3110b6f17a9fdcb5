import type { ConnectRequest, SisAuth } from '../../../shared/district.ts';
import { type Outcome, succeed } from '../../../shared/outcome.ts';
import type { SisProfileName } from '../../../shared/sis-profiles.ts';
import { connectDistrict } from '../../engine/connect/connect-district.ts';
import { sideSecrets } from '../../vault/environment-vault.ts';
import { connectFailed } from '../failures.ts';
import { districtJson, failureJson } from '../json-shapes.ts';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';
import { checksText } from '../text.ts';

export interface ConnectFlags {
  readonly sisUrl: string;
  readonly sisKey: string;
  readonly canvasUrl: string;
  readonly timeZone: string;
  readonly auth: SisAuth;
  readonly tokenUrl: string;
  readonly name: string;
  readonly sis?: SisProfileName;
}

/** Creates or updates a district after testing both sides; a failed test stores nothing and exits 1. */
export async function connect(flags: ConnectFlags, session: Session): Promise<Outcome<Report>> {
  const { engine, vault, deps, learn, named } = session;
  const secrets = sideSecrets(deps.env);
  if (!secrets.ok) return secrets;
  for (const secret of [secrets.value.sisSecret, secrets.value.canvasToken]) learn(secret);
  // Opening what is there already needs the store's key: without one this must end before anything is asked of anyone.
  const key = await vault.storeKey(named ?? '');
  if (!key.ok && key.failure.code.startsWith('environment.')) return key;
  const known = await engine.districts();
  if (!known.ok) return known;
  const request: ConnectRequest = {
    district: named,
    name: flags.name,
    timeZone: flags.timeZone,
    sisUrl: flags.sisUrl,
    sisKey: flags.sisKey,
    sisAuth: flags.auth,
    sisTokenUrl: flags.tokenUrl,
    canvasUrl: flags.canvasUrl,
    ...(flags.sis === undefined ? {} : { sisProfile: flags.sis }),
    ...secrets.value,
  };
  const connected = await connectDistrict(request, {
    engine,
    vault,
    known: known.value,
    now: deps.edge.now,
    random: deps.edge.random,
  });
  if (!connected.ok) return connected;
  const { district, checks } = connected.value;
  if (district === null) {
    const failure = connectFailed(checks);
    return succeed({ code: 1, json: { district: null, checks, ...failureJson(failure) }, text: checksText(checks), failure });
  }
  const text = `${checksText(checks)}\n\nConnected: ${district.name} (${district.id})\nNext: ${deps.programName} plan`;
  return succeed({ code: 0, json: { district: districtJson(district), checks }, text });
}
