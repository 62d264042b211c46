import type { Inbound, PrivateNotice } from './chat.ts';
import { fill } from './nudges/phrases.ts';
import type { Language } from './policy/types.ts';
import { before, DAY, type Desk } from './quizzes/desk.ts';
import { askNow } from './quizzes/on-demand.ts';
import { ownAwareness } from './scores/awareness.ts';
import { mine } from './store/mine.ts';
import { languageOf, type PersonKey } from './store/people.ts';
import { ownAnswers } from './store/scores.ts';

/** As far back as people see figures of themselves. */
const OWN_FIGURES_DAYS = 90;

/** What somebody asks for in chat: a question, or their own figures. `ownPage`: where all that is kept of them can be read. */
export function createWishes(desk: Desk, { ownPage }: { ownPage: string | null }): Inbound['onWish'] {
  return async ({ platform, tenant, person, for: wanted }) => {
    const key = { tenant, platform, user: person };
    const language = (await languageOf(desk.db, key)) ?? 'en';
    return wanted === 'question' ? askNow(desk, key, language) : figures(desk, key, language, ownPage);
  };
}

async function figures(desk: Desk, key: PersonKey, language: Language, ownPage: string | null): Promise<PrivateNotice> {
  const since = before(desk.now(), OWN_FIGURES_DAYS * DAY);
  const [answers, { kinds: _, ...counts }] = await Promise.all([
    ownAnswers(desk.db, key, since),
    mine(desk.db, key, since),
  ]);
  const { figures: words } = desk.engine().policy.wording[language];
  const { titles } = (await desk.decks.of(key.tenant)).bank;
  const { topics, ...all } = ownAwareness(answers);
  const say = (text: string, values: Record<string, string | number>) =>
    fill(text, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])));
  const title = (topic: string) => titles[topic as keyof typeof titles]?.[language] ?? topic;
  return {
    incident: '',
    kind: 'reply',
    level: 'nudge',
    language,
    heading: words.heading,
    paragraphs: [
      words.onlyYou,
      all.answered > 0 ? say(words.answered, { n: all.answered, right: all.right }) : words.nothing,
      ...(topics.length > 0
        ? [topics.map(({ topic, right, answered }) => `${title(topic)}: ${right}/${answered}`).join('\n')]
        : []),
      say(words.practice, { told: counts.told, fixed: counts.putRight, early: counts.early, raised: counts.raised }),
      ...(ownPage === null ? [] : [say(words.page, { page: ownPage })]),
    ],
    choices: [],
    suggestion: null,
    asks: null,
  };
}
