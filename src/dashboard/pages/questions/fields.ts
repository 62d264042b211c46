/** A question as the fields of its form, and back. Pure. */
import type { QuestionContent } from '../../../quizzes/sheet.ts';

/** By name, as a browser sends them; of a field that it doesn't send, nothing. */
export type Fields = Readonly<Record<string, string>>;

export const PLACES = [1, 2, 3, 4] as const;
export const LANGUAGES = ['en', 'cy'] as const;
export type Language = (typeof LANGUAGES)[number];
/** Two at the least; more than these would be a form without an end. */
export const WAYS = { least: 2, most: 6 } as const;

/** Names of what stands in a way of asking: `way-2-en-option-3`. */
export const inWay = (way: number, name: string): string => `way-${way}-${name}`;

/** One way of asking, as it was typed. */
export interface Way {
  /** From 1, as in the names of its fields. */
  readonly number: number;
  /** Of a way that was there before; empty: a new one. */
  readonly id: string;
  readonly right: string;
  readonly stem: Record<Language, string>;
  readonly options: Record<Language, string[]>;
  readonly rationale: Record<Language, string>;
}

export interface Typed {
  readonly topic: string;
  readonly source: Record<Language, string>;
  readonly review: { readonly day: string; readonly month: string; readonly year: string };
  readonly rationale: Record<Language, string>;
  readonly ways: readonly Way[];
}

/** What was typed; `ways`: how many the form has. */
export function typedIn(fields: Fields, ways = numberOfWays(fields)): Typed {
  const text = (name: string): string => (fields[name] ?? '').replace(/\r\n?/g, '\n').trim();
  const each = (name: (language: Language) => string) => ({ en: text(name('en')), cy: text(name('cy')) });
  return {
    topic: text('topic'),
    source: each((language) => `source-${language}`),
    review: { day: text('review[day]'), month: text('review[month]'), year: text('review[year]') },
    rationale: each((language) => `rationale-${language}`),
    ways: Array.from({ length: ways }, (_, index) => {
      const of = (name: string) => inWay(index + 1, name);
      const options = (language: Language) => PLACES.map((place) => text(of(`${language}-option-${place}`)));
      return {
        number: index + 1,
        id: text(of('id')),
        right: text(of('right')),
        stem: each((language) => of(`${language}-stem`)),
        options: { en: options('en'), cy: options('cy') },
        rationale: each((language) => of(`rationale-${language}`)),
      };
    }),
  };
}

export function numberOfWays(fields: Fields): number {
  const ways = Number(fields.ways);
  return Number.isInteger(ways) ? Math.min(Math.max(ways, WAYS.least), WAYS.most) : WAYS.least;
}

/** A question as its form shows it first. One that nobody has put into Welsh yet shows its Welsh fields empty. */
export function typedOf(topic: string, content: QuestionContent, welsh: boolean): Typed {
  const each = (said: { en: string; cy: string } | undefined) => ({
    en: said?.en ?? '',
    cy: welsh ? (said?.cy ?? '') : '',
  });
  const [year = '', month = '', day = ''] = content.review.split('-');
  return {
    topic,
    source: each(content.source),
    review: { day: String(Number(day)), month: String(Number(month)), year },
    rationale: each(content.rationale),
    ways: content.variants.map((variant, index) => ({
      number: index + 1,
      id: variant.id,
      right: String(variant.right),
      stem: each({ en: variant.en.stem, cy: variant.cy.stem }),
      options: { en: filled(variant.en.options), cy: filled(welsh ? variant.cy.options : []) },
      rationale: each(variant.rationale),
    })),
  };
}

const filled = (options: readonly string[]): string[] => PLACES.map((place) => options[place - 1] ?? '');

export const NOTHING: Typed = typedIn({}, WAYS.least);

/** Whether nothing at all was typed into it: it is left out. */
export const isEmptyWay = ({ stem, options, rationale }: Way): boolean =>
  [stem.en, stem.cy, ...options.en, ...options.cy, rationale.en, rationale.cy].every((text) => text === '');

/** Whether nothing Welsh was typed anywhere. */
export const hasNoWelsh = ({ source, rationale, ways }: Typed): boolean =>
  [source.cy, rationale.cy, ...ways.flatMap((way) => [way.stem.cy, ...way.options.cy, way.rationale.cy])].every(
    (text) => text === '',
  );
