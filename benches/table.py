#!/usr/bin/env python3
"""Runs every benchmark and prints one table, with the ratio to the table kept before.

    python3 benches/table.py            prints the table
    python3 benches/table.py --keep     and keeps it in docs/validation/benchmarks.md

Times are medians by criterion, of one machine: a ratio says something only where the table kept
before is of the same one. Needs Python 3.11 and nothing else.
"""

import argparse
import json
import pathlib
import platform
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
KEPT = ROOT / "docs/validation/benchmarks.md"
ROW = re.compile(r"^\| (?P<crate>[^|]+) \| (?P<name>[^|]+) \| (?P<time>[0-9.]+) (?P<unit>ns|µs|ms|s) \|")
UNITS = {"ns": 1.0, "µs": 1e3, "ms": 1e6, "s": 1e9}
HEAD = """# Benchmarks

Printed by `python3 benches/table.py --keep` on {machine}; medians by criterion. The ratio is to the table that
this one replaced; below 1 is faster.

| crate | what | time | ratio |
|---|---|---|---|
"""


def shown(nanoseconds):
    """A time in the largest unit in which it is at least 1, with three digits."""
    unit = next((u for u in ("s", "ms", "µs") if nanoseconds >= UNITS[u]), "ns")
    return f"{nanoseconds / UNITS[unit]:.3g} {unit}"


def kept():
    """The times of the table kept, by crate and name, in nanoseconds."""
    if not KEPT.exists():
        return {}
    rows = filter(None, map(ROW.match, KEPT.read_text().splitlines()))
    return {(r["crate"], r["name"]): float(r["time"]) * UNITS[r["unit"]] for r in rows}


def benches():
    """Crate and name of every benchmark that criterion times."""
    command = ["cargo", "metadata", "--format-version", "1", "--no-deps"]
    found = json.loads(subprocess.check_output(command, cwd=ROOT))
    for package in found["packages"]:
        for target in package["targets"]:
            if "bench" in target["kind"] and "instructions" not in target["name"]:
                yield package["name"], target["name"]


def measured(crate, bench):
    """Names and median times of one benchmark, in nanoseconds."""
    command = ["cargo", "bench", "-p", crate, "--bench", bench]
    print(" ".join(command), file=sys.stderr)
    folder = ROOT / "target/criterion"
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("new/estimates.json")}
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for path in sorted(folder.rglob("new/estimates.json")):
        if before.get(path) != path.stat().st_mtime_ns:
            name = json.loads((path.parent / "benchmark.json").read_text())["title"]
            yield name, json.loads(path.read_text())["median"]["point_estimate"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", action="store_true", help=f"write {KEPT.relative_to(ROOT)}")
    keep = parser.parse_args().keep
    old = kept()
    table = HEAD.format(machine=f"{platform.system()} {platform.machine()}")
    for crate, bench in benches():
        for name, time in measured(crate, bench):
            short = crate.removeprefix("pourparler-")
            past = old.get((short, name))
            ratio = f"{time / past:.2f}" if past else "new"
            table += f"| {short} | {name} | {shown(time)} | {ratio} |\n"
    print(table, end="")
    if keep:
        KEPT.write_text(table)


if __name__ == "__main__":
    main()
