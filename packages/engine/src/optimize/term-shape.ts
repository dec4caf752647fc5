// The shape of a function of one variable: where it is concave and where convex, found by looking where it bends.
import type { CurvePoint, SeparableTerm } from "./separable-problem.ts";

/** A stretch on which the slope falls throughout; nodes in increasing x. */
export interface ConcaveStretch {
  readonly x: Float64Array;
  readonly slope: Float64Array;
  readonly curvature: Float64Array;
}

export interface TermShape {
  /** The end points of the domain besides 0, rounded to lots: a term with a least buy that may be unused starts there. */
  readonly lower: number;
  readonly upper: number;
  /** 0 is allowed besides [lower, upper]. */
  readonly mayBeUnused: boolean;
  readonly concave: readonly ConcaveStretch[];
  /** Where concave and convex stretches meet. */
  readonly turns: Float64Array;
  /** All points looked at: x, value. */
  readonly nodes: readonly Node[];
}

/** A point looked at. */
interface Node {
  readonly x: number;
  readonly value: number;
  readonly slope: number;
  readonly curvature: number;
}

/** Even spacing sees features in the middle, halving toward each end those near it. */
const evenIntervals = 16;
const halvings = 20;
const upperHalvings = 8;
/** An interval is split while the trapezoid rule with end corrections misses its rise by more than this share of the steepest. */
const predictionTolerance = 0.02;
const maxNodes = 240;
/** Curvature that changes the value by less than this share of its range is rounding. */
const flat = 1e-14;

/**
 * Looks at the term on its domain, splits where its second derivative changes sign (to 1e-10 of the width) and where the looked-at
 * derivatives do not explain the rise between two points. Features narrower than the spacing that leave no trace in either are missed.
 *
 * @throws RangeError when a value inside the domain is not finite
 */
export function shapeOf(term: SeparableTerm, evaluate: (x: number, out: CurvePoint) => void): TermShape {
  const domain = domainOf(term);
  const { lower, upper } = domain;
  const look = looker(term.name, evaluate);
  const nodes = lower < upper ? explore(look, lower, upper) : [look(upper)];
  const range = nodes.reduce((most, node) => Math.max(most, Math.abs(node.value - nodes[0].value)), 0);
  const split = splitAtTurns(look, nodes, range);
  const turns: number[] = [];
  const concave: ConcaveStretch[] = [];
  let stretch: Node[] = [];
  const close = (): void => {
    if (stretch.length > 1) concave.push(fallingStretch(stretch));
    stretch = [];
  };
  for (let i = 0; i + 1 < split.length; i += 1) {
    const isConcave = bend(split[i], split[i + 1], range) <= 0;
    if (isConcave) {
      if (stretch.length === 0) stretch.push(split[i]);
      stretch.push(split[i + 1]);
    } else close();
    if (i > 0 && isConcave !== bend(split[i - 1], split[i], range) <= 0) turns.push(split[i].x);
  }
  close();
  return { ...domain, concave, turns: Float64Array.from(turns), nodes: split };
}

/** The allowed range, rounded to lots; empty (lower > upper) when no allowed point lies between the bounds. */
export function domainOf(term: SeparableTerm): Pick<TermShape, "lower" | "upper" | "mayBeUnused"> {
  const least = term.minimumIfUsed ?? 0;
  const lot = term.lot ?? 0;
  const up = (x: number): number => (lot > 0 ? Math.ceil(x / lot - lotSlack) * lot : x);
  const down = (x: number): number => (lot > 0 ? Math.floor(x / lot + lotSlack) * lot : x);
  if (least > 0 && term.lower <= 0) {
    const [lower, upper] = [up(least), down(term.upper)];
    return lower > upper ? { lower: 0, upper: 0, mayBeUnused: false } : { lower, upper, mayBeUnused: true };
  }
  return {
    lower: up(Math.max(least > 0 ? least : term.lower, term.lower)),
    upper: down(term.upper),
    mayBeUnused: false,
  };
}

/** Lots are counted to this share of one. */
export const lotSlack = 1e-9;

function looker(name: string, evaluate: (x: number, out: CurvePoint) => void): (x: number) => Node {
  const point: CurvePoint = { value: 0, slope: 0, curvature: 0 };
  return (x) => {
    evaluate(x, point);
    if (!Number.isFinite(point.value)) throw new RangeError(`${name}: the value at ${x} is not finite`);
    return { x, value: point.value, slope: point.slope, curvature: point.curvature };
  };
}

