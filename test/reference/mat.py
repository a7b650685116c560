"""Writes fixtures/mat/*.mat and their expected.json with SciPy, and AgeDB's protocol in small.

    python3 test/reference/mat.py

Written with SciPy 1.17.1. SciPy stamps the date into the header: it is written over, so that the same files come out.
"""

import json
from pathlib import Path

import numpy as np
from scipy.io import savemat

FIXTURES = Path(__file__).parents[2] / "fixtures"
HEADER = b"MATLAB 5.0 MAT-file, made by test/reference/mat.py".ljust(116)


def save(path, variables, compressed):
    path.parent.mkdir(parents=True, exist_ok=True)
    savemat(path, variables, do_compression=compressed, oned_as="column")
    path.write_bytes(HEADER + path.read_bytes()[116:])


def cell(items, shape=None):
    array = np.empty(len(items), dtype=object)
    for index, item in enumerate(items):
        array[index] = item
    return array.reshape(shape or (len(items), 1))


def arrays():
    return {
        "doubles": np.array([[1.5, -2.0, 3.25], [0.0, 1e300, -0.125]]),
        "singles": np.array([[0.5], [-1.75]], dtype=np.float32),
        "bytes": np.array([[0, 255]], dtype=np.uint8),
        "shorts": np.array([[-32768, 32767]], dtype=np.int16),
        "words": np.array([[4294967295]], dtype=np.uint32),
        "longs": np.array([[-9007199254740991, 9007199254740991]], dtype=np.int64),
        "flags": np.array([[True, False]]),
        "text": "Ada",
        "rows": np.array(["Ada", "Grace"]),
        "umlaut": "Zoë",
        "nothing": np.zeros((0, 0)),
        "cells": cell(["one", np.array([[2.0]]), cell(["three"])], (1, 3)),
        "struct": {"name": "Ada", "ages": np.array([[36.0, 7.0]])},
        "cube": np.arange(8, dtype=np.float64).reshape(2, 2, 2),
    }


EXPECTED = {
    "doubles": [[2, 3], [1.5, 0, -2, 1e300, 3.25, -0.125]],
    "singles": [[2, 1], [0.5, -1.75]],
    "bytes": [[1, 2], [0, 255]],
    "shorts": [[1, 2], [-32768, 32767]],
    "words": [[1, 1], [4294967295]],
    "longs": [[1, 2], [-9007199254740991, 9007199254740991]],
    "flags": [[1, 2], [1, 0]],
    "text": [[1, 3], "Ada"],
    "rows": [[2, 5], "Ada  ", "Grace"],
    "umlaut": [[1, 3], "Zoë"],
    "nothing": [[0, 0], []],
    "cells": [[1, 3], "cells", [[1, 3], "one"], [[1, 1], [2]], [[1, 1], "cells", [[1, 5], "three"]]],
    "struct": [[1, 1], "structs", {"name": [[1, 3], "Ada"], "ages": [[1, 2], [36, 7]]}],
    "cube": [[2, 2, 2], [0, 4, 2, 6, 1, 5, 3, 7]],
}


def agedb():
    """Splits as 04_FINAL_protocol_30_years.mat nests them; names as its pictures have them, of nobody."""

    def picture(name, age):
        return {"name": name, "age": float(age)}

    persons = ["AdaLovelace", "EmmyNoether", "GraceHopper", "MarySomerville"]
    name = lambda person, picture, age: f"{persons[person]}_{person}_{picture}_{age}_f"
    splits = []
    for first in (0, 2):
        second = first + 1
        pairs = [
            (picture(name(first, 1, 20), 20), picture(name(first, 2, 50), 50), 1),
            (picture(name(second, 1, 25), 25), picture(name(second, 2, 55), 55), 1),
            (picture(name(first, 1, 20), 20), picture(name(second, 2, 55), 55), -1),
            (picture(name(second, 1, 25), 25), picture(name(first, 2, 50), 50), -1),
        ]
        pictures = np.empty((2, len(pairs)), dtype=object)
        for column, pair in enumerate(pairs):
            pictures[0, column], pictures[1, column] = pair[0], pair[1]
        labels = np.array([[label for _, _, label in pairs]], dtype=np.float64)
        splits.append({"pairs": pictures, "labels": labels})
    return {"splits": cell(splits)}


def main():
    folder = FIXTURES / "mat"
    save(folder / "plain.mat", arrays(), False)
    save(folder / "compressed.mat", arrays(), True)
    save(folder / "complex.mat", {"z": np.array([[1 + 2j]])}, False)
    from scipy.sparse import eye

    save(folder / "sparse.mat", {"s": eye(2).tocsc()}, False)
    text = json.dumps(EXPECTED, ensure_ascii=False, separators=(", ", ": "))
    (folder / "expected.json").write_text(text + "\n")
    save(FIXTURES / "protocols" / "agedb-30" / "04_FINAL_protocol_30_years.mat", agedb(), True)


main()
