/** The features of a message that the heads look at, by their keys (`hash.ts`), as training sees them. */
import { feature, pair, triple } from '../../src/policy/model/hash.ts';
import {
  BIAS,
  BIGRAM,
  BREADTHS,
  CLUE,
  FILES,
  FIRST,
  LENGTHS,
  PARTS,
  PLACES,
  STANDS_FOR,
  standsFor,
  type Taker,
} from '../../src/policy/model/heads.ts';

/** Calls `add` with the key of each feature, some more than once. */
export function byKey(
  add: (key: number) => void,
): Taker<{ readonly cls: number; readonly telling: readonly number[] }> {
  let [place, breadth, file] = [0, 0, 0];
  const partOf = (at: number): number => PARTS[at] as number;
  return {
    stands: STANDS_FOR,
    begin(at, isWide, attached, length) {
      place = PLACES[at] as number;
      breadth = BREADTHS[isWide ? 1 : 0] as number;
      file = attached === 0 ? 0 : (FILES[attached] as number);
      for (const each of [BIAS, place, breadth, FILES[attached] as number, LENGTHS[length] as number])
        add(feature(each));
    },
    first: ({ cls }, kind) => add(pair(FIRST, standsFor(kind) ?? cls)),
    neighbours: (one, other) => add(triple(BIGRAM, one, other)),
    word({ telling }, isClue) {
      for (const atom of telling) {
        add(feature(atom));
        if (file !== 0) add(pair(file, atom));
        if (isClue) add(pair(CLUE, atom));
      }
    },
    found(one) {
      add(feature(partOf(one)));
      add(pair(place, partOf(one)));
      add(pair(breadth, partOf(one)));
      if (file !== 0) add(pair(file, partOf(one)));
    },
    fact(one) {
      add(feature(partOf(one)));
      add(pair(place, partOf(one)));
    },
    together(one, other) {
      add(pair(partOf(one), partOf(other)));
      add(triple(breadth, partOf(one), partOf(other)));
    },
    withFact: (fact, found) => add(pair(partOf(fact), partOf(found))),
  };
}
