/** A YAML file against its form: what is in it, or a sentence that says file, line and reason. */
import { readFileSync } from 'node:fs';
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';

/** The class of error that a kind of file is refused with. `file` is the one to put right. */
export type Refusal = new (file: string, message: string) => Error;

export interface Checked<T> {
  readonly content: T;
  /** The error that names the line where `path` stands. `about`: the file to put right, where it is another one. */
  readonly fault: (path: readonly PropertyKey[], reason: string, about?: string) => Error;
  /** Throws it. */
  readonly refuse: (path: readonly PropertyKey[], reason: string, about?: string) => never;
}

/** Throws a `refusal`. `what` the file is called ("a policy") where it has a key that it shouldn't. */
export function check<T>(source: string, file: string, form: z.ZodType<T>, what: string, refusal: Refusal): Checked<T> {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true });
  const at = (offset: number | undefined, reason: string, about = file): Error => {
    const line = offset === undefined ? 1 : lines.linePos(offset).line;
    return new refusal(about, `${file}, line ${line}: ${reason}.`);
  };
  const [broken] = document.errors;
  if (broken !== undefined)
    throw at(
      broken.pos[0],
      `this isn't valid YAML (${(broken.message.split('\n')[0] ?? '').replace(/ at line \d+.*/, '').replace(/[.:]$/, '')})`,
    );
  const parsed = form.safeParse(document.toJS());
  if (!parsed.success) {
    const issue = parsed.error.issues[0] as z.core.$ZodIssue;
    const key = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const path = key === undefined ? issue.path : [...issue.path, key];
    throw at(offsetOf(document, path), inWords(issue, path, what));
  }
  const fault: Checked<T>['fault'] = (path, reason, about) => at(offsetOf(document, path), reason, about);
  const refuse: Checked<T>['refuse'] = (path, reason, about) => {
    throw fault(path, reason, about);
  };
  return { content: parsed.data, fault, refuse };
}

/** The text of a file, or undefined where it can't be read. */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Where a value (or, for an unknown key, the key) stands in the file. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

function inWords(issue: z.core.$ZodIssue, path: readonly PropertyKey[], what: string): string {
  const where = path.map(String).join('.') || 'the file';
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${where} is not a key that ${what} has`;
    case 'invalid_value':
      return `${where} must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      if (issue.origin !== 'array') return `${where} is too small or empty`;
      return Number(issue.minimum) === 1 ? `${where} is empty` : `${where} has fewer than ${issue.minimum} entries`;
    case 'too_big':
      if (issue.origin === 'string') return `${where} is longer than ${issue.maximum} characters`;
      return issue.origin === 'array'
        ? `${where} has more than ${issue.maximum} entries`
        : `${where}: ${issue.message}`;
    case 'invalid_type':
      return issue.input === undefined && !/received/.test(issue.message)
        ? `${where} is missing`
        : `${where} must be ${issue.expected}${/undefined/.test(issue.message) ? ', and is missing' : ''}`;
    default:
      return `${where}: ${issue.message}`;
  }
}
