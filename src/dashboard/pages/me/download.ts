import type { Db } from '../../../store/database.ts';
import {
  findAccount,
  listOwnCredits,
  listOwnIncidents,
  listOwnMarks,
  listOwnRest,
  type PersonId,
} from '../../../store/own.ts';

const EVERYTHING = 1_000_000;

/** A copy of all that is kept of a person (UK GDPR, article 15), in a form that a program reads too; undefined where there is none. */
export async function everythingOn(db: Db, person: PersonId, now: Date): Promise<object | undefined> {
  const account = await findAccount(db, person);
  if (!account) return undefined;
  const [incidents, answers, credits, { rounds, memory, outcomes, reported, refreshers }] = await Promise.all([
    listOwnIncidents(db, person, EVERYTHING),
    listOwnMarks(db, person, EVERYTHING),
    listOwnCredits(db, person),
    listOwnRest(db, person),
  ]);
  return {
    about:
      'Everything that Quietword keeps of you. It keeps no text of a message. Answers to the anonymous survey are kept without whose they are, so they are not here.',
    made: now,
    pseudonym: person.id,
    account,
    incidents: incidents.map((incident) => ({
      ...incident,
      history: outcomes.filter((outcome) => outcome.incident === incident.id).map(({ incident: _, ...rest }) => rest),
    })),
    raised_by_you: reported,
    credits,
    refreshers,
    questions: {
      rounds,
      answers,
      // A guess that says when to ask again; it is shown to nobody, and no score.
      thought_to_be_remembered: memory,
    },
  };
}
