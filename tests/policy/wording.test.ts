/** How a wording file is read and refused; what the words say is tested in tests/nudges/wording.test.ts. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createEngine, loadPolicy, PolicyError, REASONS } from '../../src/policy/index.ts';
import { policy, policyFile } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'quietword-words-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const ours = join(folder, 'ours.yaml');
const words = join(folder, 'ours.words.yaml');
writeFileSync(ours, readFileSync(policyFile, 'utf8').replace('nhs-england.words.yaml', 'ours.words.yaml'));

const good = readFileSync(policy.wordingFile, 'utf8');

function refusal(source: string): string {
  writeFileSync(words, source);
  try {
    loadPolicy(ours, { examples: false });
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError);
    expect((error as PolicyError).file).toBe(words);
    return (error as PolicyError).message;
  }
  throw new Error('the words were accepted');
}

describe('the words of a policy', () => {
  it('stand beside it, and come with the engine', () => {
    writeFileSync(words, good);
    const loaded = loadPolicy(ours, { examples: false });
    expect(loaded.wordingFile).toBe(words);
    expect(createEngine(loaded).policy.wording).toEqual(policy.wording);
  });

  it('may stand anywhere', () => {
    const elsewhere = readFileSync(policyFile, 'utf8').replace('nhs-england.words.yaml', policy.wordingFile);
    writeFileSync(join(folder, 'elsewhere.yaml'), elsewhere);
    expect(loadPolicy(join(folder, 'elsewhere.yaml'), { examples: false }).wording).toEqual(policy.wording);
  });

  it('have a sentence for each reason, in each language', () => {
    expect(policy.wording.en.because.mosaic).toMatch(/^It has no name/);
    for (const language of ['en', 'cy'] as const)
      expect(Object.keys(policy.wording[language].because)).toEqual(Object.keys(REASONS));
  });
});

describe('is refused, with file, line and reason:', () => {
  it.each([
    ['bad YAML', good.replace('  readers:', '  readers: ['), 'valid YAML'],
    ['a language left out', good.slice(0, good.indexOf('\ncy:')), 'cy must be object, and is missing'],
    ['an unknown language', `${good}\nfr: {}\n`, 'fr is not a key that a wording file has'],
    ['an unknown key', good.replace('    safer: ', '    saver: x\n    safer: '), 'en.choices.saver is not a key'],
    ['a missing key', good.replace('    why: Why?\n', ''), 'en.choices.why must be string, and is missing'],
    ['a category left out', good.replace(/\n {4}address:\n {6}nudge:[\s\S]*?(?=\n {4}phone)/, ''), 'en.do.address'],
    [
      'a list too short',
      good.replace('      - Is this the right place for it?\n', ''),
      'en.readers.meant has fewer than 3',
    ],
    ['an empty line', good.replace('send: Send', 'send: " "'), 'en.choices.send is too small or empty'],
    [
      'a button too long',
      good.replace('back: Back', `back: ${'Back '.repeat(9)}`),
      'back is longer than 25 characters',
    ],
    ['a heading too long', good.replace('- Nearly there', `- ${'Nearly '.repeat(12)}`), 'longer than 75 characters'],
    ['two options', good.replace('"Post it, delete it later", ', ''), 'options has fewer than 3 entries'],
    ['no such option', good.replace('right: 2', 'right: 4'), 'right'],
    ['what isn’t filled in', good.replace('I saw {kinds} in', 'I saw {kind} in'), '{kind} is not filled in here'],
    ['what is filled in elsewhere', good.replace('Nobody else', 'No {n} people'), '{n} is not filled in here'],
    ['a brace by itself', good.replace('- Nearly there', '- "Nearly }there"'), '} is not filled in here'],
    ['what has to be filled in', good.replace('I saw {kinds} in', 'I looked in'), '{kinds} is left out'],
    ['a reason left out', good.replace(/\n {4}snooping: .*/, ''), 'en.because.snooping'],
    [
      'a reason that there isn’t',
      good.replace('    snooping: ', '    peeping: x\n    snooping: '),
      'because.peeping is not a key',
    ],
  ])('%s', (_, source, reason) => {
    expect(source).not.toBe(good);
    const message = refusal(source);
    expect(message).toMatch(/^\S+ours\.words\.yaml, line \d+: [^\n]+\.$/);
    expect(message).toContain(reason);
  });

  it('names the line', () => {
    const line = good.slice(0, good.indexOf('    send: Send')).split('\n').length;
    expect(refusal(good.replace('send: Send', 'send: ""'))).toContain(`line ${line}:`);
  });

  it('a file that isn’t there: the line of the policy that names it', () => {
    rmSync(words);
    const at =
      readFileSync(ours, 'utf8')
        .split('\n')
        .findIndex((text) => text.startsWith('wording:')) + 1;
    expect(() => loadPolicy(ours)).toThrow(`${ours}, line ${at}: the wording file ours.words.yaml can't be read.`);
  });

  it('a policy that names none', () => {
    const without = join(folder, 'without.yaml');
    writeFileSync(without, readFileSync(policyFile, 'utf8').replace(/^wording: .*\n/m, ''));
    expect(() => loadPolicy(without)).toThrow(/without\.yaml, line \d+: wording must be string, and is missing\./);
  });
});
