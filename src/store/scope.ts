import { type RawBuilder, sql } from 'kysely';
import type { Platform } from '../chat.ts';

/** Whose rows may be seen. Those of other platforms and organisations don't exist for who is looking. */
export interface Scope {
  readonly platforms: readonly Platform[];
  /** Null: every organisation that this installation serves. */
  readonly tenants: readonly string[] | null;
}

/** True of the rows of `table` (its name or alias in the query) that lie within the scope. */
export function inScope({ platforms, tenants }: Scope, table: string): RawBuilder<boolean> {
  if (platforms.length === 0 || tenants?.length === 0) return sql<boolean>`false`;
  const platform = sql`${sql.ref(`${table}.platform`)} in (${sql.join(platforms)})`;
  if (tenants === null) return sql<boolean>`${platform}`;
  return sql<boolean>`${platform} and ${sql.ref(`${table}.tenant`)} in (${sql.join(tenants)})`;
}
