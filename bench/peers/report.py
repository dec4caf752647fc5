"""What every peer's script shares: its options, and one JSON object about a finished run."""

import argparse
import importlib.metadata
import json
import platform
import time

import arviz

PACKAGES = ("pymc", "pymc-marketing", "nutpie", "pytensor", "numba", "arviz", "numpy")


def run_options(target_acceptance):
    """The command line: where the data lie, how to sample, where to write the draws."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True, help="CSV file")
    parser.add_argument("--output", required=True, help="netCDF file for the draws")
    parser.add_argument("--metric", choices=("diagonal", "low-rank"), default="diagonal")
    parser.add_argument("--chains", type=int, default=4)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--warmup", type=int, default=1000)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--target-acceptance", type=float, default=target_acceptance)
    parser.add_argument("--seed", type=int, default=42)
    return parser.parse_args()


def report(trace, variables, sampling_seconds, options):
    """
    Diagnoses the run, prints the figures, then writes the draws.

    trace: InferenceData with warm-up
    variables: names of the parameters; what is derived from them is left out of the diagnostics
    sampling_seconds: wall seconds of sampling alone, warm-up included
    """
    summary = arviz.summary(trace, var_names=variables, kind="diagnostics", round_to="none")
    finished = time.time()
    kept, warmup = trace.sample_stats, trace.warmup_sample_stats
    figures = {
        "finishedAt": finished,
        "samplingSeconds": sampling_seconds,
        "minEssBulk": float(summary["ess_bulk"].min()),
        "minEssTail": float(summary["ess_tail"].min()),
        "maxRhat": float(summary["r_hat"].max()),
        "divergences": int(kept["diverging"].sum()),
        "leapfrogsPerDraw": float(kept["n_steps"].mean()),
        "gradientEvaluations": int(kept["n_steps"].sum() + warmup["n_steps"].sum()),
        "versions": {"python": platform.python_version()}
        | {name: importlib.metadata.version(name) for name in PACKAGES},
    }
    print(json.dumps(figures), flush=True)
    trace.posterior[variables].to_netcdf(options.output, group="posterior")
