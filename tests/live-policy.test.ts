import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../src/config.ts';
import { type LivePolicy, watchPolicy } from '../src/live-policy.ts';
import type { Log } from '../src/log.ts';
import { PolicyError } from '../src/policy/index.ts';
import { soon } from './soon.ts';

const folder = mkdtempSync(join(tmpdir(), 'quietword-policy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'policy.yaml');
const WORDS = 'nhs-england.words.yaml';
const words = join(folder, WORDS);

/** All at once, as editors do: half a file would be refused, too, where it is looked at just then. */
const put = (to: string, text: string) => {
  writeFileSync(`${to}.new`, text);
  renameSync(`${to}.new`, to);
};
const said: string[] = [];
const note = (event: string) => void said.push(event);
const log: Log = { debug: note, info: note, warn: note, error: note };

let live: LivePolicy;
afterEach(() => live?.stop());

test('an edit takes effect; a bad one is refused and the last good policy goes on', async () => {
  copyFileSync(DEFAULT_POLICY, file);
  copyFileSync(join(dirname(DEFAULT_POLICY), WORDS), words);
  live = watchPolicy(file, log, 20);
  const good = readFileSync(file, 'utf8');
  const before = live.engine().policy.version;

  put(file, good.replace(/^version: .*$/m, 'version: "9"'));
  await soon(() => expect(live.engine().policy.version).toBe('9'));

  put(file, good.replace(/^version: .*$/m, 'version: "10"\nnonsense: true'));
  await soon(() => expect(live.refused()).toMatch(/policy\.yaml, line \d+: .*nonsense/));
  expect(live.engine().policy.version).toBe('9');
  expect(said).toEqual(['policy.loaded', 'policy.refused']);

  put(file, good);
  await soon(() => expect(live.engine().policy.version).toBe(before));
  expect(live.refused()).toBeUndefined();
});

test('so do its words: a bad edit of them is refused, a missing file is taken up once it is there', async () => {
  copyFileSync(DEFAULT_POLICY, file);
  copyFileSync(join(dirname(DEFAULT_POLICY), WORDS), words);
  live = watchPolicy(file, log, 20);
  const good = readFileSync(words, 'utf8');
  const back = () => live.engine().policy.wording.en.choices.back;
  const before = back();

  put(words, good.replace(`back: ${before}`, 'back: Go back'));
  await soon(() => expect(back()).toBe('Go back'));

  put(words, good.replace(`back: ${before}`, 'back: "{kinds}"'));
  await soon(() => expect(live.refused()).toMatch(/nhs-england\.words\.yaml, line \d+: en\.choices\.back/));
  expect(back()).toBe('Go back');

  put(words, good);
  await soon(() => expect(back()).toBe(before));
  expect(live.refused()).toBeUndefined();

  put(file, readFileSync(file, 'utf8').replace(WORDS, 'ours.words.yaml'));
  await soon(() => expect(live.refused()).toMatch(/policy\.yaml, line 5: the wording file ours\.words/));
  put(join(folder, 'ours.words.yaml'), good.replace(`back: ${before}`, 'back: Return'));
  await soon(() => expect(back()).toBe('Return'));
});

test('at the start a bad policy is an error', () => {
  expect(() => watchPolicy(join(folder, 'nowhere.yaml'), log)).toThrow(PolicyError);
});
