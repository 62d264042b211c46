import { asRuled } from './channels.ts';
import type { Inbound, Report } from './chat.ts';
import type { House } from './house.ts';
import { addCredit, personOf } from './store/people.ts';
import { raise } from './store/triage.ts';

/**
 * One report's journey: somebody raises a message that they saw, or a near miss of their own. It is judged in memory for its
 * kinds, which go on the Guardian's list with its place and its link; who raised it, only where they say so.
 */
export function createReports({
  engine,
  colleagues,
  db,
  channels,
  log,
  now,
}: Pick<House, 'engine' | 'colleagues' | 'db' | 'channels' | 'log' | 'now'>): Inbound['onReport'] {
  return async ({ platform, tenant, person: user, named, language, message }: Report): Promise<string> => {
    const judging = engine();
    const { id, author, text, attachments, link } = message;
    const ruled = asRuled(channels, { platform, tenant, channel: message.channel });
    const channel = ruled ?? message.channel;
    // Who raises it has read it; the engine still reads nothing of a channel that is excluded.
    const { level, categories } =
      !ruled || judging.excludes(channel)
        ? NOT_READ
        : judging.judge({ text, attachments, audience: channel.audience, colleagues: colleagues(tenant) });
    const own = author === user;
    const item = await db.transaction().execute(async (trx) => {
      const person = await personOf(trx, { tenant, platform, user });
      const raised = await raise(trx, {
        tenant,
        platform,
        kind: own ? 'near-miss' : 'report',
        incident: null,
        channel: channel.id,
        message: id,
        link,
        level,
        categories,
        audience: channel.audience,
        readers: channel.readers,
        reporter: named ? person : null,
        raisedAt: now(),
      });
      if (raised && own) await addCredit(trx, { tenant, person, about: raised, kind: 'near-miss' });
      return raised;
    });
    log.info('message.reported', {
      platform,
      level,
      kind: own ? 'near-miss' : 'report',
      status: item ? 'new' : 'known',
    });
    const { report } = judging.policy.wording[language ?? 'en'];
    return item ? (own ? report.thanksOwn : report.thanks) : report.already;
  };
}

const NOT_READ = { level: 'clear', categories: [] } as const;
