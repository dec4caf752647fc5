"""PyMC-Marketing's default model on its own example, sampled by nutpie."""

import warnings

warnings.simplefilter("ignore")

import pandas
from pymc_marketing.mmm import GeometricAdstock, LogisticSaturation
from pymc_marketing.mmm.multidimensional import MMM

from report import report, run_options

options = run_options(target_acceptance=0.8)
frame = pandas.read_csv(options.data, parse_dates=["date_week"])
mmm = MMM(
    date_column="date_week",
    channel_columns=["x1", "x2"],
    control_columns=["event_1", "event_2", "t"],
    adstock=GeometricAdstock(l_max=8),
    saturation=LogisticSaturation(),
    yearly_seasonality=2,
)
trace = mmm.fit(
    frame.drop(columns=["y", "dayofyear"]),
    frame["y"],
    nuts_sampler="nutpie",
    chains=options.chains,
    tune=options.warmup,
    draws=options.draws,
    target_accept=options.target_acceptance,
    random_seed=options.seed,
    progressbar=False,
    nuts_sampler_kwargs={
        "cores": options.cores,
        "low_rank_modified_mass_matrix": options.metric == "low-rank",
    },
)
variables = [variable.name for variable in mmm.model.free_RVs]
report(trace, variables, trace.posterior.attrs["sampling_time"], options)
