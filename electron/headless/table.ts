/**
 * Plain text columns, two spaces apart.
 * @param numbersFrom index of the first right-aligned column
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[], numbersFrom = 1): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? '';
        return column >= numbersFrom ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return all.map(line).join('\n');
}
