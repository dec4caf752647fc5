// From a configuration and a panel to the frozen specification of the Meridian model.
import { datesBefore, dayOfDate, daysOfPeriod } from "../calendar/dates.ts";
import type { Config, ConfigChannel } from "../data/config/config.ts";
import { controlName } from "../data/config/control-name.ts";
import type { ConfigTreatment } from "../data/config/frameworks.ts";
import type { Panel } from "../data/panel.ts";
import { selectKnots } from "../design/automatic-knots.ts";
import { SpecError } from "../errors.ts";
import { centerAndScale } from "./column-measures.ts";
import { geoSizes } from "./geo-spec.ts";
import { exposureScale, perSize, statedCells } from "./meridian-cells.ts";
import { meridianPriorProblems } from "./meridian-prior-problems.ts";
import { meridianPriors, treatmentPriors } from "./meridian-priors.ts";
import { meridianProblems, unmeasuredProblems } from "./meridian-problems.ts";
import type { CalibrationSpec } from "./meridian-spec.ts";
import { organicChannel, paidChannel, sharedRoiPrior } from "./resolve-meridian-channels.ts";
import type { ModelSpec, Scales, TreatmentSpec } from "./spec.ts";

/**
 * Everything the model of docs/meridian.md needs, measured on this panel; parts it does not have are none.
 * @param holdout  cells, ascending
 * @throws SpecError with every problem
 */
export function resolveMeridian(panel: Panel, config: Config, holdout: readonly number[]): ModelSpec {
  const { meridian } = config.model;
  const problems = meridianProblems(panel, config, holdout);
  if (problems.length > 0) throw new SpecError(problems);

  const isNational = panel.geos.length === 1;
  const sizes = isNational ? [1] : geoSizes(panel, config, holdout);
  const trainedPeriods = panel.dates.length;
  const stated = statedCells(panel, { trainedPeriods, holdout, leaky: meridian.leaky_scales });
  const isStated = (_: number, cell: number): boolean => stated[cell] === 1;
  const kpi = centerAndScale(perSize(panel.kpi.values, sizes).filter(isStated));
  if (!(kpi.scale > 0)) throw new SpecError([constantKpi(panel)]);
  const totalOutcome = totalOver(
    stated,
    panel.kpi.values.map((value, cell) => value * panel.kpi.revenuePerKpi[cell]),
  );
  const bySize = (values: Float64Array, scaled: boolean): Float64Array => (scaled ? perSize(values, sizes) : values);
  const scales: Scales = {
    ...mediaScales(panel, sizes, stated),
    kpi: kpi.scale,
    controls: panel.controls.map(({ values }, index) =>
      centerAndScale(bySize(values, config.controls[index].by_population).filter(isStated)),
    ),
    trainedFrom: panel.dates[0],
    trainedPeriods,
  };
  const unmeasured = unmeasuredProblems(config, scales, totalOutcome);
  if (unmeasured.length > 0) throw new SpecError(unmeasured);
  const roi = sharedRoiPrior(panel, config, totalOutcome, scales.spend);
  const longest = trainedPeriods + (panel.history?.periods ?? 0);
  const { priors } = meridian;
  const knotPrior = priors.knots ?? meridianPriors.knots;
  const knots = knotRows(panel, config, holdout);
  const treatments = config.treatments.map((treatment, index): TreatmentSpec => {
    const values = bySize((panel.treatments ?? [])[index].values, treatment.by_population);
    return treatmentSpec(treatment, values.filter(isStated), {
      prior: treatment.prior ?? priors.treatments ?? treatmentPriors[meridian.treatment_prior],
      // A stated number is per head where the values are.
      unit: treatment.by_population && !isNational ? meanPopulation(panel) : 1,
    });
  });
  const spec: ModelSpec = {
    kind: "meridian",
    channels: config.channels.map((channel, index) =>
      paidChannel(channel, { meridian, roi, isReach: panel.media[index].frequency !== undefined, longest }),
    ),
    ...(config.organic.length === 0
      ? {}
      : {
          organic: config.organic.map((channel) =>
            organicChannel(channel, { meridian, isReach: channel.reach !== null, longest }),
          ),
        }),
    ...(treatments.length === 0 ? {} : { treatments }),
    intercept: knotPrior,
    trend: { kind: "none", prior: knotPrior },
    seasonality: {
      yearlyOrder: 0,
      anchor: "calendar",
      prior: knotPrior,
      dayOfWeek: false,
      dayOfWeekPrior: knotPrior,
    },
    holidays: { country: null, prior: knotPrior },
    controls: Object.fromEntries(
      config.controls.map((control) => [
        controlName(control),
        control.prior ?? priors.controls ?? meridianPriors.controls,
      ]),
    ),
    noise: priors.noise ?? meridianPriors.noise,
    scales,
    ...(isNational
      ? {}
      : {
          geo: {
            sizes,
            sizedBy: config.data.population === null ? "kpi" : "population",
            knots,
            priors: {
              intercept: priors.geo_intercept ?? meridianPriors.geoIntercept,
              controls: priors.control_sd ?? meridianPriors.controlSd,
              media: priors.media_sd ?? meridianPriors.mediaSd,
              knots: knotPrior,
            },
          },
        }),
    meridian: {
      effects: isNational ? "normal" : meridian.effects,
      center: kpi.center / kpi.scale,
      totalOutcome,
      knots: isNational ? knots : [],
      baselineGeo: baselineGeo(panel, meridian.baseline_geo, sizes),
      noiseByGeo: !isNational && meridian.noise_by_geo,
      leakyScales: meridian.leaky_scales,
      calibrations: calibrations(panel, config.channels, stated),
      controlsBySize: config.controls.map(({ by_population }) => by_population),
      treatmentsBySize: config.treatments.map(({ by_population }) => by_population),
      treatmentPrior: meridian.treatment_prior,
      treatmentSd: priors.treatment_sd ?? meridianPriors.treatmentSd,
    },
    ...(holdout.length === 0 ? {} : { holdout }),
    dataDigest: panel.digest,
  };
  const wrong = meridianPriorProblems(spec, config);
  if (wrong.length > 0) throw new SpecError(wrong);
  return spec;
}

