import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { SOON } from './soon.ts';

/** What people's hands do on the page of the simulator, and what they see there. */
export interface SimulatorHands {
  /** A person or a channel. */
  choose(name: string): Promise<void>;
  button(name: string, within?: Page | Locator): Locator;
  /** Posts, and waits until the program has it. */
  say(text: string): Promise<void>;
  /** Posts, and waits for the notice of this kind. */
  told(text: string, kind?: string): Promise<void>;
  /** Edits the last post. */
  edit(text: string): Promise<void>;
  /** The notices that are seen, of this kind or all. */
  card(kind?: string): Locator;
  /** All that the last of them says. */
  words(kind?: string): Promise<string>;
  /** Presses a choice of the only notice, and waits for the answer with this heading in its place. */
  press(choice: string, heading: string): Promise<void>;
  /** No further notice comes. */
  nothingMore(notices: number): Promise<void>;
}

/** Long enough for a notice that should not come to have come. */
const A_WHILE = 1_500;

export function simulatorHands(page: Page): SimulatorHands {
  const taken = () => page.locator('[data-state]:visible').waitFor({ state: 'detached' });
  const hands: SimulatorHands = {
    choose: (name) => page.locator('label', { hasText: name }).first().click(),
    button: (name, within = page) => within.getByRole('button', { name, exact: true }),
    async say(text) {
      await page.locator('#text').fill(text);
      await page.locator('#text').press('Enter');
      await taken();
    },
    async told(text, kind = 'first') {
      await hands.say(text);
      await hands.card(kind).last().waitFor(SOON);
    },
    async edit(text) {
      await hands.button('Edit').last().click();
      await page.locator('[data-edit] textarea:visible').fill(text);
      await hands.button('Save').last().click();
      await taken();
    },
    card: (kind) => page.locator(`.try-notice${kind === undefined ? '' : `--${kind}`}:visible`),
    words: async (kind) => (await hands.card(kind).last().textContent()) ?? '',
    async press(choice, heading) {
      await hands.button(choice, hands.card()).click();
      await page.getByRole('heading', { name: heading, exact: true }).waitFor();
      expect(await hands.card().count()).toBe(1);
    },
    async nothingMore(notices) {
      await page.waitForTimeout(A_WHILE);
      expect(await hands.card().count()).toBe(notices);
    },
  };
  return hands;
}
