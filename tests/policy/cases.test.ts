/** Tables of cases of our own: what each message must be, for each audience. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Audience, Category, Level } from '../../src/policy/index.ts';
import { engine } from './engine.ts';

type Case = [audience: Audience, level: Level, text: string, categories?: Category[]];

const folder = new URL('cases/', import.meta.url);

for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
  const cases = parse(readFileSync(new URL(file, folder), 'utf8')) as Case[];
  describe(file, () => {
    it.each(cases)('%s, %s: %s', (audience, level, text, categories = []) => {
      const verdict = engine.judge({ text, audience, attachments: [] });
      expect(verdict.level).toBe(level);
      for (const category of categories) expect(verdict.categories).toContain(category);
      for (const { start, end } of verdict.findings) expect(end).toBeGreaterThan(start);
      if (level === 'clear') expect(verdict.findings).toEqual([]);
    });
  });
}
