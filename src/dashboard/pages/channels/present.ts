import { AUDIENCES } from '../../../policy/types.ts';
import type { ListedChannel, RuleChange } from '../../../store/channel-list.ts';
import type { ChannelKey } from '../../../store/channel-rules.ts';
import { sayMoment } from '../../london.ts';
import { count } from '../../shares.ts';
import { sayActor } from '../../who-did.ts';
import { AUDIENCE_WORDS, PLATFORM_WORDS } from '../home/words.ts';
import { AS_PLATFORM } from './form.ts';

/** The simulator is one place. */
const placeOf = ({ platform, tenant }: ChannelKey): string =>
  platform === 'simulator' ? PLATFORM_WORDS[platform] : `${PLATFORM_WORDS[platform]}, ${tenant}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const hrefOf = ({ platform, tenant, channel }: ChannelKey): string =>
  `/channels/${[platform, tenant, channel].map(encodeURIComponent).join('/')}`;

/** Opens it for those who may read it there. Only of ids that Slack makes: nothing that a person typed. */
const linkOf = ({ platform, tenant, channel }: ChannelKey): string | null =>
  platform === 'slack' && /^[CG][A-Z0-9]{6,}$/.test(channel) && /^[TE][A-Z0-9]{6,}$/.test(tenant)
    ? `https://app.slack.com/client/${tenant}/${channel}`
    : null;

const sayRule = ({ audience, excluded }: Pick<RuleChange, 'audience' | 'excluded'>): string =>
  [
    excluded ? 'Never read' : 'Read',
    audience ? AUDIENCE_WORDS[audience].toLowerCase() : 'who reads it as its platform says',
  ].join('; ');

/** What was said of it, on the list and above its form: so that saving shows. */
const tagOf = (one: ListedChannel): { text: string; colour: string } | null => {
  if (one.excluded) return { text: 'Never read', colour: 'red' };
  return one.ruled ? { text: 'Set by you', colour: 'blue' } : null;
};

export function presentChannels(
  channels: readonly ListedChannel[],
  { query, page, more, look }: { query: string; page: number; more: boolean; look: readonly ChannelKey[] },
) {
  return {
    query,
    newer: page > 0 ? page - 1 : null,
    older: more ? page + 1 : null,
    look: look.map((key) => ({
      href: hrefOf(key),
      text: `${key.channel} in ${placeOf(key)}`,
    })),
    channels: channels.map((one) => ({
      id: one.channel,
      place: PLATFORM_WORDS[one.platform],
      href: hrefOf(one),
      audience:
        one.audience === null
          ? 'Nothing read yet'
          : AUDIENCE_WORDS[one.audience] + (one.readers === null ? '' : `, ${count(one.readers)} people`),
      rule: tagOf(one),
      flagged: count(one.flagged),
    })),
  };
}

export function presentChannel(
  key: ChannelKey,
  parts: {
    channel: ListedChannel | undefined;
    history: readonly RuleChange[];
    byPolicy: boolean;
    filled: { audience: string; excluded: boolean };
    problem: { error: string; field: string } | null;
  },
) {
  const { channel, history, byPolicy, filled, problem } = parts;
  return {
    id: key.channel,
    place: capital(placeOf(key)),
    link: linkOf(key),
    rule: channel ? tagOf(channel) : null,
    facts: channel?.audience
      ? `${AUDIENCE_WORDS[channel.audience]}${channel.readers === null ? '' : `, ${count(channel.readers)} people`}. ${count(channel.flagged)} flagged in the last 30 days.`
      : 'Nothing of it has been read so far.',
    byPolicy,
    filled,
    problem,
    audiences: [
      { value: AS_PLATFORM, text: 'As its platform says' },
      ...AUDIENCES.map((value) => ({ value, text: AUDIENCE_WORDS[value] })),
    ],
    history: history.map((change) => ({
      when: sayMoment(change.at),
      who: sayActor(change.actor),
      what: sayRule(change),
    })),
  };
}
