/**
 * Ten times the text costs about ten times the work, and never the hundred times of a careless expression. Work is this thread's
 * own processor time, so that it is the same on a busy machine; how close to ten it stays is the business of bench/linearity.ts.
 */
import { describe, expect, it } from 'vitest';
import { cpuMs } from '../cpu.ts';
import { engine } from './engine.ts';

const ADVERSARIAL: Readonly<Record<string, string>> = {
  'long digit runs': '9',
  'spaced digits': '9 ',
  'almost NHS numbers': '999 100 039 ',
  'digits in words': 'nine ',
  'repeated titles': 'Mr ',
  'titles and names': 'Mrs Jones ',
  'no spaces': 'a',
  'capitals without spaces': 'A',
  initials: 'A.',
  brackets: '((((([[[[[',
  'at signs': 'a@',
  'dotted domains': 'a@b.c.',
  apostrophes: "o'",
  hyphens: 'a-',
  'new lines': '\n',
  'words of lists': 'side room ',
  'dates nearly': '12/12/',
  'postcodes nearly': 'AB1 2',
  'my my my': 'my ',
  'who who': 'the lady who ',
  'ex words': 'retired ex ',
  names: 'Priya ',
  'wrong wrong': 'wrong sorry ignore ',
  emoji: '🙄',
  marks: 'e\u0301',
  'zero width': '\u200b9',
};

const text = (seed: string, length: number): string => seed.repeat(Math.ceil(length / seed.length)).slice(0, length);

/** Milliseconds of this thread, the least of so many runs: what else happens only ever adds. */
function cost(message: string, runs: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    best = Math.min(
      best,
      cpuMs(() => engine.judge({ text: message, audience: 'organisation', attachments: [] })),
    );
  }
  return best;
}

/** Shorter times than this say more of the clock and the garbage collector than of the text. */
const LEAST_MS = 2;
/** Far from ten, which caches and memory may double, and far from a hundred. */
const MOST_TENFOLD = 30;

describe('cost grows with length', () => {
  it.each(Object.entries(ADVERSARIAL))('%s', (_, seed) => {
    const ten = cost(text(seed, 10_000), 4);
    const hundred = cost(text(seed, 100_000), 4);
    expect(hundred).toBeLessThan(Math.max(ten, LEAST_MS) * MOST_TENFOLD);
  });
});
