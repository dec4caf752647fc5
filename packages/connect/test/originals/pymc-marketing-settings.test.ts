// What a file of PyMC-Marketing says of its model, and which models are refused.
import { describe, expect, test } from "vitest";
import { pymcMarketingSettings } from "../../src/originals/pymc-marketing-settings.ts";

const attributes = {
  adstock:
    '{"lookup_name": "geometric", "prefix": "adstock", "priors": {}, "l_max": 8, "normalize": true, "mode": "After"}',
  saturation:
    '{"lookup_name": "logistic", "prefix": "curve", "priors": {"lam": {"dist": "Gamma", "kwargs": {"alpha": 3, "beta": 1}}}}',
  control_columns: '["promo"]',
  yearly_seasonality: "2",
  time_varying_intercept: "false",
  date_column: "week",
};

const problemsOf = (change: Readonly<Record<string, string>>): string[] => {
  const read = pymcMarketingSettings({ ...attributes, ...change });
  return read !== null && "problems" in read ? read.problems.map(({ found }) => found) : [];
};

test("adstock, curve, seasons, priors and the names of variables are read", () => {
  const read = pymcMarketingSettings(attributes);
  expect(read).toEqual({
    settings: {
      adstock: { kind: "geometric", window: 8, normalize: true },
      saturation: { kind: "logistic" },
      order: "adstock-first",
      yearlyOrder: 2,
      controls: ["promo"],
      variables: {
        adstock_alpha: ["adstock_alpha"],
        saturation_lam: ["curve_lam"],
        saturation_beta: ["curve_beta"],
      },
      channelPriors: { rate: { distribution: "gamma", shape: 3, rate: 1 } },
      modelPriors: {},
    },
  });
});

test("a tanh's scale is made of two of its variables; a cumulative Weibull counts one weight more", () => {
  const read = pymcMarketingSettings({
    ...attributes,
    adstock: '{"lookup_name": "weibull_cdf", "l_max": 6, "normalize": false}',
    saturation: '{"lookup_name": "tanh", "priors": {"b": {"dist": "HalfNormal", "kwargs": {"sigma": [1, 2]}}}}',
    adstock_first: "false",
  });
  expect(read).toMatchObject({
    settings: {
      adstock: { kind: "weibull-cdf", window: 7, normalize: false },
      order: "saturation-first",
      variables: { saturation_scale: ["saturation_b", "saturation_c"], saturation_beta: ["saturation_b"] },
      // A prior that differs between channels is not read.
      channelPriors: {},
    },
  });
});

describe("what no model here has is named", () => {
  test.each([
    [{ time_varying_media: "true" }, "the fit has media effects that vary over time"],
    [{ time_varying_intercept: "true" }, "the fit has an intercept that varies over time"],
    [{ dims: '["country"]' }, "the fit has panel dimensions"],
    [{ mu_effects: '[{"class": "LinearTrendEffect"}]' }, "the fit has effects added by mu_effects"],
    [{ model_config: '{"likelihood": {"dist": "StudentT"}}' }, "the fit has the likelihood StudentT"],
    [{ adstock: '{"lookup_name": "geometric", "mode": "Overlap"}' }, "the fit has an adstock of mode Overlap"],
    [{ adstock: '{"lookup_name": "mine"}' }, 'the fit has the adstock "mine"'],
    [{ saturation: '{"lookup_name": "mine"}' }, 'the fit has the saturation "mine"'],
  ])("%j", (change, found) => {
    expect(problemsOf(change)).toEqual([found]);
  });

  test("all at once", () => {
    expect(problemsOf({ time_varying_media: "true", dims: '["country"]' })).toHaveLength(2);
  });
});

test("a file without these attributes is another's", () => {
  expect(pymcMarketingSettings({})).toBeNull();
});
