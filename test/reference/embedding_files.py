"""Writes fixtures/embeddings/peers with pyarrow, pandas, safetensors and NumPy, and expected.json with what they hold.

python3 -m venv venv && venv/bin/pip install numpy pandas pyarrow safetensors
venv/bin/python test/reference/embedding_files.py

The files that are in the project were written by numpy 2.4.6, pandas 3.0.6, pyarrow 25.0.1 and safetensors 0.8.0.
"""

import json
import struct
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from safetensors.numpy import save_file

OUT = Path(__file__).resolve().parents[2] / "fixtures" / "embeddings" / "peers"
IDS = ["a/1.jpg", "ü \U0001f600.png", "__proto__"]
RAW = np.array([[3, -4, 0.1, -0.0], [1e-3, 2.5, -1e-30, 7], [1, 2, 3, 4]], dtype="<f4")
HALF = RAW.astype("<f2")

OUT.mkdir(parents=True, exist_ok=True)
for old in OUT.rglob("*"):
    if old.is_file():
        old.unlink()

expected = {}


def expect(name, values, ids=IDS, note=None):
    values = np.asarray(values).astype("<f4")
    bits = values.view("<u4").ravel().tolist()
    expected[name] = {"ids": ids, "dim": int(values.shape[1]), "bits": bits, "note": note}


def parquet(name, values=RAW, kind=None, ids=IDS, column="embedding", **options):
    kind = kind or pa.list_(pa.float32())
    arrays = {} if ids is None else {"id": pa.array(ids)}
    arrays[column] = pa.array([row.tolist() for row in values], type=kind)
    pq.write_table(pa.table(arrays), OUT / f"{name}.parquet", **options)
    expect(f"{name}.parquet", values, ids)


parquet("lists")
parquet("plain", compression="none", use_dictionary=False)
parquet("gzip", compression="gzip", use_dictionary=False)
parquet("brotli", compression="brotli")
parquet("pages-v2", data_page_version="2.0")
parquet("pages-v2-plain", data_page_version="2.0", use_dictionary=False, compression="none")
parquet("row-groups", row_group_size=2)
parquet("row-groups-of-one", row_group_size=1, use_dictionary=False)
parquet("split-bytes", use_dictionary=["id"], column_encoding={"embedding.list.element": "BYTE_STREAM_SPLIT"})
parquet("fixed-size", kind=pa.list_(pa.float32(), 4))
parquet("large-list", kind=pa.large_list(pa.float32()))
parquet("without-ids", ids=None, column="feature")
parquet("small-pages", np.tile(RAW, (4, 1)), ids=[str(i) for i in range(12)], data_page_size=1, write_batch_size=1)
parquet("float64", RAW.astype("<f8"), kind=pa.list_(pa.float64()))
parquet("float16", HALF, kind=pa.list_(pa.float16()))
parquet("float16-split", HALF, kind=pa.list_(pa.float16()), use_dictionary=["id"],
        column_encoding={"embedding.list.element": "BYTE_STREAM_SPLIT"})

frame = pd.DataFrame({"path": IDS, "embedding": list(RAW), "quality": [1.0, 2.0, 3.0]})
frame.to_parquet(OUT / "pandas-lists.parquet")
expect("pandas-lists.parquet", RAW)
frame = pd.DataFrame(RAW, columns=[f"e{i}" for i in range(4)], index=IDS)
frame["quality"] = [1.0, 2.0, 3.0]
frame.to_parquet(OUT / "pandas-columns.parquet")
expect("pandas-columns.parquet", RAW)
frame = pd.DataFrame(RAW, columns=[str(i + 1) for i in range(4)])
frame.to_parquet(OUT / "pandas-numbers.parquet", row_group_size=2)
expect("pandas-numbers.parquet", RAW, None)


def refused(name, table, **options):
    pq.write_table(table, OUT / f"refused-{name}.parquet", **options)


floats = pa.list_(pa.float32())
refused("ragged", pa.table({"id": IDS, "embedding": pa.array([[1, 2], [1, 2], [1]], floats)}))
refused("null-list", pa.table({"id": IDS, "embedding": pa.array([[1, 2], None, [1, 2]], floats)}))
refused("null-value", pa.table({"id": IDS, "embedding": pa.array([[1, 2], [1, 2], [1, None]], floats)}))
refused("empty-list", pa.table({"id": IDS, "embedding": pa.array([[1, 2], [], [1, 2]], floats)}))
refused("null-id", pa.table({"id": ["a", None, "c"], "embedding": pa.array([[1, 2]] * 3, floats)}))
refused("two-lists", pa.table({"id": IDS, "left": pa.array([[1, 2]] * 3, floats), "right": pa.array([[1, 2]] * 3, floats)}))
refused("two-names", pa.table({"left": IDS, "right": IDS, "embedding": pa.array([[1, 2]] * 3, floats)}))
refused("no-vectors", pa.table({"id": IDS, "quality": pa.array([1.0, 2.0, 3.0])}))
refused("gap", pa.table({"e0": pa.array([1.0]), "e1": pa.array([1.0]), "e3": pa.array([1.0])}))
refused("whole-numbers", pa.table({"id": IDS, "embedding": pa.array([[1, 2]] * 3, pa.list_(pa.int64()))}))
refused("lists-of-lists", pa.table({"embedding": pa.array([[[1.0], [2.0]]], pa.list_(floats))}))
refused("lz4", pa.table({"id": IDS, "embedding": pa.array([[1, 2]] * 3, floats)}), compression="lz4")

save_file({"embeddings": RAW}, OUT / "ids.safetensors", {"ids": json.dumps(IDS)})
expect("ids.safetensors", RAW)
save_file({"features": HALF, "labels": np.arange(3)}, OUT / "float16.safetensors")
expect("float16.safetensors", HALF, None)
save_file({"other": RAW.astype("<f8"), "labels": np.arange(3)}, OUT / "float64.safetensors")
expect("float64.safetensors", RAW, None)

RAW.tofile(OUT / "raw.bin")
(OUT / "raw.meta").write_text("0\n0\n1\n")
expect("raw.bin", RAW, None)

folder = OUT / "megaface"
for name, row in zip(["A/1.jpg", "A/2.png", "B/1.jpg"], RAW):
    path = folder / f"{name}_r100.bin"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("4i", len(row), 1, 4, 5) + row.tobytes())
expect("megaface", RAW, ["A/1.jpg", "A/2.png", "B/1.jpg"])
(folder / "list.txt").write_text("B/1.jpg_r100.bin\nA/1.jpg_r100.bin\n")
expect("megaface/list.txt", RAW[[2, 0]], ["B/1.jpg", "A/1.jpg"])

(OUT / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
