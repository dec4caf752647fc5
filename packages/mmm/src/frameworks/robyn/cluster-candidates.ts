// Groups candidates of similar hyperparameters, and picks the number of groups.
import type { RandomStream } from "@carryover/engine";
import { kMeans } from "./k-means.ts";

const FEWEST = 3;
const MOST = 10;
const LEAST_GAIN = 0.06;

/**
 * The cluster of each point, from 0. With "auto" the number of clusters is the greatest whose last one took more than 6 % off the squares
 * within a single cluster, between 3 and 10; never more than there are points.
 */
export function clusterPoints(
  points: readonly Float64Array[],
  clusters: number | "auto",
  stream: RandomStream,
): Int32Array {
  const most = Math.min(points.length, clusters === "auto" ? MOST : clusters);
  if (most <= 1) return new Int32Array(points.length);
  if (clusters !== "auto") return kMeans(points, most, stream).assignment;
  const tried = Array.from({ length: most }, (_, index) => kMeans(points, index + 1, stream));
  let chosen = Math.min(FEWEST, most);
  for (let count = chosen + 1; count <= most; count += 1) {
    if (tried[count - 2].within - tried[count - 1].within > LEAST_GAIN * tried[0].within) chosen = count;
  }
  return tried[chosen - 1].assignment;
}
