#!/usr/bin/env python3
"""Compares our lines with tcpdump's on captures whose packets were changed.

    scripts/line-differential.py [--count N] [--seed N] [--flags FLAGS]... FOLDER...

Takes the classic pcap files below the folders, changes octets inside their packets or cuts packets
short, and has the judge's linediff.py compare what the installed tcpdump prints with what we print.
The file's own headers stay as they are; mutations.py is for those. The same seed makes the same
captures. tcpdump 4.99.6 is what we follow: an older one differs in places that docs/testing.md
names.
"""

import argparse, os, random, shutil, struct, subprocess, sys, tempfile

ORDERS = {b"\xd4\xc3\xb2\xa1": "<", b"\x4d\x3c\xb2\xa1": "<",
          b"\xa1\xb2\xc3\xd4": ">", b"\xa1\xb2\x3c\x4d": ">"}
# What tcpdump 4.99.3 says otherwise than 4.99.6, brought to one form: (its text, ours, the form).
OLDER = [
    (r"truncated-ip6? - \d+ bytes missing! ?",
     r"\[(total length|header\+payload length) \d+ > length \d+\] \(invalid\) ?", ""),
    (r"(next-header [^()]* \(\d+\)) payload length: (\d+)", None, r"\1, payload length \2"),
    (r" \[\|(http|smtp|ftp|rtsp|sip)\]$", None, ""),
    (r"IP\d+ \(invalid\)|IP6, wrong link-layer encapsulation \(invalid\)",
     r"IP  \[version \d+ != 4\] \(invalid\)", "version"),
    (r"IP6 version error: \d+ != 6", r"IP6  \[version \d+ != 6\] \(invalid\)", "version"),
    (r"IP bad-hlen \d+", r"IP  \[header length \d+ < 20\] \(invalid\)", "hlen"),
    (r"IP bad-len [1-9]\d*", r"IP \[total length \d+ < header length \d+\] \(invalid\)", "len"),
]

# Packets of one capture that are kept.
PACKETS = 20


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


def changed(choose, data):
    """A packet with a few octets changed, or cut."""
    data = bytearray(data)
    for _ in range(choose.choice([0, 1, 1, 2, 3])):
        if not data:
            break
        # Headers more often than payload.
        at = choose.randrange(min(len(data), choose.choice([40, 60, 80, len(data)])))
        kind = choose.randrange(4)
        if kind == 0:
            data[at] ^= 1 << choose.randrange(8)
        elif kind == 1:
            data[at] = choose.choice([0, 1, 0xFF, 0x80, choose.randrange(256)])
        elif kind == 2:
            data[at] = (data[at] + choose.choice([-1, 1])) & 0xFF
        elif choose.randrange(3) == 0:
            del data[at:]
    return bytes(data)


def write(choose, capture, path):
    """Writes a capture with changed packets."""
    header, order, records = capture
    begin = choose.randrange(max(1, len(records) - PACKETS))
    with open(path, "wb") as out:
        out.write(header)
        for seconds, fraction, length, data in records[begin : begin + PACKETS]:
            data = changed(choose, data)
            length = max(length, len(data))
            out.write(struct.pack(order + "IIII", seconds, fraction, len(data), length) + data)


def older():
    """The judge's flags for an older tcpdump."""
    version = subprocess.run(["tcpdump", "--version"], capture_output=True, text=True)
    said = version.stdout + version.stderr
    if not any(f"tcpdump version 4.99.{minor}\n" in said for minor in range(5)):
        return
    for theirs, ours, form in OLDER:
        yield f"--sub-oracle={theirs}=>{form}"
        if ours:
            yield f"--sub-ours={ours}=>{form}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--flags", action="append")
    parser.add_argument("--program", default="target/release/synfin")
    parser.add_argument("--judge", default="../shared/judge/linediff.py")
    parser.add_argument("--keep", help="keep the captures in this folder")
    parser.add_argument("folders", nargs="+")
    given = parser.parse_args()
    if not os.path.exists(given.judge) or not shutil.which("tcpdump"):
        print("skipped: needs tcpdump and linediff.py")
        return 0
    found = [os.path.join(place, name) for folder in given.folders
             for place, _, names in sorted(os.walk(folder)) for name in sorted(names)]
    captures = [capture for capture in map(packets, found) if capture]
    choose = random.Random(given.seed)
    folder = given.keep or tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    for number in range(given.count):
        write(choose, choose.choice(captures), os.path.join(folder, f"{number:06}.pcap"))
    status = subprocess.run(
        [sys.executable, given.judge, "--forbid-crashes", "--list",
         "--ours", f"{given.program} print --plain -nn -r {{file}} {{flags}} 'tcp or ip6 proto 6'",
         "--oracle", "tcpdump -nn -r {file} {flags} 'tcp or ip6 proto 6'",
         *older(), *[f"--flags={flags}" for flags in given.flags or [""]], folder]).returncode
    if not given.keep:
        shutil.rmtree(folder)
    return status


if __name__ == "__main__":
    sys.exit(main())
