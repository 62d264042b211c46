import { type SurveyFigure, surveyFigure } from '../../../scores/survey.ts';
import type { SurveyResult } from '../../../store/surveys.ts';
import { londonMonth } from '../../london.ts';
import { count, sayRange, sayShare } from '../../shares.ts';

/**
 * What the survey of 2018 found: CommonTime, "Instant Messaging in the NHS", of some 800 NHS staff in England. Its third figure
 * is of those who had been disciplined over it: nobody is asked that here, and the page says so.
 */
const QUESTIONS = [
  { question: 'messaging', options: ['yes'], text: 'Use messaging apps such as WhatsApp for work', published: '43%' },
  {
    question: 'rules',
    options: ['no', 'unsure'],
    text: 'Do not know, or are not sure of, the rules',
    published: '39%',
  },
  {
    question: 'wrong-person',
    options: ['yes'],
    text: 'Have seen patient information go to the wrong person',
    published: 'Not asked. 2% had been disciplined',
  },
] as const;

/** The baseline and the latest survey beside what was published; null where none is over yet. */
export function presentSurvey(surveys: readonly SurveyResult[]) {
  const [first] = surveys;
  if (!first) return null;
  const last = surveys.length > 1 ? surveys.at(-1) : undefined;
  return {
    heads: ['Question', 'NHS staff, 2018', londonMonth(first.openedAt), ...(last ? [londonMonth(last.openedAt)] : [])],
    keys: ['published', 'baseline', ...(last ? ['latest'] : [])],
    rows: QUESTIONS.map(({ question, options, text, published }) => ({
      name: text,
      published,
      baseline: say(surveyFigure(first.counts, question, options)),
      latest: last ? say(surveyFigure(last.counts, question, options)) : '',
    })),
  };
}

function say({ people, share }: SurveyFigure): string {
  if (people === null) return 'Not shown: fewer than eight took part';
  if (!share) return `About ${count(people)} took part: too few for a share`;
  return `${sayShare(share)} of about ${count(people)} (likely ${sayRange(share)})`;
}
