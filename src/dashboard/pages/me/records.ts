/** Learning records for other systems: a CSV for ESR and the like, and statements in the form of xAPI 1.0.3. Pure. */
import { createHash } from 'node:crypto';
import { type Completion, completionOf } from '../../../scores/completion.ts';
import type { Learnt } from '../../../store/learning-records.ts';
import { asCsvLines } from '../../csv.ts';
import { topicWords } from './present.ts';

const COURSE = 'Messaging and patient information';

interface Known extends Learnt {
  readonly completion: Completion;
}

export const withCompletion = (learnt: Learnt, topics: readonly string[], now: Date): Known => ({
  ...learnt,
  completion: completionOf(learnt.topics, topics, now),
});

/** A line for each topic that somebody has done, and one for all of them. Days as in London. */
export function recordsCsv(people: readonly Known[]): string {
  const rows = people.flatMap(({ name, email, platform, user, completion }) => {
    const who = [name ?? '', email ?? '', platform, user];
    return [
      ...completion.done.map(({ topic, on }) => [...who, `${COURSE}: ${topicWords(topic)}`, dayOf(on), 'Passed', '']),
      ...(completion.complete && completion.period && completion.until
        ? [[...who, COURSE, dayOf(completion.period.to), 'Completed', dayOf(completion.until)]]
        : []),
    ];
  });
  const head = ['Name', 'Email', 'Platform', 'Account', 'Course', 'Date', 'Result', 'Valid until'];
  return asCsvLines([head, ...rows]);
}

const DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', dateStyle: 'short' });
const dayOf = (at: Date): string => DAY.format(at);

/**
 * Verbs of ADL's list; people by their account, activities under our own address. The id of a statement is made of what it says,
 * so that a record store takes the same one twice for one.
 */
export function xapiStatements(people: readonly Known[], publicUrl: string): object[] {
  return people.flatMap((one) => {
    const { tenant, platform, user, name, completion } = one;
    const actor = {
      objectType: 'Agent',
      ...(name === null ? {} : { name }),
      account: { homePage: `${publicUrl}/accounts/${platform}`, name: `${tenant}/${user}` },
    };
    const statement = (verb: 'passed' | 'completed', activity: string, title: string, on: Date) => ({
      id: idOf([tenant, user, verb, activity, on.toISOString()].join('\n')),
      actor,
      verb: { id: `http://adlnet.gov/expapi/verbs/${verb}`, display: { 'en-GB': verb } },
      object: {
        objectType: 'Activity',
        id: `${publicUrl}/activities/${activity}`,
        definition: {
          name: { 'en-GB': title },
          type: `http://adlnet.gov/expapi/activities/${verb === 'passed' ? 'assessment' : 'course'}`,
        },
      },
      result: { success: true, completion: true },
      timestamp: on.toISOString(),
    });
    return [
      ...completion.done.map(({ topic, on }) => statement('passed', `topics/${topic}`, topicWords(topic), on)),
      ...(completion.complete && completion.period
        ? [statement('completed', 'messaging', COURSE, completion.period.to)]
        : []),
    ];
  });
}

/** A UUID (version 8, RFC 9562) of a text. */
function idOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = (Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8;
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant.toString(16)}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
