import type { PrivateNotice } from '../chat.ts';
import type { Copy } from '../store/refresher-recipients.ts';
import type { RefresherDesk } from './desk.ts';
import { languageFor, pictureFor, sayRefresher } from './say.ts';

/** A copy in its person's language, by the words of the policy as it is now. */
export function sayCopy({ engine, publicUrl }: Pick<RefresherDesk, 'engine' | 'publicUrl'>, copy: Copy): PrivateNotice {
  const { refresher, id, isTest, acknowledgedAt, chosen } = copy;
  const language = languageFor(refresher, copy.language);
  const picture = pictureFor(refresher, { platform: refresher.platform, publicUrl, language });
  const reading = { id, isTest, acknowledged: acknowledgedAt !== null, chosen };
  return sayRefresher(refresher, reading, language, engine().policy.wording[language], picture);
}
