const last = new Map<string, Promise<unknown>>();

/** Runs work on one thing after all earlier work of this process on it, whether that ended well or not. */
export async function inTurn<Result>(thing: string, work: () => Promise<Result>): Promise<Result> {
  const before = last.get(thing);
  const turn = (async () => {
    await before?.catch(() => {});
    return work();
  })();
  last.set(thing, turn);
  try {
    return await turn;
  } finally {
    if (last.get(thing) === turn) last.delete(thing);
  }
}
