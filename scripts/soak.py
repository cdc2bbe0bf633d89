#!/usr/bin/env python3
"""Pipes generated traffic into live commands for a long time, and watches their memory.

    scripts/soak.py --minutes 20 --rate 20000 --log soak.csv target/release/synfin

Each command named by COMMANDS reads the same endless pcap from its standard input: connections
that open, carry data both ways, lose and repeat a segment now and then, and end by FINs or a RST.
The capture's clock runs faster than the wall's (--speed), so that what a tracker keeps for the
time of TIME-WAIT (4 minutes of the capture) is let go within a minute. What is bounded fills up
in the first --filling seconds: there are --filled short connections in them, more than any command
remembers of those that are over (SECURITY.md), and the clock runs faster still. Every --every seconds a
row of the log says how many packets were sent and how much memory (resident, KiB) each command
has. In the end the last row is put beside the one of the end of the first minute: the status is 1
if any command grew by more than --slack percent, or ended with a status of its own.

The same seed sends the same packets.
"""

import argparse
import random
import struct
import subprocess
import sys
import time

COMMANDS = [["print", "-"], ["print", "--plain", "-nr", "-"], ["connections", "--format", "jsonl", "-"], ["stats", "-"]]

SYN, FIN, RST, PSH, ACK = 2, 1, 4, 8, 16


def segment(from_client, seq, ack, flags, length):
    """A record of Ethernet, IPv4 and TCP, and where the client's address and port stand in it."""
    options = bytes([2, 4, 5, 180, 1, 1, 4, 2]) if flags & SYN else b""
    tcp = struct.pack("!HHIIBBHHH", 80, 80, seq & 0xFFFFFFFF, ack & 0xFFFFFFFF, (20 + len(options)) << 2, flags, 65000, 0, 0)
    size = 20 + len(tcp) + len(options) + length
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, size, 1, 0x4000, 64, 6, 0, b"\x0a\0\0\1", b"\x0a\0\0\1")
    frame = b"\2\0\0\0\0\1\2\0\0\0\0\2\x08\0" + ip + tcp + options + b"x" * length
    record = struct.pack("<IIII", 0, 0, len(frame), len(frame)) + frame
    return bytearray(record), (16 + 26, 16 + 34) if from_client else (16 + 30, 16 + 36)


def dialogue(choice):
    """One connection as a list of records, without its client's address and its times."""
    isn = [choice.getrandbits(32), choice.getrandbits(32)]
    sent = [1, 1]
    packets = [segment(True, isn[0], 0, SYN, 0), segment(False, isn[1], isn[0] + 1, SYN | ACK, 0)]

    def send(side, flags, length):
        packets.append(segment(side == 0, isn[side] + sent[side], isn[1 - side] + sent[1 - side], flags, length))
        sent[side] += length + (1 if flags & FIN else 0)

    send(0, ACK, 0)
    for _ in range(choice.randrange(2, 30)):
        side, length = choice.randrange(2), choice.choice([1, 100, 700, 1400])
        send(side, PSH | ACK, length)
        fate = choice.random()
        if fate < 0.05:
            packets.append((bytearray(packets[-1][0]), packets[-1][1]))
        elif fate < 0.08:
            packets.pop()
        send(1 - side, ACK, 0)
    first = choice.randrange(2)
    if choice.random() < 0.1:
        send(first, RST | ACK, 0)
    else:
        send(first, FIN | ACK, 0)
        send(1 - first, FIN | ACK, 0)
        send(first, ACK, 0)
    return packets


def traffic(seed, slots):
    """Endless: a packet of one connection after the other, as (record, second-less)."""
    choice = random.Random(seed)
    dialogues = [dialogue(choice) for _ in range(200)]
    client = 0
    running = []
    while True:
        while len(running) < slots:
            client += 1
            ends = ends_of(0x0B000000, client)
            running.append((iter(choice.choice(dialogues)), ends))
        still = []
        for packets, ends in running:
            packet = next(packets, None)
            if packet is None:
                continue
            still.append((packets, ends))
            yield addressed(packet, ends)
        running = still


