import type { DistrictSettings } from '../../../shared/settings.ts';
import type { SisOrg } from '../../sis/schema/rows.ts';
import { type DesiredRow, keyWithoutId } from '../desired.ts';
import { byText, canvasText, isUsableId } from '../text.ts';
import type { Minting } from './minting.ts';

/** A chosen school and the sub-account it becomes (ROSTER-RULES C1). */
export interface School {
  readonly sourcedId: string;
  readonly accountId: string;
  readonly name: string;
}

export interface MappedAccounts {
  readonly rows: readonly DesiredRow[];
  /** Chosen schools by sourcedId; one without an account id is held and not among them. */
  readonly schools: ReadonlyMap<string, School>;
}

/**
 * One sub-account per chosen school under the chosen parent (C1), its id minted once from the chosen source (B).
 * @param owners sourcedIds by account id of everything ever minted, also for schools the SIS no longer sends: an id never
 * passes to another school.
 */
export function mapAccounts(
  orgs: Iterable<SisOrg>,
  settings: DistrictSettings,
  minting: Minting,
  owners: ReadonlyMap<string, string>,
): MappedAccounts {
  const chosen = new Set(settings.schools);
  const schools = new Map<string, School>();
  const rows: DesiredRow[] = [];
  const taken = new Map(owners);
  for (const org of [...orgs].sort((a, b) => byText(a.sourcedId, b.sourcedId))) {
    if (org.type !== 'school' || org.status !== 'active') continue;
    if (chosen.size > 0 && !chosen.has(org.sourcedId)) continue;
    const proposals = settings.accountId === 'identifier' ? [org.identifier.trim(), org.sourcedId] : [org.sourcedId];
    const free = proposals.find((id) => isUsableId(id) && (taken.get(id) ?? org.sourcedId) === org.sourcedId);
    const known = minting.known('account', org.sourcedId) ?? free;
    const accountId = known === undefined ? keyWithoutId(org.sourcedId) : minting.idFor('account', org.sourcedId, known);
    const said = canvasText(org.name);
    const name = said || org.sourcedId;
    rows.push({
      entity: 'account',
      key: accountId,
      partition: accountId,
      fields: { name: said, parent_account_id: settings.parentAccount },
      extra: {
        label: name,
        school: accountId,
        source: ['orgs', org.sourcedId],
        ...(known === undefined
          ? { hold: { rule: 'B', text: `${name} has no id of its own that Canvas can take. Give the school an id in the SIS.` } }
          : {}),
      },
    });
    if (known === undefined) continue;
    taken.set(accountId, org.sourcedId);
    schools.set(org.sourcedId, { sourcedId: org.sourcedId, accountId, name });
  }
  return { rows, schools };
}
