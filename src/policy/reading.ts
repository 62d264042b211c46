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
  /** Cues of each sentence. */
  readonly sentences: readonly number[];
  readonly hasDigit: boolean;
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

/** Index of the first token that starts at or after `offset`; tokens are in order. */
export function tokenAt(tokens: readonly Token[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle] as Token).start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether both ingredients stand in one sentence or in neighbouring ones. */
export function together({ sentences, cues }: Reading, one: number, other: number): boolean {
  if ((cues & one) === 0 || (cues & other) === 0) return false;
  return sentences.some(
    (mask, at) => (mask & one) !== 0 && ((mask | (sentences[at - 1] ?? 0) | (sentences[at + 1] ?? 0)) & other) !== 0,
  );
}
