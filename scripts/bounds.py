#!/usr/bin/env python3
"""Runs commands on inputs built to cost much, and holds them to a bound of memory and of time.

    scripts/bounds.py target/release/synfin [CASE...]

Each case is an input of about a million pieces: what would fill a table, a list or a stack that
nothing bounds. The input comes through a pipe and nothing is stored. A run fails if a signal ends
it, if it needs more than --mebibytes of memory (resident, at its highest) or more than --seconds of
processor time, or more address space than twice the memory. One line a run; the status is 1 if any
failed.
"""

import argparse
import gzip
import io
import os
import resource
import struct
import subprocess
import sys
import threading

MANY = 1_000_000
CLIENT, SERVER = b"\x0a\0\0\1", b"\x0a\0\0\2"
SYN, FIN, RST, ACK = 2, 1, 4, 16


def pcap(frames, link=1):
    """A pcap file of frames, a millisecond apart."""
    yield struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, link)
    for number, frame in enumerate(frames):
        yield struct.pack("<IIII", 1_700_000_000 + number // 1000, number % 1000 * 1000, len(frame), len(frame)) + frame


def block(kind, body):
    body += bytes(-len(body) % 4)
    size = struct.pack("<I", 12 + len(body))
    return struct.pack("<I", kind) + size + body + size


SECTION = block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
INTERFACE = block(1, struct.pack("<HHI", 1, 0, 0))


def packet(interface, frame, options=b""):
    head = struct.pack("<IIIII", interface, 0, 0, len(frame), len(frame))
    return block(6, head + frame + bytes(-len(frame) % 4) + options)


def ip(protocol, body, source=CLIENT, destination=SERVER, ident=1, flags=0):
    return struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(body), ident & 0xFFFF, flags, 64, protocol, 0, source, destination) + body


def ethernet(body, kind=0x0800):
    return b"\2\0\0\0\0\1\2\0\0\0\0\2" + struct.pack("!H", kind) + body


def tcp(flags, seq=0, ack=0, length=0, ports=(40000, 80), options=b"", back=False, source=CLIENT):
    ports, ends = (ports[::-1], (SERVER, source)) if back else (ports, (source, SERVER))
    head = struct.pack("!HHIIBBHHH", *ports, seq & 0xFFFFFFFF, ack & 0xFFFFFFFF, (20 + len(options)) << 2, flags, 60000, 0, 0)
    return ethernet(ip(6, head + options + bytes(length), *ends))


def handshake(ports=(40000, 80)):
    yield tcp(SYN, 99, ports=ports)
    yield tcp(SYN | ACK, 199, 100, ports=ports, back=True)
    yield tcp(ACK, 100, 200, ports=ports)


# --- the cases -----------------------------------------------------------------------------------


