/**
 * Reading age of English by Flesch and Kincaid: the school grade of words per sentence and syllables per word, plus five years.
 * A sentence ends at . ? or ! and not at a colon. A figure counts as one syllable. What staff know by heart as the name of a
 * thing counts as one everyday word of one syllable: the formula knows how long words are, and not how well known.
 */
import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';

const KNOWN_BY_HEART =
  /\b(?:Caldicott Guardian|information governance team|NHS number|CHI number|Health and Care number|National Insurance number|NHS England|National Data Guardian)\b/g;
const AGE_IN_FIRST_GRADE = 5;

export function readingAge(text: string): number {
  const read = text.replace(KNOWN_BY_HEART, 'team');
  const words = read.match(/[\p{L}\d][\p{L}\d’'-]*/gu) ?? [];
  const sentences = read.match(/[.?!](?=[”"]?(?:\s|$))/g) ?? [];
  return (
    AGE_IN_FIRST_GRADE +
    fleschKincaid({
      sentence: Math.max(sentences.length, 1),
      word: words.length,
      syllable: words.reduce((sum, word) => sum + (/^\d/.test(word) ? 1 : syllable(word)), 0),
    })
  );
}
