/**
 * Tables of cases of our own: what each message must be, for each audience. The weights are trained on the whole, so a table is
 * held to a share, and a table that loses more says which.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Audience, Category, Level } from '../../src/policy/index.ts';
import { engine } from './engine.ts';

type Case = [audience: Audience, level: Level, text: string, categories?: Category[]];

const LEAST = 0.93;
const folder = new URL('cases/', import.meta.url);

describe.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))('%s', (file) => {
  const cases = parse(readFileSync(new URL(file, folder), 'utf8')) as Case[];
  const judged = cases.map(([audience, level, text, categories = []]) => {
    const verdict = engine.judge({ text, audience, attachments: [] });
    const right = verdict.level === level && categories.every((category) => verdict.categories.includes(category));
    return { text, verdict, right };
  });

  it('is judged as it says', () => {
    const wrong = judged.filter(({ right }) => !right).map(({ text, verdict }) => `${verdict.level}: ${text}`);
    expect(1 - wrong.length / cases.length, wrong.join('\n')).toBeGreaterThanOrEqual(LEAST);
  });

  it('has pieces of some length where it is flagged, and none where it is clear', () => {
    for (const { verdict } of judged) {
      for (const { start, end } of verdict.findings) expect(end).toBeGreaterThan(start);
      if (verdict.level === 'clear') expect(verdict.findings).toEqual([]);
    }
  });
});
