/** UK phone numbers (Ofcom's National Telephone Numbering Plan): 01, 02, 03, 07, 08, or +44. */
import { DIGIT_WORDS, MULTIPLIERS } from '../lexicons/digits.ts';
import { DIGIT_WORD } from '../lexicons/tags.ts';
import { type Mark, matches, type Reading } from '../reading.ts';

const NUMBER =
  /(?<![\d\p{L}.,/-])(?:(?:\+|00)44[ .-]?(?:\(0\)[ .-]?)?|\(?0)(?:[1237]|8)\d{1,4}\)?(?:[ .-]?\d{2,8}){1,4}(?![\d])/gu;
const DIGITS = { least: 10, most: 11 };

export function phones(reading: Reading): Mark[] {
  const marks: Mark[] = [];
  if (!reading.hasDigit) return (reading.tags & DIGIT_WORD) === 0 ? marks : spelled(reading);
  if (reading.digits < DIGITS.least) return marks;
  for (const { 0: number, index } of matches(NUMBER, reading.text)) {
    const digits = number.replace(/^(?:\+|00)44[ .-]?(?:\(0\))?/, '0').replace(/\D/g, '').length;
    if (digits >= DIGITS.least && digits <= DIGITS.most)
      marks.push({ type: 'phone', start: index, end: index + number.length, confidence: 0.95 });
  }
  return marks;
}

/** "oh seven seven double oh, nine double oh, three four six". */
function spelled({ tokens }: Reading): Mark[] {
  for (let at = 0; at < tokens.length; at++) {
    let digits = '';
    let times = 1;
    let to = at;
    for (; to < tokens.length; to++) {
      const word = tokens[to]?.word ?? '';
      if (word in MULTIPLIERS) times = MULTIPLIERS[word] as number;
      else if (word in DIGIT_WORDS) {
        digits += (DIGIT_WORDS[word] as string).repeat(times);
        times = 1;
      } else if (word !== ',') break;
    }
    if (digits.length === DIGITS.most && digits.startsWith('0'))
      return [{ type: 'phone', start: tokens[at]?.start ?? 0, end: tokens[to - 1]?.end ?? 0, confidence: 0.9 }];
    at = Math.max(at, to - 1);
  }
  return [];
}
