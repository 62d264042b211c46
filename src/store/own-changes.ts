import type { Language } from '../policy/types.ts';
import { setAnswer } from './answers.ts';
import type { Db } from './database.ts';
import { findIncident } from './incident.ts';
import { noteOnce } from './outcomes.ts';
import type { PersonId } from './own.ts';
import { raiseIncident, writeOnDisputed } from './triage.ts';

export interface Choices {
  readonly language: Language;
  readonly pausedUntil: Date | null;
  readonly quietFrom: string | null;
  readonly quietTo: string | null;
  /** Whether the trainer may export that they completed the training. */
  readonly shareRecords: boolean;
}

/** Keeps what somebody chose; what isn't given stays. What they agreed to before keeps its date. */
export async function setChoices(
  db: Db,
  { tenant, id }: PersonId,
  choices: Partial<Choices>,
  now: Date,
): Promise<void> {
  const { language, pausedUntil, quietFrom, quietTo, shareRecords } = choices;
  await db
    .updateTable('people')
    // The query leaves out what is undefined.
    .set(({ fn, val }) => ({
      language,
      quiz_paused_until: pausedUntil,
      quiet_from: quietFrom,
      quiet_to: quietTo,
      ...(shareRecords === undefined
        ? {}
        : { records_shared_at: shareRecords ? fn.coalesce('records_shared_at', val(now)) : null }),
    }))
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute();
}

/**
 * The person says that what was seen is wrong: it goes on the Guardian's list as it does from chat, once, with their few words.
 * `note` was judged before. False where there is no such incident of theirs.
 */
export async function challenge(
  db: Db,
  { tenant, id }: PersonId,
  incident: string,
  { note, now }: { note: string | null; now: Date },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const found = await findIncident(trx, tenant, incident);
    if (found?.person !== id) return false;
    if (await noteOnce(trx, tenant, incident, { kind: 'not-patient' })) {
      await setAnswer(trx, tenant, incident, 'not-patient', now);
      await raiseIncident(trx, tenant, found, 'disputed', now);
    }
    if (note !== null) await writeOnDisputed(trx, { tenant, ...found }, note, now);
    return true;
  });
}
