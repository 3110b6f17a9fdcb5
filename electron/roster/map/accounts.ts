import type { DistrictSettings } from '../../../shared/settings.ts';
import type { SisOrg } from '../../sis/schema/rows.ts';
import type { Finding } from '../../store/store-api.ts';
import { type DesiredRow, keyWithoutId } from '../desired.ts';
import { byText, canvasText, isUsableId } from '../text.ts';
import type { Minting } from './minting.ts';
import { FLAT, type OrgTree, orgTree } from './org-tree.ts';

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
  /** Whose place in the organisation cannot be told. */
  readonly findings: readonly Finding[];
}

/** What earlier runs left of accounts. */
export interface KnownAccounts {
  /**
   * sourcedIds by account id of everything ever minted, also for schools the SIS no longer sends: an id never passes to another
   * school.
   */
  readonly owners: ReadonlyMap<string, string>;
  /** Account id of the parent an account was last given, undefined when it never was. */
  readonly lastParent: (accountId: string) => string | undefined;
}

/**
 * One sub-account per chosen school under the chosen parent, or below what the school belongs to in the SIS (C1); ids are minted
 * once from the chosen source (B).
 */
export function mapAccounts(
  orgs: Iterable<SisOrg>,
  settings: DistrictSettings,
  minting: Minting,
  known: KnownAccounts,
): MappedAccounts {
  const all = [...orgs].sort((a, b) => byText(a.sourcedId, b.sourcedId));
  const chosen = new Set(settings.schools);
  const isChosen = (org: SisOrg) =>
    org.type === 'school' && org.status === 'active' && (chosen.size === 0 || chosen.has(org.sourcedId));
  const tree = settings.accounts === 'org-tree' ? orgTree(all, isChosen) : FLAT;
  const wanted = [...all.filter(isChosen), ...tree.above];
  const ids = mintAccounts(wanted, settings, minting, known.owners);
  const schools = new Map<string, School>();
  for (const org of wanted) {
    const accountId = ids.get(org.sourcedId);
    if (accountId !== undefined && isChosen(org))
      schools.set(org.sourcedId, { sourcedId: org.sourcedId, accountId, name: nameOf(org) });
  }
  return {
    rows: wanted.map((org) => accountRow(org, ids, tree, settings, known.lastParent)),
    schools,
    findings: wanted.flatMap((org) => placeFinding(org, tree) ?? []),
  };
}

/** Account ids by sourcedId; who gets none is not among them. */
function mintAccounts(
  orgs: readonly SisOrg[],
  settings: DistrictSettings,
  minting: Minting,
  owners: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const taken = new Map(owners);
  const ids = new Map<string, string>();
  for (const org of orgs) {
    const proposals = settings.accountId === 'identifier' ? [org.identifier.trim(), org.sourcedId] : [org.sourcedId];
    const free = proposals.find((id) => isUsableId(id) && (taken.get(id) ?? org.sourcedId) === org.sourcedId);
    const accountId = minting.known('account', org.sourcedId) ?? free;
    if (accountId === undefined) continue;
    ids.set(org.sourcedId, minting.idFor('account', org.sourcedId, accountId));
    taken.set(accountId, org.sourcedId);
  }
  return ids;
}

function accountRow(
  org: SisOrg,
  ids: ReadonlyMap<string, string>,
  tree: OrgTree,
  { parentAccount }: DistrictSettings,
  lastParent: KnownAccounts['lastParent'],
): DesiredRow {
  const key = ids.get(org.sourcedId) ?? keyWithoutId(org.sourcedId);
  const parent = tree.parentOf(org.sourcedId);
  const level = tree.levelOf(org.sourcedId);
  // Nothing moves while nobody knows where to.
  const top = parent.kind === 'unknown' ? (lastParent(key) ?? parentAccount) : parentAccount;
  return {
    entity: 'account',
    key,
    partition: key,
    fields: {
      name: canvasText(org.name),
      parent_account_id: parent.kind === 'org' ? (ids.get(parent.sourcedId) ?? keyWithoutId(parent.sourcedId)) : top,
    },
    extra: {
      label: nameOf(org),
      school: org.type === 'school' ? key : '',
      source: ['orgs', org.sourcedId],
      ...(level === 0 ? {} : { level }),
      ...(ids.has(org.sourcedId)
        ? {}
        : {
            hold: {
              rule: 'B',
              text: `${nameOf(org)} has no id of its own that Canvas can take. Give the school an id in the SIS.`,
            },
          }),
    },
  };
}

function nameOf(org: SisOrg): string {
  return canvasText(org.name) || org.sourcedId;
}

function placeFinding(org: SisOrg, tree: OrgTree): Finding | null {
  const parent = tree.parentOf(org.sourcedId);
  if (parent.kind !== 'unknown') return null;
  const why =
    parent.why === 'circle'
      ? 'belongs to itself in the SIS, over what it belongs to'
      : 'belongs to an organisation that the SIS did not send, or dropped';
  return {
    rule: 'C1',
    level: 'warned',
    collection: 'orgs',
    sourcedId: org.sourcedId,
    message: `“${nameOf(org)}” ${why}. Its account stays where it is; a new one is made directly below the account you chose.`,
    remedy: 'Correct the parent of this organisation in the SIS, and share all organisations with this connection.',
  };
}
