"""The seed's model, written for PyMC and sampled by nutpie, with the diagonal metric or the low-rank one."""

import time
import warnings

warnings.simplefilter("ignore")

import numpy
import nutpie
import pandas
import pymc
import pytensor
import pytensor.tensor as tensor

from report import report, run_options

CHANNELS = ["tv", "search", "social", "display", "print_ooh"]
CONTROLS = ["price_index", "is_promotion", "competitor_spend", "economic_index"]

options = run_options(target_acceptance=0.95)
frame = pandas.read_csv(options.data)
spend = frame[[f"{channel}_spend" for channel in CHANNELS]].to_numpy(float)
season = frame[[f"fourier_{wave}_{k}" for k in (1, 2, 3) for wave in ("sin", "cos")]].to_numpy(float)
weekdays = (frame["day_of_week"].to_numpy()[:, None] == numpy.arange(1, 7)).astype(float)
controls = frame[CONTROLS].to_numpy(float)

with pymc.Model() as model:
    intercept = pymc.Normal("intercept", 50_000, 10_000)
    trend = pymc.Normal("trend_coef", 0, 50)
    season_effect = pymc.Normal("fourier_coeffs", 0, 5_000, shape=6)
    weekday_effect = pymc.Normal("dow_betas", 0, 3_000, shape=6)
    control_effect = pymc.Normal("control_betas", 0, 10_000, shape=4)
    retention = pymc.Beta("adstock_alpha", [8.5, 2, 5, 4, 7], [1.5, 8, 5, 6, 3], shape=5)
    half = pymc.HalfNormal("saturation_K", numpy.array([200e3, 50e3, 75e3, 50e3, 100e3]), shape=5)
    slope = pymc.HalfNormal("saturation_S", 2.0, shape=5)
    coefficient = pymc.HalfNormal("beta_media", 1.0, shape=5)
    noise = pymc.HalfNormal("sigma", 5_000)
    adstocked, _ = pytensor.scan(
        lambda today, carried, share: today + share * carried,
        sequences=[tensor.as_tensor(spend)],
        outputs_info=[tensor.zeros(5)],
        non_sequences=[retention],
    )
    saturated = adstocked**slope / (half**slope + adstocked**slope)
    expected = (
        intercept * (1 + saturated @ coefficient)
        + trend * frame["t"].to_numpy(float)
        + season @ season_effect
        + weekdays @ weekday_effect
        + controls @ control_effect
    )
    pymc.Normal("revenue", expected, noise, observed=frame["revenue"].to_numpy(float))

compiled = nutpie.compile_pymc_model(model)
started = time.perf_counter()
trace = nutpie.sample(
    compiled,
    chains=options.chains,
    cores=options.cores,
    tune=options.warmup,
    draws=options.draws,
    target_accept=options.target_acceptance,
    seed=options.seed,
    progress_bar=False,
    low_rank_modified_mass_matrix=options.metric == "low-rank",
)
sampling_seconds = time.perf_counter() - started
report(trace, [variable.name for variable in model.free_RVs], sampling_seconds, options)
