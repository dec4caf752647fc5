"""Writes exponentials.json: the polynomials of exp, log, 2^x and log2, and values to judge what is made of them by.

    python3 -m venv venv && venv/bin/pip install mpmath==1.3.0 && venv/bin/python make-exponentials.py

A value is given as two doubles, high + low, of the function at an exact double, by mpmath at 200 bits: good to 2^-106.
"""

import json
import math
import pathlib
import platform
import random

import mpmath as mp

mp.mp.prec = 200
random.seed(20)
ln2 = mp.log(2)


def interpolate(function, low, high, count):
    """The polynomial of `count` coefficients through the Chebyshev nodes of [low, high], near the best one."""
    nodes = [(low + high) / 2 + (high - low) / 2 * mp.cos(mp.pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    powers = mp.matrix(count, count)
    values = mp.matrix(count, 1)
    for i, node in enumerate(nodes):
        values[i] = function(node)
        for j in range(count):
            powers[i, j] = node**j
    return [float(c) for c in mp.lu_solve(powers, values)]


def worst(coefficients, exact, scale, low, high):
    """Largest error, in units of 2^-53 after `scale`, over 2001 points."""
    polynomial = [mp.mpf(c) for c in reversed(coefficients)]
    points = mp.linspace(low, high, 2001)
    return float(max(abs((mp.polyval(polynomial, x) - exact(x)) * scale(x)) for x in points) * 2**53)


def exp_rest(r):
    """(e^r − 1 − r) / r²."""
    return mp.fsum(r**k / mp.factorial(k + 2) for k in range(60))


def log_rest(z):
    """(2 atanh s − 2 s) / (s z), z = s²."""
    return mp.fsum(2 * z**k / (2 * k + 3) for k in range(80))


def binary_log(z):
    """2 atanh s / (s ln 2), z = s²."""
    return mp.fsum(2 * z**k / (2 * k + 1) for k in range(80)) / ln2


half_ln2 = ln2 / 2 * mp.mpf("1.0001")
largest_s = (mp.sqrt(2) - 1) / (mp.sqrt(2) + 1) * mp.mpf("1.00001")
half = mp.mpf("0.5")
polynomials = {
    "exp": (exp_rest, -half_ln2, half_ln2, 10, lambda r: r * r / mp.exp(r)),
    "log": (log_rest, mp.mpf(0), largest_s**2, 7, lambda z: z / 2),
    "power": (lambda r: mp.mpf(2) ** r, -half, half, 11, lambda r: mp.mpf(2) ** -r),
    "binaryLog": (binary_log, mp.mpf(0), largest_s**2, 7, lambda z: 1 / binary_log(z)),
}


def fitted(exact, low, high, count, scale):
    coefficients = interpolate(exact, low, high, count)
    return {"coefficients": coefficients, "error": round(worst(coefficients, exact, scale, low, high), 3)}


functions = {
    "exp": mp.exp,
    "log": mp.log,
    "log1p": mp.log1p,
    "expm1": mp.expm1,
    "tanh": mp.tanh,
    "softplus": lambda x: mp.log1p(mp.exp(x)),
    "logistic": lambda x: 1 / (1 + mp.exp(-x)),
}
tiny = [2.0**-1074, 2.0**-1022, 3e-300, 1e-20, 2.0**-54, 2.0**-53, 1e-12, 1e-8, 1e-5, 1e-3]
signed_tiny = tiny + [-x for x in tiny]


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


def magnitudes(low, high, count):
    return [random.choice([-1, 1]) * 10 ** random.uniform(low, high) for _ in range(count)]


# Where the errors were largest among 900,000 arguments of each function, drawn as below.
hard = json.loads(pathlib.Path(__file__).with_name("exponentials-hard.json").read_text())
arguments = {
    "exp": signed_tiny + [709.782712893384, -708.3964185322641, -740.5, -745.1332191019411] + uniform(-708, 709, 60) + uniform(-1, 1, 60),
    "log": tiny + [math.nextafter(1, 0), math.nextafter(1, 2), 1.7976931348623157e308] + [abs(x) for x in magnitudes(-307, 307, 40)] + uniform(0.5, 2, 80),
    "log1p": signed_tiny + [math.nextafter(-1, 0), 1.7976931348623157e308] + uniform(-0.999, 3, 80) + [abs(x) for x in magnitudes(0, 300, 30)],
    "expm1": signed_tiny + [709.782712893384, -36.8, -40.1, -700] + uniform(-40, 709, 40) + uniform(-2, 2, 80),
    "tanh": signed_tiny + [-18.9, 19.1, 22, -700] + uniform(-20, 20, 40) + uniform(-1, 1, 80),
    "softplus": signed_tiny + uniform(-700, 700, 40) + uniform(-5, 5, 80),
    "logistic": signed_tiny + uniform(-700, 700, 40) + uniform(-6, 6, 80),
}


def row(function, x):
    value = function(mp.mpf(x))
    high = float(value)
    return [x, high, float(value - mp.mpf(high))]


def hill(u, half, slope):
    return [u, half, slope, float(1 / (1 + (mp.mpf(half) / u) ** slope))]


hills = [hill(10 ** random.uniform(-3, 6), 10 ** random.uniform(-1, 5), random.uniform(0.1, 4)) for _ in range(120)]
hills += [hill(10 ** random.uniform(-300, 300), 10 ** random.uniform(-300, 300), random.uniform(0.01, 1)) for _ in range(40)]
hills += [hill(x, x * random.uniform(0.5, 2), random.uniform(0.1, 50)) for x in uniform(0.1, 1e6, 40)]

values = {name: [row(f, x) for x in arguments[name] + hard[name]] for name, f in functions.items()}
values["hill"] = hills
made_by = {"mpmath": mp.__version__, "python": platform.python_version(), "bits": mp.mp.prec}
fits = {name: fitted(*polynomial) for name, polynomial in polynomials.items()}
lines = [f'  "{name}": [\n' + ",\n".join("    " + json.dumps(each) for each in rows) + "\n  ]" for name, rows in values.items()]
path = pathlib.Path(__file__).with_name("exponentials.json")
path.write_text(
    "{\n" + f'  "madeBy": {json.dumps(made_by)},\n  "polynomials": {json.dumps(fits)},\n' + ",\n".join(lines) + "\n}\n"
)
