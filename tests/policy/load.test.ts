import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine, loadPolicy, PolicyError, parsePolicy } from '../../src/policy/index.ts';
import { unsafe } from '../../src/policy/safe-pattern.ts';
import { policy, policyFile } from './engine.ts';

/** Beside the default policy, whose words it uses; there is no such file. */
const ours = join(dirname(policyFile), 'ours.yaml');

const good = readFileSync(policyFile, 'utf8');

function refusal(source: string): string {
  try {
    parsePolicy(source, ours);
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError);
    return (error as PolicyError).message;
  }
  throw new Error('the policy was accepted');
}

const line = (source: string, part: string): number => source.slice(0, source.indexOf(part)).split('\n').length;

describe('loadPolicy', () => {
  it('reads the default policy', () => expect(policy.name).toBe('nhs-england'));

  it('says so where there is no file', () =>
    expect(() => loadPolicy('/nowhere/policy.yaml')).toThrow("/nowhere/policy.yaml: the policy file can't be read."));

  it.each([
    ['bad YAML', good.replace('name: nhs-england', 'name: [nhs'), /valid YAML/],
    [
      'an unknown key',
      good.replace('thresholds:', 'treshold: 1\nthresholds:'),
      /treshold is not a key that a policy has/,
    ],
    ['an unknown category', good.replace('  mosaic: nudge', '  mosaik: nudge\n  mosaic: nudge'), /mosaik is not a key/],
    [
      'an unknown mode',
      good.replace('  mosaic: nudge', '  mosaic: shout'),
      /categories\.mosaic must be one of off, watch, nudge/,
    ],
    ['a missing category', good.replace('  mosaic: nudge\n', ''), /categories\.mosaic/],
    ['an unknown detector', good.replace('[nhs-number,', '[nhs-nummer,'), /detectors\.0 must be one of nhs-number, /],
    [
      'a sureness beyond 1',
      good.replace(/nudge: \{ care-team: [\d.]+/, 'nudge: { care-team: 7'),
      /thresholds\.nudge\.care-team/,
    ],
    [
      'no audiences',
      good.replace('  care-team-members: 50', '  care-team-members: none'),
      /audiences\.care-team-members must be number/,
    ],
    ['an empty list', good.replace(/approved: \[Teams[^\]]*\]/, 'approved: []'), /apps\.approved is empty/],
    ['a pattern without an end', good.replace('[A-Z]{1,3}\\\\d{6,8}', '[A-Z]+\\\\d{6,8}'), /repeats without end/],
    ['a pattern that is none', good.replace('[A-Z]{1,3}\\\\d{6,8}', '[A-Z'), /not a valid regular expression/],
    [
      'a must-flag example that is clear',
      good.replace('Ward 6 bed 4 still waiting for CT', 'nothing to see'),
      /must be nudge, and the policy makes it clear/,
    ],
    [
      'a must-not-flag example that is flagged',
      good.replace('Hodgson rang', 'Mrs Hodgson has sepsis'),
      /must be clear, and the policy makes it urgent/,
    ],
  ])('refuses %s', (_, source, reason) => {
    expect(source).not.toBe(good);
    const message = refusal(source);
    expect(message).toMatch(/^\S+ours\.yaml, line \d+: [^\n]+\.$/);
    expect(message).toMatch(reason);
  });

  it('names the line', () => {
    const source = good.replace('  mosaic: nudge', '  mosaic: shout');
    expect(refusal(source)).toContain(`line ${line(source, 'mosaic: shout')}:`);
  });

  it('never quotes an example', () =>
    expect(refusal(good.replace('Hodgson rang', 'Mrs Hodgson has sepsis'))).not.toContain('Hodgson'));
});

describe('number formats', () => {
  it.each(['\\d{8}', '[A-Z]{1,3}\\d{6,8}', '(?:RX|RY)\\d{6}', 'Q\\d{3}-\\d{4}'])('%s is fine', (pattern) =>
    expect(unsafe(pattern)).toBeUndefined(),
  );
  it.each([
    '\\d+',
    '\\d*',
    '\\d{3,}',
    '(\\d)\\1',
    '(?=\\d)\\d',
    '(?<year>\\d)',
    '(?:\\d{2,4}){3}',
    '\\d{1,400}',
    '',
    '[',
    '(?<!x)y',
  ])('%s is refused', (pattern) => expect(unsafe(pattern)).toBeTypeOf('string'));
});

describe('modes', () => {
  const message = { text: 'Ward 6 bed 4 still waiting for CT', audience: 'organisation', attachments: [] } as const;

  it('says watch where only watched categories fired', () =>
    expect(createEngine({ ...policy, modes: { ...policy.modes, mosaic: 'watch' } }).judge(message)).toMatchObject({
      level: 'nudge',
      mode: 'watch',
    }));

  it('is clear where the category is off', () =>
    expect(createEngine({ ...policy, modes: { ...policy.modes, mosaic: 'off' } }).judge(message).level).toBe('clear'));

  it('reads formats from a file of its own', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'policy-')), 'ours.yaml');
    copyFileSync(policy.wordingFile, join(dirname(file), 'nhs-england.words.yaml'));
    writeFileSync(file, good.replace('"\\\\d{8}"', '"ZQ\\\\d{3}K"'));
    const engine = createEngine(loadPolicy(file));
    expect(engine.judge({ text: 'ZQ123K needs a cannula', audience: 'care-team', attachments: [] }).categories).toEqual(
      ['patient-number'],
    );
  });
});

describe('excluded channels', () => {
  const engine = createEngine(policy);
  it.each([
    ['occupational-health-advice', true],
    ['RCN-reps', true],
    ['freedom-to-speak-up', true],
    ['ward-7', false],
    ['barcn-devices', false],
    [null, false],
  ])('%s: %s', (name, excluded) => expect(engine.excludes({ id: 'C1', name })).toBe(excluded));

  it('may be named by id, signs and all', () => {
    const own = parsePolicy(good.replace('"*union*"', 'C0.1, "*union*"'), ours);
    expect(createEngine(own).excludes({ id: 'c0.1', name: null })).toBe(true);
    expect(createEngine(own).excludes({ id: 'c0x1', name: null })).toBe(false);
  });
});

describe('detectors', () => {
  it('are off where the policy leaves them out', () => {
    const message = { text: 'bloods for 999 100 0399 please', audience: 'care-team', attachments: [] } as const;
    const without = { ...policy, detectors: new Set([...policy.detectors].filter((name) => name !== 'nhs-number')) };
    expect(
      createEngine(policy)
        .judge(message)
        .findings.map(({ type }) => type),
    ).toEqual(['nhs-number']);
    expect(
      createEngine(without)
        .judge(message)
        .findings.map(({ type }) => type),
    ).not.toContain('nhs-number');
  });
});

describe('the staff directory', () => {
  const engine = createEngine(policy);
  const ask = { text: 'any update on Wilhelmina Strand?', audience: 'organisation', attachments: [] } as const;

  it('makes a name a colleague’s where nothing says otherwise', () => {
    const names = (colleagues?: ReadonlySet<string>): boolean =>
      engine.judge({ ...ask, ...(colleagues ? { colleagues } : {}) }).categories.includes('name');
    expect(names()).toBe(true);
    expect(names(new Set(['wilhelmina strand']))).toBe(false);
  });

  it('does not hide a colleague who is plainly a patient', () => {
    const text = 'Wilhelmina Strand has sepsis';
    const colleagues = new Set(['wilhelmina strand']);
    expect(engine.judge({ ...ask, text, colleagues }).level).toBe('urgent');
  });
});
