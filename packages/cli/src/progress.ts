// Sampling progress: a line per chain redrawn in place on a terminal, a plain line every few seconds elsewhere.
import type { ChainProgress } from "@carryover/engine";
import type { Console } from "./console.ts";

export interface SamplingProgress {
  update(progress: ChainProgress): void;
  /** Leaves the last state on the screen. */
  finish(): void;
}

/** Redrawing faster than this is not seen. */
const redrawEveryMs = 100;
const plainEveryMs = 5000;

export function samplingProgress(console: Console, now: () => number = Date.now): SamplingProgress {
  const startedAt = now();
  const chains: ChainProgress[] = [];
  const paces: Pace[] = [];
  const withEta = (): TimedProgress[] =>
    chains.filter(isPresent).map((chain) => ({ ...chain, remainingMs: paces[chain.chain]?.remainingMs(chain) }));
  let shownAt = console.isLive ? Number.NEGATIVE_INFINITY : startedAt;
  const show = (): void => {
    shownAt = now();
    if (console.isLive) console.draw(chainLines(withEta()));
    else console.note(plainLine(withEta(), now() - startedAt));
  };
  return {
    update(progress) {
      chains[progress.chain] = progress;
      paces[progress.chain] ??= new Pace();
      paces[progress.chain]?.update(progress);
      if (now() - shownAt >= (console.isLive ? redrawEveryMs : plainEveryMs)) show();
    },
    finish() {
      if (chains.length === 0) return;
      if (console.isLive) {
        show();
        console.keepDrawn();
      } else if (shownAt > startedAt) show();
    },
  };
}

export interface TimedProgress extends ChainProgress {
  /** Undefined before the chain has a pace, and when it is done. */
  readonly remainingMs?: number | undefined;
}

/** One line per chain. */
export function chainLines(chains: readonly TimedProgress[]): string[] {
  return chains.map((chain) => {
    const width = String(chain.total).length;
    const parts = [
      `chain ${String(chain.chain + 1).padStart(2)}`,
      chain.phase.padEnd(12),
      bar(chain.iteration / chain.total),
      `${String(chain.iteration).padStart(width)}/${chain.total}`,
      `step ${chain.stepSize.toPrecision(3)}`,
      `${chain.divergences} divergent`,
    ];
    if (chain.phase === "done") parts.push(`in ${duration(chain.elapsedMs)}`);
    else if (chain.remainingMs !== undefined) parts.push(`${duration(chain.remainingMs)} left`);
    return parts.join("  ");
  });
}

/** All chains in one line: `12 s: 45 % done (chains 40 % to 50 %), 0 divergent, 14 s left`. */
export function plainLine(chains: readonly TimedProgress[], elapsedMs: number): string {
  const shares = chains.map((chain) => chain.iteration / chain.total);
  const mean = shares.reduce((total, share) => total + share, 0) / Math.max(1, shares.length);
  const divergences = chains.reduce((total, chain) => total + chain.divergences, 0);
  const left = chains.map((chain) => chain.remainingMs).filter((each) => each !== undefined);
  const spread = `chains ${percent(Math.min(...shares))} to ${percent(Math.max(...shares))}`;
  const eta = left.length === 0 ? "" : `, ${duration(Math.max(...left))} left`;
  return `${duration(elapsedMs)}: ${percent(mean)} done (${spread}), ${divergences} divergent${eta}`;
}

/** The pace of one chain over its last few seconds: the warm-up's first iterations cost many times a later one. */
export class Pace {
  readonly #windowMs = 4000;
  #points: { readonly iteration: number; readonly elapsedMs: number }[] = [];

  update({ iteration, elapsedMs }: ChainProgress): void {
    this.#points.push({ iteration, elapsedMs });
    // The newest point outside the window stays, so that the window is always spanned.
    const first = this.#points.findLastIndex((point) => elapsedMs - point.elapsedMs >= this.#windowMs);
    if (first > 0) this.#points = this.#points.slice(first);
  }

  remainingMs(chain: ChainProgress): number | undefined {
    const [first] = this.#points;
    const last = this.#points.at(-1);
    if (first === undefined || last === undefined || last.iteration <= first.iteration) return undefined;
    if (chain.phase === "done") return undefined;
    const msPerIteration = (last.elapsedMs - first.elapsedMs) / (last.iteration - first.iteration);
    return msPerIteration * (chain.total - chain.iteration);
  }
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min` */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

function bar(share: number): string {
  const cells = 20;
  const full = Math.round(Math.min(1, Math.max(0, share)) * cells);
  return "█".repeat(full) + "░".repeat(cells - full);
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** Chains report in any order: a slot is empty until its chain does. */
function isPresent(chain: ChainProgress | undefined): chain is ChainProgress {
  return chain !== undefined;
}
