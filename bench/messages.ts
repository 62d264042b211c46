/** The messages that everything here is measured on: the labelled corpus, or the project's own cases where it is absent. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attachment, Judgeable } from '../src/policy/index.ts';

export const ROOT = join(import.meta.dirname, '..');
export const POLICY = join(ROOT, 'policies/nhs-england.yaml');

const CORPUS = join(ROOT, '../shared/corpus');
const CASES = join(ROOT, 'tests/policy/cases');

export interface Source {
  /** How to call it in a report. */
  readonly name: string;
  readonly messages: readonly Judgeable[];
}

export function loadMessages(): Source {
  const isThere = existsSync(CORPUS);
  const folder = isThere ? CORPUS : CASES;
  const files = globSync('*.jsonl', { cwd: folder }).sort();
  const messages = files.flatMap((file) => jsonLines(join(folder, file)));
  if (messages.length === 0) throw new Error('There is no message to measure on: neither the corpus nor the cases.');
  return { name: isThere ? 'the labelled corpus' : 'tests/policy/cases', messages };
}

function jsonLines(path: string): Judgeable[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const { text, audience = 'organisation', attachments } = JSON.parse(line) as Judgeable;
      return { text, audience, attachments: (attachments ?? []) as readonly Attachment[] };
    });
}
