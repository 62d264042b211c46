import { type RawBuilder, sql } from 'kysely';
import { Z } from '../scores/awareness.ts';
import { STEP } from '../scores/rounding.ts';

/**
 * What an `order by` takes to put the lowest share first as it is shown, and nothing finer: the upper end of the likely range, then
 * the share, as `awarenessOf` says them; a test holds the two together. `part` and `whole` name columns of double precision, `whole` above 0.
 */
export function shownOrder(part: string, whole: string): RawBuilder<unknown> {
  const [n, share] = [sql.ref(whole), sql`(${sql.ref(part)} / ${sql.ref(whole)})`];
  const z = sql`${sql.lit(Z)}::double precision`;
  const step = sql`${sql.lit(STEP)}::double precision`;
  const upper = sql`least(1, (${share} + ${z} * ${z} / (2 * ${n}) + ${z} * sqrt(${share} * (1 - ${share}) / ${n} + ${z} * ${z} / (4 * ${n} * ${n})))
    / (1 + ${z} * ${z} / ${n}))`;
  return sql`ceil(100 * ${upper} / ${step} - 1e-9), greatest(${step}, least(100 - ${step}, ${step} * floor(100 * ${sql.ref(part)} / ${n} / ${step} + 0.5)))`;
}
