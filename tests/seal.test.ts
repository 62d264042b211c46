import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSeal, SealError } from '../src/seal.ts';

const [first, second] = [randomBytes(32), randomBytes(32)];

test('what was closed opens under the same words, and never looks the same twice', () => {
  const seal = createSeal([first]);
  const [one, two] = [seal.close('xoxb-1', 'T01'), seal.close('xoxb-1', 'T01')];
  expect(seal.open(one, 'T01')).toBe('xoxb-1');
  expect(Buffer.from(one).equals(two)).toBe(false);
  expect(Buffer.from(one).includes('xoxb-1')).toBe(false);
  expect(() => seal.open(one, 'T02')).toThrow(/^T02 was changed in the database/);
});

test('no byte of it can be changed, nor can it be cut', () => {
  const seal = createSeal([first]);
  const sealed = seal.close('xoxb-1', 'T01');
  for (let at = 0; at < sealed.length; at++) {
    const changed = Uint8Array.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => seal.open(changed, 'T01'), `byte ${at}`).toThrow(SealError);
    expect(() => seal.open(sealed.subarray(0, at), 'T01'), `cut at ${at}`).toThrow(SealError);
  }
});

test('the first key closes, all open; one that is gone is said so', () => {
  const old = createSeal([first]).close('xoxb-1', 'T01');
  const both = createSeal([second, first]);
  expect(both.open(old, 'T01')).toBe('xoxb-1');
  expect(both.isCurrent(old)).toBe(false);
  expect(both.isCurrent(both.close('xoxb-1', 'T01'))).toBe(true);
  expect(() => createSeal([second]).open(old, 'T01')).toThrow(/ENCRYPTION_KEY no longer has/);
  expect(() => createSeal([])).toThrow(/^ENCRYPTION_KEY is not set/);
});
