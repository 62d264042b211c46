import { strToU8, zipSync } from 'fflate';
import { stringify } from 'yaml';
import type { Bank } from '../../../quizzes/bank.ts';
import { contentOf } from '../../../quizzes/stored.ts';
import type { Topic } from '../../../quizzes/topics.ts';
import type { Entry } from './shelf.ts';

/**
 * The bank as a folder of its files, one a topic, with all that was changed: to be put under version control. Questions that
 * nobody has put into Welsh yet stand in a folder of their own, since the files of a bank have both languages.
 */
export function zipOf(titles: Bank['titles'], entries: readonly Entry[]): Uint8Array {
  const files: Record<string, Uint8Array> = {};
  const asked = entries.filter(({ retired }) => !retired);
  for (const [topic, title] of Object.entries(titles) as [Topic, Bank['titles'][Topic]][])
    for (const welsh of [true, false]) {
      const some = asked.filter((entry) => entry.question.topic === topic && entry.welsh === welsh);
      if (some.length === 0) continue;
      const questions = some.map(({ question }) => contentOf(question));
      const text = stringify({ topic, title, questions }, { lineWidth: 0, aliasDuplicateObjects: false });
      files[`${welsh ? 'quizzes' : 'without-welsh'}/${topic}.yaml`] = strToU8(text);
    }
  return zipSync(files);
}
