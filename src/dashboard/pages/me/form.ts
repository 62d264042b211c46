import { z } from 'zod';
import { faultOfQuietHours, type QuietHoursFault } from '../../../quizzes/choices.ts';

export const LONGEST_NOTE = 300;

/** One sentence on what can't be used, and the field that it is about. */
export interface Fault {
  readonly error: string;
  readonly field: string;
}

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const time = (what: string) =>
  z
    .string()
    .trim()
    .transform((text) => (/^\d:\d\d$/.test(text) ? `0${text}` : text))
    .refine((text) => text === '' || TIME.test(text), `${what} must be a time, such as 22:00`);

const choices = z
  .object({
    language: z.enum(['en', 'cy'], { error: 'Choose a language' }),
    questions: z.enum(['on', 'pause'], { error: 'Choose whether to get questions' }),
    'quiet-from': time('The start of your quiet hours'),
    'quiet-to': time('The end of your quiet hours'),
    share: z.enum(['yes', 'no'], { error: 'Choose whether your trainer may export it' }),
  })
  .superRefine((given, { addIssue }) => {
    const fault = faultOfQuietHours(given['quiet-from'] || null, given['quiet-to'] || null);
    if (fault) addIssue({ code: 'custom', path: [`quiet-${fault.at}`], message: QUIET_FAULTS[fault.what] });
  });

const QUIET_FAULTS: Record<QuietHoursFault['what'], string> = {
  'no-end': 'Enter when your quiet hours end',
  'no-start': 'Enter when your quiet hours start',
  same: 'Quiet hours must end at another time than they start',
};

export interface ReadChoices {
  readonly language: 'en' | 'cy';
  readonly pause: boolean;
  readonly quietFrom: string | null;
  readonly quietTo: string | null;
  readonly shareRecords: boolean;
}

export function readChoices(given: unknown): { readonly choices: ReadChoices } | { readonly faults: readonly Fault[] } {
  const parsed = choices.safeParse(given ?? {});
  if (!parsed.success)
    return {
      faults: parsed.error.issues.map(({ path, message }) => ({
        field: String(path[0] ?? 'language'),
        error: message.startsWith('Invalid input') ? 'Enter a time, or leave both empty' : message,
      })),
    };
  const { language, questions, share } = parsed.data;
  return {
    choices: {
      language,
      pause: questions === 'pause',
      quietFrom: parsed.data['quiet-from'] || null,
      quietTo: parsed.data['quiet-to'] || null,
      shareRecords: share === 'yes',
    },
  };
}

/** A few words on a challenge, or none. `mayBeKept` judges them before they are kept. */
export function readChallenge(
  given: unknown,
  mayBeKept: (words: string) => boolean,
): { readonly note: string | null } | Fault {
  const words = (given as { note?: unknown } | undefined)?.note;
  const note = typeof words === 'string' ? words.trim() : '';
  if (note === '') return { note: null };
  if (note.length > LONGEST_NOTE)
    return { error: `What you write must have at most ${LONGEST_NOTE} characters`, field: 'note' };
  if (!mayBeKept(note))
    return {
      error:
        'What you wrote seems to say who somebody is, so it was not kept: write it without names, numbers or dates of birth',
      field: 'note',
    };
  return { note };
}
