/** What changed after a refresher: the people it reached, four weeks before and four weeks after. */
import type { Category } from '../../../policy/types.ts';
import { TOPIC_OF } from '../../../quizzes/choose.ts';
import { type Change, type Effect, effectOf } from '../../../scores/change.ts';
import { outwards, toFive } from '../../../scores/rounding.ts';
import type { Db } from '../../../store/database.ts';
import { around } from '../../../store/refresher-progress.ts';
import type { Refresher } from '../../../store/refreshers.ts';
import { sayDate } from '../../london.ts';

const FOUR_WEEKS_MS = 28 * 86_400_000;

/** When four weeks are over since it went out; null where it never did. */
const toldFrom = ({ startedAt }: Refresher): Date | null => startedAt && new Date(startedAt.getTime() + FOUR_WEEKS_MS);

/** Undefined while it can't be told yet. */
export async function findEffect(db: Db, refresher: Refresher, now: Date): Promise<Effect | undefined> {
  const [start, end] = [refresher.startedAt, toldFrom(refresher)];
  if (!start || !end || end > now) return undefined;
  const kinds = (Object.keys(TOPIC_OF) as Category[]).filter((category) => TOPIC_OF[category] === refresher.topic);
  const [before, after] = await Promise.all([
    around(db, refresher, kinds, { from: new Date(start.getTime() - FOUR_WEEKS_MS), to: start }),
    around(db, refresher, kinds, { from: start, to: end }),
  ]);
  return effectOf(before, after);
}

/** In words: of right answers, and of incidents in 1,000 messages. */
export function effectWords(
  refresher: Refresher,
  effect: Effect | undefined,
): { known: string; happened: string } | null {
  if (effect) return { known: knownWords(effect.awareness), happened: happenedWords(effect.incidents) };
  const from = toldFrom(refresher);
  if (!from) return null;
  const when = `Can be told from ${sayDate(from.toISOString().slice(0, 10))}`;
  return { known: when, happened: when };
}

const TOO_FEW = 'Not shown: too few people';
const CHANCE = 'it may be chance';

function knownWords(change: Change | null): string {
  if (!change) return TOO_FEW;
  const { before, after, seen } = change;
  const range = outwards(change.low, change.high);
  const points =
    seen === 'none'
      ? CHANCE
      : `${seen === 'up' ? 'up' : 'down'} by ${between(range.low, range.high)} points, most likely`;
  return `${toFive(100 * before)}% before, ${toFive(100 * after)}% after: ${points}`;
}

function happenedWords(change: Change | null): string {
  if (!change) return TOO_FEW;
  const { before, after, seen } = change;
  const rate = (share: number) => String(Number((1000 * share).toPrecision(2)));
  const range =
    seen === 'none'
      ? CHANCE
      : `${seen === 'up' ? 'up' : 'down'} by ${rate(Math.min(Math.abs(change.low), Math.abs(change.high)))} to ${rate(Math.max(Math.abs(change.low), Math.abs(change.high)))}, most likely`;
  return `${rate(before)} before, ${rate(after)} after: ${range}`;
}

const between = (one: number, other: number): string => {
  const [low = 0, high = 0] = [Math.abs(one), Math.abs(other)].sort((a, b) => a - b);
  return `${low} to ${high}`;
};
