/** Everything that is written in digits, or in words for digits, each counted as one kind only. */
import { chiNumbers } from './detectors/chi-number.ts';
import { type DateMark, dates } from './detectors/dates.ts';
import { hcNumbers } from './detectors/hc-number.ts';
import { mrns } from './detectors/mrn.ts';
import { nhsNumbers } from './detectors/nhs-number.ts';
import { niNumbers } from './detectors/ni-number.ts';
import { phones } from './detectors/phone.ts';
import { postcodes } from './detectors/postcode.ts';
import { tenDigits } from './detectors/ten-digits.ts';
import { DIGIT_WORD } from './lexicons/tags.ts';
import type { Detector, Policy } from './policy.ts';
import { type Mark, outside, type Reading } from './reading.ts';

export interface Numbers {
  /** Unique to one person: NHS, CHI, H&C, MRN, NI. */
  readonly unique: readonly Mark[];
  /** Called an NHS number, and its check digit fails. */
  readonly wrong: readonly Mark[];
  readonly calls: readonly Mark[];
  readonly codes: readonly Mark[];
  readonly when: readonly DateMark[];
}

const NONE: Numbers = { unique: [], wrong: [], calls: [], codes: [], when: [] };

export function numbers(reading: Reading, emails: readonly Mark[], policy: Policy): Numbers {
  if (!reading.hasDigit && (reading.tags & DIGIT_WORD) === 0) return NONE;
  const ten = tenDigits(reading);
  const on = <T>(detector: Detector, found: () => T[]): T[] => (policy.detectors.has(detector) ? found() : []);
  const nhs = on('nhs-number', () => nhsNumbers(reading, ten));
  const valid = nhs.filter((mark) => mark.valid);
  const hc = on('hc-number', () => hcNumbers(reading, ten)).filter(outside(nhs));
  const chi = on('chi-number', () => chiNumbers(reading, ten)).filter(outside([...valid, ...hc]));
  const wrong = nhs.filter((mark) => !mark.valid).filter(outside(chi));
  const national: Mark[] = [...valid, ...chi, ...hc, ...on('ni-number', () => niNumbers(reading))];
  const calls = on('phone', () => phones(reading)).filter(outside([...national, ...wrong]));
  const codes = on('postcode', () => postcodes(reading));
  const when = on('date', () => dates(reading)).filter(outside([...national, ...calls]));
  const hospital = on('hospital-number', () =>
    mrns(reading, policy.numbers, [...national, ...wrong, ...calls, ...codes, ...when, ...emails]),
  );
  return { unique: [...national, ...hospital], wrong, calls, codes, when };
}
