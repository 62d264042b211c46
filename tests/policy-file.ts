import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from './program.ts';
import { soon } from './soon.ts';

const POLICIES = join(import.meta.dirname, '../policies');
const WORDS = 'nhs-england.words.yaml';

/** Nothing is summed up or held back: every message that is flagged is told of. */
export const EAGER = { 'interval-minutes': 0, 'burst-seconds': 0, 'daily-budget': 100 };

/** Quiet hours around the time that it is now, in London, or far from it: for programs that run by the real clock. */
export const QUIET_NOW = { 'quiet-hours': quietHours(-2) };
export const QUIET_LATER = { 'quiet-hours': quietHours(10) };

function quietHours(fromNow: number): string {
  const at = (hours: number) =>
    new Date(Date.now() + hours * 3_600_000).toLocaleTimeString('en-GB', {
      timeZone: 'Europe/London',
      hour: '2-digit',
      minute: '2-digit',
    });
  return `{ from: "${at(fromNow)}", to: "${at(fromNow + 4)}" }`;
}

/** The default policy with other values for some of its settings, as a file of `folder`, which is made. */
export function policyFile(folder: string, settings: Readonly<Record<string, number | string>>): string {
  mkdirSync(folder, { recursive: true });
  let text = readFileSync(join(POLICIES, 'nhs-england.yaml'), 'utf8');
  for (const [key, value] of Object.entries(settings)) {
    const line = new RegExp(`^( *)${key}: .*$`, 'm');
    if (!line.test(text)) throw new Error(`The default policy has no ${key}.`);
    text = text.replace(line, `$1${key}: ${value}`);
  }
  const file = join(folder, 'policy.yaml');
  writeFileSync(file, text);
  copyFileSync(join(POLICIES, WORDS), join(folder, WORDS));
  return file;
}

/** Edits the policy that a program runs with, and waits until it goes by it. `version`: another than before. */
export async function editPolicy(
  program: Program,
  folder: string,
  settings: Readonly<Record<string, number | string>> & { readonly version: string },
): Promise<void> {
  const { version } = settings;
  policyFile(folder, { ...settings, version: `"${version}"` });
  const taken = new RegExp(`"version":"${version}".*"policy.loaded"|"policy.loaded".*"version":"${version}"`);
  await soon(() => {
    if (!taken.test(program.output())) throw new Error('The edited policy was not taken up.');
  });
}
