"""Writes diagnostics.json: what ArviZ says about stored draws, for the tests of src/diagnostics.

    python3 -m venv venv && venv/bin/pip install -r diagnostics-requirements.txt
    venv/bin/python diagnostics.py

"arviz" holds the answers of arviz 0.22, "arvizStats" those of arviz-stats (ArviZ 1.x) where both compute the
same quantity. The draws are made here from a fixed seed and stored rounded, so that both sides see one input.
"""

import json
import math
import warnings
from pathlib import Path

import arviz
import arviz_stats
import numpy as np
import scipy
from arviz_stats.base import array_stats

warnings.simplefilter("ignore")
PROBABILITIES = [0.025, 0.1, 0.5, 0.9]
METHODS = {"essBulk": "bulk", "essTail": "tail", "essMean": "mean", "essSd": "sd"}


def autoregressive(random, chains, draws, coefficient):
    values = np.zeros((chains, draws))
    innovations = random.normal(size=(chains, draws))
    values[:, 0] = innovations[:, 0] / math.sqrt(1 - coefficient**2)
    for draw in range(1, draws):
        values[:, draw] = coefficient * values[:, draw - 1] + innovations[:, draw]
    return values


def datasets(random):
    shifted = random.normal(size=(4, 150))
    shifted[3] += 1.5
    scaled = random.normal(size=(4, 100))
    scaled[0] *= 4
    return {
        "well mixed": random.normal(size=(4, 100)),
        "autocorrelated": autoregressive(random, 4, 250, 0.9),
        "heavy-tailed": random.standard_cauchy(size=(4, 200)),
        "one chain shifted": shifted,
        "one chain wider": scaled,
        "antithetic, odd number of draws": autoregressive(random, 4, 125, -0.7),
        "counts with ties": random.poisson(2.5, size=(4, 120)).astype(float),
        "two chains of a random walk": np.cumsum(random.normal(size=(2, 140)), axis=1),
        "a single chain": random.normal(size=(1, 200)),
        "constant": np.full((4, 50), 0.5),
    }


def by_arviz(values):
    flat = values.ravel()
    return {
        "rhat": arviz.rhat(values, method="rank"),
        **{name: arviz.ess(values, method=method) for name, method in METHODS.items()},
        "essQuantile": [arviz.ess(values, method="quantile", prob=p) for p in PROBABILITIES],
        "mcseMean": arviz.mcse(values, method="mean"),
        "mcseSd": arviz.mcse(values, method="sd"),
        "mcseQuantile": [arviz.mcse(values, method="quantile", prob=p) for p in PROBABILITIES],
        "mean": flat.mean(),
        "sd": flat.std(ddof=1),
        "quantile": list(np.quantile(flat, PROBABILITIES)),
        "hdi90": list(arviz.hdi(flat, hdi_prob=0.9)),
    }


def by_arviz_stats(values):
    def ess(method, prob=None):
        return array_stats.ess(values, chain_axis=0, draw_axis=1, method=method, prob=prob)

    return {
        "rhat": array_stats.rhat(values, chain_axis=0, draw_axis=1, method="rank"),
        "essBulk": ess("bulk"),
        "essTail": ess("tail", prob=(0.05, 0.95)),
        "essMean": ess("mean"),
        "essSd": ess("sd"),
        "essQuantile": [ess("quantile", prob=p) for p in PROBABILITIES],
        "mcseMean": array_stats.mcse(values, chain_axis=0, draw_axis=1, method="mean"),
        "mcseQuantile": [
            array_stats.mcse(values, chain_axis=0, draw_axis=1, method="quantile", prob=p) for p in PROBABILITIES
        ],
        "eti90": list(array_stats.eti(values.ravel(), prob=0.9)),
    }


def log_likelihood_matrix(random):
    """(4, 100, 30): a normal model fitted to data with three outliers, the last one beyond rescue."""
    observed = random.normal(size=30)
    observed[[7, 19, 28]] = [4.0, -6.0, 11.0]
    location = observed.mean() + random.normal(size=(4, 100, 1)) * 0.3
    scale = 1.6 * np.exp(random.normal(size=(4, 100, 1)) * 0.12)
    return -0.5 * math.log(2 * math.pi) - np.log(scale) - 0.5 * ((observed - location) / scale) ** 2


def leave_one_out(values, parameter):
    data = arviz.from_dict(posterior={"location": parameter}, log_likelihood={"y": values})
    answers = {}
    for name, efficiency in {"independent": 1.0, "correlated": 0.37, "estimated": None}.items():
        result = arviz.loo(data, pointwise=True, reff=efficiency)
        answers[name] = {
            "relativeEfficiency": efficiency
            if efficiency is not None
            else float(arviz.ess(parameter, method="mean") / parameter.size),
            "elpd": result.elpd_loo,
            "standardError": result.se,
            "effectiveParameters": result.p_loo,
            "goodK": result.good_k,
            "pointwise": list(result.loo_i.values),
            "paretoK": list(result.pareto_k.values),
        }
    weights, shape = arviz.psislw(-values[:, :, 28].ravel().copy())
    return answers, {"observation": 28, "logWeights": list(weights), "paretoK": float(shape)}


def widely_applicable(values):
    result = arviz.waic(arviz.from_dict(log_likelihood={"y": values}), pointwise=True)
    return {
        "elpd": result.elpd_waic,
        "standardError": result.se,
        "effectiveParameters": result.p_waic,
        "pointwise": list(result.waic_i.values),
    }


def plain(value):
    """JSON has no NaN: null stands for it."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, str):
        return value
    number = float(value)
    if math.isnan(number):
        return None
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def main():
    random = np.random.default_rng(20240607)
    cases = []
    for name, raw in datasets(random).items():
        values = raw.round(6)
        cases.append(
            {
                "name": name,
                "chains": values.shape[0],
                "draws": values.shape[1],
                "values": list(values.ravel()),
                "arviz": by_arviz(values),
                "arvizStats": by_arviz_stats(values),
            }
        )
    energy = (autoregressive(random, 3, 80, 0.8) + 50).round(6)
    values = log_likelihood_matrix(random).round(5)
    parameter = autoregressive(random, 4, 100, 0.5).round(6)
    loo, psis = leave_one_out(values, parameter)
    document = {
        "versions": {
            "arviz": arviz.__version__,
            "arviz-stats": arviz_stats.__version__,
            "numpy": np.__version__,
            "scipy": scipy.__version__,
        },
        "probabilities": PROBABILITIES,
        "cases": cases,
        "energy": {
            "chains": 3,
            "draws": 80,
            "values": list(energy.ravel()),
            "bfmi": list(arviz.bfmi(energy)),
        },
        "logLikelihood": {
            "chains": 4,
            "draws": 100,
            "observations": 30,
            "values": list(values.ravel()),
            "parameter": list(parameter.ravel()),
            "loo": loo,
            "psis": psis,
            "waic": widely_applicable(values),
        },
    }
    target = Path(__file__).with_suffix(".json")
    target.write_text(json.dumps(plain(document), separators=(",", ":"), allow_nan=False) + "\n")


if __name__ == "__main__":
    main()
