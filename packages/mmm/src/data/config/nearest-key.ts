// The nearest of the words that were possible, for "did you mean".

/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbors, one each. */
export function editDistance(left: string, right: string): number {
  const width = right.length + 1;
  let beforePrevious = new Uint32Array(width);
  let previous = Uint32Array.from({ length: width }, (_, index) => index);
  let current = new Uint32Array(width);
  for (let i = 1; i <= left.length; i++) {
    current[0] = i;
    for (let j = 1; j <= right.length; j++) {
      const substitution = left[i - 1] === right[j - 1] ? 0 : 1;
      let best = Math.min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + substitution);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        best = Math.min(best, beforePrevious[j - 2] + 1);
      }
      current[j] = best;
    }
    [beforePrevious, previous, current] = [previous, current, beforePrevious];
  }
  return previous[right.length];
}

const plain = (word: string): string => word.toLowerCase().replace(/[\s_-]+/g, "");

/**
 * The candidate a misspelled word most likely meant; letter case, spaces, `_` and `-` do not count.
 *
 * @returns undefined when none is near: more than 2 edits and more than a third of the longer word away
 */
export function nearestKey(word: string, candidates: readonly string[]): string | undefined {
  const wanted = plain(word);
  let nearest: string | undefined;
  let smallest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const other = plain(candidate);
    const distance = editDistance(wanted, other);
    const longer = Math.max(wanted.length, other.length);
    if (distance >= smallest || distance >= longer || (distance > longer / 3 && distance > 2)) continue;
    nearest = candidate;
    smallest = distance;
  }
  return nearest;
}
