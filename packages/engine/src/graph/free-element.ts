// One scalar that the sampler moves: how its position becomes a parameter's value, and its prior.
import { bijectionFor } from "../distributions/bijection.ts";
import type { Bijection, DistributionFamily } from "../distributions/distribution.ts";
import type { RandomStream } from "../random/random-stream.ts";
import type { ParameterNode } from "./graph.ts";
import type { Program } from "./program.ts";

export interface FreeElement {
  /** The parameter's values and their adjoint, and the element's place there. */
  readonly value: Float64Array;
  readonly adjoint: Float64Array | null;
  readonly index: number;
  readonly bijection: Bijection;
  /** What its coordinate is shifted by, and that node's adjoint; null for a coordinate of its own. */
  readonly shift: Float64Array | null;
  readonly shiftAdjoint: Float64Array | null;
  readonly family: DistributionFamily;
  /** Numbers, refreshed before use where the prior's parameters are nodes. */
  readonly args: Float64Array;
  readonly argValues: readonly (Float64Array | null)[];
  readonly argAdjoints: readonly (Float64Array | null)[];
  readonly priorDerivatives: Float64Array;
  /** [x, dx/du, log|dx/du|, d log|dx/du| / du] of the latest evaluation. */
  readonly mapped: Float64Array;
}

export function freeElement(program: Program, parameter: ParameterNode, index: number): FreeElement {
  const { family, args } = parameter.priors[index];
  const { coordinate } = parameter;
  const isFixed = args.every((arg) => typeof arg === "number");
  const numbers = Float64Array.from(args, (arg) => (typeof arg === "number" ? arg : Number.NaN));
  const shiftedBy = typeof coordinate === "string" ? null : coordinate.shiftedBy;
  return {
    value: program.value(parameter),
    adjoint: program.adjoint(parameter),
    index,
    bijection:
      (coordinate === "prior" && isFixed ? family.fromStandardNormal?.(numbers) : undefined) ??
      bijectionFor(family.support(numbers)),
    shift: shiftedBy === null ? null : program.value(shiftedBy),
    shiftAdjoint: shiftedBy === null ? null : program.adjoint(shiftedBy),
    family,
    args: numbers,
    argValues: args.map((arg) => (typeof arg === "number" ? null : program.value(arg))),
    argAdjoints: args.map((arg) => (typeof arg === "number" ? null : program.adjoint(arg))),
    // Room for ∂/∂x alone says that nobody asks for the derivatives by the parameters.
    priorDerivatives: new Float64Array(isFixed ? 1 : 1 + args.length),
    mapped: new Float64Array(4),
  };
}

/** Whether the prior's parameters are numbers. */
export function hasFixedPrior({ argValues }: FreeElement): boolean {
  return argValues.every((value) => value === null);
}

/** Gives the parameter the value that belongs to a position. Returns log|dx/du|. */
export function moveTo({ bijection, mapped, value, index, shift }: FreeElement, position: number): number {
  bijection.forward(shift === null ? position : position - shift[index], mapped);
  value[index] = mapped[0];
  return mapped[2];
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
  refreshArgs(element);
  const logDensity = family.logDensity(mapped[0], args, priorDerivatives);
  for (let a = 0; a < args.length; a += 1) {
    const adjoint = argAdjoints[a];
    if (adjoint !== null) adjoint[0] += priorDerivatives[1 + a];
  }
  return logDensity;
}

/** ∂/∂position, once everything that uses the value has added to its adjoint; the shift's share goes into its adjoint. */
export function positionGradient({ mapped, priorDerivatives, adjoint, index, shiftAdjoint }: FreeElement): number {
  const gradient = ((adjoint?.[index] ?? 0) + priorDerivatives[0]) * mapped[1] + mapped[3];
  if (shiftAdjoint !== null) shiftAdjoint[index] -= gradient;
  return gradient;
}

function refreshArgs({ args, argValues }: FreeElement): void {
  for (let a = 0; a < args.length; a += 1) {
    const value = argValues[a];
    if (value !== null) args[a] = value[0];
  }
}
