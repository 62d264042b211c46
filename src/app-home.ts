import type { Own, OwnDesk } from './adapters/slack/home/own.ts';
import { faultOfQuietHours, pauseFrom } from './quizzes/choices.ts';
import { before, DAY, type Desk } from './quizzes/desk.ts';
import { monthOf } from './scores/months.ts';
import { streakOf } from './scores/streak.ts';
import { askedRounds } from './store/asked-rounds.ts';
import { mine } from './store/mine.ts';
import { findAccount } from './store/own.ts';
import { setChoices } from './store/own-changes.ts';
import { findPerson, type PersonKey, personOf } from './store/people.ts';
import { inSnapshot } from './store/snapshot.ts';

/** As far back as people see figures of themselves. */
const LATELY_DAYS = 90;

/** What the app's page in Slack shows of one person, and what they choose there: the same rows as on their page of the dashboard. */
export function createOwnDesk(desk: Desk, { ownPage }: { ownPage: string | null }): OwnDesk {
  const { db, now } = desk;
  const pauseDays = () => desk.engine().policy.quizzing['pause-days'];
  const keyOf = (tenant: string, user: string): PersonKey => ({ tenant, platform: 'slack', user });

  return {
    async read(tenant, user) {
      const key = keyOf(tenant, user);
      // As of one moment: of what is put right meanwhile, one figure of the page would tell and another not.
      const { account, month, lately, rounds } = await inSnapshot(db, async (trx) => {
        const id = await findPerson(trx, key);
        return {
          account: id === undefined ? undefined : await findAccount(trx, { tenant, id }),
          month: await mine(trx, key, monthOf(now()).from),
          lately: await mine(trx, key, before(now(), LATELY_DAYS * DAY)),
          rounds: id === undefined ? [] : await askedRounds(trx, { tenant, id }),
        };
      });
      const { pausedUntil = null, quietFrom: from = null, quietTo: to = null, language } = account ?? {};
      return {
        language: language ?? 'en',
        month,
        lately,
        streak: streakOf(rounds),
        waiting: rounds.some(({ closedAt }) => closedAt === null),
        pausedUntil: pausedUntil !== null && pausedUntil > now() ? pausedUntil : null,
        pauseDays: pauseDays(),
        quietHours: from !== null && to !== null ? { from, to } : null,
        page: ownPage,
      } satisfies Own;
    },

    async choose(tenant, user, choice) {
      const fault = 'quietHours' in choice && faultOfQuietHours(choice.quietHours.from, choice.quietHours.to);
      if (fault) return fault;
      await db.transaction().execute(async (trx) => {
        const person = { tenant, id: await personOf(trx, keyOf(tenant, user)) };
        if ('quietHours' in choice) {
          const { from, to } = choice.quietHours;
          return setChoices(trx, person, { quietFrom: from, quietTo: to }, now());
        }
        const account = choice.pause ? await findAccount(trx, person) : undefined;
        const pausedUntil = choice.pause ? pauseFrom(account?.pausedUntil ?? null, now(), pauseDays()) : null;
        return setChoices(trx, person, { pausedUntil }, now());
      });
      return undefined;
    },
  };
}
