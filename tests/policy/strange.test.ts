/** Marked messages with strange signs put in and pieces moved: no text makes the engine throw, or mark what isn't there. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mayBeKept, mayBeListed, rewrite } from '../../src/policy/index.ts';
import { engine } from './engine.ts';
import { readMarked } from './marked.ts';

const STRANGE =
  '\ud83d \udc00 \u202e \u200b \u0301 İ ß ﬁ \0 \ufeff \u2028 𝟗 ９ ٣ 0\u20e3 👨‍👩‍👧 \r\n \t ǆ ŉ K ſ ① ½ ⅷ \u00ad \u180e 🉅 𢹱'.split(
    ' ',
  );
const MESSAGES = 600;

/** Numbers from 0 to 1, the same ones in each run (Numerical Recipes' generator). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const next = numbers(42);
const upTo = (end: number): number => Math.floor(next() * end);

function strange(text: string): string {
  let changed = text;
  for (let times = 1 + upTo(6); times > 0; times--) {
    const at = upTo(changed.length + 1);
    const way = upTo(3);
    if (way === 0) changed = changed.slice(0, at) + STRANGE[upTo(STRANGE.length)] + changed.slice(at);
    else if (way === 1) changed = changed.slice(0, at) + changed.slice(at + 1 + upTo(3));
    else changed = changed.slice(at) + changed.slice(0, at);
  }
  return changed;
}

test('every finding lies in the text that was typed', () => {
  const folder = join(import.meta.dirname, 'cases/marked');
  const texts = globSync('ordinary-*.txt', { cwd: folder })
    .sort()
    .flatMap((file) => readMarked(join(folder, file)).map(({ text }) => text));
  let flagged = 0;
  for (let count = 0; count < MESSAGES; count++) {
    const message = {
      text: strange(texts[upTo(texts.length)] as string),
      audience: 'external',
      attachments: [],
    } as const;
    const verdict = engine.judge(message);
    for (const { start, end } of verdict.findings) {
      expect(start, message.text).toBeGreaterThanOrEqual(0);
      expect(end, message.text).toBeGreaterThan(start);
      expect(end, message.text).toBeLessThanOrEqual(message.text.length);
    }
    if (verdict.level !== 'clear') {
      flagged++;
      rewrite(engine, message, verdict);
    }
    mayBeKept(engine, message.text);
    mayBeListed(engine, message.text);
  }
  expect(flagged).toBeGreaterThan(MESSAGES / 10);
});
