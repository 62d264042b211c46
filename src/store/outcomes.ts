import type { Kysely } from 'kysely';
import type { ChoiceKind, Database, OutcomeKind, Trx } from './tables.ts';

/** Writes a step into the history of an incident. `detail` is a code; `note` a few words that were judged before. */
export async function note(
  trx: Trx,
  tenant: string,
  incident: string,
  kind: OutcomeKind,
  detail: string | null = null,
): Promise<void> {
  await trx.insertInto('outcomes').values({ tenant, incident, kind, detail, note: null }).execute();
}

/** A choice on a notice counts once: false where it was made before. */
export async function noteOnce(
  db: Kysely<Database>,
  tenant: string,
  incident: string,
  choice: { kind: ChoiceKind; detail?: string; note?: string },
): Promise<boolean> {
  const row = await db
    .insertInto('outcomes')
    .values({ tenant, incident, kind: choice.kind, detail: choice.detail ?? null, note: choice.note ?? null })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
