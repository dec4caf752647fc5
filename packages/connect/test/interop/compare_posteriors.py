"""Opens a posterior that Carryover wrote and the original's own with ArviZ, and prints how far shared variables are apart.

    venv/bin/python compare_posteriors.py OURS THEIRS
"""

import json
import sys
import warnings

try:
    import arviz
    import numpy as np
except ImportError as error:
    sys.exit(f"{error}; pip install -r requirements.txt")

warnings.simplefilter("ignore")

OURS, THEIRS = (arviz.from_netcdf(path) for path in sys.argv[1:3])
ours, theirs = OURS.posterior, THEIRS.posterior
shared = {}
for name in ours.data_vars:
    if name not in theirs or ours[name].size != theirs[name].size:
        continue
    mine, other = ours[name], theirs[name]
    for dim in mine.dims[2:]:
        # Labels put channels into the original's order.
        if dim in other.coords and mine[dim].dtype.kind in "OU":
            mine = mine.sel({dim: [str(label) for label in other[dim].values]})
    shared[name] = float(np.abs(mine.values - other.values).max())
print(
    json.dumps(
        {
            "groups": sorted(OURS.groups()),
            "variables": {name: list(ours[name].dims) for name in ours.data_vars},
            "shared": shared,
            "summary": len(arviz.summary(OURS, var_names=list(shared)[:2])),
        }
    )
)
