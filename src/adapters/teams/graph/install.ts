import { z } from 'zod';
import type { Log } from '../../../log.ts';
import { type Graph, type Patience, part } from './client.ts';
import { isBusy, reasonOf, retryAfterOf, statusOf, waitSeconds } from './errors.ts';
import type { Installed } from './types.ts';

const PATIENCE: Patience = { tries: 2, timeoutMs: 10_000 };
const REFUSED_SECONDS = 300;

const catalogue = z.object({ value: z.array(z.object({ id: z.string() })) });

/**
 * Puts the app into a person's own list, where the tenant lets us (`TeamsAppInstallation.ReadWriteSelfForUser.All`): only then
 * can a chat with them be opened who is in no team that has it. Teams tells nobody but them.
 */
export function createInstall(graph: Graph, appId: string, log: Log): (person: string) => Promise<Installed> {
  let known: string | undefined;

  /** The organisation's catalogue has an id of its own for the app; the manifest's is the app id. */
  const inCatalogue = async (): Promise<string | undefined> => {
    const filter = encodeURIComponent(`externalId eq '${appId}'`);
    known ??= catalogue.parse(await graph.get(`/appCatalogs/teamsApps?$filter=${filter}&$select=id`, PATIENCE)).value[0]
      ?.id;
    return known;
  };

  return async (person) => {
    try {
      const app = await inCatalogue();
      if (app === undefined) return { status: 'refused', reason: 'not_in_catalogue' };
      await graph.post(
        `/users/${part(person)}/teamwork/installedApps`,
        { 'teamsApp@odata.bind': `${graph.root}/appCatalogs/teamsApps/${app}` },
        PATIENCE,
      );
      return { status: 'installed' };
    } catch (error) {
      if (statusOf(error) === 409) return { status: 'already' };
      const reason = reasonOf(error);
      if (isBusy(error) || statusOf(error) >= 500) {
        const afterSeconds = Math.ceil(waitSeconds(retryAfterOf(error), 5, Math.random()));
        return { status: 'later', afterSeconds, reason };
      }
      log.warn('graph.not_installed', { reason, error });
      // A token that is refused is put right by an administrator, and then holds for everyone.
      if (statusOf(error) === 401) return { status: 'later', afterSeconds: REFUSED_SECONDS, reason };
      return { status: 'refused', reason };
    }
  };
}
