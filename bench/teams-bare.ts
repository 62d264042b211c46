/**
 * What bench/teams.ts compares with: botbuilder's CloudAdapter with real token validation and a bot that does nothing.
 *
 *   node bench/teams-bare.ts APP_ID OPENID_URL      prints where it listens
 */
import type { AddressInfo } from 'node:net';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, TeamsActivityHandler } from 'botbuilder';
import express from 'express';

const [appId = '', openIdUrl = ''] = process.argv.slice(2);
const ISSUER = 'https://api.botframework.com';
const adapter = new CloudAdapter(
  new ConfigurationBotFrameworkAuthentication(
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
  ),
);
const bot = new TeamsActivityHandler();
const app = express()
  .use(express.json())
  .post('/api/messages', (req, res) => adapter.process(req, res, (context) => bot.run(context)));
const server = app.listen(0, '127.0.0.1', () =>
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`),
);