def zeros_compressed():
    """A gzip bomb: a hundred million zeros, which read as millions of empty records."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as file:
        file.write(b"".join(pcap([])))
        for _ in range(100):
            file.write(bytes(1_000_000))
    yield out.getvalue()


def block_of_4_gib():
    """A packet block that claims 4 GiB, in front of what a disk may hold of it."""
    yield SECTION + INTERFACE + struct.pack("<II", 6, 0xFFFFFFFC)
    for _ in range(300):
        yield bytes(1_000_000)


def a_million_interfaces():
    """More interfaces than are remembered, and a packet from each."""
    frame = tcp(SYN)
    yield SECTION
    for _ in range(100):
        yield INTERFACE * (MANY // 100)
    for number in range(MANY):
        yield packet(number, frame)


def a_million_options():
    """Blocks that are nothing but options, and a packet with millions of comments."""
    options = struct.pack("<HH", 1, 0) * MANY
    yield SECTION + block(1, struct.pack("<HHI", 1, 0, 0) + options)
    for _ in range(4):
        yield packet(0, tcp(SYN), options)


def a_million_names():
    """Name resolution records for a million addresses, of names as long as can be."""
    yield SECTION + INTERFACE
    for number in range(MANY // 1000):
        names = (struct.pack("<HH", 1, 4 + 252) + struct.pack("!I", number * 1000 + n) + b"n" * 251 + b"\0" for n in range(1000))
        yield block(4, b"".join(names))
    yield packet(0, tcp(SYN))


def damaged_blocks():
    """Every other block is damaged, so that the next one has to be sought."""
    frame = tcp(SYN)
    good = packet(0, frame)
    bad = good[:4] + bytes(4) + good[8:]
    yield SECTION + INTERFACE
    for _ in range(100):
        yield (good + good + bad) * (MANY // 500)


def damaged_records():
    """Records whose length is wrong, again and again, and noise that looks like headers."""
    yield struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)
    frame = tcp(SYN)
    head = struct.pack("<IIII", 1_700_000_000, 5, len(frame), len(frame))
    bad = struct.pack("<IIII", 1_700_000_000, 5, 1, 2) * 3 + struct.pack("<IIII", 1, 2, 0xFFFFFFFF, 3)
    for _ in range(100):
        yield ((head + frame) * 5 + bad) * (MANY // 500)


def deep_headers():
    """Frames of 64 KiB that are nothing but VLAN tags, MPLS labels, tunnels or extension headers."""
    tags = ethernet(struct.pack("!HH", 1, 0x8100) * 16000, 0x8100)
    labels = ethernet(struct.pack("!I", 0x00010000) * 16000, 0x8847)
    nested = b""
    while len(nested) < 60000:
        nested = ip(4, nested)
    gre = b""
    while len(gre) < 60000:
        gre = ip(47, struct.pack("!HH", 0, 0x0800) + gre)
    v6 = struct.pack("!IHBB", 6 << 28, 60000, 0, 64) + bytes(31) + b"\1" + (b"\0\0" + bytes(6)) * 7400
    frames = [tags, labels, ethernet(nested), ethernet(gre), ethernet(v6, 0x86DD)]
    return pcap(frames * 1000)


def fragments():
    """First fragments whose rest never comes, and single octets in no order."""
    data = bytes(64)
    return pcap(
        ethernet(ip(6, data, ident=number, source=struct.pack("!I", number >> 8), flags=0x2000 | number * 8 % 8000))
        for number in range(MANY)
    )


def syn_flood():
    """A million SYNs, each from another host, never answered."""
    return pcap(tcp(SYN, number, source=struct.pack("!I", number)) for number in range(MANY))


def one_pair_of_ports():
    """A million connections, one after the other between the same two sockets."""
    def frames():
        for number in range(MANY // 4):
            yield tcp(SYN, number * 7919)
            yield tcp(SYN | ACK, number, number * 7919 + 1, back=True)
            yield tcp(ACK, number * 7919 + 1, number + 1)
            yield tcp(RST | ACK, number * 7919 + 1, number + 1)
    return pcap(frames())


def syns_in_a_connection():
    """SYNs inside a live connection, which may be anything until they are answered."""
    def frames():
        yield from handshake()
        for number in range(MANY):
            yield tcp(SYN, number * 104729)
    return pcap(frames())


def holes():
    """One connection with a million holes in its data."""
    def frames():
        yield from handshake()
        for number in range(MANY):
            yield tcp(ACK, 100 + 10 * number, 200, 5)
    return pcap(frames())


def holes_from_behind():
    """The same, each in front of the one before, with SACK blocks that tell of others."""
    def frames():
        yield from handshake()
        for number in range(MANY // 2):
            yield tcp(ACK, 100 + 10 * (MANY - number), 200, 5)
            sack = b"\1\1\5\x1a" + struct.pack("!6I", *(100 + 30 * number + 5 * n for n in range(6)))
            yield tcp(ACK, 200, 100, back=True, options=sack)
    return pcap(frames())


def acknowledgments():
    """An ACK storm: both ends repeat themselves for ever."""
    def frames():
        yield from handshake()
        for _ in range(MANY // 2):
            yield tcp(ACK, 100, 200)
            yield tcp(ACK, 200, 100, back=True)
    return pcap(frames())


def leaps():
    """Sequence and acknowledgment numbers that have nothing to do with each other."""
    def frames():
        yield from handshake()
        number = 1
        for _ in range(MANY // 2):
            number = number * 6364136223846793005 + 1442695040888963407 & 0xFFFFFFFFFFFFFFFF
            yield tcp(ACK, number >> 32, number >> 7, number >> 60)
            yield tcp(ACK | (number >> 40 & FIN), number >> 20, number >> 13, number >> 61, back=True)
    return pcap(frames())


def open_and_silent():
    """Connections that open, say something, and are never closed."""
    def frames():
        for number in range(MANY // 4):
            ports = (number & 0xFFFF, 1 + (number >> 16))
            yield from handshake(ports)
            yield tcp(ACK, 100, 200, 100, ports=ports)
    return pcap(frames())


CASES = {
    case.__name__.replace("_", "-"): case
    for case in [
        zeros_compressed, block_of_4_gib, a_million_interfaces, a_million_options, a_million_names, damaged_blocks,
        damaged_records, deep_headers, fragments, syn_flood, one_pair_of_ports, syns_in_a_connection, holes,
        holes_from_behind, acknowledgments, leaps, open_and_silent,
    ]
}

COMMANDS = [
    "print -", "print --plain -nvvr -", "print --resync -w - -", "connections --format csv -", "packets -", "transitions -",
    "stats -", "show -", "report -o /dev/null -",
]


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
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--commands", help="only those that contain this")
    parser.add_argument("--extra", default="", help="options for every command")
    options = parser.parse_args()
    failed = runs = 0
    highest = (0, "")
    for name in options.case or CASES:
        for words in COMMANDS:
            if options.commands and options.commands not in words:
                continue
            status, memory, seconds = run(options.synfin, words, CASES[name], options)
            bad = status not in (0, 1) or memory > options.mebibytes or seconds > options.seconds
            runs, failed, highest = runs + 1, failed + bad, max(highest, (memory, name))
            print(f"{'FAIL' if bad else 'ok':4}  {name:22} {words:30} {memory:7.1f} MiB {seconds:6.2f} s  status {status}", flush=True)
    print(f"{runs} runs, {failed} failed; at most {highest[0]:.0f} MiB ({highest[1]})")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
