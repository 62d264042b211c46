import { z } from 'zod';
import { CHANNELS, LANGUAGE_NAMES, TEAM } from './team.ts';

/** What the page may send. Text is as long as the longest that a platform lets through, and then some. */
export const LONGEST_TEXT = 100_000;
const LARGEST_CHANNEL = 2_000_000;

const audience = oneOf(CHANNELS.map((channel) => channel.audience));
const person = oneOf(TEAM.map((member) => member.id));
const language = oneOf(LANGUAGE_NAMES.map(({ code }) => code));
const readers = wholeNumber(1, LARGEST_CHANNEL);
const yesOrNo = z.boolean({ error: 'must be true or false' });

/** The session is the page's secret, so nobody else's page can touch what is its. */
const session = z.object({
  session: z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits'),
});
const address = session.extend({
  audience,
  number: z.coerce.number({ error: 'must be a number' }).int('must be a whole number').min(1, 'must be 1 or more'),
});
const someone = session.extend({ person });

const attachment = z.strictObject({
  name: words(200).min(1, 'must not be empty'),
  type: words(100),
});
const said = {
  text: z.string({ error: 'must be text' }).max(LONGEST_TEXT, 'must have at most 100,000 characters'),
  attachments: z.array(attachment, { error: 'must be a list' }).max(10, 'must be at most 10'),
};

const content = notEmpty(
  z.strictObject({
    /** 0 for the post itself, then one more with each edit. */
    version: wholeNumber(0, 1_000_000),
    person,
    readers,
    language: language.optional(),
    ...said,
  }),
);

const choice = z.strictObject({
  person,
  incident: words(100),
  action: z.string({ error: 'must be text' }).regex(/^[a-z0-9:-]{1,60}$/, 'is not a choice that a notice has'),
  words: words(1000).nullable(),
  /** The post that the notice is about, as it is now: only the page has it. */
  message: z.strictObject(
    { number: wholeNumber(1, 1_000_000), deleted: yesOrNo, ...said },
    { error: 'must be the post that the notice is about' },
  ),
});

const draft = notEmpty(z.strictObject({ audience, readers, language, ...said }));

const raised = z.strictObject({
  person,
  /** Whose post it is. */
  author: person,
  /** Whether they gave their name. */
  named: yesOrNo,
  readers,
  language,
  ...said,
});

const setting = z.strictObject({ language });
const wish = z.strictObject({ for: oneOf(['question', 'figures']) });

export type Address = z.infer<typeof address>;
export type Content = z.infer<typeof content>;
export type Chosen = z.infer<typeof choice>;
export type DraftGiven = z.infer<typeof draft>;
export type Raised = z.infer<typeof raised>;

/** A request that can't be used; `message` is one sentence that names the field. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

export const readSession = (given: unknown) => read(session, given, 'The address').session;
export const readAddress = (given: unknown): Address => read(address, given, 'The address');
export const readSomeone = (given: unknown) => read(someone, given, 'The address');
export const readContent = (given: unknown): Content => read(content, given, 'The body');
export const readChoice = (given: unknown): Chosen => read(choice, given, 'The body');
export const readDraft = (given: unknown): DraftGiven => read(draft, given, 'The body');
export const readRaised = (given: unknown): Raised => read(raised, given, 'The body');
export const readWish = (given: unknown) => read(wish, given, 'The body');
export const readSetting = (given: unknown) => read(setting, given, 'The body');

function read<T>(schema: z.ZodType<T>, given: unknown, whole: string): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    throw new BadRequest(`${issue.path.join('.') || whole} has a field that is not known.`);
  }
  if (!issue || issue.path.length === 0) throw new BadRequest(`${whole} must be a JSON object.`);
  throw new BadRequest(`${issue.path.join('.')} ${issue.message}.`);
}

function oneOf<const Value extends string>(values: readonly Value[]) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` });
}

function words(most: number) {
  return z.string({ error: 'must be text' }).max(most, `must have at most ${most.toLocaleString('en-GB')} characters`);
}

function wholeNumber(least: number, most: number) {
  const range = `must be a whole number from ${least} to ${most.toLocaleString('en-GB')}`;
  return z.number({ error: range }).int(range).min(least, range).max(most, range);
}

function notEmpty<Schema extends z.ZodType<{ text: string; attachments: unknown[] }>>(schema: Schema) {
  return schema.refine((post) => post.text.trim() !== '' || post.attachments.length > 0, {
    path: ['text'],
    error: 'must not be empty without an attachment',
  });
}
