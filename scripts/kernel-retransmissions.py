#!/usr/bin/env python3
"""Compare the retransmissions counted here, and by tshark, with those that Linux itself made.

    sudo scripts/kernel-retransmissions.py [--seed N] [--synfin PROGRAM] [SCENARIO ...]

Runs scenarios of ../shared/judge/kernel_truth.py, capturing at both ends, while the kernel's
tracepoints tcp:tcp_retransmit_skb and tcp:tcp_retransmit_synack are on. What an end sent again is
counted in the capture taken at that end, since a packet lost on the way is in no other. Prints a
row a scenario: connections, retransmissions by the kernel, here and by tshark, and directions in
which the counts differ. A retransmission that the kernel could not hand to the device (err) is
not counted. Needs root, tracefs and, for its column, tshark.
"""

import argparse
import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TRACING = pathlib.Path("/sys/kernel/tracing")
INSTANCE = TRACING / "instances/synfin-retransmissions"
EVENTS = ("tcp_retransmit_skb", "tcp_retransmit_synack")
SCENARIOS = ["random-loss", "heavy-loss", "data-loss-fast", "data-loss-timeout", "reordering",
             "duplication", "jitter", "syn-lost", "fin-lost", "many-with-loss", "no-sack", "ipv6-loss"]
EVENT = re.compile(r"tcp_retransmit_\w+:.*family=(\w+) sport=(\d+) dport=(\d+) saddr=(\S+) daddr=(\S+)"
                   r" saddrv6=(\S+) daddrv6=(\S+)(?: state=\S+)?(?: err=(-?\d+))?")


def traced(run):
    """Calls run() with the tracepoints on; gives how often each (source, destination) resent."""
    INSTANCE.mkdir(exist_ok=True)
    try:
        (INSTANCE / "trace").write_text("")
        (INSTANCE / "buffer_size_kb").write_text("16384")
        for event in EVENTS:
            (INSTANCE / f"events/tcp/{event}/enable").write_text("1")
        run()
        text = (INSTANCE / "trace").read_text()
    finally:
        INSTANCE.rmdir()
    counts = collections.Counter()
    for match in EVENT.finditer(text):
        family, sport, dport, saddr, daddr, saddr6, daddr6, err = match.groups()
        if err in (None, "0"):
            ends = (saddr6, daddr6) if family == "AF_INET6" else (saddr, daddr)
            counts[(ends[0], int(sport)), (ends[1], int(dport))] += 1
    return counts


def ours(program, capture, direction):
    """Retransmitted packets by (source, destination), of the direction that starts where the capture was taken."""
    lines = subprocess.run([program, "connections", "--format", "jsonl", capture],
                           check=True, capture_output=True, text=True).stdout.splitlines()
    counts = collections.Counter()
    for row in map(json.loads, lines):
        ends = [(row[side]["addr"], row[side]["port"]) for side in ("client", "server")]
        if direction == "server_to_client":
            ends.reverse()
        counts[tuple(ends)] += row[direction]["retransmitted_packets"]
    return counts


def tsharks(capture):
    """The same by tshark, both directions."""
    fields = ["ip.src", "ipv6.src", "tcp.srcport", "ip.dst", "ipv6.dst", "tcp.dstport"]
    command = ["tshark", "-n", "-r", capture, "-Y", "tcp.analysis.retransmission", "-T", "fields"]
    for field in fields:
        command += ["-e", field]
    lines = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
    counts = collections.Counter()
    for source, source6, sport, destination, destination6, dport in (line.split("\t") for line in lines):
        counts[(source or source6, int(sport)), (destination or destination6, int(dport))] += 1
    return counts


def differing(kernel, counts):
    return sum(kernel[pair] != counts[pair] for pair in kernel.keys() | counts.keys())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", default=SCENARIOS)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--synfin", default=str(ROOT / "target/release/synfin"))
    args = parser.parse_args()
    maker = ROOT.parent / "shared/judge/kernel_truth.py"
    if not maker.exists():
        print("SKIPPED: there is no ../shared/judge/kernel_truth.py")
        return 0
    if not (TRACING / "instances").exists():
        subprocess.run(["mount", "-t", "tracefs", "tracefs", TRACING], check=True)
    print(f"{'scenario':18} {'directions':>10} {'kernel':>7} {'synfin':>7} {'differ':>7} {'tshark':>7} {'differ':>7}")
    for name in args.scenarios:
        with tempfile.TemporaryDirectory() as folder:
            run = [sys.executable, maker, "run", "--out", folder, "--seed", args.seed, "--capture", "both", name]
            kernel = traced(lambda: subprocess.run(run, check=True, stdout=subprocess.DEVNULL))
            client, server = (pathlib.Path(folder, name + end) for end in (".pcap", ".server.pcap"))
            if not server.exists():
                print(f"{name:18} is captured at one end only")
                continue
            forward, backward = (ours(args.synfin, *pair) for pair in
                                 ((client, "client_to_server"), (server, "server_to_client")))
            here = forward + backward
            row = f"{name:18} {len(forward) + len(backward):10} {kernel.total():7} {here.total():7} {differing(kernel, here):7}"
            if shutil.which("tshark"):
                theirs = (collections.Counter({k: n for k, n in tsharks(client).items() if k in forward})
                          + collections.Counter({k: n for k, n in tsharks(server).items() if k in backward}))
                row += f" {theirs.total():7} {differing(kernel, theirs):7}"
            print(row, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
