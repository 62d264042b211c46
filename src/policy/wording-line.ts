/** One line of a wording file: how long it may be, and what is filled into it. */
import { z } from 'zod';

/** Characters. Platforms allow more; a narrow phone doesn't. */
export const BUTTON = 25;
export const TITLE = 24;
export const HEADING = 75;
const PARAGRAPH = 300;
export const LONG = 500;

interface Shape {
  /** What has to be filled in, and what may be: a line that leaves out `{kinds}` would say nothing. */
  readonly must?: readonly string[];
  readonly may?: readonly string[];
  readonly most?: number;
}

export function says({ must = [], may = [], most = PARAGRAPH }: Shape = {}) {
  const known = new Set([...must, ...may].map((name) => `{${name}}`));
  const stranger = (text: string) => placeholders(text).find((found) => !known.has(found));
  const missing = (text: string) => must.map((name) => `{${name}}`).find((name) => !text.includes(name));
  return z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => stranger(text) === undefined, {
      error: ({ input }) => `${stranger(String(input))} is not filled in here`,
    })
    .refine((text) => missing(text) === undefined, { error: ({ input }) => `${missing(String(input))} is left out` });
}

/** Whole ones, and a brace by itself, which would be shown as it is. */
const placeholders = (text: string): string[] => text.match(/\{[^{}]*\}|[{}]/g) ?? [];
