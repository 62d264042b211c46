import type { Connection } from './chat.ts';

/** How it stands with a platform. */
export interface Standing {
  /** As it is now, or was half a minute ago at most. Never rejects. */
  now(): Promise<readonly Connection[]>;
  /** As far as it is known, at once: a probe must not wait for a platform. */
  known(): readonly Connection[];
}

const LIFE_MS = 30_000;

/** Asks a platform again once its last answer is half a minute old. `ask` never rejects; `now` gives milliseconds. */
export function createStanding(ask: () => Promise<readonly Connection[]>, now: () => number): Standing {
  let known: readonly Connection[] = [];
  let asked: { readonly at: number; readonly answer: Promise<readonly Connection[]> } | undefined;

  const current = () => {
    if (!asked || now() - asked.at > LIFE_MS) {
      const answer = ask();
      asked = { at: now(), answer };
      void answer.then((states) => {
        known = states;
      });
    }
    return asked.answer;
  };
  return {
    now: current,
    known() {
      void current();
      return known;
    },
  };
}
