/** The question bank of each organisation as it is now: the files', with what trainers changed on top. */
import type { Log } from '../log.ts';
import type { Db } from '../store/database.ts';
import { countVersions, latestVersions, versionsOf } from '../store/question-versions.ts';
import type { Bank } from './bank.ts';
import { type Card, cardOf, type Deck, deckOf } from './deck.ts';
import { EVERYWHERE, overlay, questionIn } from './stored.ts';

/** What was put to somebody. */
export interface Put {
  readonly question: string;
  readonly variant: string;
  readonly version: string;
}

export interface Decks {
  /** Seconds after a trainer changed it in any process, it is the new one. Rejects where the database can't be asked. */
  of(tenant: string): Promise<Deck>;
  /** What was asked, in the words that were read, though the bank has others by now. Undefined where nobody has those words any more. */
  asked(db: Db, tenant: string, put: Put): Promise<Card | undefined>;
  /** The bank as its files have it. */
  readonly files: Bank;
}

const LOOK_EVERY_MS = 2_000;

interface Held {
  readonly deck: Deck;
  readonly count: number;
}

/** Each process holds a copy, and looks every two seconds of use whether a change was added: no process has to tell another. */
export function createDecks(files: Bank, db: Db, log: Log, everyMs = LOOK_EVERY_MS): Decks {
  const held = new Map<string, { readonly at: number; readonly now: Promise<Held> }>();
  const untouched: Held = { deck: deckOf(files), count: 0 };

  const look = async (tenant: string, before: Held): Promise<Held> => {
    const tenants = layersOf(tenant);
    const count = await countVersions(db, tenants);
    if (count === before.count) return before;
    const changes = await latestVersions(db, tenants);
    for (const change of changes)
      if (change.content !== null && !questionIn(change))
        log.error('quiz.version-not-read', { tenant, kind: change.question, version: String(change.number) });
    return { deck: deckOf(overlay(files, changes)), count };
  };

  const current = (tenant: string): Promise<Held> => {
    const known = held.get(tenant);
    if (known && Date.now() - known.at < everyMs) return known.now;
    const now = (known?.now ?? Promise.resolve(untouched)).then((before) => look(tenant, before));
    held.set(tenant, { at: Date.now(), now });
    // The next caller tries again, from the files on.
    now.catch(() => held.delete(tenant));
    return now;
  };

  return {
    files,
    of: async (tenant) => (await current(tenant)).deck,
    async asked(trx, tenant, { question, variant, version }) {
      const original = untouched.deck.find(question, variant);
      if (original?.version === version) return original;
      for (const stored of await versionsOf(trx, layersOf(tenant), question)) {
        const card = cardOf(questionIn(stored), variant, version);
        if (card) return card;
      }
      return undefined;
    },
  };
}

/** Whose changes make the bank of an organisation. */
const layersOf = (tenant: string): string[] => [...new Set([EVERYWHERE, tenant])];
