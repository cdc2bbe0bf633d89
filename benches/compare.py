#!/usr/bin/env python3
"""Compare synfin's cost with its peers' on generated captures, and print the README's table.

    benches/compare.py [--packets N] [--runs N] [--peers NAME,...] [--only WORD] [--folder DIR]

Builds the release binary, generates the captures (seeded: the same octets every time) and runs
both commands of a row alternately, so that a noisy machine disturbs both alike. A cost is the median
of user + system CPU time of the whole process, divided by the packets; in the rows of two threads it
is wall time. A ratio is the median of the runs' ratios, and `*` marks one that misses its goal.
Output goes to a file, as a user's would. A peak of memory is
at least that of this program, about 17 MiB. Peers that are not installed are left out, and said to be.

With the 1,000,000 packets of the README the captures take 5 GB, tcptrace up to 3 GB of memory, and
all of it an hour. `--packets 20000 --runs 1` shows in a minute that everything works.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKETS = 1_000_000

# Arguments of the generator by name; all numbers are for 1,000,000 packets.
CAPTURES = {
    "headers": ("headers", PACKETS, 30_000),
    "headers.ng": ("--pcapng", "headers", PACKETS, 30_000),
    "headers-300": ("headers", PACKETS, 300),
    "full-300": ("full", PACKETS, 300),
    "imix-300": ("imix", PACKETS, 300),
    "imix-30000": ("imix", PACKETS, 30_000),
    "imix-375000": ("imix", 3 * PACKETS, 375_000),
    "headers-300-long": ("headers", 10 * PACKETS, 300),
    "headers-long": ("headers", 10 * PACKETS, 300_000),
}

CONNECTIONS = "{synfin} connections --format jsonl -r {f}"
PLAIN = "{synfin} print --plain -nn -r {f}"
ANNOTATED = "{synfin} print -nn -r {f}"
ONE = " --jobs 1"
TWO = " --jobs 2"
FILTER = " tcp port 80"


@dataclass
class Row:
    """A comparison: our command on a capture, and a peer's on the same or on another one."""

    what: str
    capture: str
    ours: str
    peer: str  # its name in the table and for --peers
    theirs: str
    asked: str = ""  # `>= 5`: their cost divided by ours is to be 5 or more
    wall: bool = False
    on: str = ""  # the peer's capture where it is another one; then costs are of all packets


# The ratio of a row is the second command's cost divided by the first one's; where ours comes second
# too, the first is what costs less.
ROWS = [
    Row("decode", "headers", "{decode} {f}", "pcap-parser + etherparse", "{peer} {f}", ">= 5"),
    Row("decode", "headers.ng", "{decode} {f}", "pcap-parser + etherparse", "{peer} {f}", ">= 5"),
    Row("decode", "full-300", "{decode} {f}", "pcap-parser + etherparse", "{peer} {f}"),
    Row("read alone", "full-300", "dd if={f} of=/dev/null bs=512K", "synfin's decode", "{decode} {f}", "<= 1.5"),
    Row("print --plain -nn", "full-300", PLAIN, "tcpdump", "tcpdump -nn -r {f}", ">= 20"),
    Row("print --plain -nn", "headers", PLAIN, "tcpdump", "tcpdump -nn -r {f}", ">= 80"),
    Row("the same, tcp port 80", "headers", PLAIN + FILTER, "tcpdump", "tcpdump -nn -r {f}" + FILTER),
    Row("print --plain -nn", "full-300", PLAIN, "annotated", ANNOTATED, "<= 1.5"),
    Row("print --plain -nn", "headers", PLAIN, "annotated", ANNOTATED, "<= 1.5"),
    Row("connections", "imix-300", CONNECTIONS, "tcptrace", "tcptrace -n {f}", ">= 6"),
    Row("connections", "imix-30000", CONNECTIONS, "tcptrace", "tcptrace -n {f}", ">= 15"),
    Row("connections", "imix-375000", CONNECTIONS, "tcptrace", "tcptrace -n {f}", ">= 60"),
    Row("connections", "imix-300", CONNECTIONS, "tshark", "tshark -n -q -z conv,tcp -r {f}", ">= 120"),
    Row("connections", "imix-30000", CONNECTIONS, "tshark", "tshark -n -q -z conv,tcp -r {f}", ">= 120"),
    Row("connections, 2 jobs", "imix-30000", CONNECTIONS + TWO, "1 job", CONNECTIONS + ONE, ">= 1.6", wall=True),
    Row("print, 2 jobs", "headers", ANNOTATED + TWO, "1 job", ANNOTATED + ONE, ">= 1.6", wall=True),
    Row("connections", "headers-300", CONNECTIONS, "10 times the packets", CONNECTIONS, "<= 10.5", on="headers-300-long"),
    Row("connections", "headers", CONNECTIONS, "10 times all of it", CONNECTIONS, "<= 10.5", on="headers-long"),
    Row("connections", "headers-300", CONNECTIONS, "100 times the connections", CONNECTIONS, "<= 2", on="headers"),
    Row("print --plain -nn", "headers-300", PLAIN, "10 times the packets", PLAIN, "<= 10.5", on="headers-300-long"),
    Row("print --plain -nn", "headers-300", PLAIN, "100 times the connections", PLAIN, "<= 2", on="headers"),
]


