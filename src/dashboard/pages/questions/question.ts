import type { Question } from '../../../quizzes/bank.ts';
import { hardToRead } from '../../../quizzes/look-over.ts';
import { questionIn } from '../../../quizzes/stored.ts';
import type { StoredVersion } from '../../../store/question-versions.ts';
import { sayDate, sayMoment } from '../../london.ts';
import { TOPIC_WORDS } from '../awareness/words.ts';
import { tagsOf } from './present.ts';
import type { Entry } from './shelf.ts';

/** One question with all its words, and how it came to be so. */
export function presentQuestion(entry: Entry, versions: readonly StoredVersion[], today: string, done: string | null) {
  const { question, original, change, retired, welsh } = entry;
  return {
    id: question.id,
    topic: TOPIC_WORDS[question.topic],
    title: question.variants[0]?.said.en.stem ?? question.id,
    tags: tagsOf(entry, today),
    source: { en: question.source.en, cy: welsh ? question.source.cy : null },
    review: sayDate(question.review),
    retired,
    canReset: original !== undefined && change !== undefined && change.content !== null,
    ways: waysOf(question, welsh),
    advice: hardToRead(question).map(({ variant, reason }) => {
      const way = question.variants.findIndex(({ id }) => id === variant) + 1;
      return `Way ${way}: ${reason}.`;
    }),
    history: versions.map((version, index) => ({
      when: sayMoment(version.at),
      who: version.author,
      what: changeWords(version, versions[index + 1]),
      ways: oldWays(version, index),
    })),
    isOwn: original === undefined,
    done,
  };
}

const waysOf = (question: Question, welsh: boolean) =>
  question.variants.map(({ id, said }, index) => ({ id, number: index + 1, en: said.en, cy: welsh ? said.cy : null }));

/** The words of an earlier version; those of the latest stand on the page already. */
function oldWays(version: StoredVersion, index: number) {
  const question = index > 0 && questionIn(version);
  return question ? waysOf(question, version.welsh) : null;
}

function changeWords(version: StoredVersion, before: StoredVersion | undefined): string {
  if (version.retired !== (before?.retired ?? false))
    return version.retired ? 'Taken out: asked no more' : 'Asked again';
  if (version.content === null) return 'Back to the words that Quietword came with';
  return version.number === 1 && !before ? 'Changed or written' : 'Changed';
}
