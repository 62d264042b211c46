import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { z } from 'zod';

export interface SsoOptions {
  readonly tenant: string;
  readonly appId: string;
  readonly loginUrl: string;
  /** Where people reach us, without a trailing slash. */
  readonly publicUrl: string;
}

/** Who asks, by the token that Teams gives a page of ours; null where it shows nobody. Rejects where the keys can't be had. */
export type Sso = (authorization: string | undefined) => Promise<string | null>;

const claims = z.object({
  tid: z.string().toLowerCase(),
  oid: z.uuid().toLowerCase(),
  /** Only a person's token has scopes: one that an app got for itself has none, and speaks for nobody. */
  scp: z.string().transform((text) => text.split(' ')),
});

/** https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-overview */
export function createSso({ tenant, appId, loginUrl, publicUrl }: SsoOptions): Sso {
  const keys = createRemoteJWKSet(new URL(`${loginUrl}${tenant}/discovery/v2.0/keys`));
  const expected = {
    // Of the second version of Entra's tokens, and of the first.
    issuer: [`${loginUrl}${tenant}/v2.0`, `https://sts.windows.net/${tenant}/`],
    audience: [appId, `api://${new URL(publicUrl).host}/${appId}`],
    algorithms: ['RS256'],
  };
  return async (authorization) => {
    const [, token] = /^Bearer ([\w.-]{1,10000})$/.exec(authorization ?? '') ?? [];
    if (token === undefined) return null;
    try {
      const { payload } = await jwtVerify(token, keys, expected);
      const { data } = claims.safeParse(payload);
      return data && data.tid === tenant && data.scp.includes('access_as_user') ? data.oid : null;
    } catch (error) {
      const faulty = error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC';
      if (faulty && !(error instanceof errors.JWKSTimeout)) return null;
      throw error;
    }
  };
}
