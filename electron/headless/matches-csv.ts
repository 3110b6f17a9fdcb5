import type { Match } from '../../shared/conversion.ts';
import { csvCell } from '../engine/findings-csv.ts';

const columns = [
  'result',
  'SIS record',
  'name',
  'more',
  'school',
  'SIS id in Canvas',
  'candidate',
  'candidate more',
  'candidate SIS id',
  'Canvas id',
  'they agree in',
  'what happens otherwise',
  'decision',
];

/** Every match of one kind for a spreadsheet: a line for each candidate, one for a record without any. */
export function matchesCsv(matches: readonly Match[]): string {
  const lines = matches.flatMap((match) => {
    const { grade, source, label, detail, schoolName, key, candidates, otherwise, decision } = match;
    const of = [grade, source?.sourcedId ?? '', label, detail, schoolName, key];
    const end = [otherwise, decision?.kind ?? ''];
    if (candidates.length === 0) return [line([...of, '', '', '', '', '', ...end])];
    return candidates.map((candidate) =>
      line([...of, candidate.label, candidate.detail, candidate.sisId, candidate.canvasId, candidate.traits.join(', '), ...end]),
    );
  });
  return [line(columns), ...lines, ''].join('\r\n');
}

/** Canvas' own file for the sure matches that have another SIS id (canvas-sis.md §1.12): as it would be sent. */
export function changeSisIdCsv(matches: readonly Match[]): string {
  const rows = matches.flatMap(({ grade, entity, key, candidates: [candidate] }) =>
    (grade === 'exact' || grade === 'likely') && candidate !== undefined && candidate.sisId !== ''
      ? [[candidate.sisId, key, entity].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')]
      : [],
  );
  return ['old_id,new_id,type', ...rows, ''].join('\r\n');
}

function line(cells: readonly string[]): string {
  return cells.map(csvCell).join(',');
}
