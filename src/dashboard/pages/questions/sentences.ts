/** Where a fault of a question stands in its form, and how it is said. Pure. */
import type { z } from 'zod';
import { inWay, type Way } from './fields.ts';
import type { Fault } from './read.ts';

type Path = readonly PropertyKey[];

/** The field of a place in a question's content. `ways`: those that it was made of. */
export function fieldAt(path: Path, ways: readonly Way[]): string {
  const [first, index, ...rest] = path;
  if (first === 'review') return 'review-day';
  if (first !== 'variants') return `${String(first)}-${String(index ?? 'en')}`;
  const way = ways[Number(index)];
  const number = way?.number ?? 1;
  const [part, name, place] = rest;
  if (part === 'right') return inWay(number, 'right');
  if (part === 'rationale') return inWay(number, `rationale-${String(name ?? 'en')}`);
  if (part !== 'en' && part !== 'cy') return inWay(number, 'en-stem');
  if (name !== 'options') return inWay(number, `${part}-stem`);
  return inWay(number, `${part}-option-${placeOf(way, Number(place ?? 0)) + 1}`);
}

/** Where the option stands in the form, which may have empty ones before it. */
const placeOf = (way: Way | undefined, option: number): number =>
  way?.options.en.flatMap((text, index) => (text === '' && !way.options.cy[index] ? [] : [index]))[option] ?? option;

/** What the field is called within a sentence: "option 2 in Welsh". */
function called(path: Path): string {
  const welsh = path.includes('cy') ? ' in Welsh' : '';
  if (path.includes('stem')) return `the question${welsh}`;
  if (path.includes('options')) return `option ${Number(path.at(-1)) + 1}${welsh}`;
  if (path.includes('rationale')) return `why the answer is right${welsh}`;
  return `where the rule comes from${welsh}`;
}

/** "Way 2: " where the fault is in one of several. */
const inWhich = (path: Path, ways: readonly Way[]): string =>
  path[0] === 'variants' ? `Way ${ways[Number(path[1])]?.number ?? 1}: ` : '';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A reason that begins in small letters, as `faults.ts` gives them. */
export function sentenceAt(path: Path, reason: string, ways: readonly Way[]): Fault {
  // It takes one for all ways, or one for each: the form has the one for all at hand.
  if (/has no rationale, and neither has its question$/.test(reason))
    return { field: 'rationale-en', sentence: 'Write why the answer is right' };
  const welsh = path.includes('cy') && !/language/.test(reason) ? ' (in Welsh)' : '';
  return { field: fieldAt(path, ways), sentence: capital(`${inWhich(path, ways)}${reason}${welsh}`) };
}

/** What the form of a question says of a value that doesn't fit it. */
export function sentenceOf(issue: z.core.$ZodIssue, ways: readonly Way[]): Fault {
  const { path } = issue;
  const say = (reason: string): Fault => ({
    field: fieldAt(path, ways),
    sentence: capital(`${inWhich(path, ways)}${reason}`),
  });
  if (path[0] === 'review')
    return { field: 'review-day', sentence: 'Give the day of the next review, such as 30 11 2027' };
  if (path.length === 1 && path[0] === 'variants')
    return { field: inWay((ways.at(-1)?.number ?? 0) + 1, 'en-stem'), sentence: 'Ask it in two ways at least' };
  if (path.at(-1) === 'right') return say('choose which option is right');
  if (path.at(-1) === 'options') return say('give three or four options');
  if (issue.code === 'too_small' || issue.code === 'invalid_type') return say(`write ${called(path)}`);
  if (issue.code === 'too_big') return say(`${called(path)} may have ${issue.maximum} characters`);
  return say(`${called(path)}: ${issue.message}`);
}
