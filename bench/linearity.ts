/** Whether ten times the text costs ten times the time, on texts made to hurt. */
import type { EntityEngine } from '../src/policy/index.ts';
import { ADVERSARIES, text } from './adversary.ts';
import { figure, table, target } from './table.ts';

const LENGTHS = [1000, 10_000, 100_000] as const;
/** Each length is tried until so much time has gone, and the best try counts: noise only ever adds. */
const TRY_MS = 200;
const MOST_TRIES = 400;
const FEWEST_TRIES = 8;

export const MOST_TENFOLD = 12;
export const MOST_MS = 60;

export function linearity(engine: EntityEngine): (readonly string[])[] {
  const rows = Object.entries(ADVERSARIES).map(([name, piece]) => {
    const times = LENGTHS.map((length) => best(engine, text(piece, length)));
    const [k1, k10, k100] = times as [number, number, number];
    return { name, times, ratios: [k10 / k1, k100 / k10] };
  });
  table(
    ['text', '1k ms', '10k ms', '100k ms', '10k/1k', '100k/10k'],
    rows.map(({ name, times, ratios }) => [
      name,
      ...times.map((time) => time.toFixed(3)),
      ...ratios.map((ratio) => ratio.toFixed(1) + (ratio > MOST_TENFOLD ? ' !' : '  ')),
    ]),
  );
  const ratio = Math.max(...rows.flatMap(({ ratios }) => ratios));
  const longest = Math.max(...rows.map(({ times }) => times.at(-1) ?? 0));
  const which = (found: (row: (typeof rows)[number]) => boolean): string => rows.find(found)?.name ?? '';
  return [
    target(
      `tenfold text ≤ ${MOST_TENFOLD} × the time`,
      `${figure(ratio)} × (${which(({ ratios }) => ratios.includes(ratio))})`,
      ratio <= MOST_TENFOLD,
    ),
    target(
      `100k characters ≤ ${MOST_MS} ms`,
      `${figure(longest)} ms (${which(({ times }) => times.at(-1) === longest)})`,
      longest <= MOST_MS,
    ),
  ];
}

function best(engine: EntityEngine, message: string): number {
  let least = Number.POSITIVE_INFINITY;
  const begun = performance.now();
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (tries >= FEWEST_TRIES && performance.now() - begun > TRY_MS) break;
    const start = performance.now();
    engine.judge({ text: message, audience: 'organisation', attachments: [] });
    least = Math.min(least, performance.now() - start);
  }
  return least;
}
