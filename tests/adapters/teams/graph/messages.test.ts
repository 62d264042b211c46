import { describe, expect, test } from 'vitest';
import { isChannel, pathTo, readChatMessage, readCurrent } from '../../../../src/adapters/teams/graph/messages.ts';
import { locate } from '../../../../src/adapters/teams/graph/resource.ts';
import { CHANNEL, CHAT, chatMessage, inChat, SAM, saying, TEAM } from '../chat-messages.ts';
import { TENANT } from '../fake-graph.ts';

const read = (fields = {}) => readChatMessage(chatMessage(fields), TENANT);

describe('a message of Graph', () => {
  test('of a channel', () => {
    expect(read({ subject: 'Ward round', ...saying('<p>Bed 4 <at id="0">Alex</at></p>') })).toEqual({
      type: 'posted',
      where: { channel: CHANNEL, team: TEAM },
      times: {
        created: new Date('2026-03-05T09:00:00.395Z'),
        modified: new Date('2026-03-05T09:00:00.395Z'),
        edited: null,
        deleted: null,
      },
      message: {
        type: 'posted',
        platform: 'teams',
        tenant: TENANT,
        id: '1616965872395',
        version: '',
        thread: null,
        author: SAM,
        text: 'Ward round\nBed 4 @colleague',
        attachments: [],
        postedAt: new Date('2026-03-05T09:00:00.395Z'),
        link: `https://teams.microsoft.com/l/message/${encodeURIComponent(CHANNEL)}/1616965872395?groupId=${TEAM}`,
        language: null,
      },
    });
  });

  test('a reply stands in its thread, the first of a thread in none', () => {
    expect(read({ id: '17', replyToId: '16' })).toMatchObject({ message: { id: '17', thread: '16' } });
    expect(read({ id: '16', replyToId: '16' })).toMatchObject({ message: { id: '16', thread: null } });
  });

  test('of a chat, with a link that opens it', () => {
    expect(readChatMessage(inChat(), TENANT)).toMatchObject({
      where: { channel: CHAT, team: null },
      message: {
        link: `https://teams.microsoft.com/l/message/${encodeURIComponent(CHAT)}/1616965872395?context=%7B%22contextType%22%3A%22chat%22%7D`,
      },
    });
  });

  test('plain text is left as it is written', () => {
    expect(read({ body: { contentType: 'text', content: 'BP < 90 & rising' } })).toMatchObject({
      message: { text: 'BP < 90 & rising' },
    });
  });

  test('an edit is a version of its own, the same for every time that it is told', () => {
    const edited = { lastEditedDateTime: '2026-03-05T09:01:00.1Z', lastModifiedDateTime: '2026-03-05T09:02:00Z' };
    expect(read(edited)).toMatchObject({ message: { version: '2026-03-05T09:01:00.100Z' } });
  });

  test('a deletion', () => {
    expect(read({ deletedDateTime: '2026-03-05T09:03:00Z', body: { contentType: 'html', content: '' } })).toMatchObject(
      {
        type: 'deleted',
        message: { type: 'deleted', platform: 'teams', tenant: TENANT, channelId: CHANNEL, id: '1616965872395' },
      },
    );
  });

  test('the headline of an announcement is read, and no card of a link', () => {
    const card = (kind: string, content: object | string) => ({
      contentType: `application/vnd.microsoft.card.${kind}`,
      content: typeof content === 'string' ? content : JSON.stringify(content),
    });
    expect(
      read({
        body: { contentType: 'html', content: '<attachment id="1"></attachment><p>see below</p>' },
        attachments: [
          card('announcement', { title: 'Mrs Okafor, bed 4', subTitle: 'moved', cardImageType: 'colorTheme', at: 4 }),
          card('codesnippet', { name: 'list of bed 9', language: 'JSON' }),
          card('thumbnail', { title: 'A news page' }),
          card('announcement', 'not json'),
          card('announcement', '"text"'),
        ],
      }),
    ).toMatchObject({
      message: { text: 'Mrs Okafor, bed 4\nmoved\nlist of bed 9\nsee below', attachments: [] },
    });
  });

  test('files, pasted pictures and what was forwarded', () => {
    expect(
      read({
        body: {
          contentType: 'html',
          content: '<p>see</p><img src="https://graph.microsoft.com/x"><attachment id="1"></attachment>',
        },
        attachments: [
          { id: '1', contentType: 'reference', contentUrl: 'https://example.org/wound.JPG', name: 'wound.JPG' },
          { id: '2', contentType: 'messageReference', content: '{"messagePreview":"quoted"}' },
          {
            id: '3',
            contentType: 'forwardedMessageReference',
            content: JSON.stringify({ originalMessageContent: '<p>Mrs Okafor is MRSA pos</p>' }),
          },
          { id: '4', contentType: 'forwardedMessageReference', content: 'not json' },
        ],
      }),
    ).toMatchObject({
      message: {
        text: 'see\nMrs Okafor is MRSA pos',
        attachments: [
          { name: 'wound.JPG', type: 'image/jpeg' },
          { name: 'image', type: 'image/png' },
        ],
      },
    });
  });

  test.each([
    ['system', { messageType: 'systemEventMessage', from: null }],
    ['system', { messageType: 'unknownFutureValue' }],
    ['bot', { from: { application: { id: 'a', displayName: 'Quietword' }, user: null } }],
    ['bot', { from: null }],
    ['outsider', { from: { user: { id: SAM, userIdentityType: 'federatedUser' } } }],
    ['malformed', { id: '' }],
    ['malformed', { createdDateTime: 'yesterday' }],
    ['malformed', { channelIdentity: null }],
  ])('%s: left out, %o', (reason, fields) => {
    expect(read(fields)).toEqual({ type: 'ignored', reason });
  });

  test.each([[null], ['text'], [{}], [[]]])('%o is no message', (raw) => {
    expect(readChatMessage(raw, TENANT)).toEqual({ type: 'ignored', reason: 'malformed' });
  });

  test('a file that is odd costs the message nothing', () => {
    expect(read({ attachments: [{ name: 7 }], ...saying('<p>Bed 4</p>') })).toMatchObject({
      message: { text: 'Bed 4' },
    });
  });
});

