/** Whom compromise finds in a text, and where. */
import nlp from 'compromise';

export const people = (text: string): { readonly start: number; readonly end: number }[] =>
  nlp(text)
    .people()
    .json({ offset: true })
    .map(({ offset: { start, length } }) => ({ start, end: start + length }));
