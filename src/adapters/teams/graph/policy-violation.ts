import { z } from 'zod';
import type { TeamsTips } from '../../../policy/types.ts';
import type { TipWords } from './types.ts';

/**
 * What Teams itself can do about a message that was posted: a line on it that its sender sees, and hiding it from others.
 * https://learn.microsoft.com/graph/api/chatmessage-update. Only where the policy asks for it (`teams-tips`).
 */

/** Pure. The body that asks for it, or null where the policy doesn't. What isn't urgent is never hidden. */
export function tipFor(tips: TeamsTips, { level, heading, seen }: TipWords, learnMore: string): object | null {
  if (tips === 'off') return null;
  const hides = level === 'urgent' && tips !== 'notify';
  return {
    policyViolation: {
      policyTip: { generalText: heading, matchedConditionDescriptions: [...seen], complianceUrl: learnMore },
      // With a reason of their own the sender may show it again, or say that it isn't about a patient.
      verdictDetails: 'AllowFalsePositiveOverride,AllowOverrideWithJustification',
      dlpAction: !hides ? 'NotifySender' : tips === 'block' ? 'BlockAccess' : 'BlockAccessExternal',
    },
  };
}

export const NO_TIP = { policyViolation: { dlpAction: 'None' } };

const answered = z.object({
  policyViolation: z.object({ userAction: z.string().nullish(), justificationText: z.string().nullish() }),
});

/** What the sender did about the line on their message. `words`: their reason, where they gave one. */
export type TipAnswer = { readonly does: 'override'; readonly words: string | null } | { readonly does: 'report' };

/** Pure. Null where they did nothing. Graph writes the first letter small or large, and joins what is more than one. */
export function readTipAnswer(message: unknown): TipAnswer | null {
  const parsed = answered.safeParse(message);
  if (!parsed.success) return null;
  const { userAction, justificationText } = parsed.data.policyViolation;
  const actions = (userAction ?? '').toLowerCase().split(/[,\s]+/);
  if (actions.includes('reportfalsepositive')) return { does: 'report' };
  if (actions.includes('override')) return { does: 'override', words: justificationText?.trim() || null };
  return null;
}
