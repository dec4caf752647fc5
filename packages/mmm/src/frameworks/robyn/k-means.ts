// k-means: points grouped around centers, so that squared distances to them are small.
import type { RandomStream } from "@carryover/engine";

export interface Clustering {
  /** Cluster of each point, from 0. */
  readonly assignment: Int32Array;
  /** Σ squared distance to the own center. */
  readonly within: number;
}

const STARTS = 4;
const MOST_ROUNDS = 100;

/** The best of some starts, each of points drawn far from one another (k-means++), improved until no point changes its cluster. */
export function kMeans(points: readonly Float64Array[], count: number, stream: RandomStream): Clustering {
  let best = improved(points, spreadCenters(points, count, stream));
  for (let start = 1; start < STARTS; start += 1) {
    const other = improved(points, spreadCenters(points, count, stream));
    if (other.within < best.within) best = other;
  }
  return best;
}

/** Centers among the points: each with a chance in proportion to its squared distance from those before. */
function spreadCenters(points: readonly Float64Array[], count: number, stream: RandomStream): Float64Array[] {
  const centers = [points[Math.floor(stream.uniform() * points.length)].slice()];
  const nearest = Float64Array.from(points, (point) => squaredDistance(point, centers[0]));
  while (centers.length < count) {
    let left = stream.uniform() * nearest.reduce((sum, distance) => sum + distance, 0);
    let chosen = 0;
    while (chosen < points.length - 1 && left >= nearest[chosen]) {
      left -= nearest[chosen];
      chosen += 1;
    }
    const center = points[chosen].slice();
    centers.push(center);
    for (let index = 0; index < points.length; index += 1) {
      nearest[index] = Math.min(nearest[index], squaredDistance(points[index], center));
    }
  }
  return centers;
}

function improved(points: readonly Float64Array[], centers: readonly Float64Array[]): Clustering {
  const assignment = new Int32Array(points.length).fill(-1);
  for (let round = 0; ; round += 1) {
    let within = 0;
    let isChanged = false;
    for (let index = 0; index < points.length; index += 1) {
      let cluster = 0;
      let least = Number.POSITIVE_INFINITY;
      for (let center = 0; center < centers.length; center += 1) {
        const distance = squaredDistance(points[index], centers[center]);
        if (distance < least) {
          least = distance;
          cluster = center;
        }
      }
      within += least;
      if (assignment[index] !== cluster) isChanged = true;
      assignment[index] = cluster;
    }
    if (!isChanged || round === MOST_ROUNDS) return { assignment, within };
    moveCenters(points, assignment, centers);
  }
}

/** Each center to the mean of its points; one without points stays. */
function moveCenters(points: readonly Float64Array[], assignment: Int32Array, centers: readonly Float64Array[]): void {
  const counts = new Int32Array(centers.length);
  for (const cluster of assignment) counts[cluster] += 1;
  for (const [cluster, center] of centers.entries()) if (counts[cluster] > 0) center.fill(0);
  for (const [index, point] of points.entries()) {
    const center = centers[assignment[index]];
    const count = counts[assignment[index]];
    for (let i = 0; i < center.length; i += 1) center[i] += point[i] / count;
  }
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i += 1) total += (a[i] - b[i]) ** 2;
  return total;
}
