import { describe, expect, it } from 'vitest';
import { checks, isDummy } from '../../../src/policy/detectors/ten-digits.ts';
import { engine } from '../engine.ts';

const types = (text: string): string[] => engine.entities(text).map(({ type }) => type);

/** The check digit that makes nine digits a number of the 999 test range or of another. */
function withCheck(nine: string): string | undefined {
  for (let digit = 0; digit < 10; digit++) if (checks(nine + digit)) return nine + digit;
  return undefined;
}

describe('Modulus 11', () => {
  it.each(['9991000399', '9434765919', '4010232137'])('accepts %s', (digits) => expect(checks(digits)).toBe(true));

  it('accepts at most one check digit for any nine digits, and none where the sum leaves 10', () => {
    let none = 0;
    for (let n = 0; n < 1000; n++) if (withCheck(`999${String(n).padStart(6, '0')}`) === undefined) none++;
    expect(none).toBeGreaterThan(60);
    expect(none).toBeLessThan(120);
  });

  it('refuses any single digit changed', () => {
    for (let at = 0; at < 10; at++)
      for (let digit = 0; digit < 10; digit++) {
        const changed = `${'9991000399'.slice(0, at)}${digit}${'9991000399'.slice(at + 1)}`;
        if (changed !== '9991000399') expect(checks(changed)).toBe(false);
      }
  });

  it.each(['1111111111', '0000000000', '9999999999', '1234567890', '0123456789', '9876543210'])(
    '%s is a dummy',
    (digits) => expect(isDummy(digits)).toBe(true),
  );
});

describe('ten digits in a message', () => {
  it.each([
    ['together', 'bloods for 9991000399'],
    ['3-3-4', 'bloods for 999 100 0399'],
    ['hyphens', 'bloods for 999-100-0399'],
    ['dots', 'bloods for 999.100.0399'],
    ['mixed signs', 'bloods for 999.100 039-9'],
    ['over two lines', 'bloods for 999 100\n0399'],
    ['single digits', 'bloods for 9 9 9 1 0 0 0 3 9 9'],
    ['in bold', 'bloods for *999* *100* *0399*'],
    ['a column of three spaces', 'bloods for 999   100   0399'],
    ['middle dots', 'bloods for 999·100·0399'],
    ['l and I for 1', 'bloods for 999l0OO399, not 999I000399'],
    ['digits of another script', 'bloods for ٩٩٩١٠٠٠٣٩٩'],
    ['O for 0', 'bloods for 9991O0O399'],
    ['words', 'bloods for nine nine nine one zero zero zero three nine nine'],
    ['multiplied words', 'bloods for triple nine one triple oh three double nine'],
    ['words and digits', 'bloods for triple nine, 100, 0399'],
    ['full width', 'bloods for ９９９１０００３９９'],
    ['zero width', 'bloods for 999\u200b100\u200b0399'],
    ['run into its label', 'NHS9991000399 bloods'],
    ['run into its label and what follows', 'nhsno9991000399pls'],
    ['a label and a hash', 'NHS #9991000399'],
    ['run into a patient', 'patient9991000399 in resus'],
    ['run into a result', '9991000399INR 6.2, held warfarin'],
  ])('%s: an NHS number', (_, text) => expect(types(text)).toContain('nhs-number'));

  it.each([
    ['a phone', 'ring 07700 900123'],
    ['an order', 'PO 9991000399 is late'],
    ['a ticket', 'ticket 9991000399 closed'],
    ['an asset', 'asset tag 9991000399'],
    ['a longer run', 'barcode 99910003991234'],
    ['out of range', 'stock count 1991000390'],
    ['a failing number without a label', 'code 9991000398'],
    ['a dummy', 'NHS number 111 111 1111'],
    ['glued to letters', 'ref AB9991000399X'],
    ['a serial that ends in a letter', 'the pump is 9991000399X'],
    ['a hash', 'see #9991000399'],
    ['part of an address', 'read https://www.nhs.uk/documents/9991000398a'],
  ])('%s: no NHS number', (_, text) => expect(types(text)).not.toContain('nhs-number'));

  it('tells the ranges apart', () => {
    expect(types('CHI 010150 2341 bloods')).toContain('chi-number');
    expect(types('H&C 399 937 1161 INR')).toContain('hc-number');
    expect(types('NHS 999 100 0399')).toContain('nhs-number');
    expect(types('CHI0101502341 bloods')).toContain('chi-number');
    expect(types('HCN3999371161 INR')).toContain('hc-number');
  });
});
