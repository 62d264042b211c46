import { APP_ID, type FakeGraph, startFakeGraph, TENANT } from './adapters/teams/fake-graph.ts';
import { staff } from './adapters/teams/stage.ts';
import { type FakeTeams, type Shown, startFakeTeams, TEAM } from './fake-teams.ts';
import { type Program, startProgram } from './program.ts';
import { person, type TeamsHands, teamsHands } from './teams-hands.ts';

/** The whole program as a process of its own, between a connector and an issuer of ours over HTTP and a login and a Graph of ours over HTTPS. */
export interface TeamsStage {
  readonly teams: FakeTeams;
  readonly graph: FakeGraph;
  readonly hands: TeamsHands;
  /** The one that was started last. */
  program(): Program;
  /** Starts it with these settings beside those that lead it here. */
  begin(settings: Record<string, string>): Promise<Program>;
  /** What somebody was told in private, by their chat with the app. */
  toldTo(name: string): Shown[];
  /** What everybody in a team or a chat could read. */
  inPublic(): Shown[];
  close(): Promise<void>;
}

export async function openTeams(): Promise<TeamsStage> {
  const [teams, graph] = await Promise.all([startFakeTeams(APP_ID), startFakeGraph()]);
  teams.members.set(TEAM, staff(60));
  let started: Program | undefined;
  const program = (): Program => {
    if (!started) throw new Error('The program was not started.');
    return started;
  };
  return {
    teams,
    graph,
    hands: teamsHands(teams, { tenant: TENANT, appId: APP_ID, app: () => program().url }),
    program,
    async begin(settings) {
      started = await startProgram({ ...settingsFor(teams, graph), ...settings });
      return started;
    },
    toldTo(name) {
      const { aad, id } = person(name);
      const chats = [`a:chat-${aad}`, `a:chat-${id.slice('29:'.length)}`];
      return teams.shown.filter(({ conversation }) => chats.includes(conversation));
    },
    inPublic: () => teams.shown.filter(({ conversation, targeted }) => conversation.startsWith('19:') && !targeted),
    close: async () => void (await Promise.all([teams.close(), graph.close()])),
  };
}

/** What leads the program to Microsoft's part as we play it. */
export function settingsFor(teams: FakeTeams, graph: FakeGraph): Record<string, string> {
  return {
    TEAMS_APP_ID: APP_ID,
    TEAMS_TENANT_ID: TENANT,
    TEAMS_APP_PASSWORD: 'a-secret',
    TEAMS_SERVICE_URL: teams.url,
    TEAMS_OPENID_URL: teams.openIdUrl,
    TEAMS_LOGIN_URL: graph.loginUrl,
    TEAMS_GRAPH_URL: graph.url,
    NODE_EXTRA_CA_CERTS: graph.caFile,
  };
}

/** A call by which something is said. */
export const isSaying = ({ method, path }: { method: string; path: string }): boolean =>
  method === 'POST' && path.endsWith('/activities');
