// Parameters of many elements that share a fixed normal prior, taken all at once: deviations come by the hundred.
import { log } from "../math/exponentials.ts";
import type { ParameterNode } from "./graph.ts";
import type { Program } from "./program.ts";

/** Where an element by itself would cost as much as what is shared. */
const fewestElements = 8;

export class NormalBlock {
  readonly length: number;
  readonly #offset: number;
  readonly #value: Float64Array;
  readonly #adjoint: Float64Array | null;
  readonly #mean: number;
  readonly #sd: number;
  readonly #logConstant: number;

  /** @param offset  the first element's place among positions */
  private constructor(program: Program, parameter: ParameterNode, offset: number, mean: number, sd: number) {
    this.length = parameter.length;
    this.#offset = offset;
    this.#value = program.value(parameter);
    this.#adjoint = program.adjoint(parameter);
    this.#mean = mean;
    this.#sd = sd;
    this.#logConstant = -parameter.length * (log(sd) + 0.5 * log(2 * Math.PI));
  }

  /** @returns undefined when the parameter has few elements, a coordinate of its own, or not one fixed normal prior */
  static of(program: Program, parameter: ParameterNode, offset: number): NormalBlock | undefined {
    const { priors, coordinate, length } = parameter;
    if (length < fewestElements || typeof coordinate !== "string") return undefined;
    const [mean, sd] = priors[0].args;
    if (typeof mean !== "number" || typeof sd !== "number") return undefined;
    const isShared = priors.every(({ family, args }) => family.name === "normal" && args[0] === mean && args[1] === sd);
    return isShared ? new NormalBlock(program, parameter, offset, mean, sd) : undefined;
  }

  /** Gives the parameter the values that belong to the positions. */
  moveTo(positions: Float64Array): void {
    for (let i = 0; i < this.length; i += 1) this.#value[i] = positions[this.#offset + i];
  }

  logPrior(): number {
    let squares = 0;
    for (let i = 0; i < this.length; i += 1) {
      const z = (this.#value[i] - this.#mean) / this.#sd;
      squares += z * z;
    }
    return this.#logConstant - 0.5 * squares;
  }

  /** Writes ∂/∂positions, once everything that uses the values has added to their adjoint. */
  gradient(gradient: Float64Array): void {
    const precision = 1 / (this.#sd * this.#sd);
    for (let i = 0; i < this.length; i += 1) {
      const own = this.#adjoint === null ? 0 : this.#adjoint[i];
      gradient[this.#offset + i] = own - (this.#value[i] - this.#mean) * precision;
    }
  }
}
