"""Compares models with ArviZ and prints what it found as JSON.

    python compare_models.py FILE

FILE holds {"draws": S, "observations": n, "models": {name: [log-likelihoods, (draw, observation)]}}. Needs
packages/connect/test/interop/requirements.txt.
"""

import json
import sys
import warnings

try:
    import arviz
    import numpy as np
except ImportError as error:
    sys.exit(f"{error}; pip install -r packages/connect/test/interop/requirements.txt")

warnings.simplefilter("ignore")


def main(path):
    with open(path) as file:
        stated = json.load(file)
    shape = (1, stated["draws"], stated["observations"])
    loo = {
        name: arviz.loo(
            arviz.from_dict(
                posterior={"x": np.zeros(shape[:2])},
                log_likelihood={"y": np.array(values).reshape(shape)},
            ),
            pointwise=True,
            reff=1.0,
        )
        for name, values in stated["models"].items()
    }
    stacking = arviz.compare(loo, method="stacking")
    pseudo = arviz.compare(loo, method="BB-pseudo-BMA", b_samples=20000, seed=1)
    print(
        json.dumps(
            {
                name: {
                    "elpd": float(stacking.elpd_loo[name]),
                    "se": float(loo[name].se),
                    "difference": float(stacking.elpd_diff[name]),
                    "differenceError": float(stacking.dse[name]),
                    "stacking": float(stacking.weight[name]),
                    "pseudo": float(pseudo.weight[name]),
                }
                for name in loo
            }
        )
    )


main(sys.argv[1])
