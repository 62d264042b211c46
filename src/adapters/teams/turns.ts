import { z } from 'zod';
import { takePress } from './answers.ts';
import { hintOf } from './channels.ts';
import { CHECK, checkForm, takeCheckDialog } from './check.ts';
import { commandIn, GREETING, isCommand, takeCommand } from './commands.ts';
import { type Answered, type Desk, OK } from './desk.ts';
import { readMessage } from './inbound.ts';
import { type Activity, isPersonal, namesApp, personOf, placeOf, tenantOf } from './payloads.ts';
import { dialog } from './replies.ts';
import { openReport, REPORT, takeReport } from './report.ts';
import { WORDS } from './words.ts';

/** Takes one activity that Teams vouches for. Resolves once what must be remembered is stored; rejects where it can't be. */
export async function takeActivity(desk: Desk, activity: Activity): Promise<Answered> {
  if (tenantOf(activity) !== desk.tenant) {
    desk.log.warn('teams.other_tenant', { tenant: tenantOf(activity) ?? 'unknown' });
    return activity.type === 'invoke' ? { status: 403 } : OK;
  }
  desk.book.learn(activity);
  switch (activity.type) {
    case 'message':
    case 'messageUpdate':
    case 'messageDelete':
      return takeMessage(desk, activity);
    case 'installationUpdate':
    case 'conversationUpdate':
      return takeChange(desk, activity);
    case 'invoke':
      return takeInvoke(desk, activity);
    default:
      return OK; // reactions, typing, and what Teams may come to send
  }
}

/** What happens to a message that is there; other changes (a card was seen, say) are left alone. */
const CHANGES = new Set<string | null | undefined>(['editMessage', 'undeleteMessage', 'softDeleteMessage']);

async function takeMessage(desk: Desk, activity: Activity): Promise<Answered> {
  const { inbound, channels, graph, log, reading } = desk;
  if (activity.type !== 'message' && !CHANGES.has(activity.channelData?.eventType)) return OK;
  const personal = isPersonal(activity);
  // Of a message that is read through Graph an edit comes with Graph's time of it, by which it is known again.
  const edited = activity.type === 'messageUpdate';
  if (!personal && (reading === 'graph' || (reading === 'both' && edited))) return OK;

  const read = readMessage(activity, desk.tenant);
  if (read.type === 'ignored') {
    const write = read.reason === 'malformed' ? log.warn : log.debug;
    write('teams.message_ignored', { reason: read.reason });
    return OK;
  }
  if (read.type === 'deleted') {
    await inbound.onMessage(read.message);
    return OK;
  }

  const word = commandIn(read.message.text);
  const answered = { ...OK, after: () => takeCommand(desk, activity, word) };
  if (personal && isCommand(word)) return answered;

  const hint = hintOf(activity);
  if (hint.group !== null) await graph.rememberTeam(hint.channel, hint.group);
  const [channel, whole] = await Promise.all([
    channels.channelOf(hint),
    read.lacks === null
      ? null
      : graph.readMessage({ channel: hint.channel, message: read.message.id, thread: read.message.thread }),
  ]);
  if (whole?.status === 'there') {
    const { text, attachments } = whole;
    await inbound.onMessage({
      ...read.message,
      channel,
      text: read.lacks === 'files' ? read.message.text : text,
      attachments,
    });
  } else if (read.lacks === 'everything') {
    log.warn('teams.message_ignored', { reason: 'undeleted_unread' });
  } else {
    await inbound.onMessage({ ...read.message, channel });
  }
  // Whoever writes to the app waits for an answer. Where others read, more than a command is said about it rather than to it.
  const waits = personal || (namesApp(activity, desk.appId) && (word === '' || isCommand(word)));
  return waits && !edited ? answered : OK;
}

/** The app was brought in or taken out, or a conversation's members or its name have changed. */
async function takeChange(desk: Desk, activity: Activity): Promise<Answered> {
  const { inbound, channels, graph, book, tenant, reading } = desk;
  const hint = hintOf(activity);
  channels.forget(hint);
  const itself = `28:${desk.appId}`;
  const ours = ({ id }: { id: string }) => id === itself || id === activity.recipient?.id;
  const added = activity.type === 'installationUpdate' ? activity.action === 'add' : activity.membersAdded?.some(ours);
  const removed =
    activity.type === 'installationUpdate'
      ? activity.action?.startsWith('remove')
      : activity.membersRemoved?.some(ours);
  if (isPersonal(activity)) {
    const person = personOf(activity.from) ?? '';
    if (removed) book.forgetChat(person);
    // Teams tells of it in both ways. Whom we added it for ourselves has the notice that it was added for.
    const greets = added && activity.type === 'installationUpdate' && person !== '' && !book.addedFor(person);
    return greets ? { ...OK, after: () => takeCommand(desk, activity, GREETING) } : OK;
  }
  if (!added) return OK;
  // In a team it is brought into one channel, and reads them all.
  const selected = activity.channelData?.settings?.selectedChannel?.id ?? placeOf(activity).channel;
  const place = { ...hint, channel: selected };
  if (hint.group !== null) await graph.rememberTeam(selected, hint.group);
  // Where only Graph reads, all of the tenant is read, and is told of it in other ways.
  if (reading !== 'graph')
    await inbound.onJoined({
      platform: 'teams',
      tenant,
      channel: await channels.channelOf(place),
      reads: hint.kind === 'channel' ? 'team' : 'chat',
    });
  return OK;
}

const command = z.object({
  commandId: z.string(),
  data: z.unknown().optional(),
  messagePayload: z.unknown().optional(),
});

async function takeInvoke(desk: Desk, activity: Activity): Promise<Answered> {
  const asked = `${activity.name} ${command.safeParse(activity.value).data?.commandId ?? ''}`.trim();
  switch (asked) {
    case 'adaptiveCard/action':
      return takePress(desk, activity);
    case `composeExtension/fetchTask ${CHECK}`: {
      const language = await desk.languageOf(activity);
      return dialog(WORDS[language].check.title, checkForm({ in: 'dialog', here: true, language }));
    }
    case `composeExtension/submitAction ${CHECK}`:
      return takeCheckDialog(desk, activity, command.parse(activity.value).data);
    case `composeExtension/fetchTask ${REPORT}`:
      return openReport(desk, activity);
    case `composeExtension/submitAction ${REPORT}`: {
      const { data, messagePayload } = command.parse(activity.value);
      return takeReport(desk, activity, data, messagePayload);
    }
    default:
      desk.log.debug('teams.invoke_unknown', { kind: activity.name ?? 'unnamed' });
      return { status: 501 };
  }
}