def ends_of(network, client):
    """A client's address and port."""
    return struct.pack("!I", network + client // 60000), struct.pack("!H", 1024 + client % 60000)


def addressed(packet, ends):
    """The packet's record with its client's address and port."""
    record, (address_at, port_at) = packet
    record[address_at : address_at + 4], record[port_at : port_at + 2] = ends
    return record


def resets():
    """Endless: connections that are reset at once."""
    packets = [
        segment(True, 1000, 0, SYN, 0),
        segment(False, 5000, 1001, SYN | ACK, 0),
        segment(True, 1001, 5001, ACK, 0),
        segment(False, 5001, 1001, RST | ACK, 0),
    ]
    client = 0
    while True:
        client += 1
        ends = ends_of(0x0C000000, client)
        for packet in packets:
            yield addressed(packet, ends)


class Clock:
    """How many packets are due at a second of the wall's clock, from where, and the capture's time."""

    FASTER = 60

    def __init__(self, options):
        self.options = options
        self.filling = options.filling if options.filled else 0
        self.rate = 4 * options.filled / max(options.filling, 1)

    def due(self, elapsed):
        """Packets of resets, and of the other traffic."""
        fill = min(elapsed, self.filling)
        return int(fill * self.rate), int((elapsed - fill) * self.options.rate)

    def micros(self, elapsed):
        """The capture's time in microseconds."""
        fast = min(elapsed, self.filling) * self.FASTER
        return 1_700_000_000_000_000 + int((fast + elapsed - min(elapsed, self.filling)) * self.options.speed * 1e6)


def resident(process):
    """Resident memory in KiB; 0 once it is gone."""
    try:
        with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
            return next((int(line.split()[1]) for line in status if line.startswith("VmRSS:")), 0)
    except OSError:
        return 0


def run(options):
    """Feeds the commands and logs their memory; the rows of the log."""
    processes = [
        subprocess.Popen([options.synfin, *words], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        for words in COMMANDS
    ]
    header = struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    for process in processes:
        process.stdin.write(header)
    sources, sent = (resets(), traffic(options.seed, options.connections)), [0, 0]
    clock, rows = Clock(options), []
    begin = time.monotonic()
    with open(options.log, "w", encoding="ascii") as log:
        names = ",".join(" ".join(words) for words in COMMANDS)
        log.write(f"seconds,packets,{names}\n")
        while (elapsed := time.monotonic() - begin) < options.minutes * 60:
            piece = bytearray()
            now = clock.micros(elapsed)
            for source, (packets, due) in enumerate(zip(sources, clock.due(elapsed))):
                for _ in range(due - sent[source]):
                    record = next(packets)
                    struct.pack_into("<II", record, 0, now // 1_000_000, now % 1_000_000)
                    piece += record
                    now += 1
                sent[source] = due
            for process in processes:
                process.stdin.write(piece)
                process.stdin.flush()
            if elapsed >= len(rows) * options.every:
                rows.append((int(elapsed), sum(sent), *map(resident, processes)))
                log.write(",".join(map(str, rows[-1])) + "\n")
                log.flush()
            time.sleep(0.02)
    for process in processes:
        process.stdin.close()
    return rows, [process.wait(timeout=600) for process in processes]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("synfin")
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--rate", type=int, default=20_000, help="packets a second")
    parser.add_argument("--speed", type=int, default=16, help="seconds of the capture a second")
    parser.add_argument("--connections", type=int, default=2000, help="connections open at a time")
    parser.add_argument("--filling", type=float, default=40, help="seconds")
    parser.add_argument("--filled", type=int, default=1_060_000, help="short connections in these")
    parser.add_argument("--every", type=int, default=10, help="seconds between two rows")
    parser.add_argument("--slack", type=float, default=10, help="percent of growth that is none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", default="soak.csv")
    options = parser.parse_args()
    rows, statuses = run(options)
    early = next((row for row in rows if row[0] >= 60), rows[0])
    failed = any(statuses)
    for words, status, first, last in zip(COMMANDS, statuses, early[2:], rows[-1][2:]):
        grown = 100 * (last - first) / max(first, 1)
        failed |= grown > options.slack
        print(f"{' '.join(words)}: {first} KiB after a minute, {last} at the end ({grown:+.1f} %), status {status}")
    print(f"{rows[-1][1]} packets in {rows[-1][0]} seconds")
    sys.exit(failed)


if __name__ == "__main__":
    main()
