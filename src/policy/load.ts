/** Reads a policy file and refuses a bad one with a sentence that says file, line and reason. */
import { readFileSync } from 'node:fs';
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { createEngine } from './engine.ts';
import { POLICY_FILE, type Policy, type PolicyFile } from './policy.ts';
import { unsafe } from './safe-pattern.ts';

export class PolicyError extends Error {
  override name = 'PolicyError';
}

/** Throws PolicyError. The examples in the file are run, and one that fails refuses the file; training leaves them out. */
export function loadPolicy(file: string, { examples = true } = {}): Policy {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch {
    throw new PolicyError(`${file}: the policy file can't be read.`);
  }
  return parsePolicy(source, file, { examples });
}

/** As loadPolicy, on text that is already at hand; `file` is only what errors call it. */
export function parsePolicy(source: string, file: string, { examples = true } = {}): Policy {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true });
  const refuse = (offset: number | undefined, reason: string): never => {
    const line = offset === undefined ? 1 : lines.linePos(offset).line;
    throw new PolicyError(`${file}, line ${line}: ${reason}.`);
  };
  const [fault] = document.errors;
  if (fault !== undefined)
    refuse(
      fault.pos[0],
      `this isn't valid YAML (${(fault.message.split('\n')[0] ?? '').replace(/ at line \d+.*/, '').replace(/[.:]$/, '')})`,
    );
  const parsed = POLICY_FILE.safeParse(document.toJS());
  if (!parsed.success) {
    const issue = parsed.error.issues[0] as z.core.$ZodIssue;
    const key = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const path = key === undefined ? issue.path : [...issue.path, key];
    throw refuse(offsetOf(document, path), inWords(issue, path));
  }
  const content: PolicyFile = parsed.data;
  const at = (...path: (string | number)[]): number | undefined => offsetOf(document, path);
  for (const [index, { pattern }] of content.numbers.entries()) {
    const reason = unsafe(pattern);
    if (reason !== undefined) refuse(at('numbers', index, 'pattern'), `the pattern is refused: ${reason}`);
  }
  const policy = compile(content);
  if (!examples) return policy;
  const engine = createEngine(policy);
  for (const [index, example] of content.examples['must-flag'].entries()) {
    const { level, categories } = engine.judge(example);
    const missing = example.categories?.find((category) => !categories.includes(category));
    if (level !== example.expect)
      refuse(
        at('examples', 'must-flag', index),
        `this example must be ${example.expect}, and the policy makes it ${level}`,
      );
    if (missing !== undefined)
      refuse(at('examples', 'must-flag', index), `this example must be flagged as ${missing}, and isn't`);
  }
  for (const [index, example] of content.examples['must-not-flag'].entries()) {
    const { level, reasons } = engine.judge(example);
    if (level !== 'clear')
      refuse(
        at('examples', 'must-not-flag', index),
        `this example must be clear, and the policy makes it ${level} (${reasons.join(', ')})`,
      );
  }
  return policy;
}

function compile(file: PolicyFile): Policy {
  const { name, version, categories, thresholds, numbers, apps } = file;
  const words = apps.unapproved
    .map((app) => app.toLowerCase().replace(/[^\p{L}\d ]/gu, (sign) => `\\${sign}`))
    .join('|');
  return {
    name,
    version,
    modes: categories,
    thresholds,
    careTeamMembers: file.audiences['care-team-members'],
    detectors: new Set(file.detectors),
    excluded: anyOf(file['excluded-channels']),
    numbers: numbers.map((format) => ({ ...format, pattern: new RegExp(format.pattern, 'uy') })),
    apps: {
      approved: apps.approved,
      unapproved: new RegExp(`(?<![\\p{L}\\d])(?:${words})(?:ed|'?d|s|ing|ped|pped)?(?![\\p{L}\\d])`, 'u'),
    },
  };
}

/** A pattern that matches any of the names whole; `*` in them stands for anything. */
function anyOf(names: readonly string[]): RegExp {
  const each = names.map((name) =>
    name
      .toLowerCase()
      .split('*')
      .map((part) => part.replace(/[^\p{L}\d]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`))
      .join('.*'),
  );
  return new RegExp(`^(?:${each.join('|')})$`, 'u');
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

function inWords(issue: z.core.$ZodIssue, path: readonly PropertyKey[]): string {
  const where = path.map(String).join('.') || 'the file';
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${where} is not a key that a policy has`;
    case 'invalid_value':
      return `${where} must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return issue.origin === 'array' ? `${where} is empty` : `${where} is too small or empty`;
    case 'invalid_type':
      return issue.input === undefined && !/received/.test(issue.message)
        ? `${where} is missing`
        : `${where} must be ${issue.expected}${/undefined/.test(issue.message) ? ', and is missing' : ''}`;
    default:
      return `${where}: ${issue.message}`;
  }
}
