import { createAnnounce } from './announce.ts';
import { createAnswers } from './answers.ts';
import type { ChatAdapter, Inbound, Platform } from './chat.ts';
import { createCheck } from './check.ts';
import type { Config } from './config.ts';
import { createStaff } from './directory/staff.ts';
import type { House } from './house.ts';
import { createLanguage } from './language.ts';
import { createQuizAnswers } from './quizzes/answer.ts';
import type { Desk } from './quizzes/desk.ts';
import { createSurveyAnswers } from './quizzes/survey-answer.ts';
import { createRefresherAnswers } from './refreshers/answer.ts';
import type { RefresherDesk } from './refreshers/desk.ts';
import { createRefresherInChat } from './refreshers/in-chat.ts';
import { createReports } from './reports.ts';
import { SESSION_LIMIT } from './store/sessions.ts';
import type { SurveyTally } from './store/survey-tally.ts';
import { findTrainer } from './store/trainers.ts';
import { createWatch } from './watch.ts';
import { createWishes } from './wishes.ts';

interface Parts {
  readonly house: House;
  readonly desk: Desk;
  readonly refreshers: RefresherDesk;
  readonly adapters: ReadonlyMap<Platform, ChatAdapter>;
  readonly tally: SurveyTally;
  readonly config: Pick<Config, 'signIn' | 'publicUrl' | 'teamPrefix'>;
}

/** Who takes what adapters hand in: a line for each thing that can come from a platform. */
export function createInbound({ house, desk, refreshers, adapters, tally, config }: Parts): Inbound {
  return {
    onMessage: createWatch(house),
    onAnswer: answersBy({
      quiz: createQuizAnswers(desk),
      survey: createSurveyAnswers(desk, tally),
      refresher: createRefresherAnswers(refreshers),
      notice: createAnswers(house, adapters),
    }),
    onCheck: createCheck(house),
    onReport: createReports(house),
    onJoined: createAnnounce(house, adapters),
    onLanguage: createLanguage(house),
    onWish: createWishes(desk, { ownPage: config.signIn ? `${config.publicUrl}/me` : null }),
    onRefresher: createRefresherInChat(refreshers, (key) =>
      findTrainer(house.db, key, new Date(Date.now() - SESSION_LIMIT)),
    ),
    onStaff: createStaff(house, config.teamPrefix),
  };
}

/** A button says by the start of its action what it belongs to; those of notices have none. */
function answersBy(take: Record<'quiz' | 'survey' | 'refresher' | 'notice', Inbound['onAnswer']>): Inbound['onAnswer'] {
  return (answer) => {
    const [of] = answer.action.split(':');
    return take[of === 'quiz' || of === 'survey' || of === 'refresher' ? of : 'notice'](answer);
  };
}
