import { sql } from 'kysely';
import type { MessageKey } from './incidents.ts';
import { addNotice, type NoticeKey } from './notices.ts';
import { note } from './outcomes.ts';
import { addCredit } from './people.ts';
import type { Resolution, Trx } from './tables.ts';
import { logPutRight } from './triage.ts';

export interface Resolved {
  /** How many versions of the message were open. */
  readonly closed: number;
  /** The notice that says thank you, where its poster had been told. */
  readonly thanks: NoticeKey | null;
}

/**
 * The message was edited into a clear one, or deleted: closes what was open about it. So soon that it counts
 * (`creditMinutes` after it was posted), it is a credit. `silent`: who put it right is answered otherwise.
 */
export async function resolve(
  trx: Trx,
  key: MessageKey,
  how: Resolution,
  { now, creditMinutes, silent }: { now: Date; creditMinutes: number; silent: boolean },
): Promise<Resolved> {
  const closed = await trx
    .updateTable('incidents as i')
    .set({ resolution: how, resolved_at: now })
    .where('i.tenant', '=', key.tenant)
    .where('i.platform', '=', key.platform)
    .where('i.channel', '=', key.channel)
    .where('i.message', '=', key.message)
    .where('i.resolution', 'is', null)
    .returning(['i.id', 'i.repeat_of', 'i.person', 'i.posted_at', 'i.mode'])
    .returning(
      sql<boolean>`exists (select from notices n where n.tenant = i.tenant and n.incident = i.id and n.delivery in ('handed', 'sent', 'uncertain'))`.as(
        'told',
      ),
    )
    .execute();
  for (const { id } of closed) await note(trx, key.tenant, id, how);
  const root = closed.find(({ repeat_of }) => repeat_of === null);
  if (root && now.getTime() - root.posted_at.getTime() <= creditMinutes * 60_000)
    await addCredit(trx, { tenant: key.tenant, person: root.person, about: root.id, kind: 'fixed-early' });
  if (closed.length > 0) await logPutRight(trx, key, now);
  const told = closed.find((one) => one.told);
  const thanks =
    told && !silent
      ? await addNotice(trx, {
          tenant: key.tenant,
          incident: told.repeat_of ?? told.id,
          person: told.person,
          kind: 'thanks',
        })
      : null;
  return { closed: closed.length, thanks };
}
