import { z } from 'zod';
import { CHANNELS, TEAM } from './team.ts';

/** What the page may send. Text is as long as the longest that a platform lets through, and then some. */
export const LONGEST_TEXT = 100_000;
const LARGEST_CHANNEL = 2_000_000;
const AUDIENCES = CHANNELS.map((channel) => channel.audience);

/** The address of a message; the session is the page's secret, so nobody else's page can touch it. */
const address = z.object({
  session: z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits'),
  audience: z.enum(AUDIENCES, { error: `must be one of ${AUDIENCES.join(', ')}` }),
  number: z.coerce.number({ error: 'must be a number' }).int('must be a whole number').min(1, 'must be 1 or more'),
});

const attachment = z.strictObject({
  name: z.string({ error: 'must be text' }).min(1, 'must not be empty').max(200, 'must have at most 200 characters'),
  type: z.string({ error: 'must be text' }).max(100, 'must have at most 100 characters'),
});

const content = z
  .strictObject({
    /** 0 for the post itself, then one more with each edit. */
    version: wholeNumber(0, 1_000_000),
    person: z.enum(
      TEAM.map((member) => member.id),
      { error: `must be one of ${TEAM.map((member) => member.id).join(', ')}` },
    ),
    readers: wholeNumber(1, LARGEST_CHANNEL),
    text: z.string({ error: 'must be text' }).max(LONGEST_TEXT, 'must have at most 100,000 characters'),
    attachments: z.array(attachment, { error: 'must be a list' }).max(10, 'must be at most 10'),
  })
  .refine((post) => post.text.trim() !== '' || post.attachments.length > 0, {
    path: ['text'],
    error: 'must not be empty without an attachment',
  });

export type Address = z.infer<typeof address>;
export type Content = z.infer<typeof content>;

/** A request that can't be used; `message` is one sentence that names the field. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

export const readAddress = (given: unknown): Address => read(address, given, 'The address');
export const readContent = (given: unknown): Content => read(content, given, 'The body');

function read<T>(schema: z.ZodType<T>, given: unknown, whole: string): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue?.code === 'unrecognized_keys') throw new BadRequest(`${whole} has a field that is not known.`);
  if (!issue || issue.path.length === 0) throw new BadRequest(`${whole} must be a JSON object.`);
  throw new BadRequest(`${issue.path.join('.')} ${issue.message}.`);
}

function wholeNumber(least: number, most: number) {
  const range = `must be a whole number from ${least} to ${most.toLocaleString('en-GB')}`;
  return z.number({ error: range }).int(range).min(least, range).max(most, range);
}
