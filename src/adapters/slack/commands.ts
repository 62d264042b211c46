import type { z } from 'zod';
import type { Wish } from '../../chat.ts';
import type { Language } from '../../policy/types.ts';
import { escaped } from './blocks.ts';
import { checkForm } from './check.ts';
import { type Desk, ours } from './desk.ts';
import { inTime } from './in-time.ts';
import { renderNotice } from './notice.ts';
import { command } from './payloads.ts';
import { openRefresher } from './refresher.ts';
import { type Answered, Refused, type Take } from './requests.ts';
import { unescaped } from './text.ts';
import { WORDS } from './words.ts';
import type { Connected } from './workspaces.ts';

type Command = z.infer<typeof command>;

/** Names of what can be asked for after `/quietword`, in either language. */
const CHECKS = new Set(['check', 'gwirio']);
const REFRESHERS = new Set(['refresher', 'nodyn']);
const HELP = new Set(['', 'help', 'cymorth']);
const WISHES = new Map<string, Wish['for']>([
  ['question', 'question'],
  ['cwestiwn', 'question'],
  ['figures', 'figures'],
  ['ffigurau', 'figures'],
]);
const LANGUAGE = new Map<string, Language>([
  ['cymraeg', 'cy'],
  ['welsh', 'cy'],
  ['english', 'en'],
  ['saesneg', 'en'],
]);

/** `/quietword …`. What is answered is seen by that person alone, and the command itself by nobody. */
export function takeCommand(desk: Desk): Take {
  return async (body) => {
    const parsed = command.safeParse(body);
    if (!parsed.success) throw new Refused(400, 'malformed', 'The body is not a Slack command.');
    const { user_id: person, team_id, enterprise_id, is_enterprise_install } = parsed.data;
    const sender = {
      user: { id: person },
      team: { id: team_id },
      ...(enterprise_id === undefined ? {} : { enterprise: { id: enterprise_id } }),
      is_enterprise_install,
    };
    const work = async (): Promise<Answered> => {
      const here = await ours(desk, sender);
      const language = await desk.languageOf(here.tenant, person);
      try {
        return await take(desk, parsed.data, here, language);
      } catch (error) {
        // Slack doesn't send a command again, and shows its own message for anything but 200.
        desk.log.error('slack.command_failed', { error });
        return say(WORDS[language].notTaken);
      }
    };
    const tell = async ({ body }: Answered) => void (body && (await desk.respond(parsed.data.response_url, body)));
    return inTime(work(), {
      done: tell,
      failed: async (error) => (error instanceof Refused ? undefined : tell(say(WORDS.en.notTaken))),
    });
  };
}

async function take(desk: Desk, asked: Command, here: Connected, language: Language): Promise<Answered> {
  const [, first = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(asked.text) ?? [];
  const word = first.toLowerCase();
  if (CHECKS.has(word)) {
    await here.openModal(asked.trigger_id, checkForm(language, unescaped(rest.trim())));
    return {};
  }
  const wish = WISHES.get(word);
  if (wish) {
    const notice = await desk.inbound.onWish({
      platform: 'slack',
      tenant: here.tenant,
      person: asked.user_id,
      for: wish,
    });
    return { body: { response_type: 'ephemeral', ...renderNotice(notice) } };
  }
  if (REFRESHERS.has(word))
    return openRefresher(desk, here, { trigger: asked.trigger_id, person: asked.user_id, language });
  const chosen = LANGUAGE.get(word);
  if (chosen) {
    const choice = { platform: 'slack', tenant: here.tenant, person: asked.user_id, language: chosen } as const;
    return say(escaped(await desk.inbound.onLanguage(choice)));
  }
  const { help, unknown } = WORDS[language];
  return say([...(HELP.has(word) ? [] : [unknown]), ...help].join('\n'));
}

function say(text: string): Answered {
  return { body: { response_type: 'ephemeral', text } };
}
