/** Aligns two sequences: which element of one stands for which of the other, in order. */

/**
 * The pairs `[left, right]` whose scores add up to the most. A score of 0 means that two elements are never a pair.
 * Equal ends are paired first, so that a small change in a long text costs little.
 */
export function align<Element>(
  left: readonly Element[],
  right: readonly Element[],
  score: (a: Element, b: Element) => number,
): [left: number, right: number][] {
  let head = 0;
  const same = (i: number, j: number) => {
    const [a, b] = [left[i], right[j]];
    return a !== undefined && b !== undefined && score(a, b) >= 1;
  };
  while (head < left.length && head < right.length && same(head, head)) head++;
  let tail = 0;
  while (
    tail < left.length - head &&
    tail < right.length - head &&
    same(left.length - 1 - tail, right.length - 1 - tail)
  )
    tail++;
  const inner = alignInner(left.slice(head, left.length - tail), right.slice(head, right.length - tail), score);
  return [
    ...Array.from({ length: head }, (_, index): [number, number] => [index, index]),
    ...inner.map(([i, j]): [number, number] => [i + head, j + head]),
    ...Array.from({ length: tail }, (_, index): [number, number] => [
      left.length - tail + index,
      right.length - tail + index,
    ]),
  ];
}

function alignInner<Element>(
  left: readonly Element[],
  right: readonly Element[],
  score: (a: Element, b: Element) => number,
): [number, number][] {
  const width = right.length + 1;
  const best = new Float64Array((left.length + 1) * width);
  const scores = new Float64Array(left.length * right.length);
  const at = (table: Float64Array, index: number) => table[index] ?? 0;
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const gain = score(left[i] as Element, right[j] as Element);
      scores[i * right.length + j] = gain;
      const paired = gain > 0 ? gain + at(best, (i + 1) * width + j + 1) : 0;
      best[i * width + j] = Math.max(paired, at(best, (i + 1) * width + j), at(best, i * width + j + 1));
    }
  }
  const pairs: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    const gain = at(scores, i * right.length + j);
    if (gain > 0 && at(best, i * width + j) === gain + at(best, (i + 1) * width + j + 1)) pairs.push([i++, j++]);
    else if (at(best, i * width + j) === at(best, (i + 1) * width + j)) i++;
    else j++;
  }
  return pairs;
}
