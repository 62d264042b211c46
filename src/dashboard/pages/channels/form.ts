import { z } from 'zod';
import { AUDIENCES } from '../../../policy/types.ts';
import type { ChannelRule } from '../../../store/channel-rules.ts';

/** What stands for "as the platform says". */
export const AS_PLATFORM = 'platform';

const form = z.object({
  audience: z.enum([AS_PLATFORM, ...AUDIENCES], { error: 'Choose who can read the channel' }),
  excluded: z.literal('yes', { error: 'Choose whether the channel is read' }).optional(),
});

/** What a Guardian chose, or one sentence on what can't be used of it. */
export function readRule(
  given: unknown,
): { readonly rule: ChannelRule } | { readonly error: string; readonly field: string } {
  const parsed = form.safeParse(given ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { error: issue?.message ?? 'Choose who can read the channel', field: String(issue?.path[0] ?? 'audience') };
  }
  const { audience, excluded } = parsed.data;
  return { rule: { audience: audience === AS_PLATFORM ? null : audience, excluded: excluded === 'yes' } };
}
