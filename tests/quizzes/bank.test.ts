/** How a bank is read and refused; what ours says is tested in default-bank.test.ts. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { BankError } from '../../src/quizzes/bank.ts';
import { loadBank, parseBank, readBank } from '../../src/quizzes/load.ts';
import { lookOver } from '../../src/quizzes/look-over.ts';
import type { SheetContent } from '../../src/quizzes/sheet.ts';
import { TOPICS } from '../../src/quizzes/topics.ts';
import { bankWith, type QuestionContent, question } from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'quietword-quizzes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const refusals = (sources: ReadonlyMap<string, string>): string[] =>
  parseBank(sources, 'bank').refusals.map(({ message }) => message);

/** What is said of a bank whose first question on devices was changed. */
const refused = (change: (question: QuestionContent, sheet: SheetContent) => void): string[] =>
  refusals(bankWith({ devices: (sheet) => change(sheet.questions[0] as QuestionContent, sheet) }));

const first = (question: QuestionContent) => question.variants[0] as QuestionContent['variants'][number];

describe('a sound bank', () => {
  const { bank, refusals } = parseBank(bankWith(), 'bank');

  test('has all its questions, in the order of the files', () => {
    expect(refusals).toEqual([]);
    expect(bank?.questions).toHaveLength(60);
    expect(bank?.questions[0]?.id).toBe('access-0');
    expect(bank?.titles.access).toEqual({ en: 'On access', cy: 'Am access' });
  });

  test('says of each variant, in each language, what is asked, which option is right, and why', () => {
    expect(bank?.questions[0]).toEqual({
      id: 'access-0',
      topic: 'access',
      source: { en: 'NMC Code, section 5', cy: 'Cod yr NMC, adran 5' },
      review: '2027-11-30',
      variants: [expect.objectContaining({ id: 'one' }), expect.objectContaining({ id: 'two' })],
    });
    expect(bank?.questions[0]?.variants[1]?.said.cy).toEqual({
      stem: 'I ba ddesg ydych chi’n mynd am access-0, two?',
      options: [
        { text: 'Desg A', right: false },
        { text: 'Desg B', right: true },
        { text: 'Desg C', right: false },
      ],
      rationale: 'Nhw sy’n gwybod.',
    });
  });

  test('takes a variant’s own rationale before that of its question', () => {
    const own = { en: 'Since it is so.', cy: 'Am mai felly y mae.' };
    const sources = bankWith({
      access: ({ questions: [question] }) => Object.assign(first(question as QuestionContent), { rationale: own }),
    });
    const [one, two] = parseBank(sources, 'bank').bank?.questions[0]?.variants ?? [];
    expect([one?.said.en.rationale, two?.said.en.rationale]).toEqual([own.en, 'They know what to do.']);
  });

  test('may have more questions than are needed, and four options', () => {
    const sources = bankWith({
      devices: ({ questions }) => {
        questions.push(question('devices', 3));
        for (const language of ['en', 'cy'] as const)
          first(questions[0] as QuestionContent)[language].options.push(language === 'en' ? 'Nobody' : 'Neb');
      },
    });
    expect(parseBank(sources, 'bank').bank?.questions).toHaveLength(61);
  });
});

