import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { feature, pair, part, triple } from '../../../src/policy/model/hash.ts';
import { readWeights } from '../../../src/policy/model/weights.ts';

function weights(text: string) {
  const file = join(mkdtempSync(join(tmpdir(), 'weights-')), 'weights.txt');
  writeFileSync(file, text);
  return readWeights(pathToFileURL(file), 3);
}

test('features of one, two and three parts are found by their hashes, in hundredths', () => {
  const table = weights('# a first\nw mrs\t=a120c-35\n-1\tw bed\t=b7\np1\t<phone>\tsign =\t=a1b2c3\n');
  const of = (key: number) => table.labels(table.find(key)).slice(0, 3);
  expect(of(feature(part('w mrs')))).toEqual([120, 0, -35]);
  expect(of(pair(part('-1'), part('w bed')))).toEqual([0, 7, 0]);
  expect(of(triple(part('p1'), part('<phone>'), part('sign =')))).toEqual([1, 2, 3]);
});

test('what the file has not counts nothing', () => {
  const table = weights('w mrs\t=a120\n');
  expect(table.find(part('w mr'))).toBe(0);
  expect(table.labels(0).slice(0, 3)).toEqual([0, 0, 0]);
});
