import { expect, test } from 'vitest';
import { type Envelope, tenantsOf, tenantsOfEvent } from '../../../src/adapters/slack/envelope.ts';

const org = { enterprise_id: 'E01', is_enterprise_install: true };

test.each<[string, Envelope, string[]]>([
  ['an event of a team', { team_id: 'T01' }, ['T01']],
  ['no team at all', {}, []],
  ['an empty list of installations', { team_id: 'T01', authorizations: [] }, ['T01']],
  ['a shared channel’s event, ours', { team_id: 'T02', authorizations: [{ team_id: 'T01' }] }, ['T01']],
  ['a shared channel’s event without installations', { team_id: 'T02', context_team_id: 'T01' }, ['T01']],
  [
    'a shared channel’s event whose outside is another enterprise',
    { team_id: 'T02', enterprise_id: 'E02', context_team_id: 'T01' },
    ['T01'],
  ],
  ['a team in an enterprise', { authorizations: [{ team_id: 'T01', enterprise_id: 'E01' }] }, ['T01', 'E01']],
  ['an org-wide installation', { authorizations: [{ team_id: 'T02', ...org }] }, ['E01', 'T02']],
  ['an org-wide installation and no team', { authorizations: [{ team_id: null, ...org }] }, ['E01']],
  ['an org-wide installation without a list', { team_id: 'T02', ...org }, ['E01', 'T02']],
  ['two installations', { authorizations: [{ team_id: 'T01' }, { team_id: 'T02' }] }, ['T01', 'T02']],
])('%s', (_, event, tenants) => {
  expect(tenantsOfEvent(event)).toEqual(tenants);
});

test('nobody’s press is nobody’s', () => {
  expect(tenantsOf({ team_id: undefined, enterprise_id: undefined })).toEqual([]);
});
