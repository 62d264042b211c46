import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chatWith, GROUP, TEAM, WARD } from '../../fake-teams.ts';
import { chatOf, person, saidOn } from '../../teams-hands.ts';
import { APP_ID, TENANT } from './fake-graph.ts';
import { type Stage, staff, startStage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
});
afterEach(() => stage.close());

const last = () => stage.taken.messages.at(-1);
const html = (content: string) => ({ attachments: [{ contentType: 'text/html', content }] });
const group = (id: string, more: object = {}) => ({
  conversation: { id, isGroup: true, conversationType: 'groupChat', tenantId: TENANT, ...more },
  channelData: { tenant: { id: TENANT } },
});

test('an announcement is read with its headline', async () => {
  const headline = { contentType: 'application/vnd.microsoft.card.announcement', content: { title: 'Mrs Example' } };
  const { attachments } = html('<p>is back</p>');
  await stage.hands.post('nurse', '', { attachments: [headline, ...attachments] });
  expect(last()).toMatchObject({ text: 'Mrs Example\nis back' });
});

test('a post in a channel', async () => {
  expect((await stage.hands.post('nurse', 'Mrs Example is back', { id: '1726130000000' })).status).toBe(200);
  expect(stage.taken.messages).toEqual([
    {
      type: 'posted',
      platform: 'teams',
      tenant: TENANT,
      channel: { id: WARD, name: 'Handover', audience: 'care-team', readers: 12, guests: 0 },
      id: '1726130000000',
      version: '',
      thread: null,
      author: person('nurse').aad,
      text: 'Mrs Example is back',
      attachments: [],
      postedAt: new Date(1_726_130_000_000),
      link: `https://teams.microsoft.com/l/message/${encodeURIComponent(WARD)}/1726130000000?tenantId=${TENANT}&groupId=${GROUP}&parentMessageId=1726130000000`,
      language: null,
    },
  ]);
  expect(stage.graph.groups).toEqual([[WARD, GROUP]]);
});

test('a reply hangs on its thread', async () => {
  const conversation = { id: `${WARD};messageid=1726130000000`, conversationType: 'channel', tenantId: TENANT };
  await stage.hands.post('nurse', 'and her potassium', { id: '1726130009000', conversation });
  expect(last()).toMatchObject({ id: '1726130009000', thread: '1726130000000', channel: { id: WARD } });
});

test('the HTML is read where there is some: tables, mentions, pictures', async () => {
  const content =
    '<p><at id="0">Dr Smith</at> list:</p><table><tr><td>J Bloggs</td><td>999 000 0042</td></tr></table><p><img src="x"></p>';
  await stage.hands.post('nurse', 'list:', html(content));
  expect(last()).toMatchObject({
    text: expect.stringMatching(/@colleague list:\s+J Bloggs 999 000 0042/),
    attachments: [{ name: 'image', type: 'image/png' }],
  });
  await stage.hands.post('nurse', '<at>Dr Smith</at> can you look');
  expect(last()).toMatchObject({ text: '@colleague can you look' });
});

test('files: those that Teams names, and those that only Graph names', async () => {
  const file = {
    contentType: 'application/vnd.microsoft.teams.file.download.info',
    name: 'ward list.xlsx',
    content: { uniqueId: '1' },
  };
  await stage.hands.post('nurse', 'see', { attachments: [file] });
  expect(last()).toMatchObject({ attachments: [{ name: 'ward list.xlsx' }] });

  stage.graph.message = {
    status: 'there',
    text: 'from Graph',
    attachments: [{ name: 'J Bloggs.png', type: 'image/png' }],
  };
  await stage.hands.post('nurse', 'see', html('<p>see</p><attachment id="1"></attachment>'));
  expect(last()).toMatchObject({ text: 'see', attachments: [{ name: 'J Bloggs.png' }] });
  stage.graph.message = { status: 'unknown' };
  await stage.hands.post('nurse', 'see', html('<p>see</p><attachment id="1"></attachment>'));
  expect(last()).toMatchObject({ text: 'see', attachments: [] });
});

