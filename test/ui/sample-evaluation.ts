import type { Evaluation, MatchPage, MatchQuery } from '../../shared/conversion.ts';

const none = { byId: 0, exact: 0, likely: 0, ambiguous: 0, collision: 0, new: 0, canvasOnly: 0, undecided: 0, adopt: 0 };

export function sampleEvaluation(): Evaluation {
  return {
    number: 1,
    at: '2026-08-10T06:00:00.000Z',
    counts: {
      account: { ...none, exact: 4, likely: 1, new: 2, canvasOnly: 9, undecided: 5 },
      term: { ...none, likely: 2, new: 3, canvasOnly: 10, undecided: 2 },
      course: { ...none, exact: 120, ambiguous: 6, new: 880, canvasOnly: 3400, undecided: 126 },
      section: { ...none, exact: 120, new: 886, canvasOnly: 3600, undecided: 120 },
      user: {
        ...none,
        byId: 40,
        exact: 18_000,
        likely: 61,
        ambiguous: 7,
        collision: 2,
        new: 340,
        canvasOnly: 5100,
        undecided: 18_070,
      },
    },
    schemes: [
      { what: 'student', source: 'identifier', records: 18_400, found: 18_020, chosen: false },
      { what: 'student', source: 'sourcedId', records: 18_400, found: 0, chosen: true },
    ],
    reviewed: null,
  };
}

export function sampleMatches({ entity, grade, from, count }: MatchQuery): MatchPage {
  const total = 61;
  const numbers = Array.from({ length: Math.max(0, Math.min(count, total - from)) }, (_, i) => from + i + 1);
  return {
    total,
    matches: numbers.map((number) => ({
      number,
      entity,
      grade,
      key: `sis-${number}`,
      label: `Ada Example ${number}`,
      detail: `ada${number} · ada${number}@example.org`,
      school: 'school-1',
      schoolName: 'Lincoln High School',
      source: { collection: 'users', sourcedId: `u-${number}` },
      candidates:
        grade === 'new' || grade === 'canvas-only'
          ? []
          : Array.from({ length: grade === 'ambiguous' ? 2 : 1 }, (_, i) => ({
              canvasId: `${4000 + number}${i}`,
              sisId: i === 0 ? `S${number}` : '',
              label: `Ada Example ${number}`,
              detail: `ada${number}`,
              traits: ['login' as const, 'e-mail' as const],
              login: `ada${number}`,
              applied: {},
            })),
      otherwise: 'A second person would be made beside the one in Canvas.',
      decision: null,
    })),
  };
}
