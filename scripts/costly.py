"""Captures built to cost much: each of about a million pieces, made as they are written.

CASES names them; each is a function that gives the octets in parts.
"""

import gzip
import io
import struct

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


# A hundred million zeros behind a file header read as millions of empty records.
ZEROS = 100_000_000


def gzip_of(pieces):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as file:
        for piece in pieces:
            file.write(piece)
    return out.getvalue()


def gzip_bomb():
    """A thousand to one."""
    yield gzip_of([b"".join(pcap([])), *[bytes(1_000_000)] * (ZEROS // 1_000_000)])


def gzip_in_pieces():
    """A million members of nothing behind a capture, then another million members of an octet each."""
    yield gzip_of(pcap([]))
    yield gzip_of([]) * (MANY // 2)
    yield gzip_of([b"\0"]) * (MANY // 2)


def gzip_of_a_long_name():
    """A member whose name does not end, and of such nothing is kept."""
    yield b"\x1f\x8b\x08\x08" + bytes(6)
    for _ in range(100):
        yield b"n" * 1_000_000


def zstd_block(kind, size, data, is_last=False):
    return struct.pack("<I", size << 3 | kind << 1 | is_last)[:3] + data


# No content size, no checksum; a window of 8 MiB.
ZSTD = b"\x28\xb5\x2f\xfd\0\x68"
RAW, SAME = 0, 1


def zstd_bomb():
    """Thirty thousand to one: blocks that say 128 KiB in four octets."""
    header = b"".join(pcap([]))
    block = 128 << 10
    yield ZSTD + zstd_block(RAW, len(header), header)
    yield zstd_block(SAME, block, b"\0") * (ZEROS // block) + zstd_block(SAME, 1, b"\0", True)


def zstd_in_pieces():
    """Millions of blocks and frames of nothing, and skippable frames between them."""
    header = b"".join(pcap([]))
    yield ZSTD + zstd_block(RAW, len(header), header, True)
    yield ZSTD + zstd_block(RAW, 0, b"") * MANY + zstd_block(RAW, 0, b"", True)
    yield (ZSTD + zstd_block(RAW, 0, b"", True) + b"\x50\x2a\x4d\x18" + bytes(4)) * (MANY // 2)


def zstd_of_a_large_window():
    """Frames that ask for windows of 128 MiB, the most that is given, and of 3.75 TiB."""
    header = b"".join(pcap([]))
    large = b"\x28\xb5\x2f\xfd\0" + bytes([(27 - 10) << 3])
    yield large + zstd_block(RAW, len(header), header)
    yield zstd_block(SAME, 128 << 10, b"\0") * 1200 + zstd_block(RAW, 0, b"", True)
    yield b"\x28\xb5\x2f\xfd\0\xff" + zstd_block(SAME, 128 << 10, b"\0", True)


def xxh32(data):
    """XXH32 with seed 0 of less than 16 octets."""
    prime = [2654435761, 2246822519, 3266489917, 668265263, 374761393]
    turn = lambda value, by: (value << by | value >> (32 - by)) & 0xFFFFFFFF
    value = (prime[4] + len(data)) & 0xFFFFFFFF
    for octet in data:
        value = turn((value + octet * prime[4]) & 0xFFFFFFFF, 11) * prime[0] & 0xFFFFFFFF
    value = (value ^ value >> 15) * prime[1] & 0xFFFFFFFF
    value = (value ^ value >> 13) * prime[2] & 0xFFFFFFFF
    return value ^ value >> 16


# Independent blocks of 4 MiB at most, no checksums.
LZ4_HEAD = b"\x60\x70"
LZ4 = b"\x04\x22\x4d\x18" + LZ4_HEAD + bytes([xxh32(LZ4_HEAD) >> 8 & 255])


def lz4_zeros(count):
    """A block of so many zeros: one, then a match as long as the rest but the last five."""
    more = count - 1 - 5 - 4 - 15
    block = b"\x1f\0\1\0" + b"\xff" * (more // 255) + bytes([more % 255]) + b"\x50" + bytes(5)
    return struct.pack("<I", len(block)) + block


def lz4_bomb():
    """Two hundred and fifty to one."""
    header = b"".join(pcap([]))
    yield LZ4 + struct.pack("<I", len(header) | 1 << 31) + header
    yield lz4_zeros(4 << 20) * (ZEROS >> 22) + bytes(4)


def lz4_in_pieces():
    """A million blocks of one octet, and as many frames of nothing."""
    header = b"".join(pcap([]))
    yield LZ4 + struct.pack("<I", len(header) | 1 << 31) + header
    yield (struct.pack("<I", 1 | 1 << 31) + b"\0") * MANY + bytes(4)
    yield (LZ4 + bytes(4)) * MANY


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
        gzip_bomb, gzip_in_pieces, gzip_of_a_long_name, zstd_bomb, zstd_in_pieces, zstd_of_a_large_window, lz4_bomb,
        lz4_in_pieces, block_of_4_gib, a_million_interfaces, a_million_options, a_million_names, damaged_blocks,
        damaged_records, deep_headers, fragments, syn_flood, one_pair_of_ports, syns_in_a_connection, holes,
        holes_from_behind, acknowledgments, leaps, open_and_silent,
    ]
}
