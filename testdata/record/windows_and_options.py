"""Windows, timers and options."""

import socket
import struct

from bench import ADDRESS, CLIENT, DEVICE, MAC, SERVER, checksum, run
from opening_and_closing import close_by_client
from script import close, dialogue, once, option, pause, recording, until_end

SOL_TCP, TCP_MAXSEG, TCP_MD5SIG, IPPROTO_MPTCP = socket.IPPROTO_TCP, 2, 14, 262


@recording("keep-alive")
def keep_alive(bench):
    client, server = bench.connect()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL):
        client.setsockopt(SOL_TCP, name, 1)
    dialogue(client, server)
    pause(3.3)
    close(client, server)


@recording("zero-window")
def zero_window(bench):
    small = option(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    client, server = bench.connect(
        prepare=option(SOL_TCP, TCP_MAXSEG, 536), prepare_server=small
    )
    client.sendall(b"0123456789" * 300)  # more than fits, and nobody reads
    pause(1.2)
    client.shutdown(socket.SHUT_WR)
    until_end(server)
    server.close()
    pause(0.5)


@recording("urgent")
def urgent(bench):
    client, server = bench.connect()
    dialogue(client, server)
    client.send(b"!", socket.MSG_OOB)
    pause()
    close(client, server)


@recording("no-options")
def no_options(bench):
    for name in ("timestamps", "sack", "window_scaling"):
        bench.both(f"net.ipv4.tcp_{name}", 0)
    close_by_client(bench)


@recording("ecn")
def ecn(bench):
    bench.both("net.ipv4.tcp_ecn", 1)
    client, server = bench.connect()
    bench.cable.rule = once(lambda s: s.length and s.sender == CLIENT, congest)
    dialogue(client, server)
    dialogue(client, server)
    close(client, server)


def congest(segment):
    """A router marks the packet instead of dropping it (RFC 3168: CE)."""
    ip = bytearray(segment.frame[14:34])
    ip[1] |= 3
    ip[10:12] = b"\0\0"
    ip[10:12] = checksum(bytes(ip))
    return [(0.002, segment.frame[:14] + bytes(ip) + segment.frame[34:])]


@recording("syn-cookies")
def syn_cookies(bench):
    bench.sysctl(SERVER, "net.ipv4.tcp_syncookies", 2)
    close_by_client(bench)


@recording("md5-signature")
def md5_signature(bench):
    def key(peer):
        address = struct.pack("!HH4s120x", socket.AF_INET << 8, 0, socket.inet_aton(peer))
        return address + struct.pack("=BBHIi80s", 0, 0, 6, 0, 0, b"secret")

    client, server = bench.connect(
        port=179,
        prepare=option(SOL_TCP, TCP_MD5SIG, key(ADDRESS[SERVER])),
        prepare_server=option(SOL_TCP, TCP_MD5SIG, key(ADDRESS[CLIENT])),
    )
    # A BGP KEEPALIVE each way (RFC 4271 4.4).
    keepalive = b"\xff" * 16 + b"\x00\x13\x04"
    dialogue(client, server, keepalive, keepalive)
    close(client, server)


@recording("mptcp")
def mptcp(bench):
    second = "192.0.2.3"
    run("ip", "address", "add", f"{second}/24", "dev", DEVICE[CLIENT],
        namespace=bench.spaces[CLIENT])  # fmt: skip
    run("ip", "neighbour", "add", second, "lladdr", MAC[CLIENT], "dev", DEVICE[SERVER],
        "nud", "permanent", namespace=bench.spaces[SERVER])  # fmt: skip
    run("ip", "mptcp", "endpoint", "add", second, "subflow", namespace=bench.spaces[CLIENT])
    client, server = bench.connect(protocol=IPPROTO_MPTCP, keep_listening=True)
    dialogue(client, server)
    pause()
    dialogue(client, server)
    close(client, server)
