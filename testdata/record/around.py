"""What lies around TCP, and where the capture stands."""

import socket
import struct

from bench import ADDRESS, CLIENT, SERVER, checksum, run
from opening_and_closing import close_by_client, three_segment_close
from script import close, dialogue, recording


@recording("ipv6", record={"expression": "ip6 proto 6"})
def ipv6(bench):
    bench.enable_ipv6()
    client, server = bench.connect(family=socket.AF_INET6)
    dialogue(client, server)
    close(client, server)


def behind_macs(octets, kind=None):
    """Puts octets between the hardware addresses and the EtherType, or replaces the latter."""
    return lambda frame: frame[:12] + octets + (frame[12:] if kind is None else kind + frame[14:])


def without_tags(frame):
    while frame[12:14] in (b"\x88\xa8", b"\x81\x00"):
        frame = frame[:12] + frame[16:]
    return frame


@recording(
    "vlan",
    record={"device": "trunk-c", "expression": ""},
    trunk=(behind_macs(b"\x88\xa8\x00\x64\x81\x00\xa0\x2a"), without_tags),
)
def vlan(bench):
    """802.1ad tag 100, 802.1Q tag 42 with priority 5."""
    close_by_client(bench)


@recording(
    "mpls",
    record={"device": "trunk-c", "expression": ""},
    trunk=(
        behind_macs(b"\x88\x47\x00\x3e\x80\x40\x00\x01\x01\x40", b""),
        lambda frame: frame[:12] + b"\x08\x00" + frame[22:],
    ),
)
def mpls(bench):
    """Two labels: 1000 and 16."""
    close_by_client(bench)


@recording(
    "gre",
    record={"device": "trunk-c", "expression": ""},
    trunk=(lambda frame: in_gre(frame), lambda frame: frame[:14] + frame[38:]),
)
def gre(bench):
    close_by_client(bench)


def in_gre(frame):
    """IPv4 198.51.100.1 > 198.51.100.2, GRE without options, then the packet (RFC 2784)."""
    ends = socket.inet_aton("198.51.100.1") + socket.inet_aton("198.51.100.2")
    ip = struct.pack("!BBHHHBBH", 0x45, 0, len(frame) - 14 + 24, 0, 0, 64, 47, 0) + ends
    ip = ip[:10] + checksum(ip) + ip[12:]
    return frame[:14] + ip + b"\x00\x00\x08\x00" + frame[14:]


@recording("vxlan")
def vxlan(bench):
    for host, peer, address in ((CLIENT, SERVER, 1), (SERVER, CLIENT, 2)):
        space = bench.spaces[host]
        run("ip", "link", "add", "vx0", "address", f"02:00:00:00:07:0{address}", "type", "vxlan",
            "id", "7", "dstport", "4789", "local", ADDRESS[host], "remote", ADDRESS[peer],
            namespace=space)  # fmt: skip
        bench.sysctl(host, "net.ipv6.conf.vx0.disable_ipv6", 1)
        run("ip", "address", "add", f"203.0.113.{address}/24", "dev", "vx0", namespace=space)
        run("ethtool", "-K", "vx0", "tx", "off", namespace=space)
        run("ip", "link", "set", "vx0", "up", namespace=space)
    client, server = bench.connect(server_address="203.0.113.2")
    dialogue(client, server)
    close(client, server)


@recording("any-device", record={"device": "any"})
def any_device(bench):
    """tcpdump -i any: link type LINUX_SLL2."""
    close_by_client(bench)


@recording("nanoseconds", record={"extra": ("--time-stamp-precision", "nano")})
def nanoseconds(bench):
    three_segment_close(bench)


@recording("midstream", start=False)
def midstream(bench):
    client, server = bench.connect()
    dialogue(client, server)
    bench.record(bench.path)
    dialogue(client, server, b"the capture began late\n")
    close(server, client)


@recording("one-direction", record={"expression": f"src host {ADDRESS[SERVER]}"})
def one_direction(bench):
    close_by_client(bench)


@recording("server-end", record={"at": SERVER})
def server_end(bench):
    bench.cable.delay = 0.02
    close_by_client(bench)


@recording("snaplen", record={"extra": ("-s", "64")})
def snaplen(bench):
    close_by_client(bench)
