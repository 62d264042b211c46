/** What is wrong with the questions of one file beyond its form, each with the place where it stands. Pure. */
import type { Language } from '../policy/types.ts';
import type { SheetContent } from './sheet.ts';

export interface Fault {
  readonly path: readonly PropertyKey[];
  readonly reason: string;
}

export const LANGUAGES = ['en', 'cy'] as const satisfies readonly Language[];
const RATIONALE_WORDS = 60;

/**
 * No length gives the answer away: the right option is at most half as long again as the longest wrong one, and at least
 * half as long as the shortest. Short ones ("Ring her") may differ by a dozen characters.
 */
const TIMES_LONGER = 1.5;
const TIMES_SHORTER = 0.5;
const SMALL_DIFFERENCE = 12;

/** The same words, whatever their case, accents and signs. */
export const normalised = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();

const wordsIn = (text: string): number => text.trim().split(/\s+/).length;

type QuestionContent = SheetContent['questions'][number];
type VariantContent = QuestionContent['variants'][number];

export function faultsOf({ questions }: SheetContent): Fault[] {
  return questions.flatMap((question, at) => {
    const path = ['questions', at];
    return [...rationaleFaults(question.rationale, path), ...variantsFaults(question, path)];
  });
}

function variantsFaults({ id, variants, rationale }: QuestionContent, path: Fault['path']): Fault[] {
  return variants.flatMap((variant, at) => {
    const here = [...path, 'variants', at];
    const faults = [...rationaleFaults(variant.rationale, here), ...optionFaults(variant, here)];
    if (rationale === undefined && variant.rationale === undefined)
      faults.push({ path: here, reason: `${variant.id} has no rationale, and neither has its question` });
    if (variants.findIndex((other) => other.id === variant.id) < at)
      faults.push({ path: [...here, 'id'], reason: `${id} has two variants ${variant.id}` });
    if (normalised(variant.en.stem) === normalised(variant.cy.stem))
      faults.push({ path: [...here, 'cy', 'stem'], reason: 'the stem is the same in both languages' });
    return faults;
  });
}

function rationaleFaults(rationale: QuestionContent['rationale'], path: Fault['path']): Fault[] {
  if (rationale === undefined) return [];
  const faults = LANGUAGES.filter((language) => wordsIn(rationale[language]) > RATIONALE_WORDS).map((language) => ({
    path: [...path, 'rationale', language],
    reason: `the rationale has ${wordsIn(rationale[language])} words, and may have ${RATIONALE_WORDS}`,
  }));
  if (normalised(rationale.en) === normalised(rationale.cy))
    faults.push({ path: [...path, 'rationale', 'cy'], reason: 'the rationale is the same in both languages' });
  return faults;
}

function optionFaults(variant: VariantContent, path: Fault['path']): Fault[] {
  if (variant.cy.options.length !== variant.en.options.length)
    return [{ path: [...path, 'cy', 'options'], reason: 'there are not as many options as in the other language' }];
  if (variant.right > variant.en.options.length)
    return [
      { path: [...path, 'right'], reason: `the right option is ${variant.right} of ${variant.en.options.length}` },
    ];
  return LANGUAGES.flatMap((language) => {
    const { options } = variant[language];
    const here = [...path, language, 'options'];
    const seen = options.map(normalised);
    const twice = seen.findIndex((text, at) => seen.indexOf(text) < at);
    const faults: Fault[] =
      twice < 0 ? [] : [{ path: [...here, twice], reason: 'this option says the same as another' }];
    const giveaway = givenAway(options, variant.right);
    if (giveaway !== undefined) faults.push({ path: [...here, variant.right - 1], reason: giveaway });
    return faults;
  });
}

function givenAway(options: readonly string[], right: number): string | undefined {
  const length = (options[right - 1] as string).length;
  const wrong = options.filter((_, at) => at + 1 !== right).map((text) => text.length);
  const [shortest, longest] = [Math.min(...wrong), Math.max(...wrong)];
  if (length > longest * TIMES_LONGER && length > longest + SMALL_DIFFERENCE)
    return `the right option is so much longer (${length} characters, the others up to ${longest}) that it gives itself away`;
  if (length < shortest * TIMES_SHORTER && length < shortest - SMALL_DIFFERENCE)
    return `the right option is so much shorter (${length} characters, the others from ${shortest}) that it gives itself away`;
  return undefined;
}
