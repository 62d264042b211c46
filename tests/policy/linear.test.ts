/**
 * Ten times the text may cost at most some ten times the time. Texts are the worst that we could think of;
 * the ratio is generous and the best of several runs is taken, so that a busy machine doesn't fail it.
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

describe('cost grows with length', () => {
  it.each(Object.entries(ADVERSARIAL))('%s', (_, seed) => {
    cost(text(seed, 2_000), 3);
    const ten = cost(text(seed, 10_000), 4);
    const hundred = cost(text(seed, 100_000), 2);
    expect(hundred).toBeLessThan(Math.max(ten, 1) * 25);
  });
});
