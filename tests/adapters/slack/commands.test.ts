import { afterEach, beforeEach, expect, test } from 'vitest';
import command from '../../fixtures/slack/command.json' with { type: 'json' };
import { type Stage, startStage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
});
afterEach(() => stage.close());

const say = async (text: string, more: Record<string, string> = {}) => {
  const answer = await stage.command({ ...command, text, ...more });
  return { ...answer, said: answer.text.startsWith('{') ? JSON.parse(answer.text) : undefined };
};

test.each(['', 'help', '  HELP  ', 'cymorth'])(
  '/quietword %s says what it can do, to that person alone',
  async (text) => {
    const { status, said } = await say(text);
    expect(status).toBe(200);
    expect(said.response_type).toBe('ephemeral');
    expect(said.text).toContain('`/quietword check`');
    expect(said.text).toContain('*Home* tab');
    expect(said.text).not.toContain('don’t know');
  },
);

test('what it doesn’t know gets the help, kindly, and isn’t quoted', async () => {
  const { said } = await say('Mrs Adaeze Winterbourne <!channel>');
  expect(said.text).toMatch(/^I don’t know that one, but this I can do:\n/);
  expect(said.text).not.toMatch(/Winterbourne|<!/);
});

test.each([
  ['cymraeg', 'cy'],
  ['Cymraeg', 'cy'],
  ['english', 'en'],
  ['saesneg', 'en'],
])('/quietword %s sets the language', async (text, language) => {
  stage.says.sentence = 'Iawn <da> & diolch.';
  const { said } = await say(text);
  expect(stage.taken.languages).toEqual([{ platform: 'slack', tenant: 'T01TRUST', person: 'U02NURSE01', language }]);
  expect(said).toEqual({ response_type: 'ephemeral', text: 'Iawn &lt;da&gt; &amp; diolch.' });
});

test.each([
  ['question', 'question'],
  ['Cwestiwn', 'question'],
  ['figures', 'figures'],
  ['ffigurau', 'figures'],
])('/quietword %s is answered with a card for that person alone', async (text, wanted) => {
  const { said } = await say(text);
  expect(stage.taken.wishes).toEqual([{ platform: 'slack', tenant: 'T01TRUST', person: 'U02NURSE01', for: wanted }]);
  expect(said).toMatchObject({ response_type: 'ephemeral', text: expect.stringMatching(/^Thank you/) });
  expect(said.blocks.length).toBeGreaterThan(0);
});

test('a wish that can’t be met now says so', async () => {
  stage.says.fault = new Error('the database is down');
  expect((await say('question')).said).toMatchObject({ text: expect.stringMatching(/^Sorry/) });
});

test.each(['check', 'gwirio'])('/quietword %s opens the form, with what follows as the draft', async (word) => {
  expect(await say(`${word} Mrs Winterbourne &amp; son\nrang`)).toMatchObject({ status: 200, text: '' });
  expect(stage.form().callback_id).toBe('check_draft');
  expect(stage.form().blocks[0]).toMatchObject({ element: { initial_value: 'Mrs Winterbourne & son\nrang' } });
  expect(stage.form().private_metadata).not.toContain('Winterbourne');
  await say(word);
  expect(stage.form().blocks[0]?.element).not.toHaveProperty('initial_value');
});

test.each<[string, () => void]>([
  ['check', () => stage.api.answer('views.open', { json: { ok: false, error: 'expired_trigger_id' } })],
  [
    'cymraeg',
    () => {
      stage.says.fault = new Error('the database is down');
    },
  ],
])('where /quietword %s fails, it says so', async (text, fail) => {
  fail();
  const { status, said } = await say(text);
  expect(status).toBe(200);
  expect(said.text).toBe('Sorry, that did not reach us. Please try again in a minute.');
  expect(stage.logged.map(({ event }) => event)).toContain('slack.command_failed');
});

test('in Welsh to who chose Welsh', async () => {
  stage.says.language = 'cy';
  expect((await say('help')).said.text).toContain('`/quietword gwirio`');
});

test('a command in another workspace is refused; one without its parts gives 400', async () => {
  expect((await say('english', { team_id: 'T09OTHER' })).status).toBe(403);
  expect(await say('english', { user_id: 'nobody' })).toMatchObject({
    status: 400,
    text: 'The body is not a Slack command.',
  });
  expect((await stage.command({ text: 'english' })).status).toBe(400);
  expect(stage.taken.languages).toEqual([]);
});

test('nothing that was typed is handed to the log', async () => {
  stage.api.answer('views.open', { json: { ok: false, error: 'expired_trigger_id' } });
  await say('check Mrs Winterbourne');
  await say('Mrs Winterbourne');
  expect(JSON.stringify(stage.logged, (_, value) => (value instanceof Error ? value.stack : value))).not.toContain(
    'Winterbourne',
  );
});
