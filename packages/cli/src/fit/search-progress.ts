// Progress of a search: one line redrawn in place on a terminal, a plain line every few seconds elsewhere.
import type { Console } from "../console.ts";
import { duration } from "../progress.ts";

/** Models evaluated so far, and how many there will be. */
interface Evaluated {
  readonly evaluated: number;
  readonly total: number;
}

export interface SearchDisplay {
  update(progress: Evaluated): void;
  /** How far it is, as a line. */
  line(): string;
  /** Leaves the last state on the screen. */
  finish(): void;
}

const redrawEveryMs = 100;
const plainEveryMs = 5000;
const cells = 20;

export function searchProgress(console: Console, now: () => number = Date.now): SearchDisplay {
  const startedAt = now();
  let latest: Evaluated | undefined;
  let shownAt = console.isLive ? Number.NEGATIVE_INFINITY : startedAt;
  const line = (): string => (latest === undefined ? "No model was tried yet." : searchLine(latest, now() - startedAt));
  const show = (): void => {
    shownAt = now();
    if (console.isLive) console.draw([line()]);
    else console.note(line());
  };
  return {
    line,
    update(progress) {
      latest = progress;
      if (now() - shownAt >= (console.isLive ? redrawEveryMs : plainEveryMs)) show();
    },
    finish() {
      if (latest === undefined) return;
      if (console.isLive) {
        show();
        console.keepDrawn();
      } else if (shownAt > startedAt) show();
    },
  };
}

/** `search  ██████░░░░  3400/10000 models, 12 s left` */
export function searchLine({ evaluated, total }: Evaluated, elapsedMs: number): string {
  const share = total === 0 ? 1 : Math.min(1, evaluated / total);
  const full = Math.round(share * cells);
  const bar = "█".repeat(full) + "░".repeat(cells - full);
  const left =
    share > 0 && share < 1 ? `, ${duration((elapsedMs * (1 - share)) / share)} left` : `, ${duration(elapsedMs)}`;
  return `search  ${bar}  ${evaluated}/${total} models${left}`;
}
