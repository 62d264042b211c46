import { type Activity, isPersonal, personOf, placeOf } from './payloads.ts';

/**
 * What activities teach on their way, in memory only: where the connector is, what the Bot Framework calls a person, which chat is
 * theirs with the app, which team a channel is in. After a restart it is asked for again, or done without.
 */
export interface Book {
  learn(activity: Activity): void;
  serviceUrl(): string;
  /** The Bot Framework's id of a person (`29:…`). */
  idOf(person: string): string | undefined;
  chatOf(person: string): string | undefined;
  keepChat(person: string, conversation: string): void;
  forgetChat(person: string): void;
  /** We are about to add the app for somebody, for a notice's sake. */
  addsFor(person: string): void;
  /** Whether it was we who did; forgotten then. */
  addedFor(person: string): boolean;
  /** Entra's id of the team that a channel is in. */
  groupOf(channel: string): string | undefined;
}

const MOST = 50_000;

export function createBook(serviceUrl: string): Book {
  const ids = new Map<string, string>();
  const chats = new Map<string, string>();
  const groups = new Map<string, string>();
  const adding = new Map<string, string>();
  let service = serviceUrl;
  return {
    learn(activity) {
      // Validated by then: the token names the same address.
      service = activity.serviceUrl.endsWith('/') ? activity.serviceUrl : `${activity.serviceUrl}/`;
      const person = personOf(activity.from);
      if (person && activity.from) keep(ids, person, activity.from.id);
      const { channel } = placeOf(activity);
      if (person && isOwnChat(activity, channel)) keep(chats, person, channel);
      const group = activity.channelData?.team?.aadGroupId;
      if (group) keep(groups, channel, group);
    },
    serviceUrl: () => service,
    idOf: (person) => ids.get(person),
    chatOf: (person) => chats.get(person),
    keepChat: (person, conversation) => keep(chats, person, conversation),
    forgetChat: (person) => void chats.delete(person),
    addsFor: (person) => keep(adding, person, person),
    addedFor: (person) => adding.delete(person),
    groupOf: (channel) => groups.get(channel),
  };
}

/**
 * The chat of a person with the app. Teams calls a chat of two people `personal`, too, and a dialog of the compose box comes from
 * there: what is said in private to the one must never go to both.
 */
const isOwnChat = (activity: Activity, channel: string): boolean =>
  isPersonal(activity) && channel.startsWith('a:') && !activity.name?.startsWith('composeExtension/');

/** The one that was kept longest goes, where there are too many. */
function keep(map: Map<string, string>, key: string, value: string): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > MOST && !oldest.done) map.delete(oldest.value);
}
