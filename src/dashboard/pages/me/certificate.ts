import type { Completion } from '../../../scores/completion.ts';
import { londonDate } from '../../london.ts';
import { createPdf } from '../../pdf.ts';
import { topicWords } from './present.ts';

/** The certificate of somebody who has completed the training: what it was, when, and what it says and doesn't. */
export async function certificate(
  { name, completion }: { name: string; completion: Completion },
  now: Date,
): Promise<Buffer> {
  const { done, period, until } = completion;
  if (!period || !until) throw new Error('There is no certificate of what is not completed.');
  const pdf = await createPdf({ title: `Certificate of completion: ${name}`, footer: 'Quietword' });
  pdf.heading(1, 'Certificate of completion');
  pdf.heading(2, name);
  pdf.paragraph('has completed the training “Messaging and patient information” in Quietword.');
  pdf.paragraph(
    `Between ${londonDate(period.from)} and ${londonDate(period.to)} they answered a question on each of its ${done.length} topics right, in a form that was new to them. It counts until ${londonDate(until)}.`,
  );
  pdf.table(
    ['Topic', 'Answered right on'],
    done.map(({ topic, on }) => [topicWords(topic), londonDate(on)]),
    [3, 2],
  );
  pdf.paragraph(
    `Made on ${londonDate(now)}, when they asked for it. It says what was learnt, and nothing about how anybody does their work.`,
  );
  return pdf.end();
}
