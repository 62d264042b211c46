import type { TeamStore } from './types.ts';

const MOST = 20_000;

/** In which team a channel is, remembered for good: in memory first, so that a channel costs one write and not each message. */
export interface Teams {
  remember(channel: string, team: string): Promise<void>;
  of(channel: string): Promise<string | null>;
}

export function createTeams(store: TeamStore): Teams {
  const known = new Map<string, string>();
  const keep = (channel: string, team: string) => {
    known.set(channel, team);
    const oldest = known.keys().next();
    if (known.size > MOST && !oldest.done) known.delete(oldest.value);
  };
  return {
    async remember(channel, team) {
      if (known.get(channel) === team) return;
      await store.setTeam(channel, team);
      keep(channel, team);
    },
    async of(channel) {
      const found = known.get(channel) ?? (await store.teamOf(channel));
      if (found !== null) keep(channel, found);
      return found;
    },
  };
}
