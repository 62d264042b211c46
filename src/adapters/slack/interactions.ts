import { CHECK, checkForm, takeCheck } from './check.ts';
import { type Desk, malformed, ours } from './desk.ts';
import { type FormAnswered, lateForm } from './forms.ts';
import { takeHomePress } from './home/presses.ts';
import { QUIET_HOURS, takeQuietHours } from './home/quiet-hours.ts';
import { HOME } from './home/view.ts';
import { inTime } from './in-time.ts';
import { type Interaction, interaction, type Shortcut, type Submitted } from './payloads.ts';
import { OWN_WORDS, takeOwnWords, takePress, tellNotTaken } from './presses.ts';
import { SEND_REFRESHER, takeDecided, takeWritten, WRITE_REFRESHER } from './refresher.ts';
import { openReport, REPORT, takeReport } from './report.ts';
import { type Answered, Refused, type Take } from './requests.ts';

/** Buttons, forms and shortcuts. Slack is answered once what was chosen is stored, or after a moment, whichever comes first. */
export function takeInteraction(desk: Desk): Take {
  return async (body) => {
    const payload = interaction.safeParse(body);
    if (!payload.success) {
      throw new Refused(400, 'malformed', 'The body holds no Slack interaction of a kind that is answered here.');
    }
    const { data } = payload;
    if (data.type === 'view_submission') return inTime(takeForm(desk, data), lateForm(desk, data));
    const tell = async (error: unknown, kinds: readonly string[]) => {
      if (error instanceof Refused || data.type === 'shortcut' || !kinds.includes(data.type)) return;
      await tellNotTaken(desk, data);
    };
    try {
      return await inTime(take(desk, data), {
        done: async ({ after }) => after?.(),
        failed: (error) => tell(error, ['block_actions', 'message_action']),
      });
    } catch (error) {
      void tell(error, ['block_actions']);
      throw error;
    }
  };
}

async function take(desk: Desk, payload: Exclude<Interaction, Submitted>): Promise<Answered> {
  switch (payload.type) {
    case 'block_actions':
      return payload.actions[0]?.action_id.startsWith(HOME) ? takeHomePress(desk, payload) : takePress(desk, payload);
    case 'shortcut':
      return openCheck(desk, payload);
    case 'message_action':
      if (payload.callback_id !== REPORT) throw malformed('shortcut');
      return openReport(desk, payload);
  }
}

async function takeForm(desk: Desk, submitted: Submitted): Promise<FormAnswered> {
  switch (submitted.view.callback_id) {
    case OWN_WORDS:
      return takeOwnWords(desk, submitted);
    case CHECK:
      return takeCheck(desk, submitted);
    case REPORT:
      return takeReport(desk, submitted);
    case WRITE_REFRESHER:
      return takeWritten(desk, submitted);
    case SEND_REFRESHER:
      return takeDecided(desk, submitted);
    case QUIET_HOURS:
      return takeQuietHours(desk, submitted);
    default:
      throw malformed('form');
  }
}

async function openCheck(desk: Desk, { callback_id, trigger_id, ...sender }: Shortcut): Promise<Answered> {
  if (callback_id !== CHECK) throw malformed('shortcut');
  const here = await ours(desk, sender);
  await here.openModal(trigger_id, checkForm(await desk.languageOf(here.tenant, sender.user.id)));
  return {};
}