/** What paid and organic exposures are divided by, and what was spent on each channel, over the stated cells. */
function mediaScales(
  { media, organic, history }: Panel,
  sizes: readonly number[],
  stated: Float64Array,
): Pick<Scales, "media" | "organic" | "spend"> {
  return {
    media: media.map(({ exposure }, index) => exposureScale(exposure, history?.media[index].exposure, sizes, stated)),
    ...(organic === undefined
      ? {}
      : {
          organic: organic.map(({ exposure }, index) =>
            exposureScale(exposure, history?.organic[index].exposure, sizes, stated),
          ),
        }),
    spend: media.map(({ spend }) => totalOver(stated, spend)),
  };
}

/** Sum over the stated cells; others may be unknown. */
function totalOver(stated: Float64Array, values: Float64Array): number {
  return values.reduce((sum, value, cell) => (stated[cell] === 1 ? sum + value : sum), 0);
}

/** The largest geo, or the one that is named. */
function baselineGeo({ geos }: Panel, name: string | null, sizes: readonly number[]): number {
  return name === null ? sizes.indexOf(Math.max(...sizes)) : geos.indexOf(name);
}

/**
 * Rows of the knots: those that are listed; of a number, evenly from the first period to the last, fractions cut off; every
 * period for geos and one for national data where nothing is said.
 */
function knotRows(panel: Panel, config: Config, holdout: readonly number[]): number[] {
  const { knots, leaky_scales } = config.model.meridian;
  const periods = panel.dates.length;
  if (typeof knots === "object" && knots !== null) return knots.toSorted((a, b) => a - b);
  if (knots === "automatic") {
    const features = config.channels.length + config.organic.length + config.treatments.length + config.controls.length;
    const { rows } = selectKnots(panel, { features, holdout: leaky_scales ? [] : holdout });
    if (rows.length > 0) return [...rows];
    throw new SpecError([
      {
        code: "knots-range",
        severity: "error",
        path: ["model", "meridian", "knots"],
        value: knots,
        found: `knots cannot be chosen from ${periods} periods with ${features} channels, treatments and controls`,
        remedy: "State their number, or leave them out",
      },
    ]);
  }
  return evenKnots(periods, knots ?? (panel.geos.length > 1 ? periods : 1));
}

/** The rows of `count` knots, first and last period included: whole parts of even steps. One knot stands at row 0. */
export function evenKnots(periods: number, count: number): number[] {
  if (count === 1) return [0];
  return Array.from({ length: count }, (_, knot) => Math.trunc((knot * (periods - 1)) / (count - 1)));
}

function treatmentSpec(
  { column, baseline }: ConfigTreatment,
  values: Float64Array,
  { prior, unit }: { readonly prior: TreatmentSpec["prior"]; readonly unit: number },
): TreatmentSpec {
  const ends = {
    min: () => values.reduce((a, b) => Math.min(a, b)),
    max: () => values.reduce((a, b) => Math.max(a, b)),
  };
  const against = typeof baseline === "number" ? baseline * unit : ends[baseline]();
  return { name: column, baseline: against, ...centerAndScale(values), prior };
}

function meanPopulation({ population }: Panel): number {
  return population.reduce((sum, people) => sum + people, 0) / population.length;
}

/** Periods of which any day is within the days stated. */
function calibrations(
  { dates, frequency, media, geos, history }: Panel,
  channels: readonly ConfigChannel[],
  stated: Float64Array,
): Record<string, CalibrationSpec> {
  const entries = channels.flatMap(({ name, calibration_period }, index): [string, CalibrationSpec][] => {
    if (calibration_period === null) return [];
    const [from, to] = [dayOfDate(calibration_period.from), dayOfDate(calibration_period.to)];
    const isWithin = (date: string): boolean => {
      const [first, end] = daysOfPeriod(date, frequency);
      return first <= to && end > from;
    };
    const rows = dates.flatMap((date, row) => (isWithin(date) ? [row] : []));
    const before = datesBefore(dates[0], frequency, history?.periods ?? 0);
    const past = before.flatMap((date, back) => (isWithin(date) ? [-1 - back] : []));
    const [first, last] = [past[past.length - 1] ?? rows[0], rows[rows.length - 1]];
    let spend = 0;
    for (let geo = 0; geo < geos.length; geo += 1) {
      for (const row of rows) {
        const cell = geo * dates.length + row;
        spend += stated[cell] * media[index].spend[cell];
      }
    }
    return [[name, { first, last, spend }]];
  });
  return Object.fromEntries(entries);
}

function constantKpi({ kpi }: Panel) {
  return {
    code: "constant-kpi",
    severity: "error",
    column: kpi.name,
    found: "the KPI per head never changes, and Meridian's model measures everything in its standard deviation",
    remedy: "Choose a KPI that varies",
  } as const;
}