def build(profile):
    command = ["cargo", "build", "--profile", profile, "--workspace", "--bins", "--examples"]
    subprocess.run(command, cwd=ROOT, check=True)


def built(profile):
    """Where the programs are that benchmarks run, by the names that their commands use."""
    target = ROOT / "target" / profile
    return {
        "synfin": target / "synfin",
        "decode": target / "examples/decode-rate",
        "peer": target / "examples/peer",
        "generate": target / "examples/generate",
    }


def generate(programs, folder, name, scale):
    """The path of a capture, made if it is not there yet, and its packets."""
    words = [w if isinstance(w, str) else str(max(1, round(w * scale))) for w in CAPTURES[name]]
    packets = int(words[-2])
    path = folder / f"{name}-of-{packets}"
    if not path.exists():
        draft = path.with_suffix(".draft")
        with open(draft, "wb") as file:
            subprocess.run([programs["generate"], *words], stdout=file, check=True)
        draft.rename(path)
    return path, packets


@dataclass
class Cost:
    """One run of a command."""

    cpu: float  # seconds, user + system
    wall: float
    peak: float  # MiB resident


def measure(words):
    with tempfile.TemporaryFile() as sink:
        start = time.monotonic()
        child = subprocess.Popen(words, stdout=sink, stderr=subprocess.PIPE)
        said = child.stderr.read().decode(errors="replace").strip()
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"exit status {child.returncode}: {said.splitlines()[-1] if said else ''}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def fulfils(ratio, asked):
    if not asked:
        return True
    sign, bound = asked.split()
    return ratio >= float(bound) if sign == ">=" else ratio <= float(bound)


def compare(row, programs, folder, scale, runs):
    """What we cost, what the peer does, the ratio, and both peaks of memory: cells of the table."""
    first, packets = generate(programs, folder, row.capture, scale)
    second, others = generate(programs, folder, row.on, scale) if row.on else (first, packets)
    mine, other = (
        [word.format(f=path, **programs) for word in words.split()]
        for words, path in ((row.ours, first), (row.theirs, second))
    )
    for words in (mine, other):
        if not shutil.which(words[0]):
            return "", f"{Path(words[0]).name} is not installed", "", ""
    for path in (first, second):
        warm(path)
    try:
        pairs = [(measure(mine), measure(other)) for _ in range(runs)]
    except RuntimeError as error:
        return "", str(error), "", ""
    cost = (lambda run: run.wall) if row.wall else (lambda run: run.cpu)
    ratio = statistics.median(cost(b) / max(cost(a), 1e-9) for a, b in pairs)
    nanos = [
        statistics.median(cost(pair[side]) for pair in pairs) * 1e9 / count
        for side, count in ((0, packets), (1, others))
    ]
    peaks = [max(pair[side].peak for pair in pairs) for side in (0, 1)]
    mark = "" if fulfils(ratio, row.asked) else " *"
    return f"{nanos[0]:.0f}", f"{nanos[1]:.0f}", f"{ratio:.1f}{mark}", f"{peaks[0]:.0f} / {peaks[1]:.0f}"


def warm(path):
    """Has the capture in the page cache, as far as that holds it."""
    with open(path, "rb") as file:
        while file.read(1 << 20):
            pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packets", type=int, default=PACKETS, help="of a capture; connections go with them")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", default="", help="only rows against these, by words of their names")
    parser.add_argument("--only", default="", help="only rows whose first cell holds this word")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "synfin-bench")
    parser.add_argument("--no-build", action="store_true", help="measure the programs that are there")
    parser.add_argument("--profile", default="release", help="Cargo's profile of what is measured")
    args = parser.parse_args()
    if not args.no_build:
        build(args.profile)
    programs = built(args.profile)
    args.folder.mkdir(parents=True, exist_ok=True)
    wanted = [word.strip() for word in args.peers.split(",") if word.strip()]
    print("| what | capture | ns a packet | against | ns a packet | ratio | goal | peak MiB |")
    print("|---|---|--:|---|--:|--:|---|--:|", flush=True)
    for row in ROWS:
        if args.only not in row.what or (wanted and not any(word in row.peer for word in wanted)):
            continue
        ours, theirs, ratio, peaks = compare(row, programs, args.folder, args.packets / PACKETS, args.runs)
        cells = row.what, row.capture, ours, row.peer, theirs, ratio, row.asked, peaks
        print("|", " | ".join(cells), "|", flush=True)


if __name__ == "__main__":
    main()
