/** A team for each pair of counts that may be published, of few to many answers; the names are in no order of the shares. */
export const asMany = (): { team: string; right: number; answered: number }[] =>
  Array.from({ length: 64 }, (_, n) => 5 + 5 * n).flatMap((answered) =>
    Array.from({ length: answered / 5 + 1 }, (_, n) => ({
      team: `ward ${String((n * 7919 + answered * 104_729) % 1_000_003).padStart(7, '0')}`,
      right: 5 * n,
      answered,
    })),
  );
