"""Times SALib and the EMA Workbench beside this program's estimators, in one run, with ratios.

    python3 -m venv neighbours
    neighbours/bin/pip install SALib ema_workbench
    neighbours/bin/python benches/neighbours.py

Both packages come from PyPI and are used as installed; nothing here is part of the tests. The
sizes and functions are those of `crates/analysis/benches/reasons.rs`, which the script runs with
cargo. One thread each (numpy's own threads are switched off). Times are the medians of a few
repetitions, and mean something on a machine that does nothing else.
"""

import json
import os
import pathlib
import statistics
import subprocess
import time
from importlib.metadata import version

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np
import pandas as pd
from SALib.analyze import delta, sobol
from SALib.sample import sobol as sobol_sample
from SALib.test_functions import Ishigami, Sobol_G
from ema_workbench.analysis import prim

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROBLEM = {
    "num_vars": 20,
    "names": [f"x{k}" for k in range(20)],
    "bounds": [[0.0, 1.0]] * 20,
}
WEIGHTS = 1.0 / np.arange(1, 21)


def median_time(work, repetitions):
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return statistics.median(times), result


def neighbours():
    generator = np.random.default_rng(1)
    rows = sobol_sample.sample(PROBLEM, 1024, calc_second_order=False)
    assert rows.shape == (22528, 20)
    output = rows @ WEIGHTS
    yield "Sobol indices, 22528 rows of 20 inputs", "SALib", median_time(
        lambda: sobol.analyze(PROBLEM, output, calc_second_order=False, seed=1), 5
    )[0]
    x = generator.random((10000, 20))
    y = x @ WEIGHTS
    yield "delta, 10000 settings of 20 inputs, 10 resamples", "SALib", median_time(
        lambda: delta.analyze(PROBLEM, x, y, num_resamples=10, seed=1), 1
    )[0]
    cases = ((x[:, 0] > 0.6) & (x[:, 1] < 0.5)).astype(int)
    frame = pd.DataFrame(x, columns=PROBLEM["names"])

    def box():
        return prim.Prim(frame, cases, threshold=0.8, peel_alpha=0.05, mass_min=0.05).find_box()

    seconds, found = median_time(box, 3)
    last = found.peeling_trajectory.iloc[-1]
    print(f"EMA Workbench's last box: coverage {last.coverage:.3f}, density {last.density:.3f}")
    yield "PRIM, 10000 settings of 20 inputs", "EMA Workbench", seconds


def agreement():
    """SALib's indices with their 95 % intervals on two functions whose indices are known; the tests in
    `crates/analysis/src/drivers/sobol_indices.rs` hold ours to these intervals. And its delta of one of
    two normal inputs of a sum, which is .30599."""
    a = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
    cases = (
        ("Ishigami", [[-np.pi, np.pi]] * 3, Ishigami.evaluate),
        ("Sobol G", [[0.0, 1.0]] * 8, lambda x: Sobol_G.evaluate(x, a=a)),
    )
    for name, bounds, function in cases:
        problem = {"num_vars": len(bounds), "names": [f"x{k}" for k in range(len(bounds))], "bounds": bounds}
        rows = sobol_sample.sample(problem, 1024, calc_second_order=False, seed=1)
        found = sobol.analyze(problem, function(rows), calc_second_order=False, seed=1)
        for key, title in (("S1", "first"), ("ST", "total")):
            shown = (f"{v:.5f} ± {c:.5f}" for v, c in zip(found[key], found[key + "_conf"]))
            print(f"{name}, {title}: {', '.join(shown)}")
    x = np.random.default_rng(1).standard_normal((10000, 2))
    problem = {"num_vars": 2, "names": ["x0", "x1"], "bounds": [[-1, 1]] * 2}
    found = delta.analyze(problem, x, x.sum(axis=1), num_resamples=100, seed=1)
    key = "delta_raw" if "delta_raw" in found else "delta"
    print(f"delta of a sum of two normals: {found[key][0]:.4f} ± {found[key + '_conf'][0]:.4f}")


def own():
    """Medians of criterion, in seconds, by the name of the bench."""
    subprocess.run(
        ["cargo", "bench", "-q", "-p", "pourparler-analysis", "--bench", "reasons", "--", "one thread"],
        cwd=ROOT,
        check=True,
    )
    found = {}
    for file in (ROOT / "target" / "criterion" / "one thread").glob("*/new/benchmark.json"):
        name = json.loads(file.read_text())["function_id"]
        estimates = json.loads((file.parent / "estimates.json").read_text())
        found[name] = estimates["median"]["point_estimate"] / 1e9
    return found


def main():
    print(", ".join(f"{name} {version(name)}" for name in ("SALib", "ema_workbench")))
    agreement()
    theirs = list(neighbours())
    ours = own()
    for name, package, seconds in theirs:
        mine = ours[name]
        print(
            f"{name}: {package} {1e3 * seconds:.1f} ms, here {1e3 * mine:.2f} ms, "
            f"ratio {seconds / mine:.0f}"
        )


if __name__ == "__main__":
    main()
