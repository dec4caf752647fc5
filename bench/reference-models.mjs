// The models every bench knows by name: data, configuration, and how to make the posterior.
import { fileURLToPath } from "node:url";

const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const spendOf = (names) => names.map((name) => ({ name, spend: `${name}_spend` }));

const seedData = {
  path: file("../packages/connect/test/reference/adelon/mmm_daily_data.csv"),
  date: "date",
  kpi: { column: "revenue" },
};
const seedChannels = spendOf(["tv", "search", "social", "display", "print_ooh"]);
const seedControls = ["price_index", "is_promotion", "competitor_spend", "economic_index"];

const unitsSold = { column: "conversions", kind: "units", revenue_per_kpi: "revenue_per_conversion" };
const geoData = {
  path: file("data/geo_all_channels.csv"),
  date: "time",
  geo: "geo",
  population: "population",
  kpi: unitsSold,
};
const geoChannels = [0, 1, 2, 3, 4].map((index) => ({
  name: `Channel${index}`,
  spend: `Channel${index}_spend`,
  exposure: `Channel${index}_impression`,
}));
const geoControls = ["competitor_sales_control", "sentiment_score_control"];
const organic = [{ name: "Organic_channel0", exposure: "Organic_channel0_impression" }];
const treatments = [{ column: "Promo" }];

/** By the name under which its figures stand in the JSON: a configuration as a user would write it. */
export const referenceModels = {
  seedModel: {
    title: "seed model, 1,095 days × 5",
    config: { data: seedData, channels: seedChannels, controls: seedControls, model: { kind: "adelon" } },
  },
  defaultModel: {
    title: "default model, 1,095 days × 5",
    config: { data: seedData, channels: seedChannels, controls: seedControls, model: { holidays: "US" } },
  },
  pymcMarketingModel: {
    title: "PyMC-Marketing's example, 179 weeks × 2",
    config: {
      data: {
        path: file("../packages/connect/test/reference/pymc-marketing/mmm_example.csv"),
        date: "date_week",
        kpi: { column: "y" },
      },
      channels: ["x1", "x2"].map((name) => ({ name, spend: name })),
      controls: ["event_1", "event_2", "t"],
      model: { kind: "pymc-marketing" },
    },
  },
  geoModel: {
    title: "default model, 40 geos × 156 weeks × 5",
    config: {
      data: geoData,
      channels: geoChannels,
      controls: geoControls,
    },
  },
  meridianGeoModel: {
    title: "Meridian's model, 40 geos × 156 weeks × 6, automatic knots",
    config: {
      data: geoData,
      channels: geoChannels,
      organic,
      treatments,
      controls: geoControls,
      model: { kind: "meridian", meridian: { knots: "automatic" } },
    },
  },
  meridianNationalModel: {
    title: "Meridian's model, 156 weeks × 6",
    config: {
      data: {
        path: file("../packages/connect/test/reference/meridian/national_all_channels.csv"),
        date: "time",
        kpi: unitsSold,
      },
      channels: geoChannels,
      organic,
      treatments,
      controls: geoControls,
      model: { kind: "meridian" },
    },
  },
};

/** Reads the model's data and says what will be fitted, and how when nothing is said of it: { panel, spec, sampling }. */
export async function loadModel(name) {
  const [{ readTable }, mmm] = await Promise.all([import("@carryover/connect"), import("@carryover/mmm")]);
  const config = mmm.parseConfig(referenceModels[name].config);
  const { panel } = mmm.buildPanel(await readTable(config.data.path), config);
  const { warmup, target_accept: targetAcceptance } = mmm.modelSampler(config);
  return { panel, spec: mmm.resolveSpec(panel, config), sampling: { warmup, targetAcceptance } };
}
