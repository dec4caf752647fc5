// Labeled posterior draws: the one result every sampler returns and every diagnostic reads.
import { elementCount } from "../math/shape.ts";

/** One variable's draws with its labels. */
export interface Variable {
  readonly name: string;
  /** Names of the dimensions after (chain, draw); empty for a scalar. */
  readonly dims: readonly string[];
  /** Length of each dimension in `dims`. */
  readonly shape: readonly number[];
  /** (chain, draw, ...shape), row-major. */
  readonly values: Float64Array;
}

/** What the sampler recorded at each kept draw. All arrays (chain, draw). */
export interface SampleStatistics {
  readonly logDensity: Float64Array;
  readonly acceptanceRate: Float64Array;
  readonly divergent: Uint8Array;
  readonly energy: Float64Array;
  readonly energyError: Float64Array;
  readonly stepSize: Float64Array;
  readonly treeDepth: Uint8Array;
  readonly leapfrogs: Uint32Array;
  /** 1 where the trajectory stopped because it reached the largest depth allowed. */
  readonly depthSaturated: Uint8Array;
}

export interface Draws {
  readonly chains: number;
  /** Kept draws per chain (equal for all chains). */
  readonly draws: number;
  readonly variables: readonly Variable[];
  /** Labels of each dimension: coordinates.channel = ["tv", "search"]. */
  readonly coordinates: Readonly<Record<string, readonly string[]>>;
  readonly statistics: SampleStatistics;
}

/** The variable of that name. @throws RangeError naming the variables there are. */
export function variable(draws: Draws, name: string): Variable {
  const found = draws.variables.find((candidate) => candidate.name === name);
  if (found === undefined) {
    throw new RangeError(`no variable "${name}" among ${draws.variables.map((each) => each.name).join(", ")}`);
  }
  return found;
}

/** One scalar element of a variable: its label, such as `beta[tv]`, and its draws as (chain, draw). */
export interface ScalarDraws {
  readonly label: string;
  readonly values: Float64Array;
}

/** Every scalar element of every variable, labeled `name` or `name[label,label]`. */
export function scalars(draws: Draws): ScalarDraws[] {
  return draws.variables.flatMap((each) => scalarsOf(draws, each));
}

/** The scalar elements of one variable, labeled. */
export function scalarsOf(draws: Draws, source: Variable): ScalarDraws[] {
  const size = elementCount(source.shape);
  const kept = draws.chains * draws.draws;
  return Array.from({ length: size }, (_, element) => {
    const values = new Float64Array(kept); // (chain, draw)
    for (let index = 0; index < kept; index += 1) values[index] = source.values[index * size + element] ?? Number.NaN;
    return { label: elementLabel(draws.coordinates, source, element), values };
  });
}

/** `name[tv]` for element 0 of a (channel) variable; `name` for a scalar. */
export function elementLabel(
  coordinates: Draws["coordinates"],
  source: Pick<Variable, "name" | "dims" | "shape">,
  element: number,
): string {
  if (source.shape.length === 0) return source.name;
  const labels: string[] = [];
  let rest = element;
  for (let axis = source.shape.length - 1; axis >= 0; axis -= 1) {
    const length = source.shape[axis] ?? 1;
    const index = rest % length;
    rest = (rest - index) / length;
    labels.unshift(coordinates[source.dims[axis] ?? ""]?.[index] ?? String(index));
  }
  return `${source.name}[${labels.join(",")}]`;
}
