/** Cases labelled in full by other hands, as the corpora are: scored as a whole, since no engine has them all right. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Judgeable, Level } from '../../src/policy/index.ts';
import { engine } from './engine.ts';

const FLOOR = { precision: 0.96, recall: 0.92, urgentRecall: 0.91, exact: 0.93 };

describe('acute, community and corporate cases', () => {
  it('are judged at or above the floor', () => {
    const judged = ['acute', 'community', 'corporate'].flatMap((name) =>
      readFileSync(new URL(`cases/${name}.jsonl`, import.meta.url), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Judgeable & { expect: Level })
        .map((message) => ({ want: message.expect, got: engine.judge(message).level })),
    );
    const share = (
      part: (pair: { want: Level; got: Level }) => boolean,
      of: (pair: { want: Level; got: Level }) => boolean,
    ): number => {
      const whole = judged.filter(of);
      return whole.filter(part).length / whole.length;
    };
    expect(
      share(
        ({ want }) => want !== 'clear',
        ({ got }) => got !== 'clear',
      ),
    ).toBeGreaterThanOrEqual(FLOOR.precision);
    expect(
      share(
        ({ got }) => got !== 'clear',
        ({ want }) => want !== 'clear',
      ),
    ).toBeGreaterThanOrEqual(FLOOR.recall);
    expect(
      share(
        ({ got }) => got === 'urgent',
        ({ want }) => want === 'urgent',
      ),
    ).toBeGreaterThanOrEqual(FLOOR.urgentRecall);
    expect(
      share(
        ({ want, got }) => want === got,
        () => true,
      ),
    ).toBeGreaterThanOrEqual(FLOOR.exact);
  });
});