function explore(look: (x: number) => Node, lower: number, upper: number): Node[] {
  const width = upper - lower;
  const shares = new Set<number>();
  for (let i = 0; i <= evenIntervals; i += 1) shares.add(i / evenIntervals);
  for (let k = 5; k <= halvings; k += 1) shares.add(2 ** -k);
  for (let k = 5; k <= upperHalvings; k += 1) shares.add(1 - 2 ** -k);
  let nodes = [...shares].sort((a, b) => a - b).map((share) => look(share === 1 ? upper : lower + share * width));
  const steepest = nodes.reduce(
    (most, { slope }) => (Number.isFinite(slope) ? Math.max(most, Math.abs(slope)) : most),
    0,
  );
  for (let added = true; added && nodes.length < maxNodes; ) {
    const next: Node[] = [nodes[0]];
    for (let i = 0; i + 1 < nodes.length; i += 1) {
      const [a, b] = [nodes[i], nodes[i + 1]];
      if (b.x - a.x > 1e-7 * width && !explains(a, b, steepest)) next.push(look((a.x + b.x) / 2));
      next.push(b);
    }
    added = next.length > nodes.length;
    nodes = next;
  }
  return nodes;
}

/** Whether the derivatives at both ends predict the rise between them. */
function explains(a: Node, b: Node, steepest: number): boolean {
  const derivatives = [a.slope, b.slope, a.curvature, b.curvature];
  // A pole at the end: the halvings toward it are as fine as can be asked for.
  if (!derivatives.every((each) => Number.isFinite(each))) return true;
  const width = b.x - a.x;
  const rise = (b.value - a.value) / width;
  const predicted = (a.slope + b.slope) / 2 - ((b.curvature - a.curvature) * width) / 12;
  return Math.abs(rise - predicted) <= predictionTolerance * steepest;
}

/** −1 concave, 0 straight, 1 convex, from the curvature at both ends, which do not differ in sign any more. */
function bend(a: Node, b: Node, range: number): number {
  const [left, right] = [signOf(a, b.x - a.x, range), signOf(b, b.x - a.x, range)];
  return left !== 0 ? left : right;
}

function signOf(node: Node, width: number, range: number): number {
  const bends = node.curvature * width * width;
  return Math.abs(bends) > flat * range ? Math.sign(bends) : 0;
}

function splitAtTurns(look: (x: number) => Node, nodes: readonly Node[], range: number): Node[] {
  const out: Node[] = [nodes[0]];
  for (let i = 0; i + 1 < nodes.length; i += 1) {
    let [a, b] = [nodes[i], nodes[i + 1]];
    const width = b.x - a.x;
    if (signOf(a, width, range) * signOf(b, width, range) < 0) {
      const signA = Math.sign(a.curvature);
      for (let step = 0; step < 60 && b.x - a.x > 1e-10 * (nodes[nodes.length - 1].x - nodes[0].x); step += 1) {
        const middle = look(step % 3 === 2 ? (a.x + b.x) / 2 : falsePosition(a, b));
        if (!(middle.x > a.x && middle.x < b.x)) break;
        if (middle.curvature === 0) {
          a = middle;
          break;
        }
        if (Math.sign(middle.curvature) === signA) a = middle;
        else b = middle;
      }
      if (a.x > out[out.length - 1].x) out.push({ ...a, curvature: 0 });
      else if (b.x < nodes[i + 1].x) out.push({ ...b, curvature: 0 });
    }
    out.push(nodes[i + 1]);
  }
  return out;
}

function falsePosition(a: Node, b: Node): number {
  const share = a.curvature / (a.curvature - b.curvature);
  return Number.isFinite(share) ? a.x + Math.min(0.95, Math.max(0.05, share)) * (b.x - a.x) : (a.x + b.x) / 2;
}

/** Rounding may let a slope rise by a hair; the search by bisection wants it not to. */
function fallingStretch(nodes: readonly Node[]): ConcaveStretch {
  const slope = Float64Array.from(nodes, (node) => node.slope);
  for (let i = 1; i < slope.length; i += 1) slope[i] = Math.min(slope[i], slope[i - 1]);
  return {
    x: Float64Array.from(nodes, (node) => node.x),
    slope,
    curvature: Float64Array.from(nodes, (node) => node.curvature),
  };
}
