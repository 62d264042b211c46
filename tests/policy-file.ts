import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const POLICIES = join(import.meta.dirname, '../policies');
const WORDS = 'nhs-england.words.yaml';

/** Nothing is summed up or held back: every message that is flagged is told of. */
export const EAGER = { 'interval-minutes': 0, 'burst-seconds': 0, 'daily-budget': 100 };

/** The default policy with other numbers in its `nudging`, as a file of `folder`, which is made. */
export function policyFile(folder: string, nudging: Readonly<Record<string, number | string>>): string {
  mkdirSync(folder, { recursive: true });
  let text = readFileSync(join(POLICIES, 'nhs-england.yaml'), 'utf8');
  for (const [key, value] of Object.entries(nudging)) {
    const line = new RegExp(`^  ${key}: .*$`, 'm');
    if (!line.test(text)) throw new Error(`The default policy has no ${key}.`);
    text = text.replace(line, `  ${key}: ${value}`);
  }
  const file = join(folder, 'policy.yaml');
  writeFileSync(file, text);
  copyFileSync(join(POLICIES, WORDS), join(folder, WORDS));
  return file;
}
