import { normalise } from './normalise.ts';

/** Before a name: "Dr Sarah Jones". */
const TITLE = /^(?:(?:dr|prof|professor|mr|mrs|ms|miss|mx|sir|dame|rev|revd|sister|nurse)\.? +)+/i;
/** Behind a name: where somebody works, their pronouns, that they come from elsewhere. */
const APPENDED = /[([{|/].*$| - .*$/;

/**
 * A directory's display name as messages write it, in lower case: given and family name, the whole of it, and the family name first
 * with its comma. Pure. None of a single word, which too many patients bear as well.
 */
export function namesOfStaff(display: string): string[] {
  const name = normalise(display).text.toLowerCase().replace(APPENDED, '').trim();
  const [family = '', rest] = name
    .split(',')
    .map((part) => part.trim().replace(/\s+/g, ' '))
    .map(withoutTitle);
  if (rest) return [...inOrder(`${rest} ${family}`), `${family}, ${rest}`];
  return inOrder(family);
}

/** Whether a name of a message, in lower case, with its title or without, is one of the directory's. */
export const isNameOfStaff = (colleagues: ReadonlySet<string>, name: string): boolean =>
  colleagues.size > 0 && (colleagues.has(name) || colleagues.has(withoutTitle(name)));

/** A display name without "Dr" before it. */
export const withoutTitle = (display: string): string => display.replace(TITLE, '');

function inOrder(name: string): string[] {
  const [first, ...others] = name.split(' ').filter((part) => part !== '');
  const last = others.at(-1);
  if (first === undefined || last === undefined) return [];
  return [...new Set([name, `${first} ${last}`])];
}
