"""Writes special-functions.json: values of special functions by mpmath at 50 digits, rounded to the nearest double.

    python3 -m venv venv && venv/bin/pip install mpmath==1.4.1 && venv/bin/python make-special-functions.py

Arguments are exact doubles: mpmath sees the very numbers that the tests pass.
"""

import json
import math
import pathlib
import platform

import mpmath as mp

mp.mp.dps = 50


def unary(function, arguments):
    return [[float(x), float(function(mp.mpf(float(x))))] for x in arguments]


def cdf(z):
    return mp.erfc(-z / mp.sqrt(2)) / 2


def quantile_from_log(log_p):
    """Newton on log of the normal distribution function, at high precision."""
    log_p = mp.mpf(log_p)
    z = -mp.sqrt(-2 * log_p) if log_p < -1 else -mp.sqrt(2) * mp.erfinv(1 - 2 * mp.exp(log_p))
    for _ in range(60):
        value = cdf(z)
        density = mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)
        step = (mp.log(value) - log_p) * value / density
        z -= step
        if abs(step) < abs(z) * mp.mpf(10) ** -45:
            break
    return z


def normal_quantile(p):
    return quantile_from_log(mp.log(p)) if p < 0.5 else -quantile_from_log(mp.log1p(-p)) if p > 0.5 else mp.mpf(0)


def spread(low, high, count):
    return [low * (high / low) ** (i / (count - 1)) for i in range(count)]


grid = [i / 8 for i in range(-48, 49)]
positive = spread(1e-300, 1e-3, 12) + spread(1e-3, 20, 60) + spread(25, 1e15, 20)
near_zeros = [1, 2, 1 + 1e-9, 1 - 1e-9, 2 + 1e-9, 2 - 1e-9, 1.5, 2.5, 0.5, 7.999, 8, 1.4616321449683622]

shapes = [1e-3, 0.05, 0.5, 1, 2.5, 7.9, 8, 30, 400, 1e4]


def series(first, ratio):
    """first · (1 + ratio(0) + ratio(0)·ratio(1) + …), all positive."""
    term = total = mp.mpf(1)
    k = 0
    while term > total * mp.eps or ratio(k) > 0.9:
        term *= ratio(k)
        total += term
        k += 1
    return first * total


# 340 digits: the complement of a number that is 1 − 1e-280 keeps 50.
@mp.workdps(340)
def gamma_pair(a, x):
    """P and Q by the series x^a exp(−x)/Γ(a + 1) Σ x^k/(a + 1)_k."""
    a, x = mp.mpf(a), mp.mpf(x)
    p = series(mp.exp(a * mp.log(x) - x - mp.loggamma(a + 1)), lambda k: x / (a + 1 + k))
    return p, 1 - p


@mp.workdps(340)
def beta_pair(a, b, logit):
    """I and its complement by the series x^a (1 − x)^b/(a B(a, b)) Σ (a + b)_k/(a + 1)_k x^k, for x ≤ 1/2."""
    if logit > 0:
        return beta_pair(b, a, -logit)[::-1]
    a, b, u = mp.mpf(a), mp.mpf(b), mp.mpf(logit)
    x = 1 / (1 + mp.exp(-u))
    log_beta = mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)
    first = mp.exp(a * mp.log(x) + b * mp.log1p(-x) - log_beta) / a
    p = series(first, lambda k: (a + b + k) / (a + 1 + k) * x)
    return p, 1 - p


def gamma_table():
    rows = []
    for a in shapes:
        for ratio in [1e-3, 0.2, 0.7, 0.95, 1.0, 1.02, 1.3, 2.5, 8]:
            p, q = gamma_pair(a, a * ratio)
            if min(p, q) > mp.mpf(10) ** -280:
                rows.append([a, a * ratio, float(p), float(q)])
    return rows


def beta_table():
    rows = []
    for a in [0.01, 0.3, 1, 2.5, 8, 40, 1e3, 1e4]:
        for b in [0.01, 0.5, 3, 9, 60, 2e3, 1e4]:
            both_large = a > 20 and b > 20
            center = math.log(a / b) if both_large else 0.0
            scale = math.sqrt(1 / a + 1 / b) if both_large else 1.0
            for place in [-30, -6, -2, -0.05, 0, 0.7, 3, 12]:
                logit = center + scale * place
                p, q = beta_pair(a, b, logit)
                if min(p, q) > mp.mpf(10) ** -280:
                    rows.append([logit, a, b, float(p), float(q)])
    return rows


