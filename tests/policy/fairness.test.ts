import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createEngine, loadPolicy } from '../../src/policy/index.ts';
import { byTitle, controls, fairness } from './origins.ts';

// What is reached, less a little: raise these when it gets better, never lower them. `npm run fairness` has the table.
const LEAST_RECALL = 0.96;
const MOST_SPREAD_POINTS = 4;
const LEAST_OF_A_TITLE = 0.97;
const MOST_STAFF_FLAGGED = 0.01;
const MOST_STAFF_FLAGGED_OF_AN_ORIGIN = 0.05;

const engine = createEngine(loadPolicy(join(import.meta.dirname, '../../policies/nhs-england.yaml')));
const results = fairness(engine);
const recalls = results.map(({ patientsFlagged }) => patientsFlagged);

describe('people of every origin', () => {
  test.each(results)('$origin: patients are protected, colleagues left alone', ({ patientsFlagged, staffFlagged }) => {
    expect(patientsFlagged).toBeGreaterThanOrEqual(LEAST_RECALL);
    expect(staffFlagged).toBeLessThanOrEqual(MOST_STAFF_FLAGGED_OF_AN_ORIGIN);
  });

  test('patients are protected alike', () => {
    expect((Math.max(...recalls) - Math.min(...recalls)) * 100).toBeLessThanOrEqual(MOST_SPREAD_POINTS);
  });

  test.each(byTitle(engine))('$title: protected by whatever title', ({ flagged }) => {
    expect(flagged).toBeGreaterThanOrEqual(LEAST_OF_A_TITLE);
  });

  test('colleagues are left alone', () => {
    const staff = results.reduce((sum, { staffFlagged }) => sum + staffFlagged, 0) / results.length;
    expect(staff).toBeLessThanOrEqual(MOST_STAFF_FLAGGED);
  });

  // Else a bed or a date, and not the name, would be what is found.
  test.each(controls())('is clear without a name: %s', (text) => {
    expect(engine.judge({ text, audience: 'organisation', attachments: [] }).level).toBe('clear');
  });
});
