import type { Inbound, Reply } from '../chat.ts';
import { londonDay } from '../store/counts.ts';
import { languageOf } from '../store/people.ts';
import type { SurveyTally } from '../store/survey-tally.ts';
import { endSurveyRound, findSurveyRound, type SurveyRound } from '../store/surveys.ts';
import { isId } from './answer.ts';
import type { Desk } from './desk.ts';
import { sayPlainly } from './say.ts';
import { readSurveyPress, SURVEY, type SurveyAnswers, type SurveyReply, saySurvey, saySurveyReply } from './survey.ts';

/**
 * A press on the survey. That somebody took part is kept with them, so that they count once; what they answered goes to the
 * tally, which knows nobody. Nothing of it is logged: a line's time would tell whose answer it was.
 */
export function createSurveyAnswers(desk: Desk, tally: SurveyTally): Inbound['onAnswer'] {
  return async ({ tenant, platform, person, incident: id, action }): Promise<Reply> => {
    const round = isId(id) ? await findSurveyRound(desk.db, tenant, id) : undefined;
    const language = (await languageOf(desk.db, { tenant, platform, user: person })) ?? 'en';
    const words = desk.engine().policy.wording[language];
    const plainly = (what: 'tooOld' | 'notYours' | 'notKnown'): Reply => ({
      notice: sayPlainly(what, { id, language }, words),
      replaces: false,
    });
    if (!round) return plainly('tooOld');
    if (round.platform !== platform || round.user !== person) return plainly('notYours');
    const reply = (what: SurveyReply): Reply => ({
      notice: saySurveyReply({ id, language }, what, words),
      replaces: true,
    });
    const press = readSurveyPress(action);
    if (press.do === 'not-known') return plainly('notKnown');
    if (round.tookPart) return reply('already');
    if (round.closesAt <= desk.now()) return reply('closed');
    switch (press.do) {
      case 'ask':
        return { notice: saySurvey({ id, language }, press.answers, words), replaces: true };
      case 'decline':
        await endSurveyRound(desk.db, tenant, id, { took: false, day: londonDay(desk.now()) });
        return reply('declined');
      case 'count':
        return reply((await count(desk, tally, tenant, round, press.answers)) ? 'thanks' : 'already');
    }
  };
}

async function count(
  { db, now }: Desk,
  tally: SurveyTally,
  tenant: string,
  { id, openedAt }: SurveyRound,
  answers: SurveyAnswers,
): Promise<boolean> {
  if (!(await endSurveyRound(db, tenant, id, { took: true, day: londonDay(now()) }))) return false;
  const choices = SURVEY.flatMap(({ question, options }, at) =>
    options.map((option) => ({ question, option, chosen: answers[at] === option })),
  );
  await tally.add({ tenant, openedAt, choices });
  return true;
}
