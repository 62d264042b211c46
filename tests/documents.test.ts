import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SETTINGS } from '../src/config.ts';

const read = (file: string) => readFileSync(join(import.meta.dirname, '..', file), 'utf8');

describe('every setting, and no other, stands in', () => {
  test('the table of README.md', () => {
    const rows = [...read('README.md').matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]);
    expect(rows.toSorted()).toEqual(SETTINGS.toSorted());
  });

  test('.env.example', () => {
    const names = [...read('.env.example').matchAll(/^#([A-Z_]+)=/gm)].map((match) => match[1]);
    expect(names.toSorted()).toEqual(SETTINGS.toSorted());
  });
});

test('every file that the documents link to is there', () => {
  const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: join(import.meta.dirname, '..') });
  expect(documents.length).toBeGreaterThan(5);
  for (const file of documents) {
    const folder = join(file, '..');
    for (const [, link] of read(file).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)) {
      expect(
        () => readFileSync(join(import.meta.dirname, '..', folder, link as string)),
        `${link} in ${file}`,
      ).not.toThrow(/ENOENT/);
    }
  }
});