test('read again: there, gone or not known', () => {
  expect(readCurrent(chatMessage(saying('<p>hello</p>')))).toEqual({ status: 'there', text: 'hello', attachments: [] });
  expect(readCurrent(chatMessage({ deletedDateTime: '2026-03-05T09:03:00Z' }))).toEqual({ status: 'gone' });
  expect(readCurrent('?')).toEqual({ status: 'unknown' });
});

describe('where Graph has a message', () => {
  test.each([
    [
      { channel: CHANNEL, message: '16', thread: null },
      TEAM,
      `/teams/${TEAM}/channels/${CHANNEL}/messages/16`,
      `teams('${TEAM}')/channels('${CHANNEL}')/messages('16')`,
    ],
    [
      { channel: CHANNEL, message: '17', thread: '16' },
      TEAM,
      `/teams/${TEAM}/channels/${CHANNEL}/messages/16/replies/17`,
      `teams('${TEAM}')/channels('${CHANNEL}')/messages('16')/replies('17')`,
    ],
    [
      { channel: CHAT, message: '17', thread: null },
      null,
      `/chats/${CHAT}/messages/17`,
      `chats('${CHAT}')/messages('17')`,
    ],
  ])('%o', (place, team, path, resource) => {
    expect(decodeURIComponent(pathTo(place, team))).toBe(path);
    expect(locate(resource)).toEqual({ where: { channel: place.channel, team }, place });
  });

  test('and what is no place', () => {
    expect(locate('users/1')).toBeUndefined();
    expect(locate('')).toBeUndefined();
  });

  test('channels and chats are told apart by their ids', () => {
    expect([CHANNEL, '19:x@thread.skype', CHAT, `19:${SAM}_${TENANT}@unq.gbl.spaces`].map(isChannel)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
