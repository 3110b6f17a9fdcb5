import {
  type Evaluation,
  type IdScheme,
  type Match,
  type MatchDecision,
  type MatchGrade,
  type MatchTrait,
  matchGrades,
} from '../../shared/conversion.ts';
import { formatCount, joinWords, plural } from '../ui/format.ts';

/** What the screens of a first contact say (ROSTER-RULES G1). */
export const gradeWords: Readonly<Record<MatchGrade, string>> = {
  exact: 'Sure',
  likely: 'Likely',
  ambiguous: 'Unclear',
  collision: 'Same id, something else',
  new: 'Only in the SIS',
  'canvas-only': 'Only in Canvas',
};

/** What each grade asks of the admin, or tells. */
export const gradeSentences: Readonly<Record<MatchGrade, string>> = {
  exact: 'Each is one thing on both sides, by more than one sign. Linking gives it the SIS id; nothing else about it changes.',
  likely: 'Each has one candidate in Canvas, by one sign. Look at them before you link.',
  ambiguous: 'Several fit, or one that several claim. Choose for each.',
  collision: 'Canvas has this SIS id, but everything else says it is something else. Until you decide, nothing is written to it.',
  new: 'Nothing in Canvas looks like these. They would be made.',
  'canvas-only': 'The SIS names nothing like these. They stay as they are, whatever you decide.',
};

const traitWords: Readonly<Record<MatchTrait, string>> = {
  login: 'login',
  identifier: 'id',
  'integration id': 'second id',
  'e-mail': 'e-mail and name',
  name: 'name',
  'similar name': 'similar name',
  dates: 'dates',
  code: 'code',
  'only section': 'the only section of its course',
};

export function traitsText(traits: readonly MatchTrait[]): string {
  // Equal names are similar, too.
  const telling = traits.includes('name') ? traits.filter((trait) => trait !== 'similar name') : traits;
  return joinWords(telling.map((trait) => traitWords[trait]));
}

export function decisionWord(match: Match): string {
  const { decision, grade } = match;
  if (decision === null) return grade === 'new' || grade === 'canvas-only' ? '' : 'Open';
  return decisionWords[decision.kind];
}

const decisionWords: Readonly<Record<MatchDecision['kind'], string>> = {
  adopt: 'Link',
  separate: 'Keep apart',
  same: 'Is the same',
};

export function countOf(counts: Evaluation['counts'][keyof Evaluation['counts']], grade: MatchGrade): number {
  return grade === 'canvas-only' ? counts.canvasOnly : counts[grade];
}

/** What to look at first of a kind: the surest of what is open, else what there is. */
export function firstGrade(counts: Evaluation['counts'][keyof Evaluation['counts']]): MatchGrade {
  return matchGrades.find((grade) => countOf(counts, grade) > 0) ?? 'exact';
}

export function undecidedIn(evaluation: Evaluation): number {
  return Object.values(evaluation.counts).reduce((sum, { undecided }) => sum + undecided, 0);
}

export function linksIn(evaluation: Evaluation): number {
  return Object.values(evaluation.counts).reduce((sum, { adopt }) => sum + adopt, 0);
}

const schemeNouns: Readonly<Record<IdScheme['what'], string>> = {
  account: 'schools',
  student: 'students',
  staff: 'staff',
};

/** Where Canvas knows more ids under another setting than under the chosen one: one sentence each (ROSTER-RULES B). */
export function betterSchemes(schemes: readonly IdScheme[]): string[] {
  const sentences: string[] = [];
  for (const what of ['account', 'student', 'staff'] as const) {
    const known = schemes.filter((scheme) => scheme.what === what);
    const chosen = known.find((scheme) => scheme.chosen);
    const [best] = [...known].sort((a, b) => b.found - a.found);
    if (best === undefined || best.chosen || best.found <= (chosen?.found ?? 0)) continue;
    sentences.push(
      `Canvas knows ${formatCount(best.found)} of ${plural(best.records, 'id', 'ids')} of ${schemeNouns[what]} when they are made from the SIS’ ${sourceWord(best.source)}, and ${formatCount(chosen?.found ?? 0)} as the settings make them now.`,
    );
  }
  return sentences;
}

function sourceWord(source: string): string {
  const cut = source.indexOf(':');
  const name = source.slice(cut + 1);
  if (source.startsWith('userIds:')) return `user id of the type “${name}”`;
  if (source.startsWith('metadata:')) return `field “${name}”`;
  return source === 'sourcedId' ? 'record number' : source;
}
