/** What a choice on a question asks for. Pure: whose question it is was looked at before. */
import type { Card } from './deck.ts';

export type Mark =
  /** Counts, once. */
  | { readonly do: 'count'; readonly chosen: number; readonly correct: boolean }
  /** It was answered before: what counts is shown again. */
  | { readonly do: 'show'; readonly chosen: number }
  | { readonly do: 'next' | 'later' | 'pause' | 'resume' }
  /** The question is shown again, where it had made way for another. */
  | { readonly do: 'open' }
  /** The bank has other words now, or none, than were read. */
  | { readonly do: 'changed' }
  | { readonly do: 'not-known' };

export interface Known {
  /** What was asked, as it is in the bank now. */
  readonly card: Card | undefined;
  /** As it was when it was asked. */
  readonly version: string;
  /** Which option counts already. */
  readonly chosen: number | null;
  /** Whether its round has another question. */
  readonly hasNext: boolean;
}

export function mark(action: string, { card, version, chosen, hasNext }: Known): Mark {
  const [, choice, detail = ''] = action.split(':');
  switch (choice) {
    case 'option': {
      if (card === undefined || card.version !== version) return { do: 'changed' };
      if (chosen !== null) return { do: 'show', chosen };
      const { options } = card.variant.said.en;
      const option = options[Number(detail) - 1];
      return option && /^\d$/.test(detail)
        ? { do: 'count', chosen: Number(detail), correct: option.right }
        : { do: 'not-known' };
    }
    case 'next':
      return { do: hasNext ? 'next' : 'not-known' };
    case 'later':
    case 'pause':
    case 'resume':
    case 'open':
      return { do: choice };
    default:
      return { do: 'not-known' };
  }
}
