/** What a choice on a refresher asks for. Pure: whose copy it is was looked at before. */
import type { RefresherQuestion } from '../store/tables.ts';

export type Mark =
  /** Counts, once. */
  | { readonly do: 'read' }
  | { readonly do: 'count'; readonly chosen: number; readonly correct: boolean }
  /** It was read, or answered, before: what counts is shown again. */
  | { readonly do: 'show' }
  | { readonly do: 'not-known' };

export interface Known {
  readonly acknowledge: boolean;
  readonly acknowledged: boolean;
  readonly question: RefresherQuestion | null;
  /** Which option counts already, from 1. */
  readonly chosen: number | null;
}

export function mark(action: string, { acknowledge, acknowledged, question, chosen }: Known): Mark {
  const [, choice, detail = ''] = action.split(':');
  if (choice === 'read' && acknowledge) return { do: acknowledged ? 'show' : 'read' };
  if (choice !== 'option' || question === null) return { do: 'not-known' };
  if (chosen !== null) return { do: 'show' };
  const isThere = /^\d$/.test(detail) && Number(detail) >= 1 && Number(detail) <= question.en.options.length;
  return isThere
    ? { do: 'count', chosen: Number(detail), correct: Number(detail) === question.right }
    : { do: 'not-known' };
}
