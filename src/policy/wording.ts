/**
 * The words that people see, in each language, as a policy's wording file gives them. Everything is strict: a missing or
 * unknown key refuses the file. A list holds wordings of the same thing, so that nobody reads the same sentence twice in a row.
 */
import { z } from 'zod';
import { REASONS, type Reason } from './reasons.ts';
import { AUDIENCES, CATEGORIES, type Category, LANGUAGES } from './types.ts';
import { BUTTON, HEADING, LONG, says, TITLE } from './wording-line.ts';

/** Why a message may be needed where it is. */
export const NEEDED_REASONS = ['handover', 'emergency', 'safeguarding', 'no-other-way', 'asked-to'] as const;
export type NeededReason = (typeof NEEDED_REASONS)[number];

const PLATFORMS = ['slack', 'teams', 'simulator'] as const;
const NUMBERS = ['nhs-number', 'chi-number', 'hc-number', 'mrn', 'ni-number'] as const;

/** What went to the wrong people is taken back and reported (`recall`, `duty`); the others say what to do. */
const DONE = CATEGORIES.filter(
  (category): category is Exclude<Category, 'wrong-recipient'> => category !== 'wrong-recipient',
);

const each = <K extends string, T extends z.ZodType>(keys: readonly K[], value: T) =>
  z.strictObject(Object.fromEntries(keys.map((key) => [key, value])) as Record<K, T>);
const variants = <T extends z.ZodType>(value: T) => z.array(value).min(3);

const line = says();
const lines = variants(line);
const headings = variants(says({ most: HEADING }));
const label = says({ most: BUTTON });
const readers = variants(says({ must: ['n'] }));
const withKinds = variants(says({ must: ['kinds'] }));
const advice = variants(says({ may: ['way'] }));
const reply = z.strictObject({ heading: says({ most: HEADING }), text: line });
const replyWith = (filled: string) => reply.extend({ text: says({ must: [filled] }) });
/** A kind of thing as it stands alone or first in a list, and as it stands last, after "and": in Welsh that changes the word. */
const kind = z.strictObject({ alone: line, last: line });

const lesson = z.strictObject({
  /** What the rule is and why, read in thirty seconds. */
  lesson: line,
  /** Where it comes from: "NMC Code, section 5". */
  source: line,
  /** The day by which a person looks at it again. */
  review: z.iso.date(),
  question: line,
  options: z.array(label).length(3),
  /** Which of the options, from 1. */
  right: z.number().int().min(1).max(3),
  because: line,
});

