# The posterior that Google Meridian 2.1.0 gives on a small panel with reach and frequency, paid and organic: 5 geos of
# geo_media.csv over 60 weeks, Channel3 split into reach and frequency, Channel2 organic and split as well.
import json, sys, time
import numpy as np, pandas as pd
import warnings; warnings.filterwarnings("ignore")
from meridian.data import nd_array_input_data_builder as nd
from meridian.model import model, spec
from meridian.analysis import analyzer
import arviz as az, jax, meridian
src, out = sys.argv[1], sys.argv[2]
df = pd.read_csv(src)
geos = ["Geo0", "Geo1", "Geo2", "Geo3", "Geo4"]
times = sorted(df.time.unique())[:60]
df = df[df.geo.isin(geos) & df.time.isin(times)].sort_values(["geo", "time"]).reset_index(drop=True)
rng = np.random.default_rng(11)
f3 = np.round(1.2 + rng.gamma(3.0, 0.6, len(df)), 3)
f2 = np.round(1.1 + rng.gamma(2.0, 0.5, len(df)), 3)
df["Channel3_frequency"] = f3
df["Channel3_reach"] = np.round(df.Channel3_impression / f3, 0)
df["Organic_frequency"] = f2
df["Organic_reach"] = np.round(df.Channel2_impression / f2, 0)
cols = ["geo", "time", "population", "conversions", "revenue_per_conversion", "Channel0_impression", "Channel0_spend", "Channel1_impression", "Channel1_spend", "Channel3_reach", "Channel3_frequency", "Channel3_spend", "Organic_reach", "Organic_frequency", "competitor_activity_score_control", "sentiment_score_control"]
df[cols].to_csv(out + "/reach-panel.csv", index=False)
df = pd.read_csv(out + "/reach-panel.csv")
G, T = len(geos), len(times)
c = lambda n: df[n].to_numpy(dtype=float).reshape(G, T)
b = nd.NDArrayInputDataBuilder(kpi_type="non_revenue")
b.geos, b.time_coords, b.media_time_coords = geos, times, times
b = b.with_kpi(c("conversions")).with_population(c("population")[:, 0]).with_revenue_per_kpi(c("revenue_per_conversion"))
b = b.with_controls(np.stack([c("competitor_activity_score_control"), c("sentiment_score_control")], -1), ["competitor_activity_score_control", "sentiment_score_control"])
b = b.with_media(np.stack([c("Channel0_impression"), c("Channel1_impression")], -1), np.stack([c("Channel0_spend"), c("Channel1_spend")], -1), ["Channel0", "Channel1"])
b = b.with_reach(c("Channel3_reach")[..., None], c("Channel3_frequency")[..., None], c("Channel3_spend")[..., None], ["Channel3"])
b = b.with_organic_reach(c("Organic_reach")[..., None], c("Organic_frequency")[..., None], ["Organic"])
b._organic_frequency = b._organic_frequency.rename("organic_frequency")
data = b.build()
settings = dict(n_chains=4, n_adapt=500, n_burnin=300, n_keep=1000, seed=3)
m = model.Meridian(input_data=data, model_spec=spec.ModelSpec(knots=6))
t0 = time.time()
m.sample_posterior(**settings)
took = time.time() - t0
post = m.inference_data.posterior
stats = {}
for v in post.data_vars:
    x = post[v]
    s = az.summary(x, var_names=[v], hdi_prob=0.9, round_to="none", kind="all") if v not in ("slope_m",) else None
    if s is None: continue
    stats[v] = {"dims": list(x.dims[2:]), "shape": list(x.shape[2:]), "mean": s["mean"].tolist(), "sd": s["sd"].tolist(), "mcse": s["mcse_mean"].tolist(), "ess": s["ess_bulk"].tolist(), "rhat": s["r_hat"].tolist()}
an = analyzer.Analyzer(m)
def summ(a):
    a = np.asarray(a)
    d = az.convert_to_dataset({"x": a})
    return {"mean": a.mean((0, 1)).tolist(), "sd": a.std((0, 1)).tolist(), "mcse": np.asarray(az.mcse(d, method="mean")["x"]).tolist()}
results = {"roi": summ(an.roi(use_posterior=True)), "mroi": summ(an.marginal_roi(incremental_increase=0.01, use_posterior=True)),
  "incremental": summ(an.incremental_outcome(use_posterior=True, include_non_paid_channels=True)),
  "expected": summ(np.asarray(an.expected_outcome(use_posterior=True)))}
acc = an.predictive_accuracy().to_dataframe().reset_index().to_dict("records")
sd = m.inference_data.sample_stats if hasattr(m.inference_data, "sample_stats") else None
def clean(x): return {k: clean(v) for k, v in x.items()} if isinstance(x, dict) else [clean(v) for v in x] if isinstance(x, list) else None if isinstance(x, float) and x != x else x
json.dump(clean({"versions": {"google-meridian": meridian.__version__, "jax": jax.__version__, "numpy": np.__version__}, "settings": {**settings, "knots": 6, "spec": "ModelSpec(knots=6), all else default"}, "seconds": took,
  "divergences": int(np.asarray(sd["diverging"]).sum()) if sd is not None and "diverging" in sd else None,
  "parameters": stats, "results": results, "accuracy": [{k: (float(v) if isinstance(v, (float, np.floating)) else str(v)) for k, v in r.items()} for r in acc]}), open(out + "/reach-posterior.json", "w"))
print("done", took)
