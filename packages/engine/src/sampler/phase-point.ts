// A point of a trajectory in phase space.

/** A point in phase space, with the velocity Σ·momentum and the metric's image of the gradient, Σ·gradient. */
export class Point {
  readonly position: Float64Array;
  readonly momentum: Float64Array;
  readonly gradient: Float64Array;
  readonly velocity: Float64Array;
  readonly acceleration: Float64Array;
  logDensity = 0;

  constructor(dim: number) {
    this.position = new Float64Array(dim);
    this.momentum = new Float64Array(dim);
    this.gradient = new Float64Array(dim);
    this.velocity = new Float64Array(dim);
    this.acceleration = new Float64Array(dim);
  }

  copy(from: Point): void {
    this.position.set(from.position);
    this.momentum.set(from.momentum);
    this.gradient.set(from.gradient);
    this.velocity.set(from.velocity);
    this.acceleration.set(from.acceleration);
    this.logDensity = from.logDensity;
  }
}

/** Potential plus kinetic energy; +∞ where the density is not a number. */
export function energyOf({ momentum, velocity, logDensity }: Point): number {
  let kinetic = 0;
  for (let i = 0; i < momentum.length; i += 1) kinetic += momentum[i] * velocity[i];
  const energy = 0.5 * kinetic - logDensity;
  return Number.isNaN(energy) ? Number.POSITIVE_INFINITY : energy;
}
