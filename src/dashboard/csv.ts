/** Rows as CSV (RFC 4180), its first line the names of the columns. */
export function toCsv<Row>(
  columns: readonly (readonly [string, (row: Row) => string | null])[],
  rows: readonly Row[],
): string {
  return asCsvLines([
    columns.map(([name]) => name),
    ...rows.map((row) => columns.map(([, value]) => value(row) ?? '')),
  ]);
}

/** Lines of cells as CSV (RFC 4180). */
export const asCsvLines = (lines: readonly (readonly string[])[]): string =>
  lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');

/** A spreadsheet would run what begins with one of these signs. */
const cell = (value: string): string => `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
