/** Header names, lower-cased but not trimmed (§1.1). */
export class CsvHeader {
  readonly #columns = new Map<string, number>();

  constructor(cells: readonly string[]) {
    cells.forEach((cell, index) => {
      const name = cell.toLowerCase();
      if (name !== '' && !this.#columns.has(name)) this.#columns.set(name, index);
    });
  }

  has(column: string): boolean {
    return this.#columns.has(column);
  }

  indexOf(column: string): number | undefined {
    return this.#columns.get(column);
  }
}

/** One data row. Values are stripped; blank and absent both read as undefined, `has` tells them apart. */
export class CsvRow {
  readonly #header: CsvHeader;
  readonly #cells: readonly string[];
  /** Name of the file, as messages show it. */
  readonly file: string;
  /** 1-based, the header is row 1, physically blank lines do not count. */
  readonly number: number;
  readonly raw: string;

  constructor(header: CsvHeader, cells: readonly string[], raw: string, file: string, number: number) {
    this.#header = header;
    this.#cells = cells;
    this.raw = raw;
    this.file = file;
    this.number = number;
  }

  get(column: string): string | undefined {
    const index = this.#header.indexOf(column);
    if (index === undefined) return undefined;
    const value = this.#cells[index]?.trim();
    return value === '' ? undefined : value;
  }

  has(column: string): boolean {
    return this.#header.has(column);
  }

  isEmpty(): boolean {
    return this.#cells.every((cell) => cell.trim() === '');
  }
}

/** §1.13: true for 1, true, t, yes, y, on in any case. */
export function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(1|true|t|yes|y|on)$/i.test(value);
}
