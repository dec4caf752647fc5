"""Bulk and tail ESS and R-hat of the draws in netCDF files, all by ArviZ: the same ruler for both sides."""

import json
import sys

import arviz

for path in sys.argv[1:]:
    summary = arviz.summary(arviz.from_netcdf(path), kind="diagnostics", round_to="none")
    figures = {
        "minEssBulk": float(summary["ess_bulk"].min()),
        "minEssTail": float(summary["ess_tail"].min()),
        "maxRhat": float(summary["r_hat"].max()),
        "parameters": len(summary),
    }
    print(json.dumps(figures))
