"""Reads a netCDF file with every reader its users have, and prints what each saw as JSON.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python read_inference_data.py FILE

Numbers are printed as base64 of little-endian float64, because JSON knows no NaN and no infinity.
"""

import base64
import json
import sys
import warnings

try:
    import arviz
    import h5netcdf  # noqa: F401  an engine of xarray
    import h5py
    import netCDF4
    import numpy as np
    import xarray
except ImportError as error:
    sys.exit(f"{error}; pip install -r requirements.txt")

warnings.simplefilter("ignore")
GROUPS = ["posterior", "sample_stats", "posterior_predictive", "log_likelihood", "observed_data", "constant_data"]


def plain(values):
    values = np.ma.filled(np.ma.asarray(values).astype("<f8"), np.nan)
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode()


def labels(values):
    if values.dtype.kind == "M":
        return [str(value)[:10] for value in values]
    return [str(value) for value in values]


def attributes(source):
    return {name: value.item() if hasattr(value, "item") else value for name, value in source.items()}


def dataset(source):
    return {
        "variables": {
            name: {
                "dims": list(array.dims),
                "shape": list(array.shape),
                "dtype": str(array.dtype),
                "values": plain(array.values),
            }
            for name, array in source.data_vars.items()
        },
        "coordinates": {
            name: {"dtype": str(array.dtype), "labels": labels(array.values)} for name, array in source.coords.items()
        },
        "attributes": attributes(source.attrs),
    }


def with_xarray(path, engine):
    groups = {}
    for name in GROUPS:
        with xarray.open_dataset(path, group=name, engine=engine) as source:
            groups[name] = dataset(source.load())
    return groups


def with_arviz(path, engine):
    data = arviz.from_netcdf(path, engine=engine)
    return {name: dataset(data[name]) for name in data.groups()}


def with_netcdf_c(path):
    """netCDF-C itself: no decoding of dates and booleans, but the strictest reading of dimensions."""
    groups = {}
    with netCDF4.Dataset(path) as file:
        for name, group in file.groups.items():
            group.set_auto_mask(False)
            variables = {key: each for key, each in group.variables.items() if key not in group.dimensions}
            groups[name] = {
                "variables": {
                    key: {
                        "dims": list(each.dimensions),
                        "shape": list(each.shape),
                        "dtype": str(each.dtype),
                        "values": plain(each[...]),
                    }
                    for key, each in variables.items()
                },
                "dimensions": {key: len(each) for key, each in group.dimensions.items()},
            }
    return groups


def with_h5py(path):
    """HDF5 itself: the dimension scales attached to each axis."""
    groups = {}
    with h5py.File(path) as file:
        for name, group in file.items():
            arrays = {key: each for key, each in group.items() if not each.is_scale}
            groups[name] = {
                "variables": {
                    key: {
                        "dims": [axis[0].name.rsplit("/", 1)[1] for axis in each.dims],
                        "shape": list(each.shape),
                        "dtype": str(each.dtype),
                        "values": plain(each[...]),
                    }
                    for key, each in arrays.items()
                }
            }
    return groups


def diagnostics(path):
    """The summary and LOO of ArviZ on the stored file, the log-likelihood in double precision."""
    data = arviz.from_netcdf(path)
    table = arviz.summary(data, var_names=["sigma", "beta", "alpha"], round_to="none")
    data.log_likelihood["y"] = data.log_likelihood["y"].astype("float64")
    loo = arviz.loo(data, reff=1.0)
    return {
        "summary": {label: {key: float(value) for key, value in row.items()} for label, row in table.iterrows()},
        "loo": {"elpd": float(loo.elpd_loo), "se": float(loo.se), "p": float(loo.p_loo)},
        "bfmi": list(map(float, arviz.bfmi(data))),
    }


def main(path):
    print(
        json.dumps(
            {
                "arviz-h5netcdf": with_arviz(path, "h5netcdf"),
                "arviz-netcdf4": with_arviz(path, "netcdf4"),
                "xarray-h5netcdf": with_xarray(path, "h5netcdf"),
                "xarray-netcdf4": with_xarray(path, "netcdf4"),
                "netCDF4": with_netcdf_c(path),
                "h5py": with_h5py(path),
                "diagnostics": diagnostics(path),
            },
            allow_nan=False,
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
