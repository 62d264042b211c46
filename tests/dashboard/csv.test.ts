import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { asCsvLines, toCsv } from '../../src/dashboard/csv.ts';

const read = (text: string) => parse(text, { record_delimiter: '\r\n' });

describe('a cell', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '＋1', '－1', '＠x'])(
    '%j would be run by a spreadsheet, and is text',
    (value) => expect(read(asCsvLines([[value]]))).toEqual([[`'${value}`]]),
  );

  test.each(['', 'Ward 7', 'says "hello", twice', 'two\nlines', '1-2', "O'Neill", ' =1'])(
    '%j stays as it is',
    (value) => expect(read(asCsvLines([[value, 'next']]))).toEqual([[value, 'next']]),
  );
});

test('names of columns come first, what is not known is empty, and each row ends its line', () => {
  const columns = [
    ['who', (row: { who: string | null }) => row.who],
    ['twice', ({ who }: { who: string | null }) => who && who + who],
  ] as const;
  expect(toCsv(columns, [{ who: 'a' }, { who: null }])).toBe('"who","twice"\r\n"a","aa"\r\n"",""\r\n');
});
