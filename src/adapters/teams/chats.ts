import { z } from 'zod';
import type { Book } from './book.ts';
import type { Refusal } from './errors.ts';
import type { TeamsGraph } from './graph/types.ts';
import type { Post } from './post.ts';

/** The 1:1 chat of a person with the app, opened where there is none yet. */
export type ChatWith = (
  person: string,
) => Promise<{ readonly status: 'open'; readonly conversation: string } | Refusal>;

const created = z.object({ id: z.string().min(1).max(300) });
/** A channel, a meeting, a chat of two people or of more: nothing that is for one person may go there. */
const OTHERS_READ = /^19:/;

export interface ChatsOptions {
  readonly post: Post;
  readonly book: Book;
  readonly install: TeamsGraph['install'];
  readonly appId: string;
  readonly tenant: string;
}

/**
 * Teams gives the same chat each time that it is asked to open it. Where the app isn't there for that person, it is put there, if
 * the tenant allows that.
 */
export function createChats({ post, book, install, appId, tenant }: ChatsOptions): ChatWith {
  const open = async (person: string) => {
    const answer = await post({
      method: 'POST',
      path: 'v3/conversations',
      body: {
        isGroup: false,
        bot: { id: `28:${appId}` },
        // Entra's id does where the app is there for the person; the Bot Framework's also where they share a team with it.
        members: [{ id: book.idOf(person) ?? person }],
        tenantId: tenant,
        channelData: { tenant: { id: tenant } },
      },
      thread: `with ${person}`,
      alone: true,
      repeatable: true,
    });
    if (answer.status !== 'taken') return answer;
    const conversation = created.safeParse(answer.body).data?.id;
    if (conversation === undefined || OTHERS_READ.test(conversation)) {
      return { status: 'unreachable', reason: 'no_private_chat' } as const;
    }
    book.keepChat(person, conversation);
    return { status: 'open', conversation } as const;
  };

  return async (person) => {
    if (person.startsWith('28:')) return { status: 'unreachable', reason: 'not_a_person' };
    const known = book.chatOf(person);
    if (known !== undefined && !OTHERS_READ.test(known)) return { status: 'open', conversation: known };
    const first = await open(person);
    if (first.status !== 'unreachable' || !/^40[34]_|^http_40[34]$/.test(first.reason)) return first;
    // Teams may tell of it sooner than Graph answers.
    book.addsFor(person);
    const installed = await install(person);
    if (installed.status !== 'installed') book.addedFor(person);
    if (installed.status === 'later') return installed;
    return installed.status === 'refused' ? first : open(person);
  };
}
