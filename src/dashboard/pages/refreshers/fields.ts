/** A refresher as the fields of its form, and back. Pure. */
import type { Written, WrittenQuestion } from '../../../refreshers/refresher.ts';
import type { Refresher } from '../../../store/refreshers.ts';
import type { RefresherAudience, RefresherQuestion } from '../../../store/tables.ts';

/** By name, as a browser sends them. */
export type Fields = Readonly<Record<string, readonly string[]>>;

export const PLACES = [1, 2, 3, 4] as const;
/** The fields that hold one text each; `-cy`: the same in Welsh. */
const EACH = ['title', 'words', 'alt', 'stem', 'rationale', ...PLACES.map((place) => `option-${place}`)] as const;

/** What stands in the form: each field's text, and what is chosen. */
export interface Typed {
  readonly organisation: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly topic: string;
  readonly picture: string;
  /** The picture is to be taken away. */
  readonly dropsPicture: boolean;
  readonly from: WrittenQuestion['from'];
  /** Of the bank. */
  readonly question: string;
  readonly right: string;
  readonly acknowledge: boolean;
  readonly audience: RefresherAudience['kind'];
  readonly teams: readonly string[];
  readonly roles: readonly string[];
  /** The kind of incident after which it is offered; empty: it is sent. */
  readonly category: string;
  readonly campaign: string;
}

const AUDIENCES = ['everyone', 'teams', 'roles', 'weak', 'new'] as const satisfies readonly RefresherAudience['kind'][];

export function typedIn(fields: Fields): Typed {
  const text = (name: string): string => (fields[name]?.[0] ?? '').replace(/\r\n?/g, '\n');
  const names = EACH.flatMap((name) => [name, `${name}-cy`]);
  const from = text('from');
  return {
    organisation: text('organisation'),
    texts: Object.fromEntries(names.map((name) => [name, text(name)])),
    topic: text('topic'),
    picture: text('picture-id'),
    dropsPicture: text('picture-drop') === 'yes',
    from: from === 'bank' || from === 'own' ? from : 'none',
    question: text('question'),
    right: text('right'),
    acknowledge: text('acknowledge') === 'yes',
    audience: AUDIENCES.find((kind) => kind === text('audience')) ?? 'everyone',
    teams: fields.teams ?? [],
    roles: fields.roles ?? [],
    category: text('how') === 'offered' ? text('category') || 'none' : '',
    campaign: text('campaign'),
  };
}

/** `picture`: one that is kept, or null. */
export function writtenOf(typed: Typed, picture: string | null): Written {
  const each = (name: string) => ({ en: typed.texts[name] ?? '', cy: typed.texts[`${name}-cy`] ?? '' });
  return {
    title: each('title'),
    words: each('words'),
    topic: typed.topic,
    picture,
    alt: each('alt'),
    question: questionOf(typed, each),
    acknowledge: typed.acknowledge,
    audience: audienceOf(typed),
    category: typed.category === '' ? null : typed.category,
    campaign: typed.campaign === '' ? null : typed.campaign,
  };
}

function questionOf(typed: Typed, each: (name: string) => { en: string; cy: string }): WrittenQuestion {
  if (typed.from === 'none') return { from: 'none' };
  if (typed.from === 'bank') return { from: 'bank', id: typed.question };
  return {
    from: 'own',
    stem: each('stem'),
    options: PLACES.map((place) => each(`option-${place}`)).filter(
      ({ en, cy }) => en.trim() !== '' || cy.trim() !== '',
    ),
    right: Number(typed.right),
    rationale: each('rationale'),
  };
}

function audienceOf({ audience: kind, teams, roles, topic }: Typed): RefresherAudience {
  switch (kind) {
    case 'teams':
      return { kind, teams };
    case 'roles':
      return { kind, roles };
    case 'weak':
      return { kind, topic };
    default:
      return { kind };
  }
}

/** A draft as its form shows it. */
export function typedOf(refresher: Refresher): Typed {
  const { said, alt, question, audience } = refresher;
  const own = question?.question === null ? question : null;
  return {
    organisation: `${refresher.platform}/${refresher.tenant}`,
    texts: {
      ...both('title', said.en.title, said.cy?.title),
      ...both('words', said.en.words, said.cy?.words),
      ...both('alt', alt?.en, alt?.cy),
      ...ownTexts(own),
    },
    topic: refresher.topic,
    picture: refresher.picture ?? '',
    dropsPicture: false,
    from: question === null ? 'none' : own ? 'own' : 'bank',
    question: question?.question ? `${question.question}/${question.variant ?? ''}` : '',
    right: own ? String(own.right) : '',
    acknowledge: refresher.acknowledge,
    audience: audience.kind,
    teams: audience.kind === 'teams' ? audience.teams : [],
    roles: audience.kind === 'roles' ? audience.roles : [],
    category: refresher.category ?? '',
    campaign: refresher.campaign ?? '',
  };
}

const both = (name: string, en: string | undefined, cy: string | null | undefined): Record<string, string> => ({
  [name]: en ?? '',
  [`${name}-cy`]: cy ?? '',
});

const ownTexts = (own: RefresherQuestion | null): Record<string, string> =>
  Object.assign(
    {},
    both('stem', own?.en.stem, own?.cy?.stem),
    both('rationale', own?.en.rationale, own?.cy?.rationale),
    ...PLACES.map((place) => both(`option-${place}`, own?.en.options[place - 1], own?.cy?.options[place - 1])),
  );
