/** Texts made to hurt: each repeats what a careless regular expression or a careless loop would trip over. */

export const ADVERSARIES: Readonly<Record<string, string>> = {
  'long digit runs': '1234567890',
  'digits with spaces': '9 4 3 ',
  'digits with hyphens': '943-476-',
  hyphens: '-',
  'Mrs repeated': 'Mrs ',
  'titles and names': 'Mr Mrs Dr Smith ',
  'nested brackets': '([{(',
  'brackets, open and shut': '(()[]){}',
  'no spaces': 'abcdefghij',
  'capital letters': 'ABCDEFGH',
  'capitalised words': 'Grace Hope Will ',
  'many newlines': '\n',
  'a word a line': 'bed 4\n',
  'zero-width characters': '\u200b',
  'digits split by zero-width': '9\u200b4\u200d3\u2060',
  "@'s": '@',
  'e-mails without an end': 'a.b@c-d',
  emojis: '🙂👩‍⚕️',
  'full-width digits': '９４３',
  'dots and spaces': '. . ',
  apostrophes: "o'b'",
  'dates run together': '01/02/1990/',
  'combining accents': 'e\u0301\u0302',
};

export const text = (piece: string, length: number): string =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
