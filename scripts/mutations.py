#!/usr/bin/env python3
"""Mutated captures through every command: none may panic, die, take 5 s or 512 MiB.

    scripts/mutations.py [--from N] [--count N] [--program PATH] [--captures FOLDER]... [--log FILE]

Number N's capture is always the same: a capture of the folders, chosen and changed by a generator
seeded with N. So a range may be run again, or be split among processes. Every capture goes through
each of COMMANDS in a process of its own, limited to 512 MiB of address space and 5 s, as `ulimit -v`
and `timeout` would. A capture that breaks one of the promises is kept beside the log as
broken-N.pcap; the exit status is 1 then. The log has a line for every hundred captures, and a run
goes on where its log ends.
"""

import argparse, os, random, resource, signal, struct, subprocess, sys, time

COMMANDS = [
    "print -nn -vvX FILE",
    "print --plain -nn -e -r FILE",
    "connections --format jsonl FILE",
    "packets FILE",
    "transitions --format jsonl FILE",
    "stats FILE",
    "show -C 1 FILE",
    "plot -C 1 FILE",
    "report -o /dev/null FILE",
]
SECONDS = 5
MEMORY = 512 << 20
# What is longer is cut: a mutation far behind says nothing new.
MOST = 1 << 15
# Numbers that lengths and counts are made to have.
ODD = [0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]


def seeds(folders):
    """The captures below folders, cut."""
    found = []
    for folder in folders:
        for place, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                if name.endswith((".pcap", ".pcapng", ".gz", ".zst", ".lz4", ".trace", ".cap")):
                    with open(os.path.join(place, name), "rb") as file:
                        found.append(file.read(MOST))
    return found


def mutated(number, captures):
    """The capture that a number stands for."""
    choose = random.Random(number)
    octets = bytearray(choose.choice(captures))
    for _ in range(choose.choice([1, 1, 2, 3, 5, 8, 20, 100])):
        change(choose, octets, captures)
    return bytes(octets)


def change(choose, octets, captures):
    """Changes something, mostly near the beginning, where the headers are."""
    if len(octets) < 8:
        octets.extend(choose.randbytes(8))
    end = choose.choice([64, 256, len(octets), len(octets)])
    at = choose.randrange(min(end, len(octets)))
    kind = choose.randrange(10)
    if kind < 2:
        octets[at] ^= 1 << choose.randrange(8)
    elif kind < 4:
        octets[at] = choose.choice([0, 0xFF, 0x80, choose.randrange(256)])
    elif kind == 4:
        number = (choose.choice(ODD) + choose.choice([-1, 0, 0, 1])) & 0xFFFFFFFF
        octets[at : at + 4] = struct.pack(choose.choice("<>") + "I", number)
    elif kind == 5:
        octets[at : at + 2] = struct.pack(choose.choice("<>") + "H", choose.choice(ODD) & 0xFFFF)
    elif kind == 6:
        del octets[at : at + choose.choice([1, 2, 4, 16, 60])]
    elif kind == 7:
        octets[at:at] = octets[at : at + choose.choice([1, 4, 16, 74, 500])]
    elif kind == 8:
        other = choose.choice(captures)
        begin = choose.randrange(max(1, len(other)))
        octets[at:at] = other[begin : begin + choose.choice([16, 100, 1000])]
    elif choose.randrange(4) == 0:
        del octets[max(at, 24) :]
    else:
        octets[at : at + 8] = choose.randbytes(8)


def verdict(program, command, file):
    """What was wrong with one run; None if nothing."""
    words = [program] + [file if word == "FILE" else word for word in command.split()]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with process:
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (2 * SECONDS, 2 * SECONDS))
        try:
            said = process.communicate(timeout=60)[1]
        except subprocess.TimeoutExpired:
            process.kill()
            return "took 60 s"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if process.returncode < 0:
        return "died of " + signal.Signals(-process.returncode).name
    if b"panicked at" in said or b"memory allocation" in said:
        return said.decode(errors="replace").splitlines()[0]
    if took > SECONDS:
        return f"took {took:.1f} s"
    # There need not be a connection 1.
    allowed = (0, 1, 2) if "-C" in command else (0, 1)
    return None if process.returncode in allowed else f"status {process.returncode}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="begin", type=int, default=0)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--program", default="target/release/synfin")
    parser.add_argument("--captures", action="append")
    parser.add_argument("--log", default="mutations.log")
    given = parser.parse_args()
    captures = seeds(given.captures or ["testdata"])
    kept = os.path.dirname(os.path.abspath(given.log))
    begin = resume(given.log, given.begin)
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else kept
    file = os.path.join(memory, f"synfin-mutated-{os.getpid()}.pcap")
    os.environ.update(TZ="UTC", LC_ALL="C", RUST_BACKTRACE="0")
    # Inherited by every run. A fork that could set it there would copy this process.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
    broken, started = 0, time.time()
    for number in range(begin, given.begin + given.count):
        octets = mutated(number, captures)
        with open(file, "wb") as out:
            out.write(octets)
        for command in COMMANDS:
            wrong = verdict(given.program, command, file)
            if wrong:
                broken += 1
                with open(os.path.join(kept, f"broken-{number}.pcap"), "wb") as out:
                    out.write(octets)
                note(given.log, f"BROKEN {number} {command}: {wrong}")
        if (number + 1) % 100 == 0 or number + 1 == given.begin + given.count:
            spent = resource.getrusage(resource.RUSAGE_CHILDREN)
            note(given.log, f"done {number + 1}, {time.time() - started:.0f} s, "
                 f"CPU {spent.ru_utime + spent.ru_stime:.0f} s, most memory "
                 f"{spent.ru_maxrss // 1024} MiB, {broken} broken")
    os.remove(file)
    return 1 if broken else 0


def note(log, line):
    with open(log, "a") as out:
        out.write(line + "\n")


def resume(log, begin):
    """Where a run goes on: behind what its log has."""
    if os.path.exists(log):
        with open(log) as lines:
            done = [int(line.split()[1].rstrip(",")) for line in lines if line.startswith("done ")]
        begin = max([begin, *done])
    return begin


if __name__ == "__main__":
    sys.exit(main())
