/** Numbers that are the same at each run: a text made from a seed can be made again. */

export interface Random {
  /** From `min` to `max`, both included. */
  integer(min: number, max: number): number;
  pick<Item>(list: readonly Item[]): Item;
  /** Several items, each once. */
  some<Item>(list: readonly Item[], count: number): Item[];
}

/** Mulberry32: 32 bits of state, good enough for texts. */
export function openRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer: Random["integer"] = (min, max) => min + Math.floor(next() * (max - min + 1));
  return {
    integer,
    pick(list) {
      const item = list[integer(0, list.length - 1)];
      if (item === undefined) throw new Error("Nothing to pick from.");
      return item;
    },
    some(list, count) {
      const left = [...list];
      return Array.from({ length: Math.min(count, left.length) }, () =>
        left.splice(integer(0, left.length - 1), 1),
      ).flat();
    },
  };
}
