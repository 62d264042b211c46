/** The default policy's engine, one for all tests. */
import { fileURLToPath } from 'node:url';
import { createEngine, loadPolicy } from '../../src/policy/index.ts';

export const policyFile = fileURLToPath(new URL('../../policies/nhs-england.yaml', import.meta.url));
export const policy = loadPolicy(policyFile);
export const engine = createEngine(policy);
