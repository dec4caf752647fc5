# What Google Meridian 2.1.0 says of a small panel: the log density of the KPI and of each parameter's prior at draws from the
# prior, for many specifications. Writes panel.csv and log-density.json.
import json, sys, datetime
import numpy as np
import warnings; warnings.filterwarnings("ignore")
from meridian.data import nd_array_input_data_builder as nd
from meridian.data import input_data_builder
from meridian.model import model, spec, prior_distribution, posterior_sampler, equations
from meridian import backend, constants
import jax
tfd = backend.tfd
out = sys.argv[1]
rng = np.random.default_rng(7)
G, T, H = 4, 30, 6
M = T + H
def r(a, d=6):
    return np.vectorize(lambda v: float(f"%.{d}g" % v))(a)
geos = [f"geo{g}" for g in range(G)]
population = np.array([120000.0, 410000.0, 87000.0, 230000.0])
dates = [(datetime.date(2022, 1, 3) + datetime.timedelta(weeks=i)).isoformat() for i in range(M)]
pop = population[:, None]
base = rng.gamma(2.0, 0.4, (3, G, M))
a = r(pop * base[0] * (rng.uniform(size=(G, M)) > 0.2))
b = r(pop * base[1] * 0.3 * (rng.uniform(size=(G, M)) > 0.3))
a_spend, b_spend = r(a * 0.011), r(b * 0.034)
c_reach = r(pop * np.clip(rng.beta(2, 6, (G, M)), 0.01, 0.9) * (rng.uniform(size=(G, M)) > 0.15))
c_freq = r(1 + rng.gamma(2.0, 1.1, (G, M)))
c_spend = r(c_reach * c_freq * 0.013)
o = r(pop * base[2] * 0.2)
r_reach = r(pop * np.clip(rng.beta(2, 8, (G, M)), 0.01, 0.9))
r_freq = r(1 + rng.gamma(1.5, 0.8, (G, M)))
price = r(9.5 + rng.normal(0, 0.4, (G, T)))
promo = r(pop * rng.binomial(1, 0.3, (G, T)) * 0.001)
ctl1 = r(rng.normal(0, 2, (G, T)))
ctl2 = r(pop * (1.5 + 0.3 * rng.normal(size=(G, T))))
rpk = r(0.9 + 0.02 * rng.normal(size=(G, T)))
kpi = r(pop * (2 + 0.3 * np.arange(T) / T + 0.05 * rng.normal(size=(G, T)) + 0.1 * base[0][:, H:]))
full = dict(a=a, a_spend=a_spend, b=b, b_spend=b_spend, c_reach=c_reach, c_frequency=c_freq, c_spend=c_spend, o=o, r_reach=r_reach, r_frequency=r_freq)
part = dict(price=price, promo=promo, weather=ctl1, rivals=ctl2, worth=rpk, sales=kpi)
with open(out + "/panel.csv", "w") as f:
    f.write(",".join(["geo", "date", "population", *full, *part]) + "\n")
    for g in range(G):
        for t in range(M):
            row = [geos[g], dates[t], repr(float(population[g]))] + [repr(float(v[g, t])) for v in full.values()]
            row += ["" if t < H else repr(float(v[g, t - H])) for v in part.values()]
            f.write(",".join(row) + "\n")

def nat(x): return x.sum(0, keepdims=True)
def data(national=False, history=True, rpk_given=True, kpi_type="non_revenue", rf=True):
    s = (lambda x: nat(x)) if national else (lambda x: x)
    m = (lambda x: nat(x) / G) if national else (lambda x: x)
    h = 0 if history else H
    g = ["national_geo"] if national else geos
    bld = nd.NDArrayInputDataBuilder(kpi_type=kpi_type)
    bld.geos = g
    bld.time_coords = dates[H:]
    bld.media_time_coords = dates[h:]
    bld = bld.with_kpi(s(kpi))
    if not national: bld = bld.with_population(population)
    if rpk_given: bld = bld.with_revenue_per_kpi(m(rpk))
    bld = bld.with_controls(np.stack([m(ctl1), m(ctl2)], -1), ["weather", "rivals"])
    bld = bld.with_media(np.stack([s(a), s(b)], -1)[:, h:], np.stack([s(a_spend), s(b_spend)], -1)[:, H:], ["a", "b"])
    if rf:
        bld = bld.with_reach(s(c_reach)[:, h:, None], m(c_freq)[:, h:, None], s(c_spend)[:, H:, None], ["c"])
        bld = bld.with_organic_reach(s(r_reach)[:, h:, None], m(r_freq)[:, h:, None], ["r"])
    if rf: bld._organic_frequency = bld._organic_frequency.rename("organic_frequency")
    bld = bld.with_organic_media(s(o)[:, h:, None], ["o"])
    bld = bld.with_non_media_treatments(np.stack([m(price), m(promo)], -1), ["price", "promo"])
    return bld.build()