def interval_mass():
    rows = []
    for a, b in [
        (-1, 1), (0, 1e-3), (2, 2.001), (5, 6), (30, 31), (30, 1e9), (-1e9, -30), (-40, 3), (-0.1, 8), (0.5, 0.52),
        (10, 10.01), (100, 100.0001), (-5, -4.9), (-1e-6, 1e-6), (0.001, 60), (0.01, 0.04), (-2, 9), (7, 7.5),
    ]:
        # through the upper tail when both are positive, so that 50 digits do not cancel
        mass = cdf(-mp.mpf(a)) - cdf(-mp.mpf(b)) if a > 0 else cdf(mp.mpf(b)) - cdf(mp.mpf(a))
        rows.append([float(a), float(b), float(mp.log(mass))])
    return rows


tables = {
    "erf": unary(mp.erf, grid),
    "erfc": unary(mp.erfc, grid + [8, 11.3, 15, 20.7, 25.9]),
    "erfcx": unary(lambda x: mp.exp(x * x) * mp.erfc(x), [-20, -13.3] + grid + [8, 11.3, 27, 1e3, 1e8]),
    "normalCdf": unary(cdf, [-37, -30.2, -20, -12.7] + grid + [8]),
    "logNormalCdf": unary(lambda z: mp.log(cdf(z)) if z < 0 else mp.log1p(-cdf(-z)), [-1e4, -1e3, -37.7, -20, -9.3] + grid + [8, 12, 37]),
    "inverseMillsRatio": unary(
        lambda z: mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi) / cdf(z), [-1e4, -1e3, -37.7, -20, -9.3] + grid + [8, 12, 37]
    ),
    "normalQuantile": unary(
        normal_quantile, spread(1e-300, 1e-3, 40) + [i / 64 for i in range(1, 64)] + [1 - 2.0**-k for k in range(7, 53)]
    ),
    "normalQuantileFromLog": unary(
        quantile_from_log, [-(10.0**k) for k in range(-15, 0)] + [-0.3, -0.6, -0.8, -5, -50, -600, -689, -691, -1e4, -1e6]
    ),
    "logGamma": unary(mp.loggamma, positive + near_zeros),
    "digamma": unary(mp.digamma, positive + near_zeros),
    "logistic": unary(lambda x: 1 / (1 + mp.exp(-x)), [-700, -40] + grid + [40, 700]),
    "log1pExp": unary(lambda x: mp.log1p(mp.exp(x)), [-700, -40] + grid + [40, 700]),
    "log1mExp": unary(
        lambda x: mp.log(-mp.expm1(x)) if x > -1 else mp.log1p(-mp.exp(x)),
        [-700, -40, -3, -1, -0.7, -0.69, -0.3, -0.01, -1e-10, -1e-300]
    ),
    "log1pMinus": unary(
        lambda x: mp.log1p(x) - x, [-0.99, -0.5, -0.31, -0.3, -0.2, -1e-3, -1e-8, 1e-12, 1e-5, 0.01, 0.29, 0.31, 2, 1e5]
    ),
    "logBeta": [
        [a, b, float(mp.log(mp.beta(a, b)))]
        for a in [1e-3, 0.5, 1, 3.3, 7.99, 8, 20, 1e3, 1e6]
        for b in [1e-3, 0.5, 2, 7.99, 9, 50, 1e4, 1e6]
    ],
    "regularizedGamma": gamma_table(),
    "regularizedBeta": beta_table(),
    "logIntervalMass": interval_mass(),
}

path = pathlib.Path(__file__).with_name("special-functions.json")
made_by = {"mpmath": mp.__version__, "python": platform.python_version(), "digits": mp.mp.dps}
lines = [f'  "{name}": [\n' + ",\n".join("    " + json.dumps(row) for row in rows) + "\n  ]" for name, rows in tables.items()]
path.write_text("{\n" + f'  "madeBy": {json.dumps(made_by)},\n' + ",\n".join(lines) + "\n}\n")
