"""Two hundred problems of sharing a budget among Hill, logistic and linear terms, and what SciPy makes of them.

    python allocation_problems.py make ../fixtures/allocation-problems.json [minutes]
        writes the problems and the best objective of SLSQP (100 random starts), trust-constr (100 random starts, up to 25
        terms) and differential evolution (up to 40 terms), each as far as its patience goes: the file says how often each
        was run; resumes a file that is there
    python allocation_problems.py solve < {"problems": [...], "starts": 8}
        prints SciPy's best objective of each problem, found now

A term is [kind, height, middle, steepness, lower, upper]:
    hill      height * x^steepness / (x^steepness + middle^steepness)
    logistic  height * (s(x) - s(0)), s(x) = 1 / (1 + exp(-steepness * (x - middle)))
    linear    height * x
"""

import json
import os
import sys
import time

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

import warnings

import numpy as np
import scipy
from scipy.optimize import LinearConstraint, differential_evolution, minimize
from scipy.special import expit

warnings.filterwarnings("ignore")

FLAVORS = (
    "mixed",
    "steep",
    "half-saturation far above the bounds",
    "little to spend",
    "nearly everything to spend",
    "equal terms",
    "slopes of 0.5 to 1",
    "logistic",
    "0.7 to 1.3 times a plan",
    "scales far apart",
    "some straight",
    "at most the budget",
    "budget at the sum of the lower bounds",
    "budget at the sum of the upper bounds",
)


def significant(value, digits=5):
    return float(f"{value:.{digits - 1}e}")


def size_of(index, random):
    low, high = [(5, 10), (11, 25), (26, 60), (61, 120), (121, 200)][
        0 if index < 70 else 1 if index < 130 else 2 if index < 165 else 3 if index < 185 else 4
    ]
    return int(random.integers(low, high + 1))


def term_of(flavor, random, scale):
    upper = scale * 10 ** random.uniform(0, 1)
    height = 10 ** random.uniform(0, 1.5)
    kind = "logistic" if flavor == "logistic" or (flavor == "mixed" and random.random() < 0.3) else "hill"
    steepness = {"steep": random.uniform(3, 6), "slopes of 0.5 to 1": random.uniform(0.5, 1)}.get(
        flavor, random.uniform(0.5, 6)
    )
    if flavor == "budget at the sum of the lower bounds":
        # An infinite slope at the only allowed point would make the value a matter of the budget's last bit.
        steepness = max(1.0, steepness)
    middle = upper * 10 ** random.uniform(-1.3, 0.2)
    if flavor.startswith("half-saturation"):
        middle = upper * 10 ** random.uniform(0.3, 2)
        height *= 100
    if kind == "logistic":
        steepness = random.uniform(2, 20) / upper
    if flavor == "some straight" and random.random() < 0.4:
        kind, height = "linear", height / upper
    lower = 0.0 if random.random() < 0.6 else upper * random.uniform(0, 0.3)
    if flavor == "0.7 to 1.3 times a plan":
        plan = upper * random.uniform(0.05, 0.7)
        lower, upper = 0.7 * plan, 1.3 * plan
    return [kind, *(significant(number) for number in (height, middle, steepness, lower, upper))]


def problem_of(index):
    random = np.random.default_rng([20261123, index])
    flavor = FLAVORS[index % len(FLAVORS)]
    count = size_of(index, random)
    terms = []
    while len(terms) < count:
        scale = 10 ** random.uniform(-2, 4) if flavor == "scales far apart" else 100.0
        terms.extend([term_of(flavor, random, scale)] * (int(random.integers(2, 6)) if flavor == "equal terms" else 1))
    terms = terms[:count]
    least, most = (sum(term[place] for term in terms) for place in (4, 5))
    share = {
        "little to spend": random.uniform(0.005, 0.03),
        "nearly everything to spend": random.uniform(0.97, 0.995),
        "budget at the sum of the lower bounds": 0.0,
        "budget at the sum of the upper bounds": 1.0,
    }.get(flavor, random.uniform(0.05, 0.8))
    budget = least + share * (most - least)
    return {
        "flavor": flavor,
        "kind": "at-most" if flavor == "at most the budget" else "equal",
        "budget": budget if share in (0.0, 1.0) else significant(budget, 8),
        "terms": terms,
    }


