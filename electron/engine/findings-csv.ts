import type { Finding, FindingLevel } from '../../shared/finding.ts';

const columns = ['result', 'list', 'record', 'what', 'remedy', 'rule'] as const;
const levelWords: Readonly<Record<FindingLevel, string>> = { dropped: 'left out', warned: 'doubtful', noted: 'by a rule' };

/** One finding a line, for a spreadsheet. */
export function findingsCsv(findings: readonly Finding[], isFirst: boolean): string {
  const lines = findings.map(({ level, collection, sourcedId, message, remedy, rule }) =>
    [levelWords[level], collection, sourcedId, message, remedy, rule].map(csvCell).join(','),
  );
  return [...(isFirst ? [columns.join(',')] : []), ...lines, ''].join('\r\n');
}

/** Quoted, and never a formula: a spreadsheet would run what begins with one of these signs. */
export function csvCell(text: string): string {
  const harmless = /^\s*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
