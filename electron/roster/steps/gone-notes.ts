import type { EntityKind } from '../../../shared/entities.ts';
import type { Finding } from '../../../shared/finding.ts';
import type { ObjectTriple } from '../compare/objects.ts';
import { fieldsOf, ledgerExtraOf, sourceFrom } from '../compare/sides.ts';
import { FROZEN, type Verdict } from '../compare/verdict.ts';
import { spokenDate } from '../district-time.ts';
import { byText } from '../text.ts';

/** Told one by one; all of them count as frozen. */
const MOST_TOLD = 1000;

/**
 * Who and what the SIS no longer names and what stays in Canvas all the same, listed for a person to look at: staff (ROSTER-RULES D3)
 * and classes that are not over (D4).
 */
export class GoneNotes {
  readonly #today: string;
  readonly #found: Finding[] = [];

  constructor(today: string) {
    this.#today = today;
  }

  take(verdict: Verdict, entity: EntityKind, { key, desired, canvas, ledger }: ObjectTriple): void {
    if (verdict !== FROZEN || desired !== null || canvas === null || ledger?.owned !== true) return;
    const { label, role, ends = '' } = ledgerExtraOf(ledger);
    const sourcedId = sourceFrom(ledger.source)?.sourcedId ?? key;
    if (this.#found.length >= MOST_TOLD) return;
    if (entity === 'section' && (ends === '' || ends >= this.#today)) this.#found.push(goneClass(sourcedId, label, ends));
    if (entity === 'user' && role === 'staff' && fieldsOf(canvas).status === 'active')
      this.#found.push(goneStaff(sourcedId, label));
  }

  findings(): Finding[] {
    return [...this.#found].sort((a, b) => byText(a.rule, b.rule) || byText(a.sourcedId, b.sourcedId));
  }
}

function goneClass(sourcedId: string, label: string, ends: string): Finding {
  const until = ends === '' ? '' : `, which runs until ${spokenDate(ends)}`;
  return {
    rule: 'D4',
    level: 'noted',
    collection: 'classes',
    sourcedId,
    message: `The SIS no longer has “${label}”${until}. Its section and course stay in Canvas.`,
    remedy: 'If nothing and nobody is in it any more, a person may remove it.',
  };
}

function goneStaff(sourcedId: string, label: string): Finding {
  return {
    rule: 'D3',
    level: 'noted',
    collection: 'users',
    sourcedId,
    message: `The SIS no longer has ${label}, who was staff. Their Canvas user stays and may sign in.`,
    remedy: 'If they have left the district, suspend them in Canvas.',
  };
}
