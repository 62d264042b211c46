/** Reads a policy file and its words, and refuses a bad one with a sentence that says file, line and reason. */
import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { type Checked, check, textOf } from '../yaml-document.ts';
import { createEngine } from './engine.ts';
import { POLICY_FILE, type Policy, type PolicyFile } from './policy.ts';
import { PolicyError } from './policy-error.ts';
import { unsafe } from './safe-pattern.ts';
import { WORDING_FILE, type Wording } from './wording.ts';

/** Throws PolicyError. The examples in the file are run, and one that fails refuses the file; training leaves them out. */
export function loadPolicy(file: string, { examples = true } = {}): Policy {
  const source = textOf(file);
  if (source === undefined) throw new PolicyError(file, `${file}: the policy file can't be read.`);
  return parsePolicy(source, file, { examples });
}

/** As loadPolicy, on text that is already at hand; its words are read from beside `file`, which needn't be there itself. */
export function parsePolicy(source: string, file: string, { examples = true } = {}): Policy {
  const { content, refuse } = check(source, file, POLICY_FILE, 'a policy', PolicyError);
  for (const [index, { pattern }] of content.numbers.entries()) {
    const reason = unsafe(pattern);
    if (reason !== undefined) refuse(['numbers', index, 'pattern'], `the pattern is refused: ${reason}`);
  }
  const digest = createHash('sha256').update(source).digest('hex').slice(0, 16);
  const policy = compile(content, digest, readWords(content.wording, file, refuse));
  if (!examples) return policy;
  const engine = createEngine(policy);
  for (const [index, example] of content.examples['must-flag'].entries()) {
    const { level, categories } = engine.judge(example);
    const missing = example.categories?.find((category) => !categories.includes(category));
    if (level !== example.expect)
      refuse(
        ['examples', 'must-flag', index],
        `this example must be ${example.expect}, and the policy makes it ${level}`,
      );
    if (missing !== undefined)
      refuse(['examples', 'must-flag', index], `this example must be flagged as ${missing}, and isn't`);
  }
  for (const [index, example] of content.examples['must-not-flag'].entries()) {
    const { level, reasons } = engine.judge(example);
    if (level !== 'clear')
      refuse(
        ['examples', 'must-not-flag', index],
        `this example must be clear, and the policy makes it ${level} (${reasons.join(', ')})`,
      );
  }
  return policy;
}

/** The file with a policy's words, before they are read. Throws as loadPolicy, which is to be called for the examples. */
export function wordingFileOf(file: string): string {
  const source = textOf(file);
  if (source === undefined) throw new PolicyError(file, `${file}: the policy file can't be read.`);
  return besideIt(file, check(source, file, POLICY_FILE, 'a policy', PolicyError).content.wording);
}

const besideIt = (policy: string, name: string): string => resolve(dirname(policy), name);

type WordsOf = Pick<Policy, 'wording' | 'wordingFile'>;

/** The words that a policy names, by a path from its own file. */
function readWords(name: string, policy: string, refuse: Checked<PolicyFile>['refuse']): WordsOf {
  const wordingFile = besideIt(policy, name);
  const source = textOf(wordingFile);
  if (source === undefined) return refuse(['wording'], `the wording file ${name} can't be read`, wordingFile);
  const { content: wording } = check<Wording>(source, wordingFile, WORDING_FILE, 'a wording file', PolicyError);
  return { wording, wordingFile };
}

function compile(file: PolicyFile, digest: string, wording: WordsOf): Policy {
  const { name, version, categories, thresholds, numbers, apps } = file;
  const words = apps.unapproved
    .map((app) => app.toLowerCase().replace(/[^\p{L}\d ]/gu, (sign) => `\\${sign}`))
    .join('|');
  return {
    name,
    version,
    digest,
    ...wording,
    modes: categories,
    thresholds,
    careTeamMembers: file.audiences['care-team-members'],
    teamsTips: file['teams-tips'],
    detectors: new Set(file.detectors),
    excluded: anyOf(file['excluded-channels']),
    excludedChannels: file['excluded-channels'],
    numbers: numbers.map((format) => ({ ...format, pattern: new RegExp(format.pattern, 'uy') })),
    nudging: file.nudging,
    quizzing: file.quizzes,
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
