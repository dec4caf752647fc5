// From a configuration to the parts of a specification beyond channels and calendar, and what is wrong with them.
import { dayOfDate, daysBetween, daysOfPeriod } from "../calendar/dates.ts";
import type { Config } from "../data/config/config.ts";
import type { ConfigProcess } from "../data/config/structure.ts";
import type { Panel } from "../data/panel.ts";
import { neededFunctions } from "../design/hilbert-basis.ts";
import { priorDistribution } from "./priors.ts";
import type { LikelihoodSpec, MediaProcessSpec, ModelSpec, PriorSpec, ProcessSpec, StructuredKind } from "./spec.ts";
import { structurePriors } from "./structure-priors.ts";

type Structure = Pick<ModelSpec, "likelihood" | "changepoints" | "timeVarying" | "events">;

/** What the configuration asks for; parts it does not mention are absent. */
export function resolveStructure(panel: Panel, { model, events }: Config, kind: StructuredKind): Structure {
  const defaults = structurePriors[kind];
  const { intercept, media } = model.time_varying;
  const timeVarying = {
    ...(intercept === null ? {} : { intercept: processSpec(panel, kind, intercept, defaults.interceptAmplitude) }),
    ...(media === null
      ? {}
      : {
          media: {
            ...processSpec(panel, kind, media, defaults.mediaAmplitude),
            sharing: media.sharing,
            channelAmplitude: media.channel_amplitude ?? defaults.channelAmplitude,
          } satisfies MediaProcessSpec,
        }),
  };
  const likelihood: LikelihoodSpec =
    model.likelihood === "student-t"
      ? { kind: "student-t", degreesOfFreedom: model.priors.degrees_of_freedom ?? defaults.degreesOfFreedom }
      : { kind: model.likelihood };
  return {
    ...(likelihood.kind === "normal" ? {} : { likelihood }),
    ...(model.changepoints === null
      ? {}
      : {
          changepoints: {
            ...changepointRows(panel, model.changepoints),
            prior: model.priors.changepoints ?? defaults.changepoint,
          },
        }),
    ...(intercept === null && media === null ? {} : { timeVarying }),
    ...(events.length === 0
      ? {}
      : {
          events: events.map((event) => ({
            ...event,
            prior: event.prior ?? defaults.event,
            width: event.width ?? defaults.eventWidth,
          })),
        }),
  };
}

/** Each prior with what it is of, the kind of parameter, and its place in the configuration. */
export function structurePriorList({ likelihood, changepoints, timeVarying, events }: Structure): {
  readonly prior: PriorSpec;
  readonly where: string;
  readonly parameter: string;
  readonly path: readonly (string | number)[];
}[] {
  const process = (name: "intercept" | "media", spec: ProcessSpec | undefined) =>
    spec === undefined
      ? []
      : (["amplitude", "lengthscale"] as const).map((parameter) => ({
          prior: spec[parameter],
          where: `the ${parameter} of the time-varying ${name}`,
          parameter: "spread",
          path: ["model", "time_varying", name, parameter],
        }));
  return [
    ...(likelihood?.kind === "student-t"
      ? [
          {
            prior: likelihood.degreesOfFreedom,
            where: "the degrees of freedom",
            parameter: "spread",
            path: ["model", "priors", "degrees_of_freedom"],
          },
        ]
      : []),
    ...(changepoints === undefined
      ? []
      : [
          {
            prior: changepoints.prior,
            where: "the changepoints",
            parameter: "",
            path: ["model", "priors", "changepoints"],
          },
        ]),
    ...process("intercept", timeVarying?.intercept),
    ...process("media", timeVarying?.media),
    ...(timeVarying?.media?.sharing === "per-channel"
      ? [
          {
            prior: timeVarying.media.channelAmplitude,
            where: "the amplitude of each channel's own change",
            parameter: "spread",
            path: ["model", "time_varying", "media", "channel_amplitude"],
          },
        ]
      : []),
    ...(events ?? []).flatMap(({ name, prior, width }, index) => [
      { prior, where: `event "${name}"`, parameter: "", path: ["events", index, "prior"] },
      {
        prior: width,
        where: `the width of event "${name}"`,
        parameter: "spread",
        path: ["events", index, "width"],
      },
    ]),
  ];
}

/** The shortest length scale that is worth basis functions: this share of the prior lies below it. */
const shortestShare = 0.05;

function processSpec(panel: Panel, kind: StructuredKind, process: ConfigProcess, amplitude: PriorSpec): ProcessSpec {
  const defaults = structurePriors[kind];
  const periods = panel.dates.length;
  const halfRange = Math.max(0.5, (periods - 1) / 2);
  const lengthscale = process.lengthscale ?? defaults.lengthscale(periods);
  const { covariance, boundary } = process;
  return {
    covariance,
    basis: {
      center: halfRange,
      halfWidth: boundary * halfRange,
      functions: process.functions ?? defaults.functions ?? functionsFor(process, lengthscale, halfRange),
    },
    amplitude: process.amplitude ?? amplitude,
    lengthscale,
  };
}

/** At most one function for each period of a half range: more would follow single periods. */
function functionsFor({ covariance, boundary }: ConfigProcess, lengthscale: PriorSpec, halfRange: number): number {
  const { family, args } = priorDistribution(lengthscale, "the length scale");
  const needed = neededFunctions(covariance, boundary, halfRange, family.quantile(shortestShare, args));
  return Math.max(5, Math.min(needed, Math.ceil(2 * halfRange), 200));
}

function changepointRows(
  { dates, frequency }: Panel,
  changepoints: number | readonly string[],
): { readonly dates: readonly string[]; readonly rows: readonly number[] } {
  if (typeof changepoints !== "number") {
    return { dates: changepoints, rows: changepoints.map((date) => rowOf(date, dates, frequency)) };
  }
  const rows = Array.from({ length: changepoints }, (_, j) => ((dates.length - 1) * (j + 1)) / (changepoints + 1));
  return { dates: rows.map((row) => dates[Math.floor(row)]), rows };
}

/** Where a date falls among the periods, part of a period included. */
function rowOf(date: string, dates: Panel["dates"], frequency: Panel["frequency"]): number {
  const index = dates.findLastIndex((each) => daysBetween(each, date) >= 0);
  if (index < 0) return 0;
  const [first, end] = daysOfPeriod(dates[index], frequency);
  return index + Math.min(1, (dayOfDate(date) - first) / (end - first));
}
