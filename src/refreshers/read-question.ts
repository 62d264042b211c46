/** The question of a refresher: one of the bank, or the trainer's own. Pure. */
import { createHash } from 'node:crypto';
import type { Bank, Question, Variant } from '../quizzes/bank.ts';
import type { RefresherQuestion } from '../store/tables.ts';
import type { TextReader } from './read.ts';
import { type Fault, type Field, OPTIONS, type WrittenQuestion } from './refresher.ts';

interface Reading {
  readonly bank: Bank;
  /** What the refresher is about. */
  readonly topic: string;
  readonly isWelsh: boolean;
  readonly text: TextReader;
  readonly faults: Fault[];
}

export function readQuestion(written: WrittenQuestion, reading: Reading): RefresherQuestion | null {
  switch (written.from) {
    case 'none':
      return null;
    case 'bank':
      return ofBank(written.id, reading);
    case 'own':
      return own(written, reading);
  }
}

/** As it is in the bank now. */
function ofBank(id: string, { bank, faults }: Reading): RefresherQuestion | null {
  const [wanted, variantId] = id.split('/');
  const question = bank.questions.find((one) => one.id === wanted);
  const variant =
    variantId === undefined ? question?.variants[0] : question?.variants.find((one) => one.id === variantId);
  if (question && variant) return fromBank(question, variant);
  faults.push({ field: 'question', sentence: 'Choose a question that is in the bank.' });
  return null;
}

function fromBank(question: Question, variant: Variant): RefresherQuestion {
  const say = (language: 'en' | 'cy') => {
    const { stem, options, rationale } = variant.said[language];
    return { stem, options: options.map(({ text }) => text), rationale, source: question.source[language] };
  };
  const right = variant.said.en.options.findIndex((option) => option.right) + 1;
  const asked = {
    topic: question.topic,
    question: question.id,
    variant: variant.id,
    right,
    en: say('en'),
    cy: say('cy'),
  };
  return { ...asked, version: versionOf(asked) };
}

type Own = Extract<WrittenQuestion, { from: 'own' }>;

function own(written: Own, { topic, isWelsh, text, faults }: Reading): RefresherQuestion {
  const fault = (field: Field, sentence: string) => void faults.push({ field, sentence });
  const say = (language: 'en' | 'cy') => {
    const named = <F extends 'stem' | 'rationale'>(field: F): Field => (language === 'cy' ? `${field}-cy` : field);
    const inWelsh = language === 'cy' ? ' in Welsh' : '';
    const options = written.options.map((option, index) => {
      const field = `option-${index + 1}${language === 'cy' ? '-cy' : ''}` as Field;
      // An option is there in both languages or in neither.
      const isThere = written.options[index]?.en.trim() !== '';
      return text(field, option[language], isThere ? `this option${inWelsh}` : undefined);
    });
    const given = options.filter((option) => option !== '');
    if (new Set(given.map((option) => option.toLowerCase())).size < given.length)
      fault(language === 'cy' ? 'option-1-cy' : 'option-1', 'Two of the options say the same.');
    return {
      stem: text(named('stem'), written.stem[language], `the question${inWelsh}`),
      options: given,
      rationale: text(named('rationale'), written.rationale[language], `why the answer is right${inWelsh}`),
      source: null,
    };
  };
  const en = say('en');
  const cy = isWelsh ? say('cy') : null;
  if (en.options.length < OPTIONS.least || en.options.length > OPTIONS.most)
    fault('option-1', `Write ${OPTIONS.least} to ${OPTIONS.most} options.`);
  if (!(Number.isInteger(written.right) && written.right >= 1 && written.right <= en.options.length))
    fault('right', 'Choose which option is right.');
  if (written.options.slice(0, en.options.length).some((option) => option.en.trim() === ''))
    fault('option-1', 'Leave no empty option between others.');
  const asked = { topic, question: null, variant: null, right: written.right, en, cy };
  return { ...asked, version: versionOf(asked) };
}

const versionOf = (asked: object): string =>
  createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 12);