test('an edit keeps the id and the time of the post, and its version is its own time', async () => {
  await stage.hands.edit('nurse', '1726130000000', 'put right', { timestamp: '2024-09-12T08:34:20.1234567Z' });
  expect(last()).toMatchObject({
    id: '1726130000000',
    version: '2024-09-12T08:34:20.123Z',
    thread: null,
    text: 'put right',
    postedAt: new Date(1_726_130_000_000),
  });
});

test('a deletion', async () => {
  await stage.hands.delete('nurse', '1726130000000');
  expect(stage.taken.messages).toEqual([
    { type: 'deleted', platform: 'teams', tenant: TENANT, channelId: WARD, id: '1726130000000' },
  ]);
});

test('what is brought back is judged again, with Graph’s help where Teams leaves it out', async () => {
  await stage.hands.undelete('nurse', '1726130000000', 'Mrs Example');
  expect(last()).toMatchObject({ text: 'Mrs Example', version: expect.stringMatching(/^20.*Z$/) });

  await stage.hands.undelete('nurse', '1726130000000', '');
  expect(stage.taken.messages).toHaveLength(1); // an empty one would count as put right
  stage.graph.message = { status: 'there', text: 'Mrs Example again', attachments: [] };
  await stage.hands.undelete('nurse', '1726130000000', '');
  expect(last()).toMatchObject({ text: 'Mrs Example again' });
});

