import { describe, expect, it } from 'vitest';
import { normalise, original } from '../../src/policy/normalise.ts';
import { cpuMs } from '../cpu.ts';

const shown = (text: string): string => normalise(text).text;

describe('normalise', () => {
  it.each([
    ['plain text', 'bed 4 for CT', 'bed 4 for CT'],
    ['full-width digits', '９９９', '999'],
    ['zero-width characters', '99\u200b9\u2060 1', '999 1'],
    ['exotic spaces', '999\u00a0100\u20090399', '999 100 0399'],
    ['dashes', '999–100—0399', '999-100-0399'],
    ['curly apostrophes', 'O’Brien’s', "O'Brien's"],
    ['curly quotes', '“Mrs”', '"Mrs"'],
    ['letters with their marks apart', 'Sia\u0302n', 'Siân'],
    ['ligatures and fractions', 'ﬁ ½', 'fi 1⁄2'],
    ['a byte order mark', '\ufeffhello', 'hello'],
    ['keys', '9\ufe0f\u20e39\ufe0f\u20e3', '99'],
    ['digits of other scripts', '٩٩٩ ۴۱۳ ९९ ৯৯', '999 413 99 99'],
    ['a soft hyphen', 'Dav\u00adies', 'Davies'],
  ])('reads %s', (_, typed, plain) => expect(shown(typed)).toBe(plain));

  it('keeps plain ASCII as it is, without a map', () => expect(normalise('bed 4').origin).toBeUndefined());

  it.each([
    ['99\u200b9 ok', '999', 0, 4],
    ['👩🏽‍⚕️ Mrs Ö', 'Mrs Ö', 8, 13],
    ['a ﬁt b', 'fit', 2, 4],
    ['１２３x', 'x', 3, 4],
    ['a ½ b', '1', 2, 3],
    ['a ½ b', '2', 2, 3],
  ])('maps offsets in %j back to what was typed', (typed, part, start, end) => {
    const normalised = normalise(typed);
    const at = normalised.text.indexOf(part);
    expect(original(normalised, at, at + part.length)).toEqual({ start, end });
  });

  it('takes piles of combining marks without slowing', () => {
    expect(cpuMs(() => normalise(`a${'\u0301'.repeat(100_000)}`))).toBeLessThan(1_500);
  });
});