holdout = np.zeros((G, T), bool); holdout[1, 20:] = True; holdout[3, 4] = True
cal = np.zeros((M, 2), bool); cal[10:20, 0] = True; cal[3:15, 1] = True
calrf = np.zeros((M, 1), bool); calrf[12:25, 0] = True
S = spec.ModelSpec
P = prior_distribution.PriorDistribution
variants = {
  "default with knots": (dict(), lambda: S(knots=5)),
  "every period a knot": (dict(history=False), lambda: S()),
  "normal effects, own noise of geos": (dict(), lambda: S(media_effects_dist="normal", unique_sigma_for_each_geo=True, knots=[0, 7, 20, 29], baseline_geo="geo2")),
  "returns of the last percent, curve first": (dict(), lambda: S(media_prior_type="mroi", rf_prior_type="mroi", hill_before_adstock=True, knots=4)),
  "contributions, binomial": (dict(), lambda: S(media_prior_type="contribution", rf_prior_type="contribution", adstock_decay_spec="binomial", knots=4)),
  "coefficients": (dict(), lambda: S(media_prior_type="coefficient", rf_prior_type="coefficient", organic_media_prior_type="coefficient", organic_rf_prior_type="coefficient", non_media_treatments_prior_type="coefficient", knots=3)),
  "calibration periods": (dict(), lambda: S(roi_calibration_period=cal, rf_roi_calibration_period=calrf, knots=3)),
  "no price of the KPI": (dict(rpk_given=False), lambda: S(knots=3)),
  "scaled by population, other baselines": (dict(), lambda: S(knots=3, control_population_scaling_id=np.array([False, True]), non_media_population_scaling_id=np.array([False, True]), non_media_baseline_values=["max", 0.0])),
  "mixed transforms, short memory": (dict(), lambda: S(knots=3, max_lag=3, saturation_spec={"a": "none", "o": "none"}, adstock_decay_spec={"b": "binomial", "c": "binomial", "r": "binomial"})),
  "national": (dict(national=True), lambda: S(knots=2)),
  "held-out cells": (dict(), lambda: S(knots=5, holdout_id=holdout)),
}
result = {"versions": {}, "settings": {}, "variants": {}}
import meridian, jax, jaxlib, tensorflow_probability as tfp
result["versions"] = {"google-meridian": meridian.__version__, "jax": jax.__version__, "numpy": np.__version__}
for name, (kw, mk) in variants.items():
    try:
        d = data(**kw)
        mm = model.Meridian(input_data=d, model_spec=mk())
        ctx = mm.model_context
        ps = posterior_sampler.PosteriorMCMCSampler(model_context=ctx)
        dist = ps._get_joint_dist_sampling_unpinned()
        full_dist = ps._get_joint_dist_unpinned()
        y = ctx.kpi_scaled
        if ctx.holdout_id is not None: y = backend.where(ctx.holdout_id, 0.0, y)
        pts = []
        for k in range(3):
            s = dist.sample(seed=jax.random.PRNGKey(100 + k))
            fields = s._fields
            vals = [y if f == "y" else getattr(s, f) for f in fields]
            parts = dist.log_prob_parts(type(s)(*vals))
            fs = full_dist.sample(seed=jax.random.PRNGKey(1), value=posterior_sampler._build_reconstruction_values(full_dist, {f: v for f, v in zip(fields, vals) if f != "y"}, y))
            derived = {f: np.asarray(getattr(fs, f)).tolist() for f in fs._fields if f not in fields}
            pts.append({"values": {f: np.asarray(v).tolist() for f, v in zip(fields, vals) if f != "y"},
                        "derived": {f: v for f, v in derived.items() if f in ("beta_gm", "beta_grf", "gamma_gn")},
                        "logDensity": {f: float(np.sum(np.asarray(getattr(parts, f)))) for f in fields}})
        result["variants"][name] = pts
        print(name, "ok", pts[0]["logDensity"]["y"], flush=True)
    except Exception as e:
        import traceback; traceback.print_exc(); print(name, "FAILED", repr(e)[:300], flush=True)
json.dump(result, open(out + "/log-density.json", "w"), separators=(",", ":"))
# The national sums and means, as the last but one variant saw them.
with open(out + "/national-panel.csv", "w") as f:
    f.write(",".join(["date", *full, *part]) + "\n")
    mean_of = {"c_frequency", "r_frequency", "price", "promo", "weather", "rivals", "worth"}
    for t in range(M):
        row = [dates[t]]
        for k, v in full.items(): row.append(repr(float(nat(v)[0, t] / (G if k in mean_of else 1))))
        for k, v in part.items(): row.append("" if t < H else repr(float(nat(v)[0, t - H] / (G if k in mean_of else 1))))
        f.write(",".join(row) + "\n")
