import { z } from 'zod';
import { type Card, messageOf } from './cards.ts';
import { CHECK, takeCheckPress } from './check.ts';
import type { Answered, Desk } from './desk.ts';
import { pressedData, renderNotice, textOf, WORDS_FIELD } from './notice.ts';
import { refTo } from './notices.ts';
import { type Activity, personOf, placeOf } from './payloads.ts';
import { SEND_REFRESHER, takeDecided, takeWritten, WRITE_REFRESHER } from './refresher.ts';
import { inPlace, shown } from './replies.ts';
import { WORDS } from './words.ts';

const pressed = z.object({
  action: z.object({ verb: z.string().regex(/^[a-z0-9:-]{1,60}$/), data: z.unknown().optional() }),
});

/** A button of a card: an answer to a notice, a draft to be checked, or a trainer's refresher. What comes back takes the card's place. */
export async function takePress(desk: Desk, activity: Activity): Promise<Answered> {
  const { action } = pressed.parse(activity.value);
  if (action.verb === CHECK) return takeCheckPress(desk, activity, action.data);
  if (action.verb === WRITE_REFRESHER) return takeWritten(desk, activity, action.data);
  if (action.verb === SEND_REFRESHER) return takeDecided(desk, activity, action.data);
  const data = pressedData.parse(action.data);
  const person = personOf(activity.from) ?? '';
  // As the button brought it, which is trusted no further than to say to its own reader what the card is about.
  const about = data.spot && { spot: data.spot, name: desk.channels.nameOf(data.spot.channel), tenant: desk.tenant };
  try {
    const { notice, replaces } = await desk.inbound.onAnswer({
      platform: 'teams',
      tenant: desk.tenant,
      person,
      incident: data.incident,
      action: action.verb,
      words: data[WORDS_FIELD]?.trim() || null,
      current: (place) => desk.graph.readMessage(place),
      kept: true, // Teams keeps both a chat and what is targeted
      ref: refOfPressed(activity),
    });
    if (!replaces) return shown(textOf(notice));
    const card = renderNotice(notice, about);
    return { ...inPlace(card), after: () => keep(desk, activity, card) };
  } catch (error) {
    desk.log.error('teams.answer_not_taken', { error });
    // The card stays, so that the button can be pressed again.
    return shown(WORDS[await desk.languageOf(activity)].notTaken);
  }
}

/** The answer changes the card for whoever pressed, until they come back: this changes it for good. */
function keep({ keep, log }: Desk, activity: Activity, card: Card): Promise<void> {
  const pressed = cardOf(activity);
  if (pressed) return keep(pressed, messageOf(card));
  log.info('teams.card_not_kept', { reason: 'no_id' });
  return Promise.resolve();
}

/** Undefined where Teams doesn't say which it was. */
function cardOf(activity: Activity) {
  if (!activity.replyToId) return undefined;
  const targeted = activity.conversation.conversationType !== 'personal';
  const conversation = targeted ? activity.conversation.id : placeOf(activity).channel;
  return { conversation, activity: activity.replyToId, targeted };
}

function refOfPressed(activity: Activity): string | undefined {
  const pressed = cardOf(activity);
  return pressed && refTo(pressed);
}
