/** A bank that is just large enough to be sound, made for tests: no question of it is asked of anybody. */
import { stringify } from 'yaml';
import type { SheetContent } from '../../src/quizzes/sheet.ts';
import { TOPICS, type Topic } from '../../src/quizzes/topics.ts';

export type QuestionContent = SheetContent['questions'][number];
type VariantContent = QuestionContent['variants'][number];

/** Two questions in a row, and the two variants of one, have the right option in different places. */
function variant(about: string, id: string, at: number): VariantContent {
  return {
    id,
    right: (at % 3) + 1,
    en: { stem: `Which desk do you ask about ${about}, ${id}?`, options: ['Desk A', 'Desk B', 'Desk C'] },
    cy: { stem: `I ba ddesg ydych chi’n mynd am ${about}, ${id}?`, options: ['Desg A', 'Desg B', 'Desg C'] },
  };
}

export function question(topic: string, at: number): QuestionContent {
  const id = `${topic}-${at}`;
  return {
    id,
    source: { en: 'NMC Code, section 5', cy: 'Cod yr NMC, adran 5' },
    review: '2027-11-30',
    rationale: { en: 'They know what to do.', cy: 'Nhw sy’n gwybod.' },
    variants: [variant(id, 'one', at), variant(id, 'two', at + 1)],
  };
}

export function sheet(topic: Topic): SheetContent {
  return {
    topic,
    title: { en: `On ${topic}`, cy: `Am ${topic}` },
    questions: Array.from({ length: TOPICS[topic] }, (_, at) => question(topic, at)),
  };
}

/** Texts of files by name, as a folder `bank` would have them; a topic's sheet may be changed first. */
export function bankWith(changes: Partial<Record<Topic, (content: SheetContent) => void>> = {}): Map<string, string> {
  return new Map(
    (Object.keys(TOPICS) as Topic[]).sort().map((topic) => {
      const content = sheet(topic);
      changes[topic]?.(content);
      return [`bank/${topic}.yaml`, stringify(content, { aliasDuplicateObjects: false })];
    }),
  );
}
