import type { Picture } from '../../chat.ts';

/**
 * Pieces of Adaptive Cards 1.5, which Teams shows on every device: https://adaptivecards.io/explorer. No colours of our own, so
 * that they read well in the dark and high-contrast themes; buttons one below the other, so that on a phone no label is cut.
 */
export type Element = { readonly type: string } & Record<string, unknown>;

export interface Card {
  readonly type: 'AdaptiveCard';
  readonly $schema: string;
  readonly version: '1.5';
  readonly lang: string;
  /** For whoever can't be shown the rest. */
  readonly fallbackText: string;
  readonly body: readonly Element[];
}

export const CARD = 'application/vnd.microsoft.card.adaptive';

export function card(lang: string, fallbackText: string, body: readonly Element[]): Card {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    lang,
    fallbackText,
    body,
  };
}

export const attached = (content: Card) => ({ contentType: CARD, content });

/** A message that shows the card. `summary` is what a notification on the phone says: its first line, and nothing of anybody's message. */
export const messageOf = (content: Card) => ({
  type: 'message',
  summary: content.fallbackText.split('\n', 1)[0],
  attachments: [attached(content)],
});

/** Our own words only: Teams reads Markdown in it. */
export function heading(text: string): Element {
  return { type: 'TextBlock', text, wrap: true, weight: 'Bolder', size: 'Medium', style: 'heading' };
}

/** A small line of our own: Markdown in it is read, and `{{DATE(…)}}` is. */
export function small(text: string): Element {
  return { type: 'TextBlock', text, wrap: true, size: 'Small', isSubtle: true, spacing: 'Medium' };
}

/** A paragraph as it stands: nothing in it is Markdown or a link. A line each, since Teams joins lines otherwise. */
export function plain(text: string): Element[] {
  return text.split('\n').map((line, index) => ({
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text: line === '' ? '\u00a0' : line }],
    ...(index === 0 ? {} : { spacing: 'None' }),
  }));
}

/** A word, and what it means. */
export function term(word: string, meaning: string): Element {
  const [bold, after] = [{ text: word, weight: 'Bolder' }, { text: ` – ${meaning}` }];
  return { type: 'RichTextBlock', inlines: [bold, after].map((run) => ({ type: 'TextRun', ...run })) };
}

/** As wide as the card, and no wider. */
export function image({ url, alt }: Picture): Element {
  return { type: 'Image', url, altText: alt, size: 'Stretch', spacing: 'Medium' };
}

/** Set apart, as it stands, so that it can be copied. */
export function apart(text: string): Element {
  return { type: 'Container', style: 'emphasis', items: plain(text) };
}

export interface ButtonOptions {
  readonly primary?: boolean;
  /** Comes back with what is pressed. Never a message, nor a part of one. */
  readonly data: object;
  /** Whether what was written on the card comes back, too. */
  readonly inputs?: boolean;
}

/** Pressed, it comes back as an invoke, and what that answers takes the card's place. */
export function button(verb: string, title: string, { primary = false, data, inputs = false }: ButtonOptions): Element {
  return row({
    type: 'Action.Execute',
    verb,
    title,
    data,
    ...(primary ? { style: 'positive' } : {}),
    ...(inputs ? {} : { associatedInputs: 'none' }),
  });
}

/** The button of a dialog. */
export const submit = (title: string, data: object): Element => row({ type: 'Action.Submit', title, data });

export const link = (title: string, url: string): Element => row({ type: 'Action.OpenUrl', title, url });

const row = (action: Element): Element => ({ type: 'ActionSet', spacing: 'Small', actions: [action] });

export function textInput(
  id: string,
  label: string,
  options: { longest: number; value?: string; required?: string | null; lines?: 1 },
): Element {
  const { longest, value = '', required = null, lines } = options;
  return {
    type: 'Input.Text',
    id,
    label,
    isMultiline: lines !== 1,
    maxLength: longest,
    ...(value === '' ? {} : { value }),
    ...(required === null ? {} : { isRequired: true, errorMessage: required }),
  };
}

/** Nothing is chosen beforehand unless `value` says so. */
export function choice(
  id: string,
  label: string,
  choices: readonly { readonly value: string; readonly title: string }[],
  { required = null, value = '' }: { required?: string | null; value?: string } = {},
): Element {
  return {
    type: 'Input.ChoiceSet',
    id,
    label,
    style: 'expanded',
    wrap: true,
    choices,
    ...(value === '' ? {} : { value }),
    ...(required === null ? {} : { isRequired: true, errorMessage: required }),
  };
}