describe('is refused, with file, line and reason:', () => {
  const words = (count: number): string => Array.from({ length: count }, (_, at) => `w${at % 10}`).join(' ');
  const twoRationales = (en: number, cy: number) => ({ en: `${words(en)} on`, cy: `${words(cy)} ar` });

  test.each<[string, (question: QuestionContent, sheet: SheetContent) => void, string]>([
    ['an unknown topic', (_, sheet) => Object.assign(sheet, { topic: 'gossip' }), 'topic must be one of approved-chan'],
    [
      'an unknown key',
      (question) => Object.assign(question, { levle: 1 }),
      'questions.0.levle is not a key that a file',
    ],
    ['a title left out', (_, sheet) => Reflect.deleteProperty(sheet, 'title'), 'title must be object, and is missing'],
    ['no questions', (_, sheet) => sheet.questions.splice(0), 'questions is empty'],
    ['an id with capitals', (question) => Object.assign(question, { id: 'Lock_Screen' }), 'small letters, figures'],
    ['no source', (question) => Reflect.deleteProperty(question, 'source'), 'source must be object, and is missing'],
    ['a source in one language', (q) => Reflect.deleteProperty(q.source, 'cy'), 'source.cy must be string, and is'],
    ['no review date', (question) => Reflect.deleteProperty(question, 'review'), 'review must be string, and is'],
    ['a day that there isn’t', (q) => Object.assign(q, { review: '2027-02-30' }), 'it takes a day, such as 2027-11-30'],
    ['one variant', (question) => question.variants.pop(), 'variants has fewer than 2 entries'],
    [
      'a language left out',
      (q) => Reflect.deleteProperty(first(q), 'cy'),
      'variants.0.cy must be object, and is missing',
    ],
    ['a third language', (q) => Object.assign(first(q), { fr: {} }), 'variants.0.fr is not a key'],
    ['an empty stem', (q) => Object.assign(first(q).en, { stem: ' ' }), 'en.stem is too small or empty'],
    ['a long stem', (q) => Object.assign(first(q).en, { stem: 'so '.repeat(120) }), 'en.stem is longer than 300'],
    ['two options', (q) => first(q).en.options.pop(), 'en.options has fewer than 3 entries'],
    ['five options', (q) => first(q).en.options.push('Four', 'Five'), 'en.options has more than 4 entries'],
    [
      'an option too long for a button',
      (q) => first(q).en.options.splice(1, 1, 'so '.repeat(26)),
      'than 75 characters',
    ],
    [
      'fewer options in Welsh',
      (q) => first(q).en.options.push('Nobody'),
      'not as many options as in the other language',
    ],
    ['no right option', (q) => Reflect.deleteProperty(first(q), 'right'), 'right must be number, and is missing'],
    ['a right option that there isn’t', (q) => Object.assign(first(q), { right: 4 }), 'the right option is 4 of 3'],
    ['a placeholder', (q) => Object.assign(first(q).en, { stem: 'Ask {name}?' }), '{name} is not filled in'],
    ['a note to oneself', (q) => Object.assign(first(q).cy, { stem: 'TODO cyfieithu' }), 'TODO is not filled in'],
    [
      'an option twice',
      (q) => first(q).en.options.splice(1, 2, 'Ask her', 'ask her!'),
      'this option says the same as another',
    ],
    [
      'a right option that its length gives away',
      (q) => first(q).en.options.splice(0, 1, `${'so '.repeat(20)}long`),
      'the right option is so much longer (64 characters, the others up to 6)',
    ],
    [
      'a right option that its shortness gives away',
      (q) => Object.assign(first(q).cy, { options: ['Desg A', 'Y ddesg wrth y drws', 'Y ddesg ar y chwith'] }),
      'the right option is so much shorter (6 characters, the others from 19)',
    ],
    ['a long rationale', (q) => Object.assign(q, { rationale: twoRationales(60, 9) }), 'has 61 words, and may have 60'],
    [
      'a long rationale of a variant, in Welsh',
      (q) => Object.assign(first(q), { rationale: twoRationales(9, 70) }),
      'the rationale has 71 words',
    ],
    [
      'no rationale',
      (q) => Reflect.deleteProperty(q, 'rationale'),
      'one has no rationale, and neither has its question',
    ],
    [
      'Welsh that is English: the stem',
      (q) => Object.assign(first(q).cy, { stem: first(q).en.stem }),
      'the stem is the same in both languages',
    ],
    [
      'Welsh that is English: the rationale',
      (q) => Object.assign(q, { rationale: { en: 'Ask.', cy: 'Ask!' } }),
      'the rationale is the same in both languages',
    ],
    ['a variant’s id twice', (q) => Object.assign(q.variants[1] as object, { id: 'one' }), 'two variants one'],
    ['a question’s id twice', (q) => Object.assign(q, { id: 'devices-1' }), 'devices-1 is in bank/devices.yaml too'],
    ['an id of another file', (q) => Object.assign(q, { id: 'access-1' }), 'access-1 is in bank/access.yaml too'],
    [
      'a stem twice, whatever its case and signs',
      (q) => Object.assign(first(q).en, { stem: 'WHICH desk do you ask about access 0 – one' }),
      'this stem is that of access-0, one too',
    ],
    ['too few questions', (_, sheet) => sheet.questions.pop(), 'devices has 2 questions, and needs 3'],
    [
      'a topic of another file',
      (_, sheet) => Object.assign(sheet, { topic: 'access' }),
      'access is the topic of bank/acc',
    ],
  ])('%s', (_, change, reason) => {
    const said = refused(change);
    expect(said.join('\n')).toContain(reason);
    expect(said.find((sentence) => sentence.includes(reason))).toMatch(/^bank\/devices\.yaml, line \d+: [^\n]+\.$/);
  });

  test('text that is not YAML', () => {
    const said = refusals(new Map([...bankWith(), ['bank/devices.yaml', 'topic: [']]));
    expect(said).toEqual([expect.stringMatching(/^bank\/devices\.yaml, line \d+: this isn't valid YAML/)]);
  });

  test('the line is that of the fault', () => {
    const sources = bankWith({ devices: ({ questions }) => Object.assign(questions[1] as object, { review: 'soon' }) });
    const line = (sources.get('bank/devices.yaml') as string).split('\n').indexOf('    review: soon') + 1;
    expect(line).toBeGreaterThan(1);
    expect(refusals(sources)).toEqual([expect.stringContaining(`bank/devices.yaml, line ${line}: `)]);
  });

  test('every fault at once, in all the files', () => {
    const said = refusals(
      bankWith({
        access: ({ questions }) => Object.assign(first(questions[0] as QuestionContent), { right: 4 }),
        devices: ({ questions }) => Object.assign(questions[0] as object, { rationale: twoRationales(70, 80) }),
      }),
    );
    expect(said).toHaveLength(3);
  });

  test('a topic without a file, by its name', () => {
    const sources = bankWith();
    sources.delete('bank/deceased.yaml');
    expect(refusals(sources)).toEqual(['bank: no file has the topic deceased.']);
  });
});

describe('habits of a whole bank that give answers away are refused:', () => {
  const everywhere = (change: (variant: QuestionContent['variants'][number]) => void): string[] =>
    refusals(
      bankWith(
        Object.fromEntries(
          Object.keys(TOPICS).map((topic) => [
            topic,
            ({ questions }: SheetContent) => {
              for (const { variants } of questions) for (const variant of variants) change(variant);
            },
          ]),
        ),
      ),
    );
  test('the right one is mostly the longest', () =>
    expect(everywhere(({ en, right }) => en.options.splice(right - 1, 1, 'Desk no. 1'))).toEqual([
      'bank: the right option is the longest (en) in 120 of 120 variants: that gives it away.',
    ]));

  test('or the shortest', () =>
    expect(everywhere(({ cy, right }) => cy.options.splice(right - 1, 1, 'Desg'))).toEqual([
      'bank: the right option is the shortest (cy) in 120 of 120 variants: that gives it away.',
    ]));

  test('or stands in the same place', () =>
    expect(
      everywhere((variant) => {
        for (const language of ['en', 'cy'] as const) {
          const { options } = variant[language];
          options.splice(2, 0, ...options.splice(variant.right - 1, 1));
        }
        variant.right = 3;
      }),
    ).toEqual(['bank: the right option is number 3 in 120 of 120 variants: that gives it away.']));
});

describe('a folder', () => {
  const put = (name: string, sources: ReadonlyMap<string, string>): string => {
    const here = join(folder, name);
    mkdirSync(here);
    for (const [file, source] of sources) writeFileSync(join(here, file.replace('bank/', '')), source);
    return here;
  };

  test('is read whole; other files than YAML are left alone', () => {
    const here = put('good', new Map([...bankWith(), ['bank/notes.md', 'not a question']]));
    expect(loadBank(here).questions).toHaveLength(60);
  });

  test('with a fault is refused: BankError, with the file', () => {
    const here = put('bad', bankWith({ devices: ({ questions }) => questions.pop() }));
    expect(() => loadBank(here)).toThrow(BankError);
    expect(readBank(here).refusals).toEqual([expect.objectContaining({ file: join(here, 'devices.yaml') })]);
  });

  test('that isn’t there, or has no questions', () => {
    expect(() => loadBank(join(folder, 'nowhere'))).toThrow(/^The folder \S+nowhere can't be read \(ENOENT\)\.$/);
    expect(() => loadBank(put('empty', new Map()))).toThrow(/^The folder \S+empty has no questions/);
  });

  test('with a file that can’t be read', () => {
    const here = put('half', bankWith());
    mkdirSync(join(here, 'folder.yaml'));
    expect(() => loadBank(here)).toThrow(/folder\.yaml: the file can't be read\.$/);
  });
});

describe('what a person should look at', () => {
  const remarks = (change: (question: QuestionContent) => void, today: string): string[] => {
    const { bank } = parseBank(
      bankWith({ access: ({ questions }) => change(questions[0] as QuestionContent) }),
      'bank',
    );
    return bank ? lookOver(bank, today) : ['no bank'];
  };

  test('is nothing, up to the day of the review', () => expect(remarks(() => {}, '2027-11-30')).toEqual([]));

  test('is a question whose day has passed', () =>
    expect(remarks((question) => Object.assign(question, { review: '2026-11-29' }), '2026-11-30')).toEqual([
      'access-0: a person was to look at it again by 2026-11-29.',
    ]));

  test('is what is hard to read', () => {
    const hard = 'Organisational accountability necessitates contemporaneous documentation of disclosures.';
    expect(remarks((q) => Object.assign(q, { rationale: { en: hard, cy: 'Anodd.' } }), '2026-11-30')).toEqual([
      expect.stringMatching(/^access-0, one: the rationale reads at an age of \d\d\.\d, and 11 is wanted\.$/),
      expect.stringMatching(/^access-0, two: /),
    ]);
  });
});
