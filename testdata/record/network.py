"""Loss, delay, and forged packets."""

import socket
import struct

from bench import ADDRESS, CLIENT, MAC, SERVER, checksum
from script import close, dialogue, lose, nth, once, option, pause, read, recording, until_end

SOL_TCP, TCP_MAXSEG = socket.IPPROTO_TCP, 2


@recording("syn-lost")
def syn_lost(bench):
    first_syn = once(lambda s: s.syn and s.sender == CLIENT, lose)
    first_syn_ack = once(lambda s: s.syn and s.sender == SERVER, lose)
    bench.cable.rule = lambda s: first_syn_ack(s) if s.sender == SERVER else first_syn(s)
    client, server = bench.connect()
    dialogue(client, server)
    close(client, server)


@recording("loss-timeout")
def loss_timeout(bench):
    client, server = bench.connect()
    dialogue(client, server)
    bench.cable.rule = nth({1, 2}, lambda s: s.length, lose)
    dialogue(client, server, b"lost twice\n")
    close(client, server)


def stream(bench, rule):
    """The client sends ten small segments at once."""
    client, server = bench.connect(prepare=option(SOL_TCP, TCP_MAXSEG, 112))
    dialogue(client, server)
    bench.cable.rule = rule
    client.sendall(b"0123456789" * 100)
    read(server, 1000)
    pause()
    close(client, server)


@recording("loss-fast-retransmit")
def loss_fast_retransmit(bench):
    stream(bench, nth({3}, lambda s: s.length, lose))


@recording("spurious-retransmission")
def spurious_retransmission(bench):
    """One segment is late; the server's SACKs make the client think that it was lost."""
    bench.cable.delay = 0.02
    stream(bench, nth({3}, lambda s: s.length, lambda s: [(0.023, s.frame)]))


@recording("out-of-order", record={"at": SERVER})
def out_of_order(bench):
    """Two neighbours change places."""
    bench.cable.delay, held = 0.02, []

    def swap(segment):
        if not held:
            held.append(segment.frame)
            return []
        return [(0.02, segment.frame), (0.02, held[0])]

    stream(bench, nth({3, 4}, lambda s: s.length, swap))


@recording("duplicate")
def duplicate(bench):
    client, server = bench.connect()
    bench.cable.rule = once(lambda s: s.length, lambda s: [(0.002, s.frame)] * 2)
    dialogue(client, server)
    close(client, server)


@recording("fin-lost")
def fin_lost(bench):
    client, server = bench.connect()
    dialogue(client, server)
    bench.cable.rule = once(lambda s: s.fin, lose)
    close(client, server)
    pause(0.5)


@recording("last-ack-lost")
def last_ack_lost(bench):
    client, server = bench.connect()
    dialogue(client, server)
    client.close()
    pause()
    until_end(server)
    bench.cable.rule = once(lambda s: s.sender == CLIENT, lose)
    server.close()
    pause(0.7)  # the FIN comes again, and TIME-WAIT answers again


@recording("gone-silent")
def gone_silent(bench):
    client, server = bench.connect()
    dialogue(client, server)
    bench.cable.rule = lose
    client.sendall(b"can you hear me?\n")
    pause(2)
    bench.stop_recording()


@recording("challenge-ack")
def challenge_ack(bench):
    client, server = bench.connect()
    sent = {}

    def watch(segment):
        if segment.sender == SERVER:
            sent["seq"] = segment.seq + segment.length

    bench.cable.rule = watch
    dialogue(client, server)
    pause()
    # Two forged RSTs: RFC 5961 3.2 has the one out of the window dropped, and the one in the
    # window that is not exactly RCV.NXT answered by a challenge ACK.
    for distance in (-100_000, 5000):
        ports = server.getsockname()[1], client.getsockname()[1]
        frame = forged_reset(ports, (sent["seq"] + distance) % 2**32)
        bench.cable.later(0, bench.cable.ends[CLIENT], frame)
        pause()
    dialogue(client, server)
    close(client, server)


def forged_reset(ports, seq):
    """An Ethernet frame from the server: RST, sequence number `seq`."""
    addresses = socket.inet_aton(ADDRESS[SERVER]) + socket.inet_aton(ADDRESS[CLIENT])
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 40, 1, 0x4000, 64, 6, 0) + addresses
    tcp = struct.pack("!HHIIHHHH", *ports, seq, 0, 0x5004, 0, 0, 0)
    pseudo = addresses + struct.pack("!BBH", 0, 6, len(tcp))
    ip = ip[:10] + checksum(ip) + ip[12:]
    tcp = tcp[:16] + checksum(pseudo + tcp) + tcp[18:]
    macs = bytes.fromhex((MAC[CLIENT] + MAC[SERVER]).replace(":", ""))
    return macs + b"\x08\x00" + ip + tcp
