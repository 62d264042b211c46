/** An expression that is tried only where one of its words stands must not be able to match without one. */
import { describe, expect, it } from 'vitest';
import { TIES } from '../../src/policy/detectors/descriptor.ts';
import { GONE_WORDS, HANDED_WORDS, TIE_WORDS } from '../../src/policy/lexicons/hints.ts';
import { loadLexicon } from '../../src/policy/lexicons/index.ts';
import { HANDED } from '../../src/policy/signals/access.ts';
import { GONE } from '../../src/policy/signals/wrong-recipient.ts';

/** The alternatives of the outermost group. */
function alternatives(source: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === '(') {
      if (++depth === 1) from = source.indexOf(':', at) + 1;
    } else if (source[at] === ')' && --depth === 0) return [...found, source.slice(from, at)];
    else if (source[at] === '|' && depth === 1) {
      found.push(source.slice(from, at));
      from = at + 1;
    }
  }
  return found;
}

describe('hints', () => {
  const wordsOf = (list: string): string[] =>
    list
      .split(/[,\n]/)
      .map((word) => word.trim())
      .filter((word) => word !== '');

  it('finds the alternatives', () => expect(alternatives(TIES.source).length).toBeGreaterThan(12));

  it.each(
    [[TIES, TIE_WORDS] as const, [HANDED, HANDED_WORDS] as const, [GONE, GONE_WORDS] as const].flatMap(
      ([{ source }, list]) => alternatives(source).map((alternative) => ({ alternative, list })),
    ),
  )('needs a word of the list: $alternative', ({ alternative, list }) => {
    // "ex-" is found by its hyphen; some words are written as two.
    const plain = alternative
      .replace('famil(?:y|ies)', 'family')
      .replace('log(?:ged|ging)?', 'log')
      .replace('e-?mailed', 'emailed')
      .replaceAll('\\b', '');
    expect(wordsOf(list).some((word) => new RegExp(`(?<![a-z])${word}(?![a-z])`).test(plain))).toBe(true);
  });
});

describe('the table of words', () => {
  it('knows a word from another', () => {
    const table = loadLexicon({ words: [], common: [] });
    // A word lost to another with the same hashes would make the table smaller than its lists.
    expect(table.size).toBeGreaterThan(280_000);
    expect(table.find(0, 1, 2)).toBe(0);
  });
});
