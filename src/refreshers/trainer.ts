/** What a trainer does with a refresher, on the dashboard or in a chat: the same checks either way. */
import type { Platform, PrivateNotice } from '../chat.ts';
import type { Language } from '../policy/types.ts';
import { type Actor, audit } from '../store/audit.ts';
import { findCampaign } from '../store/campaigns.ts';
import { findPicture } from '../store/pictures.ts';
import { addTest } from '../store/refresher-recipients.ts';
import {
  addRefresher,
  cancelRefresher,
  changeRefresher,
  duplicateRefresher,
  findRefresher,
  resendToFailed,
  scheduleRefresher,
  unscheduleRefresher,
} from '../store/refreshers.ts';
import type { RefresherDesk } from './desk.ts';
import { type Read, readRefresher } from './read.ts';
import type { Written } from './refresher.ts';
import { languageFor, pictureFor, type Said, sayRefresher } from './say.ts';
import { readWhen, type When } from './when.ts';

export interface RefresherKey {
  readonly tenant: string;
  readonly id: string;
}

const notDraft: Read<never> = {
  faults: [{ field: 'when', sentence: 'This refresher is on its way already, and can’t be changed any more.' }],
};

/** Keeps a draft: a new one, or in the place of the one with this id. Gives its id. Like all that follows, with its line in the audit log. */
export async function saveRefresher(
  { db, decks, mayBeKept }: Pick<RefresherDesk, 'db' | 'decks' | 'mayBeKept'>,
  of: { tenant: string; platform: Platform; author: string; id?: string },
  written: Written,
  actor: Actor,
): Promise<Read<string>> {
  const read = readRefresher(written, { mayBeKept, bank: (await decks.of(of.tenant)).bank });
  if ('faults' in read) return read;
  const { picture, campaign } = read.ok;
  if (picture !== null && !(await findPicture(db, picture)))
    return { faults: [{ field: 'picture', sentence: 'The picture is not there any more: choose it again.' }] };
  if (campaign !== null && !(await findCampaign(db, of.tenant, campaign)))
    return { faults: [{ field: 'when', sentence: 'Choose a campaign that is in the list.' }] };
  const { id: earlier, ...owner } = of;
  return db.transaction().execute(async (trx) => {
    if (earlier !== undefined && !(await changeRefresher(trx, { tenant: of.tenant, id: earlier }, read.ok)))
      return notDraft;
    const id = earlier ?? (await addRefresher(trx, owner, read.ok));
    const detail = earlier === undefined ? 'add' : 'edit';
    await audit(trx, actor, { action: 'refresher.written', subject: `refresher:${id}`, detail });
    return { ok: id };
  });
}

/** Sends it at that time: now means as soon as people may be written to. Gives the time. */
export async function send(
  { db, engine, now }: Pick<RefresherDesk, 'db' | 'engine' | 'now'>,
  { tenant, id }: RefresherKey,
  when: When,
  actor: Actor,
): Promise<Read<Date>> {
  const refresher = await findRefresher(db, tenant, id);
  if (refresher?.state !== 'draft') return notDraft;
  const campaign = refresher.campaign === null ? null : ((await findCampaign(db, tenant, refresher.campaign)) ?? null);
  const read = readWhen(when, now(), engine().policy.nudging['time-zone'], campaign);
  if ('faults' in read) return read;
  const time = { tenant, id, sendAt: read.ok, now: now() };
  const sent = await db.transaction().execute(async (trx) => {
    if (!(await scheduleRefresher(trx, time))) return false;
    await audit(trx, actor, { action: 'refresher.sent', subject: `refresher:${id}`, detail: when.kind });
    return true;
  });
  return sent ? read : notDraft;
}

/** Sends it to one person as a test, whatever the hour; false where it is not there. `person`: their pseudonym. */
export async function sendTest(
  { db, queue }: Pick<RefresherDesk, 'db' | 'queue'>,
  { tenant, id }: RefresherKey,
  person: string,
  actor: Actor,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const refresher = await findRefresher(trx, tenant, id);
    if (!refresher) return false;
    const copy = await addTest(trx, refresher, person);
    await audit(trx, actor, { action: 'refresher.tested', subject: `refresher:${id}` });
    await queue.enqueueRefreshers(trx, [{ tenant, copy, attempt: 0 }]);
    return true;
  });
}

export const cancel = (
  { db, now }: Pick<RefresherDesk, 'db' | 'now'>,
  { tenant, id }: RefresherKey,
  actor: Actor,
): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    if (!(await cancelRefresher(trx, tenant, id, now()))) return false;
    await audit(trx, actor, { action: 'refresher.cancelled', subject: `refresher:${id}` });
    return true;
  });

/** Makes a draft of what is not on its way yet; false where it is too late. */
export const unschedule = (
  { db }: Pick<RefresherDesk, 'db'>,
  { tenant, id }: RefresherKey,
  actor: Actor,
): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    if (!(await unscheduleRefresher(trx, tenant, id))) return false;
    await audit(trx, actor, { action: 'refresher.unscheduled', subject: `refresher:${id}` });
    return true;
  });

/** To the failed only. Gives how many they are. */
export const resend = (
  { db, now }: Pick<RefresherDesk, 'db' | 'now'>,
  { tenant, id }: RefresherKey,
  actor: Actor,
): Promise<number> =>
  db.transaction().execute(async (trx) => {
    const people = await resendToFailed(trx, tenant, id, now());
    if (people > 0)
      await audit(trx, actor, { action: 'refresher.resent', subject: `refresher:${id}`, detail: String(people) });
    return people;
  });

/** Gives the id of the new draft, or undefined where there is none to copy. */
export const copy = (
  { db }: Pick<RefresherDesk, 'db'>,
  { tenant, id }: RefresherKey,
  actor: Actor,
): Promise<string | undefined> =>
  db.transaction().execute(async (trx) => {
    const made = await duplicateRefresher(trx, { tenant, id, author: actor.subject });
    if (made !== undefined)
      await audit(trx, actor, { action: 'refresher.written', subject: `refresher:${made}`, detail: 'copy' });
    return made;
  });

/** As its readers get it, in this language where it has it: for a platform's own renderer to draw. */
export function previewOf(
  { engine, publicUrl }: Pick<RefresherDesk, 'engine' | 'publicUrl'>,
  content: Said,
  { platform, language }: { platform: Platform; language: Language },
): PrivateNotice {
  const shown = languageFor(content, language);
  const picture = pictureFor(content, { platform, publicUrl, language: shown });
  const reading = { id: '00000000-0000-0000-0000-000000000000', isTest: false, acknowledged: false, chosen: null };
  return sayRefresher(content, reading, shown, engine().policy.wording[shown], picture);
}
