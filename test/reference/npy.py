"""Writes fixtures/embeddings/: arrays as NumPy itself writes them, with what they hold in expected.json.

Run from the project's root: python3 test/reference/npy.py (written with NumPy 1.24).
"""
import json
import pathlib

import numpy as np
from numpy.lib import format as npy

out = pathlib.Path("fixtures/embeddings")
out.mkdir(parents=True, exist_ok=True)
values = np.array([[3, -4, 0.1], [1e-3, 2.5, -0.0]], dtype="<f4")
expected = {}


def keep(name, array, **options):
    with open(out / f"{name}.npy", "wb") as file:
        npy.write_array(file, array, **options)


def matrix(name, array, **options):
    keep(name, array, **options)
    rounded = array.astype("<f4")
    expected[name] = {
        "shape": list(array.shape),
        # Bits, since JSON has no NaN and loses the sign of zero.
        "bits": [int(bits) for bits in rounded.reshape(-1).view("<u4")],
    }


for version in (1, 2, 3):
    matrix(f"float32-v{version}", values, version=(version, 0))
matrix("float64", np.array([[0.1, 1 / 3], [1 + 2**-24, 1e-50]], dtype="<f8"))
# Every exponent, both signs, subnormals, infinity and NaN.
halves = np.arange(0, 65536, 257, dtype="<u2")
matrix("float16", halves.view("<f2").reshape(-1, 4))
matrix("no-rows", np.zeros((0, 4), "<f4"))
matrix("one-row-one-column", np.ones((1, 1), "<f4"))

keep("fortran-order", np.asfortranarray(values))
keep("big-endian", values.astype(">f4"))
keep("objects", np.array([["a", None], [1, 2]], dtype=object))
keep("records", np.array([(1, 2.0)], dtype=[("id", "<i4"), ("value", "<f4")]))
keep("int64", np.arange(6).reshape(2, 3))
keep("one-dimension", values[0])
keep("three-dimensions", values.reshape(1, 2, 3))

ids = ["a/1.jpg", "ü \U0001f600.png"]
np.savez(out / "unicode-ids.npz", embeddings=values, ids=np.array(ids))
np.savez_compressed(out / "compressed.npz", features=values, ids=np.array(["a", "b"], dtype="S"))
np.savez(out / "without-ids.npz", values)
np.savez(out / "two-matrices.npz", left=values, right=values)
np.savez(out / "too-few-ids.npz", embeddings=values, ids=np.array(["a"]))
np.savez(out / "beside-objects.npz", people=np.array([{}], dtype=object), features=values)
expected["ids"] = ids

(out / "expected.json").write_text(json.dumps(expected, indent=1) + "\n", encoding="utf-8")
