// What a file of PyMC-Marketing says of its model, as our configuration would say it.
import {
  type ConfigAdstock,
  type ConfigPrior,
  type ConfigSaturation,
  type Problem,
  variableName,
} from "@carryover/mmm";
import type { NetcdfAttributes } from "../write/netcdf-file.ts";
import { unsupported } from "./imported-fit.ts";

export interface PymcMarketingSettings {
  readonly adstock: ConfigAdstock;
  readonly saturation: ConfigSaturation;
  readonly order: "adstock-first" | "saturation-first";
  readonly yearlyOrder: number;
  readonly controls: readonly string[];
  /** The file's variable for each of ours whose name is another; two are multiplied. */
  readonly variables: Readonly<Record<string, readonly string[]>>;
  /** Of every channel, by our parameter's name. */
  readonly channelPriors: Readonly<Record<string, ConfigPrior>>;
  readonly modelPriors: {
    readonly intercept?: ConfigPrior;
    readonly yearly?: ConfigPrior;
    readonly controls?: ConfigPrior;
    readonly noise?: ConfigPrior;
  };
}

interface Kind<T> {
  readonly kind: T;
  /** The file's parameter for each of ours; two are multiplied. */
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

const adstocks: Readonly<Record<string, Kind<ConfigAdstock["kind"]>>> = {
  no_adstock: { kind: "none", parameters: {} },
  geometric: { kind: "geometric", parameters: { retention: ["alpha"] } },
  binomial: { kind: "binomial", parameters: { retention: ["alpha"] } },
  delayed: { kind: "delayed", parameters: { retention: ["alpha"], peakDelay: ["theta"] } },
  weibull_pdf: { kind: "weibull-pdf", parameters: { scale: ["lam"], shape: ["k"] } },
  weibull_cdf: { kind: "weibull-cdf", parameters: { scale: ["lam"], shape: ["k"] } },
};

const saturations: Readonly<Record<string, Kind<ConfigSaturation["kind"]>>> = {
  no_saturation: { kind: "none", parameters: { coefficient: ["beta"] } },
  logistic: { kind: "logistic", parameters: { rate: ["lam"], coefficient: ["beta"] } },
  inverse_scaled_logistic: {
    kind: "inverse-scaled-logistic",
    parameters: { halfSaturation: ["lam"], coefficient: ["beta"] },
  },
  tanh: { kind: "tanh", parameters: { saturationScale: ["b", "c"], coefficient: ["b"] } },
  michaelis_menten: { kind: "michaelis-menten", parameters: { halfSaturation: ["lam"], coefficient: ["alpha"] } },
  hill: { kind: "hill", parameters: { halfSaturation: ["kappa"], slope: ["slope"], coefficient: ["beta"] } },
  hill_sigmoid: {
    kind: "hill-sigmoid",
    parameters: { rate: ["beta"], midpoint: ["lam"], coefficient: ["sigma"] },
  },
  root: { kind: "root", parameters: { exponent: ["alpha"], coefficient: ["beta"] } },
};

/** Problems when the file's model has what none here has; null when it is not one of PyMC-Marketing's. */
export function pymcMarketingSettings(
  attributes: NetcdfAttributes,
): { readonly settings: PymcMarketingSettings } | { readonly problems: readonly Problem[] } | null {
  const adstock = record(json(attributes.adstock));
  const saturation = record(json(attributes.saturation));
  if (typeof adstock.lookup_name !== "string" || typeof saturation.lookup_name !== "string") return null;
  const [carry, curve] = [known(adstocks, adstock.lookup_name), known(saturations, saturation.lookup_name)];
  const problems = [
    ...(carry === undefined ? [unknownKind("adstock", adstock.lookup_name, adstocks)] : []),
    ...(curve === undefined ? [unknownKind("saturation", saturation.lookup_name, saturations)] : []),
    ...extras(attributes, adstock),
  ];
  if (carry === undefined || curve === undefined || problems.length > 0) return { problems };
  const model = record(json(attributes.model_config));
  const prefixed = (prefix: unknown, fallback: string, parameters: Kind<string>["parameters"]) =>
    Object.entries(parameters).map(([ours, theirs]): [string, readonly string[]] => [
      variableName("pymc-marketing", ours),
      theirs.map((name) => `${typeof prefix === "string" ? prefix : fallback}_${name}`),
    ]);
  return {
    settings: {
      adstock: {
        kind: carry.kind,
        window: carry.kind === "none" ? null : Number(adstock.l_max) + (carry.kind === "weibull-cdf" ? 1 : 0),
        normalize: carry.kind === "none" ? null : adstock.normalize === true,
      },
      saturation: { kind: curve.kind },
      order: json(attributes.adstock_first) === false ? "saturation-first" : "adstock-first",
      yearlyOrder: Number(json(attributes.yearly_seasonality) ?? 0),
      controls: texts(json(attributes.control_columns)),
      variables: Object.fromEntries([
        ...prefixed(adstock.prefix, "adstock", carry.parameters),
        ...prefixed(saturation.prefix, "saturation", curve.parameters),
      ]),
      channelPriors: {
        ...priorsOf(record(adstock.priors), carry.parameters),
        ...priorsOf(record(saturation.priors), curve.parameters),
      },
      modelPriors: stated({
        intercept: prior(model.intercept),
        yearly: prior(model.gamma_fourier),
        controls: prior(model.gamma_control),
        noise: prior(record(record(model.likelihood).kwargs).sigma),
      }),
    },
  };
}

function extras(attributes: NetcdfAttributes, adstock: Readonly<Record<string, unknown>>): Problem[] {
  const isSet = (value: unknown): boolean =>
    value !== undefined && value !== null && value !== false && !(Array.isArray(value) && value.length === 0);
  const likelihood = record(record(json(attributes.model_config)).likelihood).dist;
  const refused: readonly (readonly [boolean, string])[] = [
    [isSet(json(attributes.time_varying_intercept)), "an intercept that varies over time"],
    [isSet(json(attributes.time_varying_media)), "media effects that vary over time"],
    [isSet(json(attributes.dims)), "panel dimensions"],
    [isSet(json(attributes.mu_effects)), "effects added by mu_effects"],
    [adstock.mode !== undefined && adstock.mode !== "After", `an adstock of mode ${String(adstock.mode)}`],
    [likelihood !== undefined && likelihood !== "Normal", `the likelihood ${String(likelihood)}`],
  ];
  return refused
    .filter(([has]) => has)
    .map(([, what]) =>
      unsupported(`the fit has ${what}`, "Import a fit without; or let Carryover fit the model itself"),
    );
}

function unknownKind(what: string, name: string, kinds: Readonly<Record<string, unknown>>): Problem {
  return unsupported(`the fit has the ${what} "${name}"`, `Import a fit with one of ${Object.keys(kinds).join(", ")}`);
}

function known<T>(kinds: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}

/** Priors of single parameters; one that two of the file's make up keeps our default. */
function priorsOf(
  priors: Readonly<Record<string, unknown>>,
  parameters: Kind<string>["parameters"],
): Record<string, ConfigPrior> {
  return stated(
    Object.fromEntries(
      Object.entries(parameters).map(([ours, [name, another]]) => [
        ours,
        name === undefined || another !== undefined ? undefined : prior(priors[name]),
      ]),
    ),
  );
}

/** PyMC's distributions by our names, their arguments in order. */
const distributions: Readonly<
  Record<string, { readonly name: string; readonly arguments: Readonly<Record<string, string>> }>
> = {
  Normal: { name: "normal", arguments: { mu: "mean", sigma: "sd" } },
  HalfNormal: { name: "half-normal", arguments: { sigma: "sd" } },
  Beta: { name: "beta", arguments: { alpha: "alpha", beta: "beta" } },
  Gamma: { name: "gamma", arguments: { alpha: "shape", beta: "rate" } },
  Laplace: { name: "laplace", arguments: { mu: "location", b: "scale" } },
  LogNormal: { name: "log-normal", arguments: { mu: "mu", sigma: "sigma" } },
};

/** Undefined for a prior of another family, or one that differs between channels. */
function prior(serialized: unknown): ConfigPrior | undefined {
  const { dist, kwargs } = record(serialized);
  const family = typeof dist === "string" ? known(distributions, dist) : undefined;
  if (family === undefined) return undefined;
  const given = Object.entries(record(kwargs));
  const parameters = given.flatMap(([name, value]) =>
    typeof value === "number" && Object.hasOwn(family.arguments, name) ? [[family.arguments[name] ?? name, value]] : [],
  );
  const complete = parameters.length === given.length && given.length === Object.keys(family.arguments).length;
  return complete ? { distribution: family.name, ...Object.fromEntries(parameters) } : undefined;
}

function stated<T>(entries: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

/** The JSON that an attribute holds; undefined for what is none, such as a bare column name. */
function json(attribute: string | number | undefined): unknown {
  if (typeof attribute !== "string") return attribute;
  try {
    return JSON.parse(attribute) as unknown;
  } catch {
    return undefined;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
