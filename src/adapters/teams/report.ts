import { z } from 'zod';
import { type Card, card, choice, plain, submit } from './cards.ts';
import { hintOf } from './channels.ts';
import type { Answered, Desk } from './desk.ts';
import { contentOf } from './graph/messages.ts';
import { linkTo } from './inbound.ts';
import { type Activity, language, messageId, personOf, placeOf } from './payloads.ts';
import { dialog, lastWord } from './replies.ts';
import { WORDS } from './words.ts';

/** A command in the menu of a message. */
export const REPORT = 'report';
const NAME = 'name';

const filled = z.object({ language, [NAME]: z.enum(['named', 'unnamed']).optional() });

/** The message whose menu it was, which Teams sends along both times. */
const payload = z.object({
  id: messageId,
  replyToId: messageId.nullish(),
  from: z.object({ user: z.object({ id: z.string().max(100) }).nullish() }).nullish(),
  subject: z.string().nullish(),
  body: z.object({ contentType: z.string().nullish(), content: z.string().nullish() }).nullish(),
  attachments: z
    .array(
      z.object({
        contentType: z.string().nullish(),
        name: z.string().nullish(),
        content: z.string().nullish().catch(null),
      }),
    )
    .nullish()
    .catch(null),
  linkToMessage: z.string().nullish(),
});

export async function openReport({ languageOf }: Desk, activity: Activity): Promise<Answered> {
  const language = await languageOf(activity);
  return dialog(WORDS[language].report.title, reportForm(language));
}

export function reportForm(language: z.infer<typeof filled>['language']): Card {
  const { report, missing } = WORDS[language];
  return card(language, report.passedOn.join('\n'), [
    ...report.passedOn.flatMap(plain),
    choice(
      NAME,
      report.name,
      // Neither is chosen beforehand: it is theirs to say.
      (['named', 'unnamed'] as const).map((value) => ({ value, title: report[value] })),
      { required: missing },
    ),
    submit(report.submit, { language }),
  ]);
}

export async function takeReport(desk: Desk, activity: Activity, data: unknown, reported: unknown): Promise<Answered> {
  const { language, [NAME]: name } = filled.parse(data);
  const message = payload.parse(reported);
  if (name === undefined) return dialog(WORDS[language].report.title, reportForm(language));
  const hint = hintOf(activity);
  const { channel, thread } = placeOf(activity);
  const spot = { channel, message: message.id, thread: message.replyToId ?? thread, group: hint.group };
  const { text, attachments } = contentOf(message);
  try {
    const sentence = await desk.inbound.onReport({
      platform: 'teams',
      tenant: desk.tenant,
      person: personOf(activity.from) ?? '',
      named: name === 'named',
      language, // the form's own, so that its answer reads on from it
      message: {
        channel: await desk.channels.channelOf(hint),
        id: message.id,
        author: message.from?.user?.id.toLowerCase() ?? null,
        text,
        attachments,
        link: linkOf(message.linkToMessage) ?? linkTo(spot, desk.tenant, hint.kind === 'direct'),
      },
    });
    return lastWord(sentence);
  } catch (error) {
    desk.log.error('teams.report_failed', { error });
    return lastWord(WORDS[language].notTaken);
  }
}

/** Shown to the Guardian as a link: only where it leads to Teams. */
function linkOf(link: string | null | undefined): string | null {
  return link && URL.canParse(link) && new URL(link).origin === 'https://teams.microsoft.com' ? link : null;
}
