"""Times pygambit and NegMAS beside this program's solvers, in one run, with ratios.

    python3 -m venv peers
    peers/bin/pip install pygambit negmas
    cargo build --release -p pourparler-second-opinion --example peers
    peers/bin/python benches/peers.py

Both packages come from PyPI and are used as installed; nothing here is part of the tests. Games
and negotiation are those that `crates/second-opinion/examples/peers.rs` prints with its own
results, so that both sides have the same numbers. An answer that differs is counted and ends the
script with code 1. One thread each. pygambit is run in floating point on every game, and in exact
rationals on all small and the first two large ones, which take it many seconds each.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import time
from fractions import Fraction
from importlib.metadata import version

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np
import pygambit
from negmas import CategoricalIssue, LinearAdditiveUtilityFunction, TableFun, make_os
from negmas.preferences.ops import kalai_points, max_welfare_points, nash_points, pareto_frontier

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXACT = {5: 50, 10: 2}


def timed(work):
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def equilibria(payoffs, rational):
    """All extreme equilibria by pygambit, as tuples of probabilities of both players."""
    tables = [np.array([[Fraction(x) for x in row] for row in side], dtype=object) for side in payoffs]
    game = pygambit.Game.from_arrays(*tables)
    result, seconds = timed(lambda: pygambit.nash.enummixed_solve(game, rational=rational))
    number = Fraction if rational else float
    profiles = {
        tuple(number(profile[strategy]) for player in game.players for strategy in player.strategies)
        for profile in result.equilibria
    }
    return profiles, seconds


def same(ours, theirs):
    """Whether two sets are the same within rounding; one side may list a point twice."""
    def near(x, all_):
        return any(max(abs(a - b) for a, b in zip(x, y)) < 1e-9 for y in all_)
    return all(near(x, theirs) for x in ours) and all(near(y, ours) for y in theirs)


def games(solved):
    agreed = True
    for n in sorted({game["n"] for game in solved}):
        of_size = [game for game in solved if game["n"] == n]
        ours = statistics.median(game["seconds"] for game in of_size)
        print(f"all equilibria of {len(of_size)} random games, {n} by {n}: here {1e3 * ours:.3g} ms")
        for rational in (False, True):
            chosen = of_size[: EXACT[n]] if rational else of_size
            equal, times = 0, []
            for game in chosen:
                mine = {tuple(map(Fraction, profile)) for profile in game["equilibria"]}
                found, seconds = equilibria(game["payoffs"], rational)
                rounded = {tuple(map(float, profile)) for profile in mine}
                equal += mine == found if rational else same(rounded, found)
                times.append(seconds)
            theirs = statistics.median(times)
            agreed &= equal == len(chosen)
            print(
                f"  pygambit, {'exact' if rational else 'floating point'}: {1e3 * theirs:.3g} ms, "
                f"ratio {theirs / ours:.0f}; the same equilibria in {equal} of {len(chosen)} games"
            )
    return agreed


def utility(space, gains, reserved):
    """Gains of options as a utility function; its weights are 1, so the sums are exact."""
    values = [TableFun({f"o{k}": gain for k, gain in enumerate(issue)}) for issue in gains]
    return LinearAdditiveUtilityFunction(
        values=values, weights=[1.0] * len(values), outcome_space=space, reserved_value=reserved
    )


def negotiation(ours):
    sizes = [len(issue) for issue in ours["gains"][0]]
    issues = [
        CategoricalIssue([f"o{k}" for k in range(size)], name=f"i{i}") for i, size in enumerate(sizes)
    ]
    space = make_os(issues)
    # A frontier of all outcomes, then solutions above the disagreement point.
    free = [utility(space, gains, 0.0) for gains in ours["gains"]]
    bound = [utility(space, gains, ours["disagreement"]) for gains in ours["gains"]]

    def work():
        frontier, _ = pareto_frontier(free, issues=issues)
        points = {
            "nash": nash_points(bound, frontier, outcome_space=space),
            "egalitarian": kalai_points(bound, frontier, outcome_space=space),
            "utilitarian": max_welfare_points(bound, frontier, outcome_space=space),
        }
        return frontier, points

    (frontier, points), seconds = timed(work)
    print(
        f"{ours['outcomes']} outcomes, three parties: here {1e3 * ours['seconds']:.3g} ms for the "
        f"{ours['efficient']} efficient ones and the solutions;\n"
        f"  NegMAS {seconds:.3g} s for {len(frontier)}, ratio {seconds / ours['seconds']:.0f}"
    )
    agreed = len(frontier) == ours["efficient"]
    for name, found in points.items():
        at = np.abs(np.array([point for point, _ in found]) - np.array(ours[name])).max(axis=1).min()
        agreed &= bool(at < 1e-9)
        print(f"  {name}: here {np.round(ours[name], 6)}, NegMAS at a distance of {at:.1g}")
    print(
        f"  the frontier of two with the third as a bound, here: {ours['frontier']} points in "
        f"{1e3 * ours['seconds_bounded']:.3g} ms"
    )
    return agreed


def main():
    print(", ".join(f"{name} {version(name)}" for name in ("pygambit", "negmas")))
    binary = ROOT / "target/release/examples/peers"
    ours = json.loads(subprocess.check_output([binary]))
    agreed = negotiation(ours["negotiation"])
    agreed &= games(ours["games"])
    sys.exit(0 if agreed else 1)


if __name__ == "__main__":
    main()
