// Terms that are the same function: an order among them spares a search all the others.
import type { SeparablePart } from "./separable-relaxation.ts";
import type { PricedTerm } from "./term-maximum.ts";

/** Groups (of two and more) of terms whose domains and all looked-at points agree to the last bit. */
export function equalTerms(terms: readonly PricedTerm[]): number[][] {
  const groups = new Map<string, number[][]>();
  terms.forEach((term, index) => {
    const { shape, lot } = term;
    const key = [shape.lower, shape.upper, shape.mayBeUnused, lot, shape.nodes.length, term.scale].join(" ");
    const candidates = groups.get(key) ?? [];
    const group = candidates.find(([first]) => sameNodes(terms[first], term));
    if (group === undefined) candidates.push([index]);
    else group.push(index);
    groups.set(key, candidates);
  });
  return [...groups.values()].flat().filter((group) => group.length > 1);
}

function sameNodes(a: PricedTerm, b: PricedTerm): boolean {
  return a.shape.nodes.every((node, i) => {
    const other = b.shape.nodes[i];
    return node.x === other.x && node.value === other.value && node.slope === other.slope;
  });
}

/** Narrows a part to x falling along each group; false when nothing is left of it. */
export function orderEqualTerms(groups: readonly number[][], part: SeparablePart): boolean {
  for (const group of groups) {
    for (let k = 1; k < group.length; k += 1) {
      const [before, i] = [group[k - 1], group[k]];
      if (part.high[i] > part.high[before]) {
        part.high[i] = part.high[before];
        part.highValue[i] = part.highValue[before];
      }
    }
    for (let k = group.length - 2; k >= 0; k -= 1) {
      const [after, i] = [group[k + 1], group[k]];
      if (part.low[i] < part.low[after]) {
        part.low[i] = part.low[after];
        part.lowValue[i] = part.lowValue[after];
      }
    }
    for (const i of group) if (part.low[i] > part.high[i]) return false;
  }
  return true;
}
