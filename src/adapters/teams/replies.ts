import { attached, CARD, type Card } from './cards.ts';
import type { Answered } from './desk.ts';

/** What a press or a dialog is answered with. */

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards */
export const inPlace = (card: Card): Answered => ({ status: 200, body: { statusCode: 200, type: CARD, value: card } });

/** Beside the card, which stays. */
export const shown = (text: string): Answered => ({
  status: 200,
  body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text },
});

/** A dialog that is opened, or what takes its content's place. */
export const dialog = (title: string, card: Card): Answered => ({
  status: 200,
  body: { task: { type: 'continue', value: { title, height: 'medium', width: 'medium', card: attached(card) } } },
});

/** A sentence in the dialog, which ends it. */
export const lastWord = (text: string): Answered => ({ status: 200, body: { task: { type: 'message', value: text } } });
