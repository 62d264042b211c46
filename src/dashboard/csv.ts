/** Rows as CSV (RFC 4180). */
export const asCsvLines = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');

/** A spreadsheet would run what begins with one of these signs, some also where they are written wide, as for Japanese. */
const RUNS = /^[=+\-@\t\r\n＝＋－＠]/;

const csvCell = (value: string): string => `"${(RUNS.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;

/** Rows by their columns as CSV, its first line the names of the columns. */
export function toCsv<Row>(
  columns: readonly (readonly [string, (row: Row) => string | null])[],
  rows: readonly Row[],
): string {
  return asCsvLines([
    columns.map(([name]) => name),
    ...rows.map((row) => columns.map(([, value]) => value(row) ?? '')),
  ]);
}
