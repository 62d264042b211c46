/**
 * Ten times the text may cost at most twelve times the time. Texts are the worst that we could think of; the best of
 * several runs is taken and a failure is tried again, so that a busy machine doesn't fail it. Times in themselves are
 * the business of bench/.
 */
import { describe, expect, it } from 'vitest';
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

function cost(message: string, runs: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    engine.judge({ text: message, audience: 'organisation', attachments: [] });
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

/** Shorter times than this say more of the clock and the garbage collector than of the text. */
const LEAST_MS = 1;
const MOST_TENFOLD = 12;

describe('cost grows with length', () => {
  it.each(Object.entries(ADVERSARIAL))('%s', { retry: 3 }, (_, seed) => {
    cost(text(seed, 2_000), 3);
    const ten = cost(text(seed, 10_000), 6);
    const hundred = cost(text(seed, 100_000), 6);
    expect(hundred).toBeLessThan(Math.max(ten, LEAST_MS) * MOST_TENFOLD);
  });
});
