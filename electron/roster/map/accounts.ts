import type { DistrictSettings } from '../../../shared/settings.ts';
import type { SisOrg } from '../../sis/schema/rows.ts';
import type { DesiredRow } from '../desired.ts';
import { byText, canvasText } from '../text.ts';
import type { Minting } from './minting.ts';

/** A chosen school and the sub-account it becomes (ROSTER-RULES C1). */
export interface School {
  readonly sourcedId: string;
  readonly accountId: string;
  readonly name: string;
}

export interface MappedAccounts {
  readonly rows: readonly DesiredRow[];
  /** Chosen schools by sourcedId. */
  readonly schools: ReadonlyMap<string, School>;
}

/** One sub-account per chosen school under the chosen parent (C1), its id minted once from the chosen source (B). */
export function mapAccounts(orgs: Iterable<SisOrg>, settings: DistrictSettings, minting: Minting): MappedAccounts {
  const chosen = new Set(settings.schools);
  const schools = new Map<string, School>();
  const rows: DesiredRow[] = [];
  const taken = new Map<string, string>();
  for (const org of [...orgs].sort((a, b) => byText(a.sourcedId, b.sourcedId))) {
    if (org.type !== 'school' || org.status !== 'active') continue;
    if (chosen.size > 0 && !chosen.has(org.sourcedId)) continue;
    const wanted = settings.accountId === 'identifier' && org.identifier !== '' ? org.identifier : org.sourcedId;
    const accountId = minting.idFor('account', org.sourcedId, taken.has(wanted) ? org.sourcedId : wanted);
    taken.set(accountId, org.sourcedId);
    const name = canvasText(org.name) || accountId;
    schools.set(org.sourcedId, { sourcedId: org.sourcedId, accountId, name });
    rows.push({
      entity: 'account',
      key: accountId,
      partition: accountId,
      fields: { name, parent_account_id: settings.parentAccount },
      extra: { label: name, school: accountId, source: ['orgs', org.sourcedId] },
    });
  }
  return { rows, schools };
}
