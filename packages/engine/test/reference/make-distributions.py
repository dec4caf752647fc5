"""Writes distributions.json: log densities, distribution functions, means and standard deviations by scipy.stats.

    python3 -m venv venv && venv/bin/pip install scipy==1.17.1 numpy==2.4.6 && venv/bin/python make-distributions.py

Each case: name and args as in Carryover, points [[x, log density, distribution function]], mean and sd (null: none).
"""

import json
import math
import pathlib
import platform

import numpy
import scipy
from scipy import special, stats


def truncated(mean, sd, lower, upper):
    return stats.truncnorm((lower - mean) / sd, (upper - mean) / sd, loc=mean, scale=sd)


inf = math.inf
builders = {
    "normal": lambda mean, sd: stats.norm(mean, sd),
    "half-normal": lambda sd: stats.halfnorm(0, sd),
    "truncated-normal": truncated,
    "log-normal": lambda mu, sigma: stats.lognorm(sigma, scale=math.exp(mu)),
    "shifted-log-normal": lambda shift, mu, sigma: stats.lognorm(sigma, loc=shift, scale=math.exp(mu)),
    "beta": lambda alpha, beta: stats.beta(alpha, beta),
    "gamma": lambda shape, rate: stats.gamma(shape, scale=1 / rate),
    "inverse-gamma": lambda shape, scale: stats.invgamma(shape, scale=scale),
    "exponential": lambda rate: stats.expon(scale=1 / rate),
    "laplace": lambda location, scale: stats.laplace(location, scale),
    "student-t": lambda df, location, scale: stats.t(df, location, scale),
    "half-student-t": lambda df, scale: None,
    "cauchy": lambda location, scale: stats.cauchy(location, scale),
    "half-cauchy": lambda scale: stats.halfcauchy(0, scale),
    "uniform": lambda lower, upper: stats.uniform(lower, upper - lower),
}
cases = [
    ("normal", [0, 1]), ("normal", [-3.5, 0.02]), ("normal", [1e3, 40]),
    ("half-normal", [1]), ("half-normal", [0.03]), ("half-normal", [250]),
    ("truncated-normal", [0.8, 0.8, 0.1, 10]), ("truncated-normal", [0, 1, -1, 1]), ("truncated-normal", [0, 1, 4, inf]),
    ("truncated-normal", [2, 3, -inf, 1]), ("truncated-normal", [5, 2, -inf, inf]), ("truncated-normal", [-2, 0.5, 0, 1]),
    ("log-normal", [0, 1]), ("log-normal", [0.2, 0.9]), ("log-normal", [-6, 0.1]),
    ("shifted-log-normal", [1, 0, 0.8]), ("shifted-log-normal", [-20, 2, 0.3]),
    ("beta", [2, 2]), ("beta", [0.5, 0.4]), ("beta", [1, 3]), ("beta", [85, 15]), ("beta", [1, 1]),
    ("gamma", [2, 3]), ("gamma", [0.3, 1]), ("gamma", [40, 0.01]), ("gamma", [1, 2]),
    ("inverse-gamma", [3, 2]), ("inverse-gamma", [0.7, 1]), ("inverse-gamma", [40, 500]), ("inverse-gamma", [1.5, 4]),
    ("exponential", [1]), ("exponential", [0.01]),
    ("laplace", [0, 1]), ("laplace", [4, 0.25]),
    ("student-t", [3, 0, 1]), ("student-t", [30, -4, 2.5]), ("student-t", [1, 0, 1]), ("student-t", [1.7, 2, 0.1]),
    ("half-student-t", [3, 1]), ("half-student-t", [25, 0.2]), ("half-student-t", [1, 2]), ("half-student-t", [1.5, 1]),
    ("cauchy", [0, 1]), ("cauchy", [-7, 0.3]),
    ("half-cauchy", [1]), ("half-cauchy", [25]),
    ("uniform", [0, 1]), ("uniform", [-5, 12.5]),
]
probabilities = [1e-4, 0.02, 0.1, 0.37, 0.5, 0.71, 0.9, 0.98, 0.9999]


def number(value):
    value = float(value)
    return value if math.isfinite(value) else None


def half_t_row(df, scale, p):
    t = stats.t(df, 0, scale)
    x = float(t.ppf((1 + p) / 2))
    z = (x / scale) ** 2
    # Either form cancels on the other side of the median.
    cdf = special.betainc(0.5, df / 2, z / (df + z)) if p < 0.5 else 1 - 2 * t.sf(x)
    return [x, float(t.logpdf(x) + math.log(2)), float(cdf)]


def half_t_moments(df, scale):
    t = stats.t(df, 0, scale)
    mean = 2 * t.expect(lambda x: x, lb=0) if df > 1 else inf
    return number(mean), number(math.sqrt(t.var() - mean**2)) if df > 2 else None


rows = []
for name, args in cases:
    if name == "half-student-t":
        points = [half_t_row(*args, p) for p in probabilities]
        mean, sd = half_t_moments(*args)
    else:
        frozen = builders[name](*args)
        xs = [float(frozen.ppf(p)) for p in probabilities]
        points = [[x, float(frozen.logpdf(x)), float(frozen.cdf(x))] for x in xs]
        mean, sd = number(frozen.mean()), number(frozen.std())
    spelled = [("Infinity" if a == inf else "-Infinity" if a == -inf else a) for a in args]
    rows.append({"name": name, "args": spelled, "mean": mean, "sd": sd, "points": points})

path = pathlib.Path(__file__).with_name("distributions.json")
made_by = {"scipy": scipy.__version__, "numpy": numpy.__version__, "python": platform.python_version()}
body = ",\n".join("    " + json.dumps(row) for row in rows)
path.write_text("{\n" + f'  "madeBy": {json.dumps(made_by)},\n  "cases": [\n{body}\n  ]\n' + "}\n")
