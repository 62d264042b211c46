import type { TokenCredential } from '@azure/identity';
import type { GraphSettings } from './types.ts';

export type Tokens = (scope: string) => Promise<string>;

/**
 * Tokens for Graph and the connector, kept and renewed by Azure's library, as the app itself: no person is signed in. The library
 * is loaded with the first token, since it is large, and the start needn't wait for it.
 */
export function createTokens(settings: Pick<GraphSettings, 'tenant' | 'appId' | 'credential' | 'loginUrl'>): Tokens {
  let credential: Promise<TokenCredential> | undefined;
  return async (scope) => {
    credential ??= credentialOf(settings);
    return (await (await credential).getToken(scope))?.token ?? '';
  };
}

async function credentialOf({
  tenant,
  appId,
  credential,
  loginUrl,
}: Parameters<typeof createTokens>[0]): Promise<TokenCredential> {
  const azure = await import('@azure/identity');
  // Discovery would ask Microsoft's public cloud about a login of a sovereign one.
  const at = { authorityHost: loginUrl, disableInstanceDiscovery: true };
  switch (credential.kind) {
    case 'secret':
      return new azure.ClientSecretCredential(tenant, appId, credential.secret, at);
    case 'certificate':
      return new azure.ClientCertificateCredential(
        tenant,
        appId,
        { certificate: `${credential.certificate}\n${credential.key}` },
        at,
      );
    case 'managed-identity':
      return new azure.ManagedIdentityCredential({ clientId: appId });
  }
}
