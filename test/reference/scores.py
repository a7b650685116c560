"""Writes fixtures/scores/: the same forty comparisons in every grammar that is read, with what they are in expected.json.

Run from the project's root: python3 test/reference/scores.py (written with NumPy 2.4). Made from a seed; no data of anybody.
"""
import csv
import json
import math
import pathlib

import numpy as np

out = pathlib.Path("fixtures/scores")
out.mkdir(parents=True, exist_ok=True)
random = np.random.default_rng(20240607)
count = 40
persons = ["ada", "ben", "Çağla", "=dan", "eve, jr.", 'the "fox"']

genuine = np.array([k % 2 == 0 for k in range(count)])
left = random.integers(0, len(persons), count)
right = np.where(genuine, left, (left + random.integers(1, len(persons), count)) % len(persons))
scores = np.where(genuine, 0.55, 0.15) + 0.2 * random.standard_normal(count)
scores = scores.astype("<f4")
# Two failures to acquire, and a tie of a genuine with an impostor comparison.
scores[[7, 20]] = math.nan
scores[11] = scores[4]
quality = (20 + 5 * random.standard_normal(count)).astype("<f4")
quality[7] = math.nan
# Fold 2 is there to choose thresholds on, no more.
fold = np.arange(count) % 3
test = fold != 2
left_pictures = [f"{persons[p]}/{random.integers(1, 4)}.jpg" for p in left]
right_pictures = [f"{persons[p]}/{random.integers(1, 4)}.jpg" for p in right]


def shortest(value):
    return "nan" if math.isnan(value) else repr(float(value)).removesuffix(".0")


def escaped(name):
    return f"'{name}" if name[0] in "=+-@" else name


def table(name, header, rows, **dialect):
    with open(out / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n", **dialect)
        writer.writerow(header)
        writer.writerows(rows)


def lines(name, rows):
    (out / name).write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")


every = range(count)
label = genuine.astype(int)
table(
    "own.csv",
    ["left", "right", "left_person", "right_person", "genuine", "fold", "test", "score", "quality"],
    [
        [
            escaped(left_pictures[k]),
            escaped(right_pictures[k]),
            escaped(persons[left[k]]),
            escaped(persons[right[k]]),
            label[k],
            fold[k],
            int(test[k]),
            shortest(scores[k]),
            shortest(quality[k]),
        ]
        for k in every
    ],
)
table(
    "aliases.tsv",
    ["id", "y_true", "y_score"],
    [[k, "same" if genuine[k] else "different", shortest(scores[k])] for k in every],
    delimiter="\t",
)
table(
    "semicolons.csv",
    ["Label", "Cosine", "Fold"],
    [[label[k], shortest(scores[k]), fold[k]] for k in every],
    delimiter=";",
    quoting=csv.QUOTE_ALL,
)
word = [name.replace(" ", "_") for name in persons]
lines("bob-4col.txt", [f"{word[left[k]]} {word[right[k]]} probe{k} {shortest(scores[k])}" for k in every])
lines(
    "bob-5col.txt",
    [f"{word[left[k]]} model{left[k]} {word[right[k]]} probe{k} {shortest(scores[k])}" for k in every],
)
lines("bob-measure.txt", [f"{1 if genuine[k] else -1} {shortest(scores[k])}" for k in every])
lines("pyeer-genuine.txt", [f" {shortest(scores[k])}" for k in every if genuine[k]])
lines("pyeer-impostor.txt", [f"x {k} {shortest(scores[k])}" for k in every if not genuine[k]])
whole = np.where(np.isnan(scores), 0, np.maximum(0, np.round(10 * np.nan_to_num(scores)))).astype(int)
lines("pyeer-whole-genuine.txt", whole[genuine])
lines("pyeer-histogram.txt", [f" {n}" for n in np.bincount(whole[~genuine])])

np.save(out / "matrix-2.npy", np.column_stack([scores, label]).astype("<f4"))
columns = np.column_stack([scores.astype("<f8"), label, left + 100, right + 100, fold])
np.save(out / "matrix-4.npy", columns[:, :4])
np.save(out / "matrix-5.npy", columns)
arrays = {"scores": scores, "genuine": genuine, "fold": fold, "test": test, "quality": quality}
texts = {"left_person": np.array(persons)[left], "right_person": np.array(persons)[right]}
pictures = {"left": np.array(left_pictures), "right": np.array(right_pictures)}
np.savez(out / "arrays.npz", **arrays, **texts, **pictures, camera=np.zeros(count))
np.savez_compressed(
    out / "numbers.npz",
    scores=scores.astype("<f8"),
    genuine=label.astype("|i1"),
    left_person=left.astype("<u2"),
    right_person=right.astype("<i8"),
)

first_use = list(dict.fromkeys(np.column_stack([left, right]).reshape(-1).tolist()))
expected = {
    "scores": [shortest(value) for value in scores],
    "genuine": label.tolist(),
    "quality": [shortest(value) for value in quality],
    "fold": fold.tolist(),
    "test_folds": [0, 1],
    # Numbered by first use, left before right.
    "left_person": [first_use.index(p) for p in left],
    "right_person": [first_use.index(p) for p in right],
    "person_names": [persons[p] for p in first_use],
    "left": left_pictures,
    "right": right_pictures,
    "whole": whole.tolist(),
}
(out / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
