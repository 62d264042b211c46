import { expect, test } from 'vitest';
import { readTipAnswer, tipFor } from '../../../../src/adapters/teams/graph/policy-violation.ts';

const words = { heading: 'A quiet word', seen: ['An NHS number.'] };

test.each([
  ['notify', 'nudge', 'NotifySender'],
  ['notify', 'urgent', 'NotifySender'],
  // What isn't urgent is never hidden.
  ['block', 'nudge', 'NotifySender'],
  ['block', 'urgent', 'BlockAccess'],
  ['block-external', 'nudge', 'NotifySender'],
  ['block-external', 'urgent', 'BlockAccessExternal'],
] as const)('%s, %s: %s', (tips, level, dlpAction) => {
  expect(tipFor(tips, { level, ...words }, 'https://x')).toMatchObject({ policyViolation: { dlpAction } });
});

test('off: nothing', () => {
  expect(tipFor('off', { level: 'urgent', ...words }, 'https://x')).toBeNull();
});

test.each([
  [null, null],
  [{}, null],
  [{ policyViolation: null }, null],
  [{ policyViolation: { userAction: null } }, null],
  [{ policyViolation: { userAction: 'none' } }, null],
  [
    { policyViolation: { userAction: 'override', justificationText: ' handover ' } },
    { does: 'override', words: 'handover' },
  ],
  [{ policyViolation: { userAction: 'Override', justificationText: '' } }, { does: 'override', words: null }],
  [{ policyViolation: { userAction: 'reportFalsePositive' } }, { does: 'report' }],
  [{ policyViolation: { userAction: 'Override,ReportFalsePositive' } }, { does: 'report' }],
])('%o', (message, answer) => {
  expect(readTipAnswer(message)).toEqual(answer);
});
