/** What Slack and Teams are handed, as pieces that a page can draw the way those draw them. Pure. */
import type { Previews } from '../../../previews.ts';

type Blocks = ReturnType<Previews['slack']>;
type Card = ReturnType<Previews['teams']>;

export interface Run {
  readonly text: string;
  readonly style: 'plain' | 'bold' | 'italic' | 'struck' | 'code';
}

export type Piece =
  | { readonly kind: 'text'; readonly lines: readonly (readonly Run[])[]; readonly close: boolean }
  | { readonly kind: 'picture'; readonly alt: string }
  | { readonly kind: 'buttons'; readonly buttons: readonly { readonly label: string; readonly primary: boolean }[] };

export function drawSlack(blocks: Blocks): Piece[] {
  return blocks.flatMap((block): Piece[] => {
    switch (block.type) {
      case 'section':
        return [{ kind: 'text', close: false, lines: (block.text?.text ?? '').split('\n').map(runsOfMrkdwn) }];
      case 'image':
        return [{ kind: 'picture', alt: block.alt_text }];
      case 'actions':
        return [
          {
            kind: 'buttons',
            buttons: block.elements.flatMap((element) =>
              element.type === 'button' ? [{ label: element.text.text, primary: element.style === 'primary' }] : [],
            ),
          },
        ];
      default:
        return [];
    }
  });
}

const STYLES = { '*': 'bold', _: 'italic', '~': 'struck', '`': 'code' } as const;
/** A sign before a word and the same after one, and no letter beside them: https://docs.slack.dev/messaging/formatting-message-text/. */
const MARKED = /(?<![\p{L}\p{N}])([*_~`])(?=\S)([^*_~`\n]*?[^\s*_~`])\1(?![\p{L}\p{N}])/gu;

/** A trainer's stars and lines are marks to Slack, and only there: the preview shows it. */
export function runsOfMrkdwn(text: string): Run[] {
  const runs: Run[] = [];
  let at = 0;
  const add = (part: string, style: Run['style']) => part !== '' && runs.push({ text: unescaped(part), style });
  for (const match of text.matchAll(MARKED)) {
    add(text.slice(at, match.index), 'plain');
    add(match[2] ?? '', STYLES[match[1] as keyof typeof STYLES]);
    at = match.index + match[0].length;
  }
  add(text.slice(at), 'plain');
  return runs;
}

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Only what our own cards are made of (`adapters/teams/cards.ts`). */
interface Element {
  readonly type: string;
  readonly text?: string;
  readonly weight?: string;
  readonly spacing?: string;
  readonly altText?: string;
  readonly inlines?: readonly { readonly text: string }[];
  readonly actions?: readonly { readonly title: string; readonly style?: string }[];
}

export function drawTeams({ body }: Card): Piece[] {
  return (body as readonly Element[]).flatMap((element): Piece[] => {
    switch (element.type) {
      case 'TextBlock':
        return [text(element.text ?? '', element.weight === 'Bolder' ? 'bold' : 'plain', false)];
      case 'RichTextBlock':
        return [
          text(element.inlines?.map((inline) => inline.text).join('') ?? '', 'plain', element.spacing === 'None'),
        ];
      case 'Image':
        return [{ kind: 'picture', alt: element.altText ?? '' }];
      case 'ActionSet': {
        const buttons = element.actions?.map(({ title, style }) => ({ label: title, primary: style === 'positive' }));
        return [{ kind: 'buttons', buttons: buttons ?? [] }];
      }
      default:
        return [];
    }
  });
}

const text = (words: string, style: Run['style'], close: boolean): Piece => ({
  kind: 'text',
  close,
  lines: [[{ text: words, style }]],
});
