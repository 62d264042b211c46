/**
 * The floor: what a sensible person would write in an afternoon. One regular expression, one pass over the text, with
 * the type and place of every match. It knows no context, no staff and no audience.
 */

const MONTH = '(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*';

const PARTS = {
  // NHS, CHI and H&C numbers; National Insurance; a hospital's own (a letter and six or seven digits).
  number: String.raw`\b\d{3}[ .-]?\d{3}[ .-]?\d{4}\b|\b[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]\b|\b[a-z]\d{6,7}\b`,
  email: String.raw`\b[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}\b`,
  phone: String.raw`(?:\+44 ?|\b0)\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}\b`,
  postcode: String.raw`\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b`,
  date: String.raw`\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{1,2}(?:st|nd|rd|th)? ${MONTH}(?: \d{2,4})?\b`,
  name: String.raw`\b(?:mrs?|ms|miss|mx|dr|prof|sister|sir|lady)\b\.? [a-z][a-z'’-]+`,
};
type Type = keyof typeof PARTS;

const TYPES = Object.keys(PARTS) as Type[];
const PATTERN = new RegExp(
  Object.values(PARTS)
    .map((part) => `(${part})`)
    .join('|'),
  'gi',
);

export interface Match {
  readonly type: Type;
  readonly start: number;
  readonly end: number;
}

export interface FloorVerdict {
  readonly level: 'clear' | 'nudge' | 'urgent';
  readonly matches: readonly Match[];
}

export function floor(text: string): FloorVerdict {
  const matches: Match[] = [];
  let isUrgent = false;
  PATTERN.lastIndex = 0;
  for (let found = PATTERN.exec(text); found !== null; found = PATTERN.exec(text)) {
    let group = 1;
    while (found[group] === undefined) group++;
    const type = TYPES[group - 1] as Type;
    isUrgent ||= type === 'number';
    matches.push({ type, start: found.index, end: PATTERN.lastIndex });
  }
  return { level: isUrgent ? 'urgent' : matches.length > 0 ? 'nudge' : 'clear', matches };
}
