// Who of parents and children goes on: whole fronts, and of the last the points that fill gaps.
import { paretoFronts } from "./pareto.ts";

/** Indices of `count` points. Of the front that does not fit, the point in the densest place goes first, again and again. */
export function survivors(points: readonly ArrayLike<number>[], count: number): number[] {
  const kept: number[] = [];
  for (const front of paretoFronts(points, count)) {
    const rest = [...front];
    while (rest.length > count - kept.length) rest.splice(densest(points, rest), 1);
    kept.push(...rest);
  }
  return kept;
}

/**
 * Place in the front of the point that would be missed least. With two errors: of the least rectangle to its neighbors, ends
 * never; with more: of the least sum of distances to its neighbors in each error (crowding distance).
 */
function densest(points: readonly ArrayLike<number>[], front: readonly number[]): number {
  if (front.length <= 2) return front.length - 1;
  const errors = points[front[0]].length;
  const worth = new Float64Array(front.length).fill(errors === 2 ? 1 : 0);
  for (let error = 0; error < errors; error += 1) {
    const order = front
      .map((_, place) => place)
      .sort((a, b) => points[front[a]][error] - points[front[b]][error] || a - b);
    const at = (rank: number): number => points[front[order[rank]]][error];
    const range = at(order.length - 1) - at(0);
    for (let rank = 0; rank < order.length; rank += 1) {
      const isEnd = rank === 0 || rank === order.length - 1;
      if (isEnd || !(range > 0)) {
        worth[order[rank]] = isEnd ? Number.POSITIVE_INFINITY : worth[order[rank]];
      } else if (errors === 2) {
        // To the next worse point in this error: the sides of what it alone dominates.
        worth[order[rank]] *= (at(rank + 1) - at(rank)) / range;
      } else {
        worth[order[rank]] += (at(rank + 1) - at(rank - 1)) / range;
      }
    }
  }
  let least = front.length - 1;
  for (let place = front.length - 2; place >= 0; place -= 1) {
    if (worth[place] < worth[least] || Number.isNaN(worth[place])) least = place;
  }
  return least;
}
