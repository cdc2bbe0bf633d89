"""Records the captures of this folder: real connections between two Linux hosts, one way to open,
to close or to go wrong each. The hosts are network namespaces; bench.py makes them.

    sudo python3 testdata/record [--out DIR] [NAME ...]      all of them, or those named
    python3 testdata/record --list

Ports, times and sequence numbers differ from run to run; what happens does not. After a new
recording the golden texts have to be written and read again (testdata/README.md).
"""

import argparse
import sys
from pathlib import Path

# Imported for what they put in the register.
import opening_and_closing, network, windows_and_options, around  # noqa: E401, F401
from bench import Bench
from script import RECORDINGS


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--out", default=Path(__file__).parent.parent, type=Path)
    parser.add_argument("--list", action="store_true")
    args = parser.parse_args()
    if args.list:
        print(*RECORDINGS, sep="\n")
        return
    for name in args.names or RECORDINGS:
        play, start, record, options = RECORDINGS[name]
        bench = Bench(**options)
        try:
            bench.path = str(args.out / f"{name}.pcap")
            if start:
                bench.record(bench.path, **record)
            play(bench)
            if bench.tcpdump:
                bench.stop_recording()
        finally:
            bench.close()
        print(f"{name}: {Path(bench.path).stat().st_size} octets", file=sys.stderr)


if __name__ == "__main__":
    main()
