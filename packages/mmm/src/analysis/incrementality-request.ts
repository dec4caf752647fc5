// What is asked of an analysis of incrementality, checked before any work: every problem at once.
import { nearestKey } from "../data/config/nearest-key.ts";
import type { Panel } from "../data/panel.ts";
import { type Problem, SpecError } from "../errors.ts";
import { type ChannelGroup, parseGroups } from "./channel-groups.ts";
import { calendarWindows, type TimeWindow, type WindowPiece, windowBetween, windowPieces } from "./window.ts";

/** As a reader gives it; all may be left out. */
export interface IncrementalityOptions {
  /** First and last day, `YYYY-MM-DD`; the panel's own by default. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** `year`, `quarter` or `month`: one window for each instead of one for all. */
  readonly by?: string | undefined;
  /** Mass of the intervals, in (0, 1); 0.9 by default. */
  readonly level?: number | undefined;
  /** `paid=tv,search; offline=tv,print`. */
  readonly groups?: string | undefined;
  /** Whether each geo is told as well. */
  readonly byGeo?: boolean | undefined;
  /** Whether curves are drawn up. */
  readonly curves?: boolean | undefined;
  /** At most this many draws; 1,000 by default. */
  readonly draws?: number | undefined;
}

export interface IncrementalityRequest {
  /** From the first to the last day asked about. */
  readonly range: TimeWindow;
  /** The range, or its calendar pieces. */
  readonly windows: readonly TimeWindow[];
  readonly level: number;
  readonly groups: readonly ChannelGroup[];
  readonly byGeo: boolean;
  readonly curves: boolean;
  readonly maxDraws: number;
}

const defaultLevel = 0.9;
const defaultDraws = 1_000;

/** @throws SpecError with everything that is wrong: window outside the data, level outside (0, 1), unknown channel, … */
export function incrementalityRequest(panel: Panel, options: IncrementalityOptions = {}): IncrementalityRequest {
  const problems: Problem[] = [];
  const { level = defaultLevel, draws = defaultDraws } = options;
  const range = windowBetween(panel, options, problems);
  const piece = options.by === undefined ? undefined : readPiece(options.by, problems);
  if (!(level > 0 && level < 1)) {
    problems.push({
      code: "bad-level",
      severity: "error",
      found: `level ${level} is not between 0 and 1`,
      remedy: "Give the share of the posterior that intervals shall hold, such as 0.9",
    });
  }
  if (!(Number.isInteger(draws) && draws >= 1)) {
    problems.push({
      code: "bad-draws",
      severity: "error",
      found: `${draws} draws is not a whole number above 0`,
      remedy: `Give the number of posterior draws to use, such as ${defaultDraws}`,
    });
  }
  const channels = panel.media.map(({ name }) => name);
  const groups = options.groups === undefined ? [] : parseGroups(options.groups, channels, problems);
  if (problems.length > 0 || range === undefined) throw new SpecError(problems);
  return {
    range,
    windows: piece === undefined ? [range] : calendarWindows(panel, range, piece),
    level,
    groups,
    byGeo: (options.byGeo ?? false) && panel.geos.length > 1,
    curves: options.curves ?? false,
    maxDraws: draws,
  };
}

function readPiece(text: string, problems: Problem[]): WindowPiece | undefined {
  const piece = windowPieces.find((each) => each === text);
  if (piece !== undefined) return piece;
  const nearest = nearestKey(text, windowPieces);
  problems.push({
    code: "bad-piece",
    severity: "error",
    found: `by: "${text}" is no piece of the calendar`,
    remedy:
      nearest === undefined
        ? `Give one of ${windowPieces.join(", ")}`
        : `Did you mean ${nearest}? It is one of ${windowPieces.join(", ")}`,
  });
  return undefined;
}
