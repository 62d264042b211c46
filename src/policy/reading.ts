/** A message as the detectors see it, and what they mark in it. Offsets are into the normalised text. */

import type { Token } from './tokens.ts';
import type { SpanType } from './types.ts';

export interface Reading {
  readonly text: string;
  readonly lower: string;
  readonly tokens: readonly Token[];
  /** All tags of all tokens, to skip what can't be there. */
  readonly tags: number;
  /** All cues of all tokens. */
  readonly cues: number;
  /** All hints of all tokens. */
  readonly hints: number;
  /** Cues of each sentence. */
  readonly sentences: readonly number[];
  readonly hasDigit: boolean;
  /** A word with digits in it. */
  readonly hasMixed: boolean;
  /** How many digits there are. */
  readonly digits: number;
  /** Where runs of digits start, in order. */
  readonly figures: readonly number[];
}

export interface Mark {
  readonly type: SpanType;
  readonly start: number;
  readonly end: number;
  /** 0 to 1. */
  readonly confidence: number;
}

/** The text of up to `reach` code units before `start`, in lower case. */
export const before = (reading: Reading, start: number, reach: number): string =>
  reading.lower.slice(Math.max(0, start - reach), start);

export const after = (reading: Reading, end: number, reach: number): string => reading.lower.slice(end, end + reach);

export const has = (token: Token | undefined, tags: number): boolean =>
  token !== undefined && (token.tags & tags) !== 0;

/** Index of the first of `placed` (in the order of the text) that starts at or after `offset`. */
export function firstFrom(placed: readonly { readonly start: number }[], offset: number): number {
  let low = 0;
  let high = placed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((placed[middle] as { readonly start: number }).start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const tokenAt = (tokens: readonly Token[], offset: number): number => firstFrom(tokens, offset);

export const inOrder = <T extends { readonly start: number }>(marks: readonly T[]): T[] =>
  marks.length < 2 ? [...marks] : [...marks].sort((a, b) => a.start - b.start);

/**
 * Those of `ordered` that start from `from` up to, not including, `to`. Everything that asks what lies near asks
 * here, since trying each mark against each other is quadratic in a message full of them.
 */
export function between<T extends { readonly start: number }>(ordered: readonly T[], from: number, to: number): T[] {
  const found: T[] = [];
  if (ordered.length === 0) return found;
  for (let at = firstFrom(ordered, from); at < ordered.length && (ordered[at] as T).start < to; at++)
    found.push(ordered[at] as T);
  return found;
}

const NO_MATCHES: readonly RegExpExecArray[] = [];

/** All matches of a pattern with the flag g. As `matchAll`, which copies the pattern on each call and so costs more than most searches. */
export function matches(pattern: RegExp, text: string): readonly RegExpExecArray[] {
  pattern.lastIndex = 0;
  let match = pattern.exec(text);
  if (match === null) return NO_MATCHES;
  const found: RegExpExecArray[] = [];
  for (; match !== null; match = pattern.exec(text)) found.push(match);
  return found;
}

const overlaps = (a: Mark, b: Mark): boolean => a.start < b.end && b.start < a.end;
const anywhere = (): boolean => true;

/** Whether a mark lies outside all others. */
export function outside(others: readonly Mark[]): (mark: Mark) => boolean {
  if (others.length === 0) return anywhere;
  const ordered = inOrder(others);
  return (mark) => !between(ordered, mark.start - LONGEST_MARK, mark.end).some((other) => overlaps(mark, other));
}

/** No mark of ours is longer, in code units. */
export const LONGEST_MARK = 200;

/** Whether both ingredients stand in one sentence or in neighbouring ones. */
export function together({ sentences, cues }: Reading, one: number, other: number): boolean {
  if ((cues & one) === 0 || (cues & other) === 0) return false;
  return sentences.some(
    (mask, at) => (mask & one) !== 0 && ((mask | (sentences[at - 1] ?? 0) | (sentences[at + 1] ?? 0)) & other) !== 0,
  );
}
