/**
 * The cases of this repository that are labelled as a whole, without marks: they train the heads only. Of the cases by other
 * writers (situations, people) the odd ids do; the even ones stay unseen, to measure on.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Audience, Category, Level } from '../../src/policy/types.ts';
import type { Marked } from '../../tests/policy/marked.ts';

const FOLDER = join(import.meta.dirname, '../../tests/policy/cases');
const WHOLE = ['acute', 'community', 'corporate'];
const ODD = ['situations', 'people'];
const TABLES = ['mosaic', 'names', 'numbers', 'situations'];

const lines = (file: string): string[] =>
  readFileSync(join(FOLDER, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
const labelled = (name: string): Marked[] =>
  lines(`${name}.jsonl`).map((line) => ({ ...(JSON.parse(line) as Marked), marks: [] }));
const isOdd = ({ id }: Marked): boolean => Number(/\d+/.exec(id)?.[0]) % 2 === 1;

/** [audience, level, text, categories]; where no categories are given the table says nothing of them, so it is left out unless clear. */
const table = (name: string): Marked[] =>
  (parse(readFileSync(join(FOLDER, `${name}.yaml`), 'utf8')) as [Audience, Level, string, Category[]?][])
    .filter(([, level, , categories]) => level === 'clear' || categories !== undefined)
    .map(([audience, expect, text, categories = []], at) => ({
      id: `${name}-table-${at}`,
      audience,
      expect,
      text,
      categories,
      attachments: [],
      marks: [],
    }));

export const unmarked = (): Marked[] => [
  ...WHOLE.flatMap(labelled),
  ...ODD.flatMap((name) => labelled(name).filter(isOdd)),
  ...TABLES.flatMap(table),
];
