#!/usr/bin/env python3
"""Runs commands on inputs built to cost much, and holds them to a bound of memory and of time.

    scripts/bounds.py target/release/synfin [--short] [CASE...]

Each case (costly.py) is an input of about a million pieces: what would fill a table, a list or a
stack that nothing bounds. The input comes through a pipe and nothing is stored. A run fails if a signal ends
it, if it needs more than --mebibytes of memory (resident, at its highest) or more than --seconds of
processor time, or more address space than twice the memory. One line a run; the status is 1 if any
failed.
"""

import argparse
import itertools
import os
import resource
import subprocess
import sys
import threading

from costly import CASES

COMMANDS = [
    "print -", "print -vvX -", "print --plain -nvvr -", "print --resync -w - -", "connections --format csv -", "packets -",
    "transitions -", "stats -", "show -", "show --unfold -C 1 -", "plot -C 1 -", "report -o /dev/null -",
]

# What each case of the short form goes through, in turn: so each command meets some cases, and all are through in a minute.
SHORT = 3


def run(synfin, words, case, options):
    """Runs a command on a case; how it ended, its memory in MiB and its processor time."""
    def limit():
        space = options.mebibytes * 2 * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
        resource.setrlimit(resource.RLIMIT_CPU, (options.seconds * 2, options.seconds * 2 + 1))
    child = subprocess.Popen(
        [synfin, *words.split(), *options.extra.split()], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, preexec_fn=limit,
    )

    def feed():
        try:
            held = bytearray()
            for piece in case():
                held += piece
                if len(held) > 1 << 16:
                    child.stdin.write(held)
                    held.clear()
            child.stdin.write(held)
            child.stdin.close()
        except BrokenPipeError:
            pass

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stdin.raw.close() if hasattr(child.stdin, "raw") and child.returncode < 0 else None
    feeder.join()
    return child.returncode, used.ru_maxrss / 1024, used.ru_utime + used.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("synfin")
    parser.add_argument("case", nargs="*", choices=[*CASES, []], help="only these")
    parser.add_argument("--mebibytes", type=int, default=512)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--commands", help="only those that contain this")
    parser.add_argument("--short", action="store_true", help="connections and two other commands for each case")
    parser.add_argument("--extra", default="", help="options for every command")
    options = parser.parse_intermixed_args()
    failed = runs = 0
    highest = (0, "")
    others = itertools.cycle(words for words in COMMANDS if "connections" not in words)
    for name in options.case or CASES:
        chosen = [words for words in COMMANDS if "connections" in words] + [next(others) for _ in range(SHORT - 1)]
        for words in chosen if options.short else COMMANDS:
            if options.commands and options.commands not in words:
                continue
            status, memory, seconds = run(options.synfin, words, CASES[name], options)
            # There need not be a connection 1.
            promised = (0, 1, 2) if "-C" in words else (0, 1)
            bad = status not in promised or memory > options.mebibytes or seconds > options.seconds
            runs, failed, highest = runs + 1, failed + bad, max(highest, (memory, name))
            print(f"{'FAIL' if bad else 'ok':4}  {name:22} {words:30} {memory:7.1f} MiB {seconds:6.2f} s  status {status}", flush=True)
    print(f"{runs} runs, {failed} failed; at most {highest[0]:.0f} MiB ({highest[1]})")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
