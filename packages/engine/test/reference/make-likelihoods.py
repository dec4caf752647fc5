"""Writes likelihoods.json: log densities of observation models by scipy.stats.

    python3 -m venv venv && venv/bin/pip install scipy==1.17.1 && venv/bin/python make-likelihoods.py
"""

import json
from pathlib import Path

from scipy import stats

student = [
    {"df": df, "location": m, "scale": s, "x": x, "logDensity": float(stats.t.logpdf(x, df, loc=m, scale=s))}
    for df in (0.8, 2.0, 4.5, 30.0, 1e4)
    for m, s in ((0.0, 1.0), (3.0, 0.2))
    for x in (-40.0, 0.0, 2.9, 7.5)
]
counts = [
    {
        "count": y,
        "mean": mean,
        "dispersion": sd,
        "logDensity": float(stats.nbinom.logpmf(y, 1 / sd**2, 1 / (1 + sd**2 * mean))),
    }
    for mean in (0.05, 3.0, 250.0)
    for sd in (0.05, 0.3, 2.0)
    for y in (0, 1, 7, 300)
]
Path(__file__).with_name("likelihoods.json").write_text(
    json.dumps({"studentT": student, "negativeBinomial": counts}, indent=1) + "\n"
)
