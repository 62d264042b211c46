import type { Channel, Platform } from './chat.ts';
import type { ChannelRules } from './store/channel-rules.ts';

/**
 * A channel as a Guardian says it is: who can read it, whatever the platform says; undefined where it is never read. Guests and
 * readers stay as the platform counts them, since a notice tells how many can see a message.
 */
export function asRuled(
  rules: ChannelRules,
  { tenant, platform, channel }: { readonly tenant: string; readonly platform: Platform; readonly channel: Channel },
): Channel | undefined {
  const rule = rules.find({ tenant, platform, channel: channel.id });
  if (rule?.excluded) return undefined;
  return rule?.audience ? { ...channel, audience: rule.audience } : channel;
}
