import type { Actor } from '../../../store/audit.ts';
import type { Db } from '../../../store/database.ts';
import {
  findAccount,
  findOwnSignIn,
  listOwnCredits,
  listOwnIncidents,
  listOwnMarks,
  listOwnRest,
  type PersonId,
} from '../../../store/own.ts';
import { listOwnLog } from '../../../store/own-log.ts';
import { logLine } from './log-words.ts';

const EVERYTHING = 1_000_000;

/**
 * A copy of all that is kept of a person (UK GDPR, article 15), in a form that a program reads too; undefined where there is none.
 * `viewer`: what they sign in with.
 */
export async function everythingOn(db: Db, person: PersonId, viewer: Actor, now: Date): Promise<object | undefined> {
  const account = await findAccount(db, person);
  if (!account) return undefined;
  const [incidents, answers, credits, rest, signIn, log] = await Promise.all([
    listOwnIncidents(db, person, EVERYTHING),
    listOwnMarks(db, person, EVERYTHING),
    listOwnCredits(db, person),
    listOwnRest(db, person),
    findOwnSignIn(db, viewer),
    listOwnLog(db, person, viewer),
  ]);
  const { rounds, asked, memory, outcomes, reported, refreshers, teams, reports, directory } = rest;
  return {
    about:
      'What Quietword keeps of you. It keeps no text of a message. Answers to the anonymous survey are kept without whose they are, so they are not here. What a colleague raised with the Guardian about a message of yours is not here either: ask your organisation’s data protection officer.',
    made: now,
    pseudonym: person.id,
    account: { ...account, ...directory },
    sign_in: signIn,
    teams_that_you_manage: teams,
    monthly_reports_to_you: reports,
    incidents: incidents.map((incident) => ({
      ...incident,
      history: outcomes.filter((outcome) => outcome.incident === incident.id).map(({ incident: _, ...rest }) => rest),
    })),
    raised_by_you: reported,
    credits,
    refreshers,
    questions: {
      rounds,
      asked,
      answers,
      // A guess that says when to ask again; it is shown to nobody, and no score.
      thought_to_be_remembered: memory,
    },
    log: {
      about:
        'Lines of the log of this dashboard, the oldest first. Where somebody looked for people, or took away a list, the log does not say who was in it, so that is not here. Who a person was, by name, your organisation’s data protection officer can tell.',
      about_you: log.filter(({ about }) => about).map(logLine),
      other_things_that_you_did: log.filter(({ about }) => !about).map(logLine),
    },
  };
}
