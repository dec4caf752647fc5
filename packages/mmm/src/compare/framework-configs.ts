// From one configuration to that of each framework: what a framework does not have is left out, and said.
import type { Config, ConfigChannel, ConfigModel } from "../data/config/config.ts";
import { controlName } from "../data/config/control-name.ts";
import type { ConfigCompare, ConfigMeridian } from "../data/config/frameworks.ts";
import type { Panel } from "../data/panel.ts";
import { automaticKnots } from "../design/knots.ts";
import { type Problem, SpecError } from "../errors.ts";
import { resolveSpec } from "../model/resolve-spec.ts";
import type { ModelKind, ModelSpec } from "../model/spec.ts";
import { impressionsPanel } from "./impressions-panel.ts";
import { nationalPanel } from "./national-panel.ts";

export type FrameworkName = ConfigCompare["frameworks"][number];

/** One framework's view of the same question. */
export interface FrameworkPlan {
  readonly name: FrameworkName;
  readonly config: Config;
  /** The panel it is fitted to: with its geos, or with all of them summed. */
  readonly panel: Panel;
  readonly spec: ModelSpec;
  /** Cells of its panel whose KPI is kept from it. */
  readonly holdout: readonly number[];
  /** What of the configuration was left out and what was done to the data, one sentence each. */
  readonly notes: readonly string[];
}

/** Kinds that have no geos. */
const nationalKinds: ReadonlySet<ModelKind> = new Set(["robyn", "adelon"]);

/**
 * The plans of the frameworks named, in their order; a preset that is the configuration's own model once more is left out.
 * @throws SpecError for what a framework cannot do with the data even so
 */
export function frameworkPlans(
  panel: Panel,
  config: Config,
  names: readonly FrameworkName[],
  holdout: readonly number[] = [],
): FrameworkPlan[] {
  const kinds = names.map((name) => kindOf(name, config.model.kind));
  return names
    .filter(
      (name, index) => names.indexOf(name) === index && (name === "bayesian" || !isTwin(name, index, names, kinds)),
    )
    .map((name) => frameworkPlan(panel, config, name, holdout));
}

/** The model behind a name: `bayesian` is the configuration's own, or the default where that is another of the frameworks. */
function kindOf(name: FrameworkName, own: ModelKind): ModelKind {
  if (name !== "bayesian") return name;
  return own === "meridian" || own === "robyn" ? "default" : own;
}

function isTwin(name: FrameworkName, index: number, names: readonly FrameworkName[], kinds: readonly ModelKind[]) {
  return names.some(
    (other, at) => at !== index && other === "bayesian" && name !== other && kinds[at] === kinds[index],
  );
}

function frameworkPlan(panel: Panel, config: Config, name: FrameworkName, heldOut: readonly number[]): FrameworkPlan {
  const kind = kindOf(name, config.model.kind);
  const notes: string[] = [];
  const summed = panel.geos.length > 1 && nationalKinds.has(kind);
  if (summed) notes.push(`It has no geos: its data are the sums over the ${panel.geos.length} geos.`);
  const amounts = new Set([
    ...config.controls.filter(({ by_population }) => by_population).map(controlName),
    ...config.treatments.filter(({ by_population }) => by_population).map(({ column }) => column),
  ]);
  const national = summed ? nationalPanel(panel, amounts) : panel;
  const own = kind === "robyn" ? impressionsPanel(national) : national;
  if (own !== national)
    notes.push("It does not tell reach from frequency: their product, impressions, is the exposure.");
  const asked = kind === config.model.kind ? config : restated(own, config, kind, notes);
  // A nation's KPI is kept from a fit where that of any geo is.
  const periods = panel.dates.length;
  const holdout = summed ? [...new Set(heldOut.map((cell) => cell % periods))] : heldOut;
  return { name, panel: own, holdout, ...resolvable(own, asked, holdout, notes), notes };
}

/** Settings of the model that belong to some kinds alone, as they are when nobody set them. */
const silent: Pick<
  ConfigModel,
  "yearly_order" | "year_start" | "day_of_week" | "trend" | "changepoints" | "likelihood" | "knots" | "priors"
> = {
  yearly_order: null,
  year_start: null,
  day_of_week: null,
  trend: null,
  changepoints: null,
  likelihood: "normal",
  knots: null,
  priors: {},
};

/** Kinds that follow the structure a configuration states: the others have one of their own. */
const structured: ReadonlySet<ModelKind> = new Set(["default", "pymc-marketing"]);