class Allocation:
    def __init__(self, problem):
        terms = problem["terms"]
        self.height, self.middle, self.steepness, self.lower, self.upper = (
            np.array([term[place] for term in terms]) for place in range(1, 6)
        )
        self.hill, self.logistic = (np.array([term[0] == kind for term in terms]) for kind in ("hill", "logistic"))
        self.budget, self.equal = problem["budget"], problem["kind"] == "equal"

    def value(self, x):
        return -float(np.sum(self.height * self.shape(x)[0]))

    def gradient(self, x):
        return -self.height * self.shape(x)[1]

    def shape(self, x):
        with np.errstate(divide="ignore"):
            ratio = expit(self.steepness * np.log(np.maximum(x, 0) / self.middle))
        shifted = expit(self.steepness * (x - self.middle))
        value = np.where(
            self.hill, ratio, np.where(self.logistic, shifted - expit(-self.steepness * self.middle), x)
        )
        slope = np.where(
            self.hill,
            self.steepness * ratio * (1 - ratio) / np.maximum(x, 1e-12),
            np.where(self.logistic, self.steepness * shifted * (1 - shifted), 1.0),
        )
        return value, slope

    def project(self, x):
        """Into the bounds, then onto the budget: the same amount to or from all that can still move."""
        x = np.clip(x, self.lower, self.upper)
        for _ in range(200):
            rest = self.budget - x.sum()
            room = self.upper - x if rest > 0 else x - self.lower
            able = room > 0
            if abs(rest) <= 1e-13 * abs(self.budget) or not able.any() or (not self.equal and rest > 0):
                break
            each = abs(rest) / able.sum()
            x = np.where(able, x + np.sign(rest) * np.minimum(room, each), x)
        return x

    def start(self, random):
        """Spread evenly, or on few terms: both kinds of basins are met."""
        share = random.random(len(self.lower)) ** random.choice([0.3, 1, 4, 12])
        return self.project(self.lower + share * (self.upper - self.lower))

    def kept(self, x):
        """The objective after repair, so that no method gains by missing the budget."""
        return -self.value(self.project(x))


def slsqp(allocation, start):
    ones = np.ones_like(start)
    constraint = {
        "type": "eq" if allocation.equal else "ineq",
        "fun": lambda x: allocation.budget - x.sum(),
        "jac": lambda x: -ones,
    }
    return minimize(
        allocation.value,
        start,
        jac=allocation.gradient,
        bounds=list(zip(allocation.lower, allocation.upper)),
        constraints=[constraint],
        method="SLSQP",
        options={"maxiter": 300, "ftol": 1e-13},
    ).x


def trust(allocation, start):
    least = allocation.budget if allocation.equal else -np.inf
    return minimize(
        allocation.value,
        start,
        jac=allocation.gradient,
        bounds=list(zip(allocation.lower, allocation.upper)),
        constraints=[LinearConstraint(np.ones((1, len(start))), least, allocation.budget)],
        method="trust-constr",
        options={"maxiter": 200, "gtol": 1e-8, "xtol": 1e-10},
    ).x


def evolve(allocation, random, seconds):
    began = time.monotonic()
    found = differential_evolution(
        lambda x: allocation.value(allocation.project(x)),
        list(zip(allocation.lower, allocation.upper)),
        maxiter=300,
        popsize=8,
        tol=1e-9,
        polish=False,
        rng=random,
        callback=lambda *_: time.monotonic() - began > seconds,
    )
    return slsqp(allocation, allocation.project(found.x))


# Longest each method may begin new starts of one problem, seconds.
PATIENCE = {"SLSQP": 15.0, "trust-constr": 8.0, "differential evolution": 6.0}


def solve(problem, index, slsqp_starts, trust_starts, evolution):
    """The best objective, the method that found it, and how often each was run."""
    allocation = Allocation(problem)
    random = np.random.default_rng([7, index])
    best, winner, runs = -np.inf, None, {}
    for name, count, method in (
        ("SLSQP", slsqp_starts, lambda: slsqp(allocation, allocation.start(random))),
        ("trust-constr", trust_starts, lambda: trust(allocation, allocation.start(random))),
        ("differential evolution", 1 if evolution else 0, lambda: evolve(allocation, random, PATIENCE["differential evolution"])),
    ):
        began = time.monotonic()
        for _ in range(count):
            if time.monotonic() - began > PATIENCE[name]:
                break
            runs[name] = runs.get(name, 0) + 1
            try:
                point = method()
            except Exception:  # a method that fails at a start has found nothing there
                continue
            value = allocation.kept(point) if np.all(np.isfinite(point)) else -np.inf
            if value > best:
                best, winner = value, name
    return {"value": best, "method": winner, "runs": runs}


def make(path, minutes):
    deadline = time.monotonic() + 60 * minutes
    problems = [problem_of(index) for index in range(200)]
    if os.path.exists(path):
        with open(path) as file:
            for problem, old in zip(problems, json.load(file)["problems"]):
                if "scipy" in old:
                    problem["scipy"] = old["scipy"]
    for index, problem in enumerate(problems):
        if "scipy" not in problem and time.monotonic() < deadline:
            count = len(problem["terms"])
            problem["scipy"] = solve(problem, index, 100, 100 if count <= 25 else 0, count <= 40)
            print(index, count, problem["flavor"], problem["scipy"], flush=True)
            write(path, problems)
    write(path, problems)


def write(path, problems):
    lines = ",\n".join(json.dumps(problem, separators=(",", ":")) for problem in problems)
    about = {"madeBy": "allocation_problems.py", "scipy": scipy.__version__, "numpy": np.__version__}
    with open(path + ".part", "w") as file:
        file.write(json.dumps(about)[:-1] + ',"problems":[\n' + lines + "\n]}\n")
    os.replace(path + ".part", path)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else 600.0)
    else:
        asked = json.load(sys.stdin)
        answers = [solve(problem, 1000 + i, asked["starts"], 1, False) for i, problem in enumerate(asked["problems"])]
        print(json.dumps(answers))
