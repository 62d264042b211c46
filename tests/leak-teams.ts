import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attachment, Audience } from '../src/policy/types.ts';
import { CLIENT_STATE, chatMessage, encryptFor, inChat, notification } from './adapters/teams/chat-messages.ts';
import { APP_ID, makeCertificate, startFakeGraph, TENANT } from './adapters/teams/fake-graph.ts';
import { staff } from './adapters/teams/stage.ts';
import { GROUP, startFakeTeams, TEAM, WARD } from './fake-teams.ts';
import type { Program } from './program.ts';
import { person, teamsHands } from './teams-hands.ts';
import { settingsFor } from './teams-stage.ts';

interface Said {
  readonly text: string;
  readonly audience: Audience;
  readonly attachments?: readonly Attachment[];
}

/** Teams' part of the search for leaks: a connector, a login and a Graph that take everything, and both ways in. */
export interface LeakTeams {
  readonly settings: Record<string, string>;
  /** As the bot is told of it, or Graph tells, by turns; some are edited, deleted, or told of in a form that is refused. */
  say(program: Program, message: Said, turn: number): Promise<void>;
  close(): Promise<void>;
}

/** As an NHS number is written. */
const NUMBERED = /\d{3}[ -]?\d{3}[ -]?\d{4}/;

export async function startLeakTeams(): Promise<LeakTeams> {
  const [teams, graph] = await Promise.all([startFakeTeams(APP_ID), startFakeGraph()]);
  const folder = mkdtempSync(join(tmpdir(), 'quietword-leak-teams-'));
  const { certificate, key } = await makeCertificate('notifications');
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  teams.members.set(TEAM, staff(60));
  graph.on('GET', '/subscriptions', { json: { value: [] } });
  graph.on('POST', '/subscriptions', ({ body }) => ({
    status: 201,
    json: { ...(body as object), id: 'subscription' },
  }));
  graph.on('PATCH', /./, { status: 204 });
  const tokens = [await graph.validationToken()];

  const byGraph = async (program: Program, message: object, change: object) => {
    const response = await fetch(`${program.url}/graph/notifications`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        value: [notification(certificate, message as Record<string, unknown>, { ...change })],
        validationTokens: tokens,
      }),
    });
    return response.status;
  };

  return {
    settings: {
      ...settingsFor(teams, graph),
      TEAMS_READING: 'both',
      GRAPH_CERTIFICATE_FILE: file('graph.pem', certificate),
      GRAPH_KEY_FILE: file('graph-key.pem', key),
      GRAPH_CLIENT_STATE: CLIENT_STATE,
      PUBLIC_URL: 'https://quietword.example.nhs.uk',
    },

    async say(program, { text, audience, attachments = [] }, turn) {
      const hands = teamsHands(teams, { tenant: TENANT, appId: APP_ID, app: () => program.url });
      // Six letters at most make an id.
      const name = `by${turn % 40}`;
      // Such ids are taken out before the search.
      const id = `17${String(turn).padStart(8, '0')}000100`;
      const taken = (status: number) => {
        if (status !== 200 && status !== 202) throw new Error(`A message was answered with ${status}.`);
      };
      if (turn % 2 === 0) {
        const files = attachments.map((one) => ({ contentType: one.type, name: one.name, contentUrl: 'https://x/y' }));
        taken((await hands.post(name, text, { id, ...(files.length > 0 ? { attachments: files } : {}) })).status);
        if (turn % 4 === 0) taken((await hands.delete(name, id)).status);
        return;
      }
      const fields = {
        id,
        from: { user: { id: person(name).aad, displayName: name, userIdentityType: 'aadUser' } },
        body: { contentType: 'text', content: text },
        attachments: attachments.map((one) => ({ contentType: 'reference', name: one.name })),
      };
      const message =
        audience === 'direct'
          ? inChat(fields)
          : chatMessage({ ...fields, channelIdentity: { teamId: GROUP, channelId: WARD } });
      taken(await byGraph(program, message, {}));
      if (turn % 3 === 0) {
        const edited = { ...message, lastEditedDateTime: '2026-03-05T10:00:00Z' };
        taken(await byGraph(program, edited, { changeType: 'updated' }));
      }
      // A reason that holds a patient's number is not kept; one that names nobody is, by design.
      if (NUMBERED.test(text)) {
        const overridden = { ...message, policyViolation: { userAction: 'Override', justificationText: text } };
        taken(await byGraph(program, overridden, { changeType: 'updated' }));
      }
      // Faults see text, too: content that can't be decrypted or is no message, a body that is cut off.
      if (turn % 7 === 1) {
        await byGraph(program, message, {
          encryptedContent: { ...encryptFor(certificate, message), dataSignature: 'AAAA' },
        });
        await byGraph(program, message, { encryptedContent: encryptFor(certificate, { body: { content: text } }) });
        for (const path of ['/graph/notifications', '/api/messages']) {
          await fetch(program.url + path, {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${await teams.token()}` },
            body: `{"value": "${text}`,
          });
        }
      }
    },

    async close() {
      await Promise.all([teams.close(), graph.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
