// Distributions as plain data, { distribution: "beta", alpha: 2, beta: 2 }, and back.
import type { Distribution, DistributionFamily } from "./distribution.ts";
import { fixed } from "./parameters.ts";
import { distributionByName, distributionNames } from "./registry.ts";

/** A distribution's name and its parameters by name, as it stands in JSON or YAML. */
export interface DistributionDescription {
  readonly distribution: string;
  readonly [parameter: string]: number | string;
}

/**
 * The distribution a description names. Parameters with a default (a truncated normal's bounds) may be left out.
 *
 * @throws RangeError with everything that is wrong: an unknown name (with the nearest known one), unknown, missing or
 * non-numeric parameters, values out of range
 */
export function parseDistribution(description: DistributionDescription): Distribution {
  const name = description.distribution;
  const family = distributionByName(name);
  if (family === undefined) {
    throw new RangeError(
      `unknown distribution "${name}"${suggestion(name, distributionNames)}; known are ${distributionNames.join(", ")}`,
    );
  }
  const problems = namingProblems(description, family);
  if (problems.length > 0) throw new RangeError(`${name}: ${problems.join("; ")}`);
  return fixed(
    family,
    family.parameters.map((parameter) => Number(description[parameter] ?? family.defaults?.[parameter])),
  );
}

/** The description of a distribution; parameters at their default are left out, so that it is plain JSON. */
export function describeDistribution({ family, args }: Distribution): DistributionDescription {
  const named = family.parameters.map((parameter, index): [string, number] => [parameter, args[index]]);
  return {
    distribution: family.name,
    ...Object.fromEntries(named.filter(([parameter, value]) => family.defaults?.[parameter] !== value)),
  };
}

function namingProblems(description: DistributionDescription, family: DistributionFamily): string[] {
  const given = Object.keys(description).filter((key) => key !== "distribution");
  const unknown = given
    .filter((key) => !family.parameters.includes(key))
    .map((key) => `unknown parameter "${key}"${suggestion(key, family.parameters)}`);
  const missing = family.parameters
    .filter((parameter) => description[parameter] === undefined && family.defaults?.[parameter] === undefined)
    .map((parameter) => `parameter "${parameter}" is missing`);
  const notNumbers = given
    .filter((key) => family.parameters.includes(key) && typeof description[key] !== "number")
    .map((key) => `${key} is ${JSON.stringify(description[key])}; it must be a number`);
  const problems = [...unknown, ...missing, ...notNumbers];
  return problems.length > 0 ? [...problems, `its parameters are ${family.parameters.join(", ")}`] : [];
}

/** `; did you mean "…"?` when a known word is near. */
function suggestion(word: string, known: readonly string[]): string {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, "");
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(plain(word), plain(candidate)) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best.distance <= Math.max(1, Math.floor(best.candidate.length / 3))
    ? `; did you mean "${best.candidate}"?`
    : "";
}

/** The fewest insertions, deletions, substitutions and swaps of neighbors that turn one word into the other. */
function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const substituted = previous[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const best = Math.min(substituted, previous[j] + 1, current[j - 1] + 1);
      current.push(swapped ? Math.min(best, beforePrevious[j - 2] + 1) : best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length];
}
