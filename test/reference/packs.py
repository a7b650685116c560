"""Writes fixtures/packs/: packs and values as Python's own pickle writes them, in every protocol, with what they hold.

Run from the project's root: python3 test/reference/packs.py (written with Python 3.11, NumPy 2.4). The pictures are no
pictures but short runs of bytes, every value among them.
"""
import io
import json
import pathlib
import pickle
import tarfile

import numpy as np

out = pathlib.Path("fixtures/packs")
out.mkdir(parents=True, exist_ok=True)

every = bytes(range(256))
pictures = [b"\xff\xd8" + every, b"", b"it's \"one\"\n\\x00", every * 2, b"\xff\xd8" + every, b"\x80\x81"]
labels = [True, False, True]
arrays = [np.frombuffer(p, "u1").reshape(-1, 1) for p in pictures]
values = [
    [1, -1, 255, 65535, 2**31, -(2**31), 2**52, 2**70, -(2**70), 0],
    [1.5, -0.25, 1e300, True, False, None],
    [b"", b"abc\x00\xff\n\\", bytearray(b"xy"), bytearray(), b"y" * 300],
    ["", "\u00fcb\u20ac\n\\u0041\U0001f600", "x" * 300],
    [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [[]]],
    [{}, {"a": 1, b"b": [2]}],
    [np.arange(6, dtype="<f4").reshape(2, 3), np.arange(2, dtype=">i2"), np.asfortranarray(np.eye(2, dtype="<f8"))],
    [np.float64(2.5), np.bool_(True), np.int64(-7), np.float16(0.5)],
]
for protocol in range(6):
    (out / f"pack-{protocol}.bin").write_bytes(pickle.dumps((pictures, labels), protocol))
    (out / f"arrays-{protocol}.bin").write_bytes(pickle.dumps((arrays, np.array(labels)), protocol))
    (out / f"values-{protocol}.pickle").write_bytes(pickle.dumps(values, protocol))

expected = {
    "pictures": [p.hex() for p in pictures],
    "labels": labels,
    "numbers": [str(n) for n in values[0]],
}
(out / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


def add(tar, name, data, **more):
    member = tarfile.TarInfo(name)
    member.size = len(data)
    for key, value in more.items():
        setattr(member, key, value)
    tar.addfile(member, io.BytesIO(data))


for form, code in {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}.items():
    with tarfile.open(out / f"{form}.tar", "w", format=code) as tar:
        add(tar, "./ada/1.jpg", b"one", mtime=0)
        add(tar, "./ada/1.cls", b"7\n", mtime=0)
        # Longer than the 100 bytes of a header's name.
        add(tar, "d" * 90 + "/" + "n" * 60 + ".jpg", b"two", mtime=0)
        add(tar, "d" * 90 + "/" + "n" * 60 + ".cls", b"8", mtime=0)
        add(tar, "ada/link.jpg", b"", mtime=0, type=tarfile.SYMTYPE, linkname="../../etc/passwd")
        add(tar, "readme.txt", b"none", mtime=0)
    # The end of an archive is padded to 10 kB for tapes; two blocks of zeros suffice.
    whole = (out / f"{form}.tar").read_bytes().rstrip(b"\0")
    (out / f"{form}.tar").write_bytes(whole + b"\0" * (-len(whole) % 512 + 1024))
