import { type Activity as BotActivity, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { AuthenticateRequestResult, UserTokenClient } from 'botframework-connector';
import { z } from 'zod';
import { Refused } from './refused.ts';

export interface Belief {
  readonly authentication: ConfigurationBotFrameworkAuthentication;
  /** Resolves where the token is one that Teams gave to this app, for this activity's service. Throws `Refused` else. */
  believe(header: string, activity: BotActivity): Promise<AuthenticateRequestResult>;
}

const ISSUER = 'https://api.botframework.com';
const NOT_BELIEVED = 'The token is missing, expired, or none that Teams gives to this app.';
export const AGAIN = 'The activity could not be taken; please send it again.';

/**
 * Teams uses a token for many activities, up to an hour long. What was believed is remembered for as long as that holds, five
 * minutes at most: to check its signature again for each costs as much as all the rest.
 */
const MOST_MS = 5 * 60_000;
const MOST_TOKENS = 500;

const claims = z.object({ iss: z.literal(ISSUER), exp: z.number() });

export function createBelief(appId: string, openIdUrl: string, now: () => number = Date.now): Belief {
  const authentication = new QuietAuthentication(
    {
      ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
      ToChannelFromBotOAuthScope: ISSUER,
      ToBotFromChannelTokenIssuer: ISSUER,
      ToBotFromChannelOpenIdMetadataUrl: openIdUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: openIdUrl,
      OAuthUrl: ISSUER,
      CallerId: '',
      ValidateAuthority: 'true',
    },
    {
      isValidAppId: async (id) => id === appId,
      isAuthenticationDisabled: async () => false,
      createCredentials: async () => ({ signRequest: async (request) => request }),
    },
  );
  const known = new Map<string, { readonly result: AuthenticateRequestResult; readonly until: number }>();

  return {
    authentication,
    async believe(header, activity) {
      const said = claimsOf(header);
      if (!said || activity.channelId !== 'msteams') throw new Refused(401, 'token', NOT_BELIEVED);
      // It holds for one service and no other.
      const key = `${activity.serviceUrl} ${header}`;
      const found = known.get(key);
      if (found && found.until > now()) return found.result;
      const checked = await authentication.authenticateRequest(activity, header).catch((error: unknown) => {
        throw readFault(error);
      });
      const result = { ...checked, connectorFactory: NO_CLIENTS };
      known.delete(key);
      known.set(key, { result, until: Math.min(said.exp * 1000, now() + MOST_MS) });
      const oldest = known.keys().next();
      if (known.size > MOST_TOKENS && !oldest.done) known.delete(oldest.value);
      return result;
    },
  };
}

/** botbuilder makes two clients anew for each activity, to answer by. What is said here goes by connector.ts. */
const NO_CLIENTS = { create: async () => ({}) } as unknown as NonNullable<
  AuthenticateRequestResult['connectorFactory']
>;
class QuietAuthentication extends ConfigurationBotFrameworkAuthentication {
  override createUserTokenClient(): Promise<UserTokenClient> {
    return NO_TOKENS;
  }
}
const NO_TOKENS = Promise.resolve({} as UserTokenClient);

/**
 * What a token says of itself, where it says that it is the Bot Framework's; its signature is looked at after. botbuilder also takes tokens
 * of its emulator and of skills, which name no service; and it remembers the issuer of each such token, forged ones too, for ever.
 */
function claimsOf(header: string): z.infer<typeof claims> | undefined {
  const [, payload] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(header) ?? [];
  if (payload === undefined) return undefined;
  try {
    return claims.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}

const unavailable = z.union([z.object({ statusCode: z.literal(500) }), z.object({ name: z.literal('FetchError') })]);

/** What kept a token from being believed: where the keys couldn't be fetched it is our own fault, and may pass. */
function readFault(error: unknown): Refused {
  return unavailable.safeParse(error).success
    ? new Refused(503, 'keys_unavailable', AGAIN, error)
    : new Refused(401, 'token', NOT_BELIEVED, error);
}
