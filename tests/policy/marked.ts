/**
 * Reads the marked cases: one message a line, `level audience categories [files=a.jpg,b.pdf] | text`, where
 * `[name:Mrs Okafor]` marks what a piece of the text is. Marks tell more than the labelling guide's spans do (colleagues,
 * what is said, places in clear messages), since they teach the model its parts.
 */
import { readFileSync } from 'node:fs';
import type { Attachment, Audience, Category, Level, SpanType } from '../../src/policy/types.ts';

/** What a mark is called in the files; the guide's span type, or undefined where the guide marks nothing. */
export const MARKS = {
  name: 'name',
  ini: 'initials',
  staff: undefined,
  loc: 'location',
  desc: 'descriptor',
  age: 'age',
  dob: 'date-of-birth',
  addr: 'address',
  pc: 'postcode',
  phone: 'phone',
  email: 'email',
  nhs: 'nhs-number',
  chi: 'chi-number',
  hc: 'hc-number',
  mrn: 'mrn',
  ni: 'ni-number',
  s: undefined,
  ss: undefined,
} as const satisfies Record<string, SpanType | undefined>;
export type MarkName = keyof typeof MARKS;

export interface MarkedSpan {
  readonly mark: MarkName;
  readonly start: number;
  readonly end: number;
}
export interface Marked {
  readonly id: string;
  readonly text: string;
  readonly audience: Audience;
  readonly attachments: readonly Attachment[];
  readonly expect: Level;
  readonly categories: readonly Category[];
  readonly marks: readonly MarkedSpan[];
}

const LINE = /^(\S+) (\S+) (\S+)(?: files=([^|]+?))? \| (.*)$/;
const TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  doc: 'application/msword',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xls: 'application/vnd.ms-excel',
  csv: 'text/csv',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  png: 'image/png',
  heic: 'image/heic',
  gif: 'image/gif',
  webp: 'image/webp',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
};

/** Throws an Error that names the file and the line of a fault. */
export function readMarked(file: string): Marked[] {
  const name = /([^/]+)\.txt$/.exec(file)?.[1] ?? file;
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, at) => {
      if (line.trim() === '' || line.startsWith('#')) return [];
      const [, expect, audience, categories, files, marked] = LINE.exec(line) ?? [];
      if (marked === undefined) throw new Error(`${file}, line ${at + 1}: not "level audience categories | text".`);
      return [
        {
          id: `${name}-${at + 1}`,
          expect: expect as Level,
          audience: audience as Audience,
          categories: (categories === '-' ? [] : categories?.split(',')) as Category[],
          attachments: (files?.split(',') ?? []).map((file) => ({
            name: file,
            type: TYPES[/[^.]+$/.exec(file.toLowerCase())?.[0] ?? ''] ?? 'image/jpeg',
          })),
          ...spans(marked.replaceAll('\\n', '\n')),
        },
      ];
    });
}

function spans(marked: string): { text: string; marks: MarkedSpan[] } {
  let text = '';
  const marks: MarkedSpan[] = [];
  for (const part of marked.split(/(\[[a-z]+:[^\]]+\])/)) {
    const [, mark, value] = /^\[([a-z]+):([^\]]+)\]$/.exec(part) ?? [];
    if (mark !== undefined && value !== undefined)
      marks.push({ mark: mark as MarkName, start: text.length, end: text.length + value.length });
    text += value ?? part;
  }
  return { text, marks };
}
