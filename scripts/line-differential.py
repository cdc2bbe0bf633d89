#!/usr/bin/env python3
"""Compares our lines with tcpdump's on captures whose packets were changed.

    scripts/line-differential.py [--count N] [--seed N] [--flags FLAGS]... FOLDER...

Takes the classic pcap files below the folders, changes octets inside their packets or cuts packets
short, and has the judge's linediff.py compare what the installed tcpdump prints with what we print.
The file's own headers stay as they are; mutations.py is for those. The same seed makes the same
captures. tcpdump 4.99.6 is what we follow: an older one differs in places that docs/testing.md
names.
"""

import random, struct, subprocess, sys

from linediff_judge import arguments, compare, files, packets

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
    given = arguments(__doc__, 1000).parse_args()
    captures = [capture for capture in map(packets, files(given)) if capture]
    choose = random.Random(given.seed)
    return compare(given, lambda path: write(choose, choose.choice(captures), path),
                   "tcp or ip6 proto 6", [""], ["--list", *older()])


if __name__ == "__main__":
    sys.exit(main())
