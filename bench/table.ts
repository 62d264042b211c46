/** Plain tables on standard output: the first column to the left, the others to the right. */

export const print = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

export function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  print(line(head));
  print(widths.map((width) => '-'.repeat(width)).join('  '));
  for (const row of rows) print(line(row));
}

/** A figure with as many decimals as make sense for its size. */
export const figure = (value: number): string =>
  value.toLocaleString('en-GB', { maximumFractionDigits: value >= 100 ? 0 : value >= 10 ? 1 : 2 });

/** A target of the bench: a sentence with what was reached, and whether it is met. */
export const target = (what: string, reached: string, isMet: boolean): readonly string[] => [
  what,
  reached,
  isMet ? 'met' : 'MISSED',
];