function restated(panel: Panel, config: Config, kind: ModelKind, notes: string[]): Config {
  const { model, events } = config;
  // Priors are in the unit of the model they were written for; they do not travel.
  const channels = config.channels.map((channel) => restatedChannel(channel, kind, config.model.kind, notes));
  if (structured.has(kind)) return { ...config, channels, model: { ...model, kind, priors: {} } };
  const changed = [
    ...(model.time_varying.intercept === null && model.time_varying.media === null ? [] : ["time_varying"]),
    ...(model.changepoints === null ? [] : ["changepoints"]),
    ...(model.likelihood === "normal" ? [] : [`likelihood ${model.likelihood}`]),
    ...(events.length === 0 ? [] : ["events"]),
    ...(kind === "robyn" || model.holidays === null ? [] : ["holidays"]),
  ];
  if (changed.length > 0) notes.push(`It does not have ${changed.join(", ")} of the configuration.`);
  return {
    ...config,
    channels,
    events: [],
    model: {
      ...model,
      ...silent,
      kind,
      meridian: kind === "meridian" ? withKnots(panel, model.meridian, notes) : model.meridian,
      holidays: kind === "robyn" ? model.holidays : null,
      time_varying: { intercept: null, media: null },
    },
  };
}

/** Meridian's one knot for a nation is a constant, which no season can follow: where nobody says otherwise there is one a quarter. */
function withKnots({ geos, dates, frequency }: Panel, meridian: ConfigMeridian, notes: string[]): ConfigMeridian {
  if (geos.length > 1 || meridian.knots !== null) return meridian;
  const knots = Math.min(dates.length, automaticKnots(dates.length, frequency));
  notes.push(
    `Its baseline has ${knots} knots, one a quarter: the single one it has for a nation could follow no season.`,
  );
  return { ...meridian, knots };
}

/** Transforms that a framework's model can be told to use; the others have their own. */
const transforms: Readonly<Record<ModelKind, "any" | "meridian" | "own">> = {
  default: "any",
  "pymc-marketing": "any",
  meridian: "meridian",
  robyn: "own",
  adelon: "own",
};

function restatedChannel(channel: ConfigChannel, kind: ModelKind, from: ModelKind, notes: string[]): ConfigChannel {
  const { name, adstock, saturation, priors } = channel;
  const has = transforms[kind];
  const keepsAdstock =
    has === "any" || (has === "meridian" && (adstock === null || ["geometric", "binomial"].includes(adstock.kind)));
  const keepsSaturation = has === "any" || (has === "meridian" && (saturation === null || saturation.kind === "hill"));
  if (adstock !== null && !keepsAdstock) notes.push(`${name}: it has its own adstock in place of ${adstock.kind}.`);
  if (saturation !== null && !keepsSaturation) {
    notes.push(`${name}: it has its own saturation in place of ${saturation.kind}.`);
  }
  // A return is a return in every model that has a prior about it.
  const sharesRoi = priors.roi !== undefined && kind === "meridian" && from === "default";
  const left = Object.keys(priors).filter((each) => !(sharesRoi && each === "roi"));
  if (left.length > 0) notes.push(`${name}: the priors of ${left.join(", ")} are another model's and were left out.`);
  return {
    ...channel,
    adstock: keepsAdstock ? adstock : null,
    saturation: keepsSaturation ? saturation : null,
    order: has === "own" ? "adstock-first" : channel.order,
    priors: sharesRoi && priors.roi !== undefined ? { roi: priors.roi } : {},
  };
}

/** Attempts at leaving out what a model refuses: one for each round of problems it finds. */
const mostRounds = 3;

/** The configuration and its specification, without priors of single channels that the kind does not know. */
function resolvable(
  panel: Panel,
  config: Config,
  holdout: readonly number[],
  notes: string[],
): { config: Config; spec: ModelSpec } {
  let asked = config;
  for (let round = 1; ; round += 1) {
    try {
      return { config: asked, spec: resolveSpec(panel, asked, { holdout }) };
    } catch (error) {
      if (!(error instanceof SpecError) || round >= mostRounds) throw error;
      const unknown = error.problems.filter(isUnknownPrior);
      if (unknown.length === 0 || unknown.length < error.problems.length) throw error;
      notes.push(...unknown.map(({ found }) => `Left out: ${found}.`));
      asked = withoutPriors(asked, unknown);
    }
  }
}

function isUnknownPrior({ code, path }: Problem): boolean {
  return code === "unknown-prior" && path?.[0] === "channels" && path[2] === "priors";
}

function withoutPriors(config: Config, problems: readonly Problem[]): Config {
  const refused = new Set(problems.map(({ path }) => `${path?.[1]} ${path?.[3]}`));
  return {
    ...config,
    channels: config.channels.map((channel, index) => ({
      ...channel,
      priors: Object.fromEntries(Object.entries(channel.priors).filter(([name]) => !refused.has(`${index} ${name}`))),
    })),
  };
}
