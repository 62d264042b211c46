/** What is wrong with the files of a bank taken together. Pure. */
import { BankError } from './bank.ts';
import { LANGUAGES, normalised } from './faults.ts';
import type { Sheet } from './sheet.ts';
import { TOPICS, type Topic } from './topics.ts';

/**
 * Nothing gives the right answers away over the whole bank: it is the longest option of its variant in at most four of ten,
 * the shortest in at most half, and in no place more often than that. Fewer variants than this say nothing.
 */
const ENOUGH_VARIANTS = 20;
const MOSTLY_LONGEST = 0.4;
const MOSTLY = 0.5;

export function faultsAcross(sheets: readonly Sheet[], folder: string): Error[] {
  return [...topicFaults(sheets, folder), ...repeated(sheets), ...habits(sheets, folder)];
}

function topicFaults(sheets: readonly Sheet[], folder: string): Error[] {
  return (Object.keys(TOPICS) as Topic[]).flatMap((topic) => {
    const [first, ...more] = sheets.filter(({ content }) => content.topic === topic);
    if (first === undefined) return [new BankError(folder, `${folder}: no file has the topic ${topic}.`)];
    const { questions } = first.content;
    const short =
      questions.length < TOPICS[topic]
        ? [first.fault(['questions'], `${topic} has ${questions.length} questions, and needs ${TOPICS[topic]}`)]
        : [];
    return [...short, ...more.map(({ fault }) => fault(['topic'], `${topic} is the topic of ${first.file} too`))];
  });
}

/** Ids and stems that stand twice, named where they stand the second time. */
function repeated(sheets: readonly Sheet[]): Error[] {
  const faults: Error[] = [];
  const ids = new Map<string, string>();
  const stems = new Map<string, string>();
  for (const { file, content, fault } of sheets)
    for (const [at, question] of content.questions.entries()) {
      const known = ids.get(question.id);
      if (known !== undefined) faults.push(fault(['questions', at, 'id'], `${question.id} is in ${known} too`));
      ids.set(question.id, known ?? file);
      for (const [place, variant] of question.variants.entries())
        for (const language of LANGUAGES) {
          const stem = `${language} ${normalised(variant[language].stem)}`;
          const asked = stems.get(stem);
          if (asked !== undefined)
            faults.push(
              fault(['questions', at, 'variants', place, language, 'stem'], `this stem is that of ${asked} too`),
            );
          stems.set(stem, asked ?? `${question.id}, ${variant.id}`);
        }
    }
  return faults;
}

function habits(sheets: readonly Sheet[], folder: string): Error[] {
  const variants = sheets.flatMap(({ content }) => content.questions.flatMap((question) => question.variants));
  if (variants.length < ENOUGH_VARIANTS) return [];
  const faults: string[] = [];
  const look = (most: number, what: string, count: number) => {
    if (count > variants.length * most) faults.push(`the right option is ${what} in ${count} of ${variants.length}`);
  };
  for (const language of LANGUAGES) {
    const lengths = variants.map((variant) => {
      const all = variant[language].options.map((text) => text.length);
      return { right: all[variant.right - 1] as number, wrong: all.filter((_, at) => at + 1 !== variant.right) };
    });
    look(MOSTLY_LONGEST, `the longest (${language})`, lengths.filter((l) => l.right > Math.max(...l.wrong)).length);
    look(MOSTLY, `the shortest (${language})`, lengths.filter((l) => l.right < Math.min(...l.wrong)).length);
  }
  for (const place of [1, 2, 3, 4])
    look(MOSTLY, `number ${place}`, variants.filter(({ right }) => right === place).length);
  return faults.map((reason) => new BankError(folder, `${folder}: ${reason} variants: that gives it away.`));
}