test.each([
  ['a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }], replyToId: '1726130000000' }],
  ['somebody is typing', { type: 'typing' }],
  [
    'another change of a message',
    { type: 'messageUpdate', channelData: { tenant: { id: TENANT }, eventType: 'somethingNew' } },
  ],
  ['a card’s old button', { type: 'message', value: { act: 'x' } }],
  ['a message of a bot', { type: 'message', text: 'hello', from: { id: '28:other' } }],
  ['a message without an id', { type: 'message', text: 'hello', id: undefined }],
  ['a message without an author', { type: 'message', text: 'hello', from: undefined }],
])('%s is left alone', async (_, change) => {
  const { status } = await stage.hands.send({
    id: '1726130000000',
    from: { id: '29:nurse', aadObjectId: person('nurse').aad },
    conversation: { id: WARD, conversationType: 'channel', tenantId: TENANT },
    ...change,
  });
  expect(status).toBe(200);
  expect(stage.taken.messages).toEqual([]);
});

describe('who can read it', () => {
  const audience = () => {
    const message = last();
    return message?.type === 'posted' ? message.channel : undefined;
  };

  test('a team of sixty is a crowd', async () => {
    stage.teams.members.set(TEAM, staff(60));
    await stage.hands.post('nurse', 'hello');
    expect(audience()).toMatchObject({ audience: 'organisation', readers: 60, guests: 0 });
  });

  test.each([
    ['a guest', { userRole: 'guest' }],
    ['somebody who is not signed in', { userRole: 'anonymous' }],
    ['another organisation’s', { tenantId: '0f4c1d3e-1111-4a4a-8b8b-00000000beef' }],
    ['a guest by name', { userPrincipalName: 'a_b.example#EXT#@trust.example' }],
  ])('%s makes it external', async (_, who) => {
    stage.teams.members.set(TEAM, [...staff(9), { id: '29:guest', aadObjectId: 'g', ...who }]);
    await stage.hands.post('nurse', 'hello');
    expect(audience()).toMatchObject({ audience: 'external', readers: 10, guests: 1 });
  });

  test('a channel that is shared with others is external, whoever is in it now', async () => {
    const channelData = { tenant: { id: TENANT }, team: { id: TEAM }, channel: { id: WARD, type: 'shared' } };
    await stage.hands.post('nurse', 'hello', { channelData });
    expect(audience()).toMatchObject({ audience: 'external', readers: 12, guests: 0 });
  });

  test('members are counted over all pages', async () => {
    stage.teams.members.set(TEAM, [...staff(1_200), { id: '29:guest', aadObjectId: 'g', userRole: 'guest' }]);
    await stage.hands.post('nurse', 'hello');
    expect(audience()).toMatchObject({ audience: 'external', readers: 1_201, guests: 1 });
    expect(stage.teams.calls.filter(({ path }) => path.endsWith('/pagedmembers'))).toHaveLength(3);
  });

  test('it is looked up once, and again when members have changed', async () => {
    await stage.hands.post('nurse', 'one');
    await stage.hands.post('nurse', 'two');
    expect(stage.teams.calls.filter(({ path }) => path.endsWith('/pagedmembers'))).toHaveLength(1);
    stage.teams.members.set(TEAM, staff(60));
    await stage.hands.send({
      type: 'conversationUpdate',
      membersAdded: [{ id: '29:new' }],
      from: { id: '29:boss' },
      conversation: { id: TEAM, conversationType: 'channel', tenantId: TENANT },
      channelData: { tenant: { id: TENANT }, team: { id: TEAM }, eventType: 'teamMemberAdded' },
    });
    await stage.hands.post('nurse', 'three');
    expect(audience()).toMatchObject({ audience: 'organisation', readers: 60 });
  });

  test('a group chat and a meeting’s are known by their members', async () => {
    stage.teams.members.set('19:huddle@thread.v2', staff(4));
    await stage.hands.post('nurse', 'hello', group('19:huddle@thread.v2', { name: 'Huddle' }));
    expect(last()).toMatchObject({
      channel: { id: '19:huddle@thread.v2', name: 'Huddle', audience: 'care-team', readers: 4 },
      thread: null,
      link: expect.stringContaining('contextType'),
    });
    stage.teams.members.set('19:meeting_MjQ@thread.v2', [
      ...staff(3),
      { id: '29:x', aadObjectId: '', userRole: 'anonymous' },
    ]);
    await stage.hands.post('nurse', 'hello', group('19:meeting_MjQ@thread.v2'));
    expect(last()).toMatchObject({ channel: { audience: 'external', readers: 4, guests: 1 } });
  });

  test('where nobody says who reads it, it counts as a crowd', async () => {
    await stage.hands.post('nurse', 'hello', group('19:unknown@thread.v2'));
    expect(audience()).toEqual({
      id: '19:unknown@thread.v2',
      name: null,
      audience: 'organisation',
      readers: null,
      guests: null,
    });
  });

  test('a channel is known by its team’s name, too, where that is not to be read', async () => {
    stage.excluded = 'Ward 7'; // what the connector calls the team
    await stage.hands.post('nurse', 'hello');
    expect(audience()).toMatchObject({ name: 'Ward 7' });
  });

  test('the first channel of a team is called General', async () => {
    const conversation = { id: `${TEAM};messageid=1726130000000`, conversationType: 'channel', tenantId: TENANT };
    const channelData = { tenant: { id: TENANT }, team: { id: TEAM }, channel: { id: TEAM } };
    await stage.hands.post('nurse', 'hello', { conversation, channelData });
    expect(audience()).toMatchObject({ name: 'General' });
  });
});

test('what somebody writes to the app is a message between the two of them, and is answered with help', async () => {
  await stage.hands.tell('nurse', 'what are you?');
  expect(last()).toMatchObject({
    channel: { audience: 'direct', readers: 2 },
    link: null,
    author: person('nurse').aad,
  });
  await expect.poll(() => stage.teams.shown.length).toBe(1);
  expect(stage.teams.shown[0]).toMatchObject({ conversation: chatOf('nurse') });
  expect(saidOn(stage.teams.shown[0]?.activity)).toContain('this I can do');
});

test('a picture that somebody sends to the app is looked at like any message', async () => {
  await stage.hands.tell('nurse', '');
  expect(stage.taken.messages).toEqual([]);
  const conversation = { id: chatOf('nurse'), conversationType: 'personal', tenantId: TENANT };
  await stage.hands.post('nurse', '', { conversation, ...html('<img src="x">') });
  expect(last()).toMatchObject({ attachments: [{ type: 'image/png' }], channel: { audience: 'direct' } });
  await expect.poll(() => stage.teams.shown.length).toBe(1);
  expect(saidOn(stage.teams.shown[0]?.activity)).not.toContain('I don’t know that one');
});

describe('named where others read', () => {
  const entities = [{ type: 'clientInfo' }, { type: 'mention', mentioned: { id: `28:${APP_ID}`, name: 'Quietword' } }];

  test.each([
    ['<at>Quietword</at> help', /^Quietword\nQuietword has a word/],
    ['<at>Quietword</at>', /^Quietword\nQuietword has a word/],
    ['<at>Quietword</at> check', /Nothing is posted, and nothing is kept/],
  ])('%s: read like any post, and answered in the person’s own chat', async (text, answer) => {
    expect((await stage.hands.post('nurse', text, { entities })).status).toBe(200);
    expect(last()).toMatchObject({ channel: { id: WARD }, text: text.replace(/<at>.*<\/at>/, '@colleague') });
    await expect.poll(() => stage.teams.shown.length).toBe(1);
    expect(stage.teams.shown[0]).toMatchObject({ conversation: chatOf('nurse') });
    expect(saidOn(stage.teams.shown[0]?.activity)).toMatch(answer);
  });

  test('no answer to an edit, nor to what is said about it or names somebody else', async () => {
    await stage.hands.post('nurse', 'what is this, <at>Quietword</at>', { entities });
    await stage.hands.edit('nurse', '1726130000000', '<at>Quietword</at> help', { entities });
    await stage.hands.post('nurse', '<at>Sam</at> help', {
      entities: [{ type: 'mention', mentioned: { id: '29:sam' } }],
    });
    await stage.hands.tell('porter', 'help');
    await expect.poll(() => stage.teams.shown.length).toBe(1);
    expect(stage.teams.shown).toMatchObject([{ conversation: chatOf('porter') }]);
  });
});

describe('brought in and taken out', () => {
  const installed = (action: string, change: object = {}) =>
    stage.hands.send({
      type: 'installationUpdate',
      action,
      from: { id: '29:boss', aadObjectId: person('boss').aad },
      conversation: { id: TEAM, isGroup: true, conversationType: 'channel', tenantId: TENANT },
      channelData: {
        tenant: { id: TENANT },
        team: { id: TEAM, aadGroupId: GROUP },
        settings: { selectedChannel: { id: WARD } },
      },
      ...change,
    });

  test('in a team: the channel that was chosen is told of it', async () => {
    expect((await installed('add')).status).toBe(200);
    expect(stage.taken.joined).toEqual([
      {
        platform: 'teams',
        tenant: TENANT,
        channel: { id: WARD, name: 'Handover', audience: 'care-team', readers: 12, guests: 0 },
        reads: 'team',
      },
    ]);
  });

  test('where that can’t be stored Teams is to send it again', async () => {
    stage.says.fault = new Error('the database is down');
    expect((await installed('add')).status).toBe(500);
  });

  test('in a chat, as its members are told; a person’s own list is no place to announce', async () => {
    stage.teams.members.set('19:huddle@thread.v2', staff(4));
    await stage.hands.send({
      type: 'conversationUpdate',
      membersAdded: [{ id: `28:${APP_ID}` }],
      from: { id: '29:boss' },
      ...group('19:huddle@thread.v2'),
    });
    expect(stage.taken.joined).toMatchObject([{ channel: { id: '19:huddle@thread.v2' }, reads: 'chat' }]);
    await installed('add', forOneself);
    expect(stage.taken.joined).toHaveLength(1);
  });

  const forOneself = {
    from: { id: person('nurse').id, aadObjectId: person('nurse').aad },
    conversation: { id: chatOf('nurse'), conversationType: 'personal', tenantId: TENANT },
    channelData: { tenant: { id: TENANT } },
  };

  test('by somebody for themselves: they are told once what it does, in the language that they chose', async () => {
    stage.says.language = 'cy';
    await stage.hands.send({ type: 'conversationUpdate', membersAdded: [{ id: `28:${APP_ID}` }], ...forOneself });
    await installed('add', forOneself);
    await expect.poll(() => stage.teams.shown.length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(stage.teams.shown).toMatchObject([
      {
        conversation: chatOf('nurse'),
        activity: { summary: expect.stringContaining('Mae Quietword yn cael gair â chi') },
      },
    ]);
  });

  test('by us for a notice’s sake: the notice, and nothing beside it, however soon Teams tells of it', async () => {
    stage.graph.installed = { status: 'installed' };
    let opened = 0;
    stage.teams.answer = ({ path }) => (path === 'v3/conversations' && opened++ === 0 ? { status: 403 } : undefined);
    const { to, notice } = await import('./stage.ts');
    await stage.adapter.sendPrivately(to, notice, null);
    await installed('add', forOneself);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(stage.teams.shown.map(({ activity }) => activity.summary)).toEqual(['A quiet word']);
    // Taken out, and added by themselves later.
    await installed('remove', forOneself);
    await installed('add', forOneself);
    await expect.poll(() => stage.teams.shown.length).toBe(2);
  });

  test('where we might not add it, whoever adds it themselves is told', async () => {
    stage.teams.answer = ({ path }) => (path === 'v3/conversations' ? { status: 403 } : undefined);
    const { to, notice } = await import('./stage.ts');
    expect(await stage.adapter.sendPrivately(to, notice, null)).toMatchObject({ status: 'unreachable' });
    await installed('add', forOneself);
    await expect.poll(() => stage.teams.shown.length).toBe(1);
  });

  test('an upgrade and a removal say nothing; a person who took it out has no chat any more', async () => {
    await installed('add-upgrade');
    await installed('remove');
    expect(stage.taken.joined).toEqual([]);
    await stage.hands.tell('nurse', 'hello');
    await expect.poll(() => stage.teams.shown.length).toBe(1);
    expect(stage.teams.calls.some(({ method, path }) => method === 'POST' && path === 'v3/conversations')).toBe(false);
    await installed('remove', {
      from: { id: person('nurse').id, aadObjectId: person('nurse').aad },
      conversation: { id: chatOf('nurse'), conversationType: 'personal', tenantId: TENANT },
    });
    const { to, notice } = await import('./stage.ts');
    await stage.adapter.sendPrivately(to, notice, null);
    expect(stage.teams.calls.some(({ method, path }) => method === 'POST' && path === 'v3/conversations')).toBe(true);
  });
});

describe.each(['graph', 'both'] as const)('where messages are read by %s', (reading) => {
  let other: Stage;
  beforeAll(async () => {
    other = await startStage({ reading });
  });
  afterAll(() => other.close());

  test('posts and deletions come by both ways, edits by Graph alone, and the chat with the app by the bot', async () => {
    const { id } = await other.hands.post('nurse', 'hello');
    await other.hands.edit('nurse', id, 'hello again');
    await other.hands.delete('nurse', id);
    const both = reading === 'both';
    expect(other.taken.messages.map(({ type }) => type)).toEqual(both ? ['posted', 'deleted'] : []);
    // What reads the whole tenant is told of in other ways than in one of its teams.
    await other.hands.send({
      type: 'installationUpdate',
      action: 'add',
      from: { id: '29:boss' },
      conversation: { id: TEAM, conversationType: 'channel', tenantId: TENANT },
      channelData: { tenant: { id: TENANT }, team: { id: TEAM, aadGroupId: GROUP } },
    });
    expect(other.taken.joined).toHaveLength(both ? 1 : 0);
    await other.hands.tell('nurse', 'hello app');
    expect(other.taken.messages.at(-1)).toMatchObject({
      channel: { id: chatWith(person('nurse').id), audience: 'direct' },
    });
  });
});
