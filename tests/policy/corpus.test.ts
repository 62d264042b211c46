/** The floor on the labelled corpus, which lies beside the repository on some machines only. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Judgeable, Level } from '../../src/policy/index.ts';
import { engine } from './engine.ts';

const file = new URL('../../../shared/corpus/messages.jsonl', import.meta.url);
const FLOOR = { f1: 0.93, urgentRecall: 0.92 };

describe.skipIf(!existsSync(file))(
  `messages.jsonl${existsSync(file) ? '' : ' (skipped: no ../shared/corpus beside this repository)'}`,
  () => {
    it('is flagged at or above the floor', () => {
      const messages = readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Judgeable & { expect: Level });
      const judged = messages.map((message) => ({ want: message.expect, got: engine.judge(message).level }));
      const count = (test: (pair: { want: Level; got: Level }) => boolean): number => judged.filter(test).length;
      const hits = count(({ want, got }) => want !== 'clear' && got !== 'clear');
      const precision = hits / count(({ got }) => got !== 'clear');
      const recall = hits / count(({ want }) => want !== 'clear');
      expect((2 * precision * recall) / (precision + recall)).toBeGreaterThanOrEqual(FLOOR.f1);
      expect(
        count(({ want, got }) => want === 'urgent' && got === 'urgent') / count(({ want }) => want === 'urgent'),
      ).toBeGreaterThanOrEqual(FLOOR.urgentRecall);
    });
  },
);
