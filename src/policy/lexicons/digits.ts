/** Digits in words; "triple nine", "double oh" multiply the next one. */
export const DIGIT_WORDS: Readonly<Record<string, string>> = {
  zero: '0',
  oh: '0',
  nought: '0',
  naught: '0',
  o: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  niner: '9',
};
export const MULTIPLIERS: Readonly<Record<string, number>> = { double: 2, triple: 3, treble: 3 };
