// Progress of several fits, such as a validation's folds: a line for each redrawn in place on a terminal; elsewhere a plain line every few seconds and at
// the end of each fold.
import type { JobProgress, JobStage } from "@carryover/mmm";
import type { Console } from "../console.ts";
import { duration } from "../progress.ts";

export interface JobDisplay {
  update(progress: JobProgress): void;
  /** Leaves the last state on the screen. */
  finish(): void;
}

const redrawEveryMs = 100;
const plainEveryMs = 5000;

const stageWords: Readonly<Record<JobStage, string>> = {
  waiting: "waits",
  sampling: "sampling",
  done: "done",
  failed: "failed",
  stopped: "stopped",
};

const endings: ReadonlySet<JobStage> = new Set(["done", "failed", "stopped"]);

/** @param word  what they are called together */
export function jobDisplay(console: Console, now: () => number = Date.now, word = "folds"): JobDisplay {
  const startedAt = now();
  const folds: JobProgress[] = [];
  let shownAt = console.isLive ? Number.NEGATIVE_INFINITY : startedAt;
  let isStale = false;
  const show = (): void => {
    isStale = false;
    shownAt = now();
    if (console.isLive) console.draw(jobLines(folds));
    else console.note(jobLine(folds, now() - startedAt, word));
  };
  return {
    update(progress) {
      const ended = folds[progress.index]?.stage !== progress.stage && endings.has(progress.stage);
      folds[progress.index] = progress;
      isStale = true;
      if (ended || now() - shownAt >= (console.isLive ? redrawEveryMs : plainEveryMs)) show();
    },
    finish() {
      if (folds.length === 0) return;
      if (console.isLive) {
        show();
        console.keepDrawn();
      } else if (isStale && shownAt > startedAt) show();
    },
  };
}

/** One line per fold. */
export function jobLines(folds: readonly JobProgress[]): string[] {
  const width = folds.reduce((most, { name }) => Math.max(most, name.length), 8);
  return folds.map(({ name, stage, share }) => {
    const cells = 20;
    const full = Math.round(share * cells);
    const bar = stage === "waiting" ? "·".repeat(cells) : "█".repeat(full) + "░".repeat(cells - full);
    return `${name.padEnd(width)}  ${stageWords[stage].padEnd(8)}  ${bar}  ${percent(share)}`;
  });
}

/** All folds in one line: `12 s: 2 of 5 folds done, 52 % of the sampling, 11 s left`. */
export function jobLine(folds: readonly JobProgress[], elapsedMs: number, word = "folds"): string {
  const share = folds.reduce((sum, fold) => sum + fold.share, 0) / folds.length;
  const done = folds.filter(({ stage }) => stage === "done").length;
  const left = share > 0 && share < 1 ? `, ${duration((elapsedMs * (1 - share)) / share)} left` : "";
  return `${duration(elapsedMs)}: ${done} of ${folds.length} ${word} done, ${percent(share)} of the sampling${left}`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
