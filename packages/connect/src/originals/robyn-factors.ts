// Context variables of words in an exported Robyn model: each is one column that its decomposition made of them.
import { type Config, type Decomposition, fitDecomposition, type ModelSpec, type Panel } from "@carryover/mmm";
import type { RobynExport } from "./robyn-export.ts";

/** Words that the configuration lists one by one as controls, and what they are called there. */
interface Words {
  readonly column: string;
  readonly controls: readonly { readonly name: string; readonly values: Float64Array }[];
}

/** Those columns of words that the configuration lists and the model has. */
export function listedWords({ factors }: RobynExport, { controls }: Config, panel: Panel): Words[] {
  return factors.flatMap((column) => {
    const own = panel.controls.filter((_, index) => {
      const control = controls[index];
      return control?.column === column && control.is !== null;
    });
    return own.length === 0 ? [] : [{ column, controls: own }];
  });
}

/**
 * The decomposition with the words beside its seasons, as the original's, in place of the one without.
 * @returns the specification with it, and of each column of words what each of them brings, counted from the least
 */
export function withWords(
  spec: ModelSpec,
  panel: Panel,
  words: readonly Words[],
): { readonly spec: ModelSpec; readonly effects: ReadonlyMap<string, Readonly<Record<string, number>>> } {
  const { robyn } = spec;
  if (robyn?.decomposition === undefined || words.length === 0) return { spec, effects: new Map() };
  const { country, parts, frequency } = robyn.decomposition;
  const fitted = fitDecomposition({
    ...{ dates: panel.dates, values: panel.kpi.values, frequency, country, parts },
    factors: words.map(({ column, controls }) => ({
      name: column,
      levels: panel.dates.map((_, row) => controls.find(({ values }) => values[row] === 1)?.name ?? otherWords),
    })),
  });
  const decomposition: Decomposition = { ...fitted, factors: {} };
  return {
    spec: { ...spec, robyn: { ...robyn, decomposition } },
    effects: new Map(
      Object.entries(fitted.factors).map(([column, levels]) => {
        const least = Math.min(...Object.values(levels));
        const counted = Object.entries(levels).map(([word, effect]) => [word, (effect - least) * fitted.scale]);
        return [column, Object.fromEntries(counted) as Record<string, number>];
      }),
    ),
  };
}

/** All words that are not listed. */
export const otherWords = "";
