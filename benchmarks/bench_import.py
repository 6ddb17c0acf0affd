"""Rows a second of `firstdoor import reports`, on both databases: real ones where they lie beside the repository, else made."""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys

import ground

REAL = ground.ROOT.parent / "shared" / "data" / "reports" / "boston-311-2015-jan-sep.csv"


def main() -> None:
    """Print a line for the first and the second run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    if options.on is None:
        print(
            "| database | rows | run | CPU s of the command | rows a CPU second |\n| --- | --: | --- | --: | --: |",
            flush=True,
        )
        ground.each_database(__file__)
        return
    with ground.installation(options.on) as folder:
        file, mapping = REAL, "boston-311.toml"
        if not REAL.exists():
            file, toml = folder / "made.csv", folder / "made.toml"
            file.write_text(ground.csv_of(15000))
            toml.write_text(ground.MAPPING)
            mapping = str(toml)
        for run in ("first, makes the municipality", "second, nothing new"):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            words = [sys.executable, "-m", "firstdoor.cli", "import", "reports", str(file), "--municipality", "bench"]
            out = subprocess.run([*words, "--mapping", mapping, "--json"], check=True, capture_output=True, text=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            rows = json.loads(out.stdout)["rows"]
            print(f"| {options.on} | {rows:,} | {run} | {seconds:.2f} | {rows / seconds:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
