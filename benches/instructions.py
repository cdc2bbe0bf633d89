#!/usr/bin/env python3
"""Count what a packet costs in machine instructions, and fail where that is more than it was.

    benches/instructions.py [--update] [--slack 3] [--profile release]

Instructions hardly differ from run to run, which times do. Each command runs under valgrind's
callgrind on a capture of 20,000 packets and on one of 2,000; the difference divided by 18,000 is its
cost without starting up. benches/instructions.tsv holds what was reached: a cost may be `--slack` per
cent above that. `--update` writes the present costs there: after work that lowered them, or with a
reason in the commit's message.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from compare import ROOT, built

LIMITS = ROOT / "benches/instructions.tsv"
LARGE, SMALL = 20_000, 2_000

# name: arguments of the generator but the packets and connections, packets of a connection, command
COSTS = {
    "decode pcap": (["headers"], 33, "{decode} {f}"),
    "decode pcapng": (["--pcapng", "headers"], 33, "{decode} {f}"),
    "print plain": (["imix"], 100, "{synfin} print --jobs 1 --plain -nn -r {f}"),
    "print annotated": (["imix"], 100, "{synfin} print --jobs 1 -nn -r {f}"),
    "connections": (["imix"], 33, "{synfin} connections --jobs 1 --format jsonl -r {f}"),
}


def build(profile):
    for package in (["synfin-cli", "--bins"], ["synfin", "--example", "decode-rate", "--example", "generate"]):
        subprocess.run(["cargo", "build", "--profile", profile, "--package", *package], cwd=ROOT, check=True)


def instructions(words):
    """How many instructions a command takes, all of its threads together."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *words]
    environment = {"TZ": "UTC", "LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    run = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode or not found:
        sys.exit(f"instructions.py: {' '.join(command)}: exit status {run.returncode}\n{run.stderr[-2000:]}")
    return int(found[1])


def cost(programs, folder, generator, share, command):
    """Instructions a packet."""
    counts = []
    for packets in (LARGE, SMALL):
        path = Path(folder) / f"{packets}"
        with open(path, "wb") as file:
            words = [*generator, str(packets), str(packets // share)]
            subprocess.run([programs["generate"], *words], stdout=file, check=True)
        counts.append(instructions([word.format(f=path, **programs) for word in command.split()]))
    return (counts[0] - counts[1]) / (LARGE - SMALL)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="write the present costs into the table")
    parser.add_argument("--slack", type=float, default=3, help="per cent above the table's cost that pass")
    parser.add_argument("--profile", default="release", help="Cargo's profile; the table is for release")
    parser.add_argument("--no-build", action="store_true", help="count for the programs that are there")
    args = parser.parse_args()
    if not args.no_build:
        build(args.profile)
    programs = built(args.profile)
    rows = [line.split("\t") for line in LIMITS.read_text().splitlines()[1:]] if LIMITS.exists() else []
    limits = {name: int(reached) for name, reached in rows}
    found, exceeded = {}, []
    with tempfile.TemporaryDirectory() as folder:
        for name, (generator, share, command) in COSTS.items():
            found[name] = cost(programs, folder, generator, share, command)
            most = limits.get(name, 0) * (1 + args.slack / 100)
            if found[name] > most:
                exceeded.append(name)
            print(f"{name}: {found[name]:.0f} instructions a packet, at most {most:.0f}", flush=True)
    if args.update:
        table = [f"{name}\t{round(count)}" for name, count in found.items()]
        LIMITS.write_text("\n".join(["what\tinstructions a packet", *table]) + "\n")
    elif exceeded:
        sys.exit(f"dearer than it was: {', '.join(exceeded)}")
    else:
        print("; ".join(f"{name} {found[name]:.0f}" for name in found))


if __name__ == "__main__":
    main()
