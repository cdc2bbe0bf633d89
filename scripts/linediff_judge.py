"""What comparisons with tcpdump's lines have in common: arguments, files, and the judge's linediff.py."""

import argparse, os, shutil, struct, subprocess, sys, tempfile

# The octets a classic pcap file begins with, and its byte order.
ORDERS = {b"\xd4\xc3\xb2\xa1": "<", b"\x4d\x3c\xb2\xa1": "<",
          b"\xa1\xb2\xc3\xd4": ">", b"\xa1\xb2\x3c\x4d": ">"}


def arguments(doc, count):
    """A parser for what all comparisons take; `count` is how many captures they make by default."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("--count", type=int, default=count, help="captures")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--flags", action="append", help="for a round; may be given several times")
    parser.add_argument("--program", default="target/release/synfin")
    parser.add_argument("--judge", default="../shared/judge/linediff.py")
    parser.add_argument("--keep", help="keep the captures in this folder")
    parser.add_argument("folders", nargs="+")
    return parser


def files(given):
    """The files below the folders, always in the same order."""
    return [os.path.join(place, name) for folder in given.folders
            for place, _, names in sorted(os.walk(folder)) for name in sorted(names)]


def packets(path):
    """A capture's file header, byte order and records; None if it is no classic pcap."""
    with open(path, "rb") as file:
        octets = file.read(1 << 20)
    order = ORDERS.get(octets[:4])
    if not order or len(octets) < 24:
        return None
    records, at = [], 24
    while at + 16 <= len(octets):
        seconds, fraction, captured, length = struct.unpack_from(order + "IIII", octets, at)
        data = octets[at + 16 : at + 16 + captured]
        if len(data) < captured:
            break
        records.append((seconds, fraction, length, data))
        at += 16 + captured
    return (octets[:24], order, records) if records else None


def compare(given, write, expression, flags, more):
    """Has each capture written, and all of them compared; gives the exit status."""
    if not os.path.exists(given.judge) or not shutil.which("tcpdump"):
        print("skipped: needs tcpdump and linediff.py")
        return 0
    folder = given.keep or tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    for number in range(given.count):
        write(os.path.join(folder, f"{number:06}.pcap"))
    status = subprocess.run(
        [sys.executable, given.judge, "--forbid-crashes", *more,
         "--ours", f"{given.program} print --plain -nn -r {{file}} {{flags}} '{expression}'",
         "--oracle", f"tcpdump -nn -r {{file}} {{flags}} '{expression}'",
         *[f"--flags={one}" for one in given.flags or flags], folder]).returncode
    if not given.keep:
        shutil.rmtree(folder)
    return status
