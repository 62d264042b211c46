import { constants, createCipheriv, createHmac, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto';
import { TENANT } from './fake-graph.ts';

/** Messages and notifications as Graph sends them. People, ids and numbers are invented. */

export const TEAM = 'fbe2bf47-16c8-47cf-b4a5-4b9b187c508b';
export const CHANNEL = '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2';
export const CHAT = '19:2da4c29f6d7041eca70b638b43d45437@thread.v2';
export const SAM = '8ea0e38b-efb3-4757-924a-5f94061cf8c2';
export const ALEX = '11111111-efb3-4757-924a-5f94061cf8c2';

type Fields = Record<string, unknown>;

/** A post in a channel, with fields of one's own. */
export const chatMessage = (fields: Fields = {}): Fields => ({
  '@odata.type': '#microsoft.graph.chatMessage',
  id: '1616965872395',
  replyToId: null,
  etag: '1616965872395',
  messageType: 'message',
  createdDateTime: '2026-03-05T09:00:00.395Z',
  lastModifiedDateTime: '2026-03-05T09:00:00.395Z',
  lastEditedDateTime: null,
  deletedDateTime: null,
  subject: null,
  chatId: null,
  importance: 'normal',
  locale: 'en-us',
  webUrl: `https://teams.microsoft.com/l/message/${encodeURIComponent(CHANNEL)}/1616965872395?groupId=${TEAM}`,
  policyViolation: null,
  from: { application: null, device: null, user: { id: SAM, displayName: 'Sam Reed', userIdentityType: 'aadUser' } },
  body: { contentType: 'html', content: '<p>Lunch at 12?</p>' },
  channelIdentity: { teamId: TEAM, channelId: CHANNEL },
  attachments: [],
  mentions: [],
  reactions: [],
  ...fields,
});

/** The same in a chat. */
export const inChat = (fields: Fields = {}): Fields =>
  chatMessage({ channelIdentity: null, chatId: CHAT, webUrl: null, ...fields });

export const saying = (content: string): Fields => ({ body: { contentType: 'html', content } });

/** As Graph encrypts it: https://learn.microsoft.com/graph/change-notifications-with-resource-data */
export function encryptFor(certificate: string, message: unknown): Record<string, string> {
  const key = randomBytes(32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  const data = Buffer.concat([cipher.update(JSON.stringify(message), 'utf8'), cipher.final()]);
  const dataKey = publicEncrypt(
    { key: new X509Certificate(certificate).publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING },
    key,
  );
  return {
    data: data.toString('base64'),
    dataKey: dataKey.toString('base64'),
    dataSignature: createHmac('sha256', key).update(data).digest('base64'),
    encryptionCertificateId: 'ours',
    encryptionCertificateThumbprint: '07293748CC064953A3052FB978C735FB89E61C3D',
  };
}

export const CLIENT_STATE = 'a-client-state-of-ours';

/** One item of a notification. */
export const notification = (certificate: string, message: Fields, fields: Fields = {}): Fields => {
  const { teamId, channelId } = (message.channelIdentity ?? {}) as { teamId?: string; channelId?: string };
  const { id, replyToId, chatId } = message as { id: string; replyToId: string | null; chatId: string | null };
  const resource = chatId
    ? `chats('${chatId}')/messages('${id}')`
    : replyToId
      ? `teams('${teamId}')/channels('${channelId}')/messages('${replyToId}')/replies('${id}')`
      : `teams('${teamId}')/channels('${channelId}')/messages('${id}')`;
  return {
    subscriptionId: '10493aa0-4d29-4df5-bc0c-ef742cc6cd7f',
    changeType: 'created',
    clientState: CLIENT_STATE,
    tenantId: TENANT,
    subscriptionExpirationDateTime: '2026-03-05T10:00:00Z',
    resource,
    resourceData: { id, '@odata.type': '#Microsoft.Graph.chatMessage', '@odata.id': resource },
    encryptedContent: encryptFor(certificate, message),
    ...fields,
  };
};
