import { type Desk, malformed, ours } from '../desk.ts';
import { renderNotice } from '../notice.ts';
import { language, type Pressed } from '../payloads.ts';
import type { Answered } from '../requests.ts';
import type { Connected } from '../workspaces.ts';
import type { OwnChoice } from './own.ts';
import { openQuietHours } from './quiet-hours.ts';
import { showHome } from './show.ts';
import { HOME, type HomeWish } from './view.ts';

/** A button of the Home tab: what was chosen is stored, then Slack is answered, then the page is shown as it is now. */
export async function takeHomePress(desk: Desk, pressed: Pressed): Promise<Answered> {
  const here = await ours(desk, pressed);
  const person = pressed.user.id;
  const [{ action_id, value }] = pressed.actions as [Pressed['actions'][number]];
  const choose = async (choice: OwnChoice): Promise<Answered> => {
    await desk.own.choose(here.tenant, person, choice);
    return { after: () => showHome(desk, here, person) };
  };
  switch (action_id.slice(HOME.length) as HomeWish) {
    case 'question':
      return { after: () => showHome(desk, here, person, () => nextQuestion(desk, here, person)) };
    case 'language': {
      const chosen = language.safeParse(value);
      if (!chosen.success) throw malformed('button');
      await desk.inbound.onLanguage({ platform: 'slack', tenant: here.tenant, person, language: chosen.data });
      return { after: () => showHome(desk, here, person) };
    }
    case 'pause':
      return choose({ pause: true });
    case 'resume':
      return choose({ pause: false });
    case 'no-quiet-hours':
      return choose({ quietHours: { from: null, to: null } });
    case 'quiet-hours':
      return { after: () => openQuietHours(desk, here, pressed) };
    default:
      throw malformed('button');
  }
}

async function nextQuestion({ inbound }: Desk, { tenant }: Connected, person: string) {
  return renderNotice(await inbound.onWish({ platform: 'slack', tenant, person, for: 'question' })).blocks;
}
