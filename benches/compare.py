#!/usr/bin/env python3
"""Compare synfin's CPU time with its peers' on generated captures, and print the README's table.

    benches/compare.py [--runs 5] [--only WORD] [--scale 1.0] [--folder DIR]

Builds the release binary, generates the captures (seeded: the same octets every time) and runs
every pair of commands alternately, so that a noisy machine disturbs both alike. A figure is the
median of user + system CPU time of the whole process, divided by the packets; a ratio is the
median of the pairs' ratios. Peers that are not installed are left out, and said to be.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SYNFIN = ROOT / "target/release/synfin"
EXAMPLES = ROOT / "target/release/examples"

# name: arguments of the generator
CAPTURES = {
    "headers": ["headers", 1_000_000, 30_000],
    "headers.ng": ["--pcapng", "headers", 1_000_000, 30_000],
    "full-300": ["full", 1_000_000, 300],
    "imix-300": ["imix", 1_000_000, 300],
    "imix-30000": ["imix", 1_000_000, 30_000],
    "imix-375000": ["imix", 3_000_000, 375_000],
}

# what is compared: title, capture, our command, the peer's; {f} is the capture
CASES = [
    ("decode", "headers", "{decode} {f}", "{peer} {f}"),
    ("decode", "headers.ng", "{decode} {f}", "{peer} {f}"),
    ("decode", "full-300", "{decode} {f}", "cat {f}"),
    ("print", "full-300", "{synfin} print --plain -nn -r {f}", "tcpdump -nn -r {f}"),
    ("print", "headers", "{synfin} print --plain -nn -r {f}", "tcpdump -nn -r {f}"),
    ("print annotated", "full-300", "{synfin} print -nn -r {f}", "{synfin} print --plain -nn -r {f}"),
    ("print filtered", "full-300", "{synfin} print --plain -nn -r {f} tcp port 80",
     "{synfin} print --plain -nn -r {f}"),
    ("connections", "imix-300", "{synfin} connections --format jsonl {f}", "tcptrace -n {f}"),
    ("connections", "imix-30000", "{synfin} connections --format jsonl {f}", "tcptrace -n {f}"),
    ("connections", "imix-375000", "{synfin} connections --format jsonl {f}", "tcptrace -n {f}"),
    ("connections", "imix-30000", "{synfin} connections --format jsonl {f}",
     "tshark -n -q -z conv,tcp -r {f}"),
]


def build():
    subprocess.run(["cargo", "build", "--release", "--workspace", "--examples", "--bins"], cwd=ROOT, check=True)


def generate(folder, scale):
    paths = {}
    for name, arguments in CAPTURES.items():
        path = paths[name] = folder / name
        words = [a if isinstance(a, str) else str(max(1, int(a * scale))) for a in arguments]
        if not path.exists():
            with open(path, "wb") as file:
                subprocess.run([EXAMPLES / "generate", *words], stdout=file, check=True)
    return paths


def measure(words):
    """CPU seconds and peak resident KiB of one run; output goes to a file, as a user's would."""
    with tempfile.TemporaryFile() as sink:
        child = subprocess.Popen(words, stdout=sink, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"compare.py: {' '.join(words)}: exit status {child.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="", help="cases whose title holds this word")
    parser.add_argument("--scale", type=float, default=1.0, help="of the captures' sizes")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "synfin-bench")
    args = parser.parse_args()
    build()
    args.folder.mkdir(exist_ok=True)
    paths = generate(args.folder, args.scale)
    print("| what | capture | synfin, ns a packet | compared with | ns a packet | ratio | peak MiB |")
    print("|---|---|---|---|---|---|---|")
    for title, capture, ours, theirs in CASES:
        if args.only not in title:
            continue
        names = {"f": paths[capture], "synfin": SYNFIN, "decode": EXAMPLES / "decode-rate",
                 "peer": EXAMPLES / "peer"}
        mine, other = (words.format(**names).split() for words in (ours, theirs))
        peer = Path(other[0]).name + (" --plain" if other[0] == str(SYNFIN) else "")
        if not shutil.which(other[0]):
            print(f"| {title} | {capture} | | {peer}: not installed | | | |")
            continue
        pairs = [(measure(mine), measure(other)) for _ in range(args.runs)]
        packets = max(1, int(next(a for a in CAPTURES[capture] if isinstance(a, int)) * args.scale))
        cost, peers_cost = (statistics.median(p[i][0] for p in pairs) * 1e9 / packets for i in (0, 1))
        ratio = statistics.median(p[1][0] / max(p[0][0], 1e-9) for p in pairs)
        print(f"| {title} | {capture} | {cost:.0f} | {peer} | {peers_cost:.0f} | {ratio:.1f} |"
              f" {max(p[0][1] for p in pairs) / 1024:.0f} / {max(p[1][1] for p in pairs) / 1024:.0f} |", flush=True)


if __name__ == "__main__":
    main()
