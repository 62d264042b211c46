import { inWay, LANGUAGES, PLACES, type Typed, WAYS } from './fields.ts';
import { topicItems } from './present.ts';
import type { Fault } from './read.ts';
import type { Entry } from './shelf.ts';

const SAID = { en: 'English', cy: 'Welsh' } as const;

/** Everything that the form shows. `base`: the version that it starts from. */
export function presentForm(entry: Entry | undefined, typed: Typed, base: string, faults: readonly Fault[]) {
  const errors = Object.fromEntries(faults.map(({ field, sentence }) => [field, sentence]));
  const error = (field: string) => (errors[field] === undefined ? undefined : { text: errors[field] });
  const heading = entry ? 'Change a question' : 'Write a question';
  return {
    heading,
    back: entry ? `/questions/${entry.question.id}` : '/questions',
    base,
    problems: faults.map(({ field, sentence }) => ({ text: sentence, href: `#${field}` })),
    errors,
    needsWelsh: entry?.original !== undefined,
    topic: entry
      ? null
      : [{ value: '', text: 'Choose a topic', selected: typed.topic === '' }, ...topicItems(typed.topic)],
    source: typed.source,
    rationale: typed.rationale,
    review: [
      { name: 'day', value: typed.review.day, classes: widthOf(2, error('review-day')) },
      { name: 'month', value: typed.review.month, classes: widthOf(2, error('review-day')) },
      { name: 'year', value: typed.review.year, classes: widthOf(4, error('review-day')) },
    ],
    ways: typed.ways.map((way) => ({
      number: way.number,
      id: way.id,
      right: way.right,
      rightItems: PLACES.map((place) => ({ value: String(place), text: String(place) })),
      languages: LANGUAGES.map((language) => ({
        language,
        said: SAID[language],
        stem: field(inWay(way.number, `${language}-stem`), way.stem[language]),
        options: PLACES.map((place, index) =>
          field(inWay(way.number, `${language}-option-${place}`), way.options[language][index] ?? ''),
        ),
        rationale: field(inWay(way.number, `rationale-${language}`), way.rationale[language]),
      })),
    })),
    more: typed.ways.length < WAYS.most,
  };

  function field(name: string, value: string) {
    return { name, value, error: error(name) };
  }
}

const widthOf = (characters: number, error: object | undefined): string =>
  `nhsuk-input--width-${characters}${error ? ' nhsuk-input--error' : ''}`;
