#!/usr/bin/env python3
"""Compares what we say of TCP payloads with what tcpdump says, protocol by protocol.

    scripts/payload-differential.py [--port N]... [--count N] [--seed N] [--flags FLAGS]... FOLDER...

Takes the TCP payloads of the classic pcap files below the folders, and the DNS and NFS messages that
went over UDP, changes some octets, cuts some short or puts one behind the other, and sends each from
or to the port it belongs to, in segments made here. The judge's linediff.py compares what the
installed tcpdump prints of them with what we print. The same seed makes the same captures.
line-differential.py is for everything in front of the payload. tcpdump 4.99.6 is what we follow.
"""

import collections, random, struct, sys

from linediff_judge import arguments, compare, files, packets

# Where IP begins, by link type: BSD loopback, Ethernet, raw IP, Linux cooked.
STARTS = {0: 4, 1: 14, 12: 0, 101: 0, 113: 16}
PORTS = [21, 22, 23, 25, 43, 53, 80, 179, 323, 554, 639, 646, 1723, 2049, 6379, 6633, 6653, 8080,
         8554, 10288]
# Over UDP a message has nothing in front of it; over TCP its length, or a record mark.
OVER_UDP = {53: lambda message: struct.pack(">H", len(message)) + message,
            2049: lambda message: struct.pack(">I", 1 << 31 | len(message)) + message}
# Of protocols that hardly anyone captured.
MADE = {
    554: [b"OPTIONS rtsp://a/b RTSP/1.0\r\nCSeq: 1\r\n\r\n", b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n"],
    639: [b"\4\0\3\1\0\x14\1" + bytes(range(17)), b"\2\0\x08\0\xe0\1\2\3\5\0\x08abcde\6\0\3"],
    10288: [b"MSG 0 1 . 0 52\r\nContent-Type: application/beep+xml\r\n\r\n<a/>\r\nEND\r\n",
            b"RPY 0 1 . 0 9\r\n", b"SEQ 1 2 3\r\n", b"ANS 0 0 .", b"NUL 1", b"ERR 4"],
}
MADE[8554] = MADE[554]
# Segments of a capture.
SEGMENTS = 200


def payload(link, frame):
    """The ports and the payload of a packet as it would be over TCP; None if there is none."""
    start = STARTS.get(link)
    if start is None or len(frame) < start + 1:
        return None
    if frame[start] >> 4 == 4 and len(frame) >= start + 20:
        protocol, at = frame[start + 9], start + (frame[start] & 15) * 4
        end = start + struct.unpack_from(">H", frame, start + 2)[0]
    elif frame[start] >> 4 == 6 and len(frame) >= start + 40:
        protocol, at = frame[start + 6], start + 40
        end = at + struct.unpack_from(">H", frame, start + 4)[0]
    else:
        return None
    if len(frame) < at + 20:
        return None
    ports = struct.unpack_from(">HH", frame, at)
    if protocol == 6:
        return ports, frame[at + (frame[at + 12] >> 4) * 4 : end]
    for port in ports:
        if protocol == 17 and port in OVER_UDP:
            return ports, OVER_UDP[port](frame[at + 8 : end])
    return None


def harvest(paths):
    """The payloads of each port, those of the servers and those of the clients apart."""
    found = collections.defaultdict(set)
    for port, made in MADE.items():
        found[port, True].update(made)
    for header, order, records in filter(None, map(packets, paths)):
        link = struct.unpack_from(order + "I", header, 20)[0] & 0xFFFF
        found_here = (payload(link, data) for _, _, _, data in records)
        for (source, destination), octets in filter(None, found_here):
            for port in (source, destination):
                if port in PORTS and octets:
                    found[port, port == source].add(octets[:1400])
    return {key: sorted(octets) for key, octets in found.items()}


def changed(choose, octets):
    """A payload with a few octets changed, or cut."""
    octets = bytearray(octets)
    for _ in range(choose.choice([0, 0, 1, 1, 2, 3, 5])):
        if not octets:
            break
        # Headers more often than what is behind them.
        at = choose.randrange(min(len(octets), choose.choice([8, 24, 64, len(octets)])))
        kind = choose.randrange(9)
        if kind < 3:
            octets[at] ^= 1 << choose.randrange(8)
        elif kind < 5:
            octets[at] = choose.choice([0, 1, 0xFF, 0x80, choose.randrange(256)])
        elif kind < 7:
            octets[at] = (octets[at] + choose.choice([-1, 1])) & 0xFF
        elif kind == 7:
            del octets[at:]
        else:
            octets[at:at] = octets[at : at + choose.choice([1, 2, 4, 8])]
    return bytes(octets)


def segment(choose, port, is_server, octets):
    """An Ethernet frame that carries the payload from or to a port."""
    ports = (port, 40000) if is_server else (40000, port)
    control = 0x14 if choose.randrange(40) == 0 else 0x18
    options = choose.choice([b"", b"\1\1\x08\x0a" + bytes(8)])
    offset = (20 + len(options)) // 4 << 4
    tcp = struct.pack(">HHIIBBHHH", *ports, 1, 1, offset, control, 512, 0, 0) + options + octets
    hosts = choose.randrange(3) + 1, choose.randrange(3) + 1
    if choose.randrange(4):
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp), 1, 0, 64, 6, 0)
        return bytes(12) + b"\x08\0" + ip + bytes([10, 0, 0, hosts[0], 10, 0, 1, hosts[1]]) + tcp
    ip = struct.pack(">IHBB", 6 << 28, len(tcp), 6, 64)
    addresses = b"".join(b"\xfd" + bytes(14) + bytes([host]) for host in hosts)
    return bytes(12) + b"\x86\xdd" + ip + addresses + tcp


def write(choose, ports, payloads, path):
    """Writes a capture with changed payloads."""
    keys = [key for key in sorted(payloads) if key[0] in ports]
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for second in range(SEGMENTS):
            port, is_server = choose.choice(keys)
            octets = changed(choose, choose.choice(payloads[port, is_server]))
            if choose.randrange(8) == 0:
                octets += changed(choose, choose.choice(payloads[port, is_server]))
            if port == 53 and choose.randrange(8):
                octets = struct.pack(">H", max(len(octets) - 2, 0)) + octets[2:]
            frame = segment(choose, port, is_server, octets or b"\0")
            captured = choose.randrange(50, len(frame)) if choose.randrange(8) == 0 else len(frame)
            out.write(struct.pack("<IIII", second, 0, captured, len(frame)) + frame[:captured])


def main():
    parser = arguments(__doc__, 100)
    parser.add_argument("--port", type=int, action="append", help="all that are printed, if not given")
    given = parser.parse_args()
    payloads = harvest(files(given))
    choose = random.Random(given.seed)
    return compare(given, lambda path: write(choose, given.port or PORTS, payloads, path),
                   "tcp", ["", "-v", "-vv"], ["--kinds", "40", "--figure", "packets"])


if __name__ == "__main__":
    sys.exit(main())
