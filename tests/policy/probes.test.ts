/** Short messages for each situation, in other words than the corpora's: scored as a whole. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Category } from '../../src/policy/index.ts';
import { engine } from './engine.ts';

const FLOOR = 0.94;

describe('situations in other words', () => {
  it('are told apart at or above the floor', () => {
    const judged = readFileSync(new URL('cases/probes.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const [want, text] = line.split('|') as [string, string];
        const verdict = engine.judge({ text, audience: 'care-team', attachments: [] });
        return want === 'clear' ? verdict.level === 'clear' : verdict.categories.includes(want as Category);
      });
    expect(judged.filter(Boolean).length / judged.length).toBeGreaterThanOrEqual(FLOOR);
  });
});
