import { asRuled } from './channels.ts';
import type { InboundMessage, OnMessage, PostedMessage } from './chat.ts';
import type { House } from './house.ts';
import { plan } from './nudges/plan.ts';
import { startOfDay } from './nudges/quiet-hours.ts';
import { judgeInThread } from './policy/in-thread.ts';
import type { Engine, Verdict } from './policy/types.ts';
import { findIncident } from './store/incident.ts';
import { type Claimed, claim, keyOf } from './store/incidents.ts';
import { resolve } from './store/resolve.ts';
import type { Trx } from './store/tables.ts';
import { raiseIncident } from './store/triage.ts';

/**
 * One message's whole journey. In a channel that the policy or a Guardian excludes it is not looked at. Else its poster, if they are of
 * the organisation, counts as there (for questions of the week), and it is judged in memory; what must be remembered is stored, without
 * its text; then the adapter may acknowledge. The notice goes out from the queue (`nudges/deliver.ts`); what follows an urgent one is in `nudges/remind.ts`.
 * Rejects where the claim can't be stored: the platform then delivers the message again.
 */
export function createWatch(house: House): OnMessage {
  return async (inbound) => {
    if (inbound.type === 'deleted') {
      house.threads.forget(inbound);
      return putRight(house, inbound, 'deleted');
    }

    const engine = house.engine();
    const channel = asRuled(house.channels, inbound);
    if (!channel || engine.excludes(channel)) return;
    const message = { ...inbound, channel };
    const { text, attachments } = message;
    if (!isEdit(message) && !message.missed && !message.outsider) house.activity.seen(message);
    const asked = { text, attachments, audience: channel.audience, colleagues: house.colleagues(message.tenant) };
    const verdict = judgeInThread(engine, asked, house.threads.before(message));
    house.threads.remember(message);
    house.metrics.judged(message.platform, channel.audience, verdict.level);

    if (!isFlagged(verdict)) {
      if (isEdit(message)) return putRight(house, message, 'edited');
      // What is read again may have been counted when it was posted.
      if (!message.missed) house.counts.addClear(message);
      return;
    }
    await claimAndEnqueue(house, message, verdict, engine.policy);
  };
}

type Flagged = Verdict & { readonly level: 'nudge' | 'urgent' };
const isFlagged = (verdict: Verdict): verdict is Flagged => verdict.level !== 'clear';
const isEdit = (message: PostedMessage): boolean => message.version !== '';

/**
 * Claims the message and, in the same transaction, enqueues its notice and what follows. The text stops here. Of what is found hours
 * late its poster isn't told, who has long forgotten it: it is on record, and the Guardian sees what is urgent.
 */
async function claimAndEnqueue(
  house: House,
  message: PostedMessage,
  verdict: Flagged,
  policy: Engine['policy'],
): Promise<void> {
  const { nudging } = policy;
  const now = house.now();
  const late = message.missed === 'old';
  const claimed = await house.db.transaction().execute(async (trx) => {
    const claimed = await claim(trx, {
      message,
      verdict: late ? { ...verdict, mode: 'watch' } : verdict,
      policy,
      now,
      dayStart: startOfDay(now, nudging['time-zone']),
      lookBackTo: new Date(now.getTime() - nudging['interval-minutes'] * 60_000),
      plan: (flag, known) => plan(flag, { ...known, nudging }),
    });
    if (claimed) await enqueue(house, trx, message.tenant, claimed, verdict.level, policy);
    // Not what the policy only records, nor what its poster was told of before an edit that came late.
    if (claimed && late && verdict.level === 'urgent' && verdict.mode === 'nudge' && claimed.repeatOf === null) {
      const incident = await findIncident(trx, message.tenant, claimed.id);
      if (incident) await raiseIncident(trx, message.tenant, incident, 'late', now);
    }
    return claimed;
  });
  house.log.info(claimed ? 'message.claimed' : 'message.known', {
    platform: message.platform,
    level: verdict.level,
    ...(claimed ? { incident: claimed.id } : {}),
    ...(claimed?.held ? { reason: claimed.held } : {}),
  });
}

async function enqueue(
  { queue, now }: House,
  trx: Trx,
  tenant: string,
  { id, notice, kind, held, summary }: Claimed,
  level: Flagged['level'],
  { nudging }: Engine['policy'],
): Promise<void> {
  if (notice) await queue.enqueue(trx, { ...notice, attempt: 0 });
  if (summary) {
    const due = summary.since.getTime() + nudging['burst-seconds'] * 1000;
    await queue.enqueue(trx, { ...summary.notice, attempt: 0 }, Math.max(1, Math.ceil((due - now().getTime()) / 1000)));
  }
  // What an edit left is followed up with what was there before.
  if (level !== 'urgent' || (kind !== 'first' && held !== 'burst')) return;
  await queue.enqueueFollowUps(trx, [
    { job: { tenant, incident: id, step: 'reminder' }, afterSeconds: nudging['reminder-minutes'] * 60 },
    { job: { tenant, incident: id, step: 'triage' }, afterSeconds: nudging['triage-minutes'] * 60 },
  ]);
}

/** An edit that leaves nothing to say, or a deletion, closes what was open about that message, and is thanked for. */
async function putRight(house: House, message: InboundMessage, how: 'edited' | 'deleted'): Promise<void> {
  const { closed } = await house.db.transaction().execute(async (trx) => {
    const creditMinutes = house.engine().policy.nudging['credit-minutes'];
    const resolved = await resolve(trx, keyOf(message), how, { now: house.now(), creditMinutes, silent: false });
    if (resolved.thanks) await house.queue.enqueue(trx, { ...resolved.thanks, attempt: 0 });
    return resolved;
  });
  if (closed > 0) house.metrics.putRight(message.platform, how);
}
