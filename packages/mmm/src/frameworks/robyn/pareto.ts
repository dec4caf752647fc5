// Pareto fronts of points whose coordinates are all to be small, and the volume that a front dominates.

/** Whether `a` is nowhere worse than `b` and somewhere better. */
export function dominates(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  let isBetter = false;
  for (let i = 0; i < a.length; i += 1) {
    if (a[i] > b[i]) return false;
    if (a[i] < b[i]) isBetter = true;
  }
  return isBetter;
}

/**
 * Indices of the points by front: no point is dominated by one of its own front, each of a later one by some point of the
 * front before. Within a front by rising coordinates, the first before the second. Points come in lexicographic order, so that
 * each need only be compared with those already in fronts; with two coordinates, with the last of each front.
 *
 * @param most  points at least; fronts after those that hold as many are not looked for
 */
export function paretoFronts(points: readonly ArrayLike<number>[], most: number = points.length): number[][] {
  const order = points.map((_, index) => index).sort((a, b) => compare(points[a], points[b]) || a - b);
  const fronts: number[][] = [];
  for (const index of order) {
    const point = points[index];
    // What a front dominates, all fronts before it do, too.
    let place = 0;
    let end = fronts.length;
    while (place < end) {
      const middle = (place + end) >> 1;
      if (isDominatedBy(fronts[middle], points, point)) place = middle + 1;
      else end = middle;
    }
    if (place === fronts.length) fronts.push([]);
    fronts[place].push(index);
  }
  let held = 0;
  const enough = fronts.findIndex((front) => {
    held += front.length;
    return held >= most;
  });
  return enough < 0 ? fronts : fronts.slice(0, enough + 1);
}

/**
 * The volume between a front and `corner` (one coordinate for each objective, two or three of them): what some point dominates of
 * the box below it.
 */
export function dominatedVolume(points: readonly ArrayLike<number>[], corner: readonly number[]): number {
  const inside = points.filter((point) => corner.every((limit, i) => point[i] < limit));
  if (corner.length === 2) return dominatedArea(inside, corner);
  const levels = inside.map((point) => point[2]).sort((a, b) => a - b);
  let volume = 0;
  for (let i = 0; i < levels.length; i += 1) {
    const height = (levels[i + 1] ?? corner[2]) - levels[i];
    if (height > 0)
      volume +=
        height *
        dominatedArea(
          inside.filter((point) => point[2] <= levels[i]),
          corner,
        );
  }
  return volume;
}

function dominatedArea(points: readonly ArrayLike<number>[], corner: readonly number[]): number {
  let area = 0;
  let lowest = corner[1];
  for (const point of [...points].sort(compare)) {
    if (point[1] >= lowest) continue;
    area += (lowest - point[1]) * (corner[0] - point[0]);
    lowest = point[1];
  }
  return area;
}

function isDominatedBy(
  front: readonly number[],
  points: readonly ArrayLike<number>[],
  point: ArrayLike<number>,
): boolean {
  if (point.length === 2) return dominates(points[front[front.length - 1]], point);
  for (let i = front.length - 1; i >= 0; i -= 1) if (dominates(points[front[i]], point)) return true;
  return false;
}

function compare(a: ArrayLike<number>, b: ArrayLike<number>): number {
  for (let i = 0; i < a.length; i += 1) {
    if (a[i] < b[i]) return -1;
    if (a[i] > b[i]) return 1;
  }
  return 0;
}