/** `{name}` stands for what is filled in; each line says which it takes. */
export const WORDS = z.strictObject({
  /** Who can see it. {n}: readers, {g}: how many of them are guests or from outside. */
  readers: z.strictObject({
    direct: lines,
    /** Directly, to a guest or somebody from outside. */
    directGuest: lines,
    one: lines,
    many: readers,
    guests: variants(says({ must: ['n', 'g'] })),
    oneGuest: readers,
    /** From outside, and nobody says how many. */
    outside: readers,
    /** Where the number of readers isn't known. */
    unknown: each(['care-team', 'organisation', 'external'], lines),
    /** Asked after it where guests or outsiders read: was this the place that was meant? */
    meant: lines,
  }),
  kinds: each(CATEGORIES, kind),
  numbers: each(NUMBERS, kind),
  heading: z.strictObject({
    nudge: headings,
    urgent: headings,
    left: headings,
    summary: headings,
    reminder: headings,
    thanks: headings,
  }),
  /** {kinds}: what was seen. {n}: how many messages. {gone}: what was taken out. */
  seen: z.strictObject({
    nudge: withKinds,
    urgent: withKinds,
    left: variants(says({ must: ['gone', 'kinds'] })),
    summary: variants(says({ must: ['n', 'kinds'] })),
    reminder: withKinds,
  }),
  /** Where it belongs, fitted to who reads, with its preposition ("in the record"): fills {way}. */
  way: each(AUDIENCES, line),
  /** What to do, one line; a reminder asks as gently as a nudge. `several`: more than one thing that identifies. */
  do: each(['several', ...DONE], z.strictObject({ nudge: advice, urgent: advice })),
  /** How to take a message back on this platform, one line. */
  recall: each(PLATFORMS, lines),
  /** That a message to the wrong people is to be reported, one line. */
  duty: lines,
  closing: lines,
  /** Ends a reminder: what happens if nothing does. */
  closingReminder: lines,
  /** {kinds}: what is no longer there. */
  thanks: z.strictObject({ edited: withKinds, deleted: withKinds, early: lines }),
  choices: z.strictObject({
    safer: label,
    fixed: label,
    notPatient: label,
    /** The same choice where the finding is about a colleague, a login or an app. */
    notSo: label,
    needed: label,
    why: label,
    back: label,
    /** Above the field for words of one's own. */
    ownWords: says({ most: HEADING }),
    send: label,
  }),
  reasons: each(NEEDED_REASONS, label),
  /** What a choice is answered with, at once. */
  replies: z.strictObject({
    safer: reply,
    /** A line more, where something is left in. */
    saferLeft: says({ must: ['kinds'] }),
    /** Where the answer is kept by the platform: kinds only. */
    saferMasked: replyWith('kinds'),
    /** What to do follows. */
    nothingSafer: reply,
    cannotRead: reply,
    gone: reply,
    clear: reply,
    saidFixed: reply,
    stillThere: replyWith('kinds'),
    notPatient: reply,
    askReason: reply,
    needed: reply,
    wordsIdentify: reply,
    lesson: says({ most: HEADING }),
    source: says({ must: ['source'] }),
    /** {answer}: the option that is right. */
    right: replyWith('answer'),
    wrong: replyWith('answer'),
    already: reply,
    notYours: reply,
    tooOld: reply,
    notKnown: reply,
  }),
  why: each(CATEGORIES, lesson),
  /** For each reason code of the engine, one sentence. */
  because: each(Object.keys(REASONS) as Reason[], line),
  check: z.strictObject({
    title: says({ most: TITLE }),
    /** Headings of the answer. */
    clear: says({ most: HEADING }),
    nudge: says({ most: HEADING }),
    urgent: says({ most: HEADING }),
    seen: says({ must: ['kinds'] }),
    do: z.strictObject({ clear: line, nudge: line, urgent: line }),
    way: says({ must: ['way'] }),
    suggestion: line,
    left: says({ must: ['kinds'] }),
    notKept: line,
  }),
  report: z.strictObject({ thanks: line, thanksOwn: line, already: line }),
  /** Said in a channel or chat when Quietword joins it. {where}: what it reads from then on. */
  announcement: z.strictObject({
    text: says({ must: ['where'], most: LONG }),
    where: each(['channel', 'chat', 'team'], line),
  }),
  languageChosen: line,
  quiz: z.strictObject({
    heading: headings,
    reminder: headings,
    /** How many questions and how long, before the first of them. */
    upFront: z.strictObject({ one: line, two: line }),
    last: line,
    /** Over a question that nobody has put into the reader's language. */
    englishOnly: line,
    choices: z.strictObject({ next: label, later: label, pause: label, resume: label, open: label }),
    replies: z.strictObject({
      later: reply,
      paused: replyWith('days'),
      resumed: reply,
      changed: reply,
      /** In the place of the second question of a round, where it is asked no more. */
      noMore: reply,
      nothingDue: reply,
      /** In the place of a question that is asked again below, and of one that a newer one has come after. */
      moved: reply,
      madeWay: reply,
    }),
  }),
  survey: z.strictObject({
    heading: says({ most: HEADING }),
    /** How many and how long, and that nobody can see who answered what. */
    upFront: line,
    /** {n}: which of the three questions it is. */
    place: says({ must: ['n'] }),
    questions: each(['messaging', 'rules', 'wrong-person'], line),
    options: each(['yes', 'no', 'unsure'], label),
    decline: label,
    open: label,
    replies: each(['thanks', 'declined', 'already', 'closed'], reply),
  }),
  /** What somebody sees of their own. {n}: questions answered; {told}, {fixed}, {early}, {raised}: counts; {page}: an address. */
  figures: z.strictObject({
    heading: says({ most: HEADING }),
    onlyYou: line,
    answered: says({ must: ['n', 'right'] }),
    nothing: line,
    practice: says({ must: ['told', 'fixed', 'early', 'raised'] }),
    page: says({ must: ['page'] }),
  }),
  refresher: z.strictObject({
    /** Above one that its trainer sends to themself. */
    test: line,
    /** Between the words and the question under them. */
    question: line,
    /** Under one that was read, once that was said. */
    noted: line,
    choices: z.strictObject({
      read: label,
      /** Offers one, with the thanks for putting something right. */
      offer: label,
    }),
    /** It was offered, and is no longer there. */
    gone: reply,
    /** For its trainer, who writes it in a chat. {n}: people. */
    form: z.strictObject({
      heading: says({ most: TITLE }),
      title: label,
      words: label,
      topic: label,
      audience: label,
      audiences: each(['everyone', 'team', 'new', 'weak'], says({ most: HEADING })),
      acknowledge: says({ most: HEADING }),
      yes: label,
      no: label,
      submit: says({ most: TITLE }),
      preview: line,
      reach: says({ must: ['n'] }),
      reachFew: line,
      reachNobody: line,
      next: label,
      whens: each(['test', 'now', 'tomorrow', 'keep'], says({ most: HEADING })),
      go: says({ most: TITLE }),
      done: each(['test', 'now', 'tomorrow', 'keep'], line),
      notTrainer: line,
      gone: line,
    }),
  }),
  /** What a manager is told of their teams once a month. {share}, {all}: per cent. {n} of {of}: people, to the nearest 5. */
  monthly: z.strictObject({
    heading: says({ must: ['month'], most: HEADING }),
    known: says({ must: ['share', 'all'] }),
    knownNotShown: line,
    answered: says({ must: ['n', 'of'] }),
    answeredNotShown: line,
    told: says({ must: ['n', 'of'] }),
    toldNotShown: line,
    /** {topic}: on which a refresher would help most. */
    suggestion: says({ must: ['topic'] }),
    /** Where nothing stands out. */
    well: line,
    link: label,
    /** Shares that are told as a bound. */
    bounds: z.strictObject({ 'or-more': says({ must: ['share'] }), 'or-less': says({ must: ['share'] }) }),
  }),
});
export type Words = z.infer<typeof WORDS>;

export const WORDING_FILE = each(LANGUAGES, WORDS);
/** A policy's words in every language. */
export type Wording = z.infer<typeof WORDING_FILE>;
