// One scalar that the sampler moves: how its position becomes a parameter's value, and its prior.
import { bijectionFor } from "../distributions/bijection.ts";
import type { Bijection, DistributionFamily } from "../distributions/distribution.ts";
import type { RandomStream } from "../random/random-stream.ts";
import type { ParameterNode } from "./graph.ts";
import type { Program } from "./program.ts";

const LOG_SQRT_TWO_PI = 0.9189385332046727; // log(2π) / 2

export interface FreeElement {
  /** The parameter's values and their adjoint, and the element's place there. */
  readonly value: Float64Array;
  readonly adjoint: Float64Array | null;
  readonly index: number;
  readonly bijection: Bijection;
  /** Whether the bijection makes the prior a standard normal of the position: then the two need no density of their own. */
  readonly isStandardized: boolean;
  /** What its coordinate is shifted by, and that node's adjoint; null for a coordinate of its own. */
  readonly shift: Float64Array | null;
  readonly shiftAdjoint: Float64Array | null;
  readonly family: DistributionFamily;
  /** Numbers, refreshed before use where the prior's parameters are nodes. */
  readonly args: Float64Array;
  readonly argValues: readonly (Float64Array | null)[];
  readonly argAdjoints: readonly (Float64Array | null)[];
  readonly priorDerivatives: Float64Array;
  /** [x, dx/du, log|dx/du|, d log|dx/du| / du] of the latest evaluation, and the position u. */
  readonly mapped: Float64Array;
}

export function freeElement(program: Program, parameter: ParameterNode, index: number): FreeElement {
  const { family, args } = parameter.priors[index];
  const { coordinate } = parameter;
  const isFixed = args.every((arg) => typeof arg === "number");
  const numbers = Float64Array.from(args, (arg) => (typeof arg === "number" ? arg : Number.NaN));
  const shiftedBy = typeof coordinate === "string" ? null : coordinate.shiftedBy;
  const standardized = coordinate === "prior" && isFixed ? family.fromStandardNormal?.(numbers) : undefined;
  return {
    value: program.value(parameter),
    adjoint: program.adjoint(parameter),
    index,
    bijection: standardized ?? bijectionFor(family.support(numbers)),
    isStandardized: standardized !== undefined,
    shift: shiftedBy === null ? null : program.value(shiftedBy),
    shiftAdjoint: shiftedBy === null ? null : program.adjoint(shiftedBy),
    family,
    args: numbers,
    argValues: args.map((arg) => (typeof arg === "number" ? null : program.value(arg))),
    argAdjoints: args.map((arg) => (typeof arg === "number" ? null : program.adjoint(arg))),
    // Room for ∂/∂x alone says that nobody asks for the derivatives by the parameters.
    priorDerivatives: new Float64Array(isFixed ? 1 : 1 + args.length),
    mapped: new Float64Array(5),
  };
}

/** Whether the prior's parameters are numbers. */
export function hasFixedPrior({ argValues }: FreeElement): boolean {
  return argValues.every((value) => value === null);
}

/** Gives the parameter the value that belongs to a position. Returns log|dx/du|, which a standardized prior has in it. */
export function moveTo(element: FreeElement, position: number): number {
  const { bijection, mapped, value, index, shift, isStandardized } = element;
  bijection.forward(shift === null ? position : position - shift[index], mapped);
  mapped[4] = position;
  value[index] = mapped[0];
  return isStandardized ? 0 : mapped[2];
}

/** Gives the parameter a value drawn from the prior, with the prior's parameters as they are now. */
export function drawFromPrior(element: FreeElement, stream: RandomStream): void {
  refreshArgs(element);
  element.value[element.index] = element.family.sample(stream, element.args);
}

/** The position of the parameter's present value. */
export function positionOf({ bijection, value, index, shift }: FreeElement): number {
  return bijection.inverse(value[index]) + (shift === null ? 0 : shift[index]);
}

/** The prior's log density; its derivatives with respect to node arguments go into their adjoints. */
export function addPrior(element: FreeElement): number {
  const { family, mapped, args, argAdjoints, priorDerivatives } = element;
  if (element.isStandardized) return -0.5 * mapped[4] * mapped[4] - LOG_SQRT_TWO_PI;
  refreshArgs(element);
  const logDensity = family.logDensity(mapped[0], args, priorDerivatives);
  for (let a = 0; a < args.length; a += 1) {
    const adjoint = argAdjoints[a];
    if (adjoint !== null) adjoint[0] += priorDerivatives[1 + a];
  }
  return logDensity;
}

/** ∂/∂position, once everything that uses the value has added to its adjoint; the shift's share goes into its adjoint. */
export function positionGradient(element: FreeElement): number {
  const { mapped, priorDerivatives, adjoint, index, shiftAdjoint } = element;
  const pulled = adjoint?.[index] ?? 0;
  if (element.isStandardized) return pulled * mapped[1] - mapped[4];
  const gradient = (pulled + priorDerivatives[0]) * mapped[1] + mapped[3];
  if (shiftAdjoint !== null) shiftAdjoint[index] -= gradient;
  return gradient;
}

function refreshArgs({ args, argValues }: FreeElement): void {
  for (let a = 0; a < args.length; a += 1) {
    const value = argValues[a];
    if (value !== null) args[a] = value[0];
  }
}
