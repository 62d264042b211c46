/**
 * Named people of many origins in the same plain ward sentences, as patients and as colleagues: does the engine see all
 * alike? The names and sentences are in cases/origins.json. Nothing in a sentence but the name gives anybody away: with
 * "the patient" in its place every one is clear.
 */
import type { EntityEngine } from '../../src/policy/index.ts';
import data from './cases/origins.json' with { type: 'json' };

interface Origin {
  readonly origin: string;
  /** The family name is said first. */
  readonly familyFirst?: boolean;
  /** Whose rules for capitals hold: Turkish has its own i. */
  readonly language?: string;
  /** Forename and surname. */
  readonly women: readonly (readonly string[])[];
  readonly men: readonly (readonly string[])[];
}

interface Case {
  readonly sentence: string;
  /** Where the name stands. */
  readonly start: number;
  readonly end: number;
}

export interface OriginResult {
  readonly origin: string;
  /** Shares of the sentences, 0 to 1. */
  readonly patientsFlagged: number;
  /** Named as such: a span over at least half of the name. */
  readonly namesFound: number;
  readonly staffFlagged: number;
  /** The sentences that went wrong, for whoever works on it. */
  readonly missed: readonly string[];
  readonly falseAlarms: readonly string[];
}

const ORIGINS: readonly Origin[] = data.origins;
const TITLES = { women: ['Mrs', 'Ms', 'Miss'], men: ['Mr'] } as const;
const NAME = /\{(?:name|full|lower|reversed|forename|title\} \{surname|surname)\}/;

export const controls = (): string[] => data.patient.map((sentence) => render(sentence, 'the patient', 'men').sentence);

export function fairness(engine: EntityEngine): OriginResult[] {
  return ORIGINS.map((origin) => {
    const patients = cases(origin, data.patient);
    const staff = cases(origin, data.staff);
    const verdict = (sentence: string) => engine.judge({ text: sentence, audience: 'organisation', attachments: [] });
    const missed = patients.filter(({ sentence }) => verdict(sentence).level === 'clear');
    const found = patients.filter(({ sentence, start, end }) =>
      verdict(sentence).findings.some(
        (finding) =>
          finding.type === 'name' && Math.min(finding.end, end) - Math.max(finding.start, start) >= (end - start) / 2,
      ),
    );
    const falseAlarms = staff.filter(({ sentence }) => verdict(sentence).level !== 'clear');
    return {
      origin: origin.origin,
      patientsFlagged: 1 - missed.length / patients.length,
      namesFound: found.length / patients.length,
      staffFlagged: falseAlarms.length / staff.length,
      missed: missed.map(({ sentence }) => sentence),
      falseAlarms: falseAlarms.map(({ sentence }) => sentence),
    };
  });
}

export interface TitleResult {
  readonly title: string;
  /** Share of the sentences, 0 to 1. */
  readonly flagged: number;
}

/** Patients of every origin by how they are addressed: a Ms is as much a patient as a Mrs. */
export function byTitle(engine: EntityEngine): TitleResult[] {
  return (['women', 'men'] as const).flatMap((gender) => {
    const surnames = ORIGINS.flatMap((origin) => origin[gender].map(([, surname]) => surname as string));
    return TITLES[gender].map((title) => {
      const sentences = data.titled.flatMap((sentence) =>
        surnames.map((surname) => render(sentence, `${title} ${surname}`, gender).sentence),
      );
      const flagged = sentences.filter(
        (text) => engine.judge({ text, audience: 'organisation', attachments: [] }).level !== 'clear',
      );
      return { title, flagged: flagged.length / sentences.length };
    });
  });
}

function cases(origin: Origin, sentences: readonly string[]): Case[] {
  return (['women', 'men'] as const).flatMap((gender) =>
    origin[gender].flatMap(([forename, surname], at) => {
      const forms = formsOf(origin, forename as string, surname as string, TITLES[gender], at);
      return sentences.map((sentence) => {
        const name = (NAME.exec(sentence)?.[0] ?? '').replace(
          /\{(\w+)\}/g,
          (_, form: keyof typeof forms) => forms[form],
        );
        return render(sentence, name, gender);
      });
    }),
  );
}

function formsOf(origin: Origin, forename: string, surname: string, titles: readonly string[], at: number) {
  const full = origin.familyFirst ? `${surname} ${forename}` : `${forename} ${surname}`;
  const language = origin.language ?? 'en';
  return {
    full,
    forename,
    surname,
    title: titles[at % titles.length] as string,
    lower: full.toLocaleLowerCase(language),
    reversed: `${surname.toLocaleUpperCase(language)}, ${forename}`,
  };
}

function render(sentence: string, name: string, gender: 'women' | 'men'): Case {
  const start = sentence.search(NAME);
  const [they, their] = gender === 'women' ? ['she', 'her'] : ['he', 'his'];
  const filled = sentence
    .replace(NAME, () => name)
    .replace('{they}', they)
    .replace('{their}', their);
  return { sentence: filled, start, end: start + name.length };
}
