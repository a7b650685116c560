"""Writes fixtures/probit/expected.json: standard normal quantiles to 17 digits, as [p, deviate].

Run from the project's root: python3 test/reference/probit.py (written with mpmath 1.3, 50 digits).
"""
import json
import pathlib

import mpmath

mpmath.mp.dps = 50
shares = [10.0**-power for power in (300, 100, 30, 20, 15, 12, 11)]
shares += [m * 10.0**-power for power in range(10, 1, -1) for m in (1, 2, 5)]
shares += [i / 40 for i in range(4, 37) if i != 20]
shares += [1 - 10.0**-power for power in range(2, 16)]


def deviate(share):
    """By Newton's steps on the logarithm of the distribution function, at the exact value of the float."""
    exact = mpmath.mpf(share)
    tail = min(exact, 1 - exact)
    x = -mpmath.sqrt(-2 * mpmath.log(tail)) if tail < 0.1 else mpmath.mpf(-0.5)
    for _ in range(60):
        below = mpmath.ncdf(x)
        x -= mpmath.log(below / tail) * below / mpmath.npdf(x)
    return x if exact < 0.5 else -x


out = pathlib.Path("fixtures/probit")
out.mkdir(exist_ok=True)
rows = [f"  [{share!r}, {mpmath.nstr(deviate(share), 17)}]" for share in sorted(set(shares))]
(out / "expected.json").write_text("[\n" + ",\n".join(rows) + "\n]\n")
