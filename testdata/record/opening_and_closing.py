"""Ways to open a connection, and to close it."""

import socket
import struct

from bench import ADDRESS, CLIENT, SERVER, run
from script import close, dialogue, option, pause, read, recording, reset, until_end

SOL_TCP, TCP_FASTOPEN, MSG_FASTOPEN = socket.IPPROTO_TCP, 23, 0x20000000
TCP_REPAIR, TCP_REPAIR_QUEUE, TCP_QUEUE_SEQ, TCP_SEND_QUEUE = 19, 20, 21, 2


@recording("close-by-client")
def close_by_client(bench):
    client, server = bench.connect()
    dialogue(client, server)
    close(client, server)


@recording("close-by-server")
def close_by_server(bench):
    client, server = bench.connect(port=80)
    dialogue(
        client,
        server,
        b"GET /hello HTTP/1.0\r\nHost: server.example\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nhello\n",
    )
    close(server, client)


@recording("three-segment-close")
def three_segment_close(bench):
    client, server = bench.connect()
    dialogue(client, server)
    client.close()
    until_end(server)
    server.close()  # before the ACK of the client's FIN is due: the FIN carries it
    pause()


@recording("simultaneous-close")
def simultaneous_close(bench):
    client, server = bench.connect()
    dialogue(client, server)
    bench.cable.delay = 0.05
    client.close()
    server.close()
    pause(0.3)


@recording("half-close")
def half_close(bench):
    client, server = bench.connect()
    client.sendall(b"that is all I have to say\n")
    client.shutdown(socket.SHUT_WR)
    until_end(server)
    pause()
    for part in (b"then listen:\n", b"no need to hurry\n"):
        server.sendall(part)
        pause()
    server.close()
    until_end(client)
    client.close()
    pause()


@recording("simultaneous-open")
def simultaneous_open(bench):
    bench.cable.delay = 0.05
    ends = {host: bench.tcp_socket(host) for host in (CLIENT, SERVER)}
    for sock in ends.values():
        sock.bind(("", 5000))
        sock.setblocking(False)
    for host, peer in ((CLIENT, SERVER), (SERVER, CLIENT)):
        ends[host].connect_ex((ADDRESS[peer], 5000))
    pause(0.3)
    for sock in ends.values():
        sock.settimeout(10)
    dialogue(*ends.values())
    close(*ends.values())


@recording("fast-open")
def fast_open(bench):
    bench.both("net.ipv4.tcp_fastopen", 3)
    listener = bench.listen(5000, prepare=option(SOL_TCP, TCP_FASTOPEN, 5))
    for question in (b"may I have a cookie?\n", b"data in the SYN\n"):
        client = bench.tcp_socket(CLIENT)
        client.settimeout(None)  # connecting and sending at once, it has to wait
        client.sendto(question, MSG_FASTOPEN, (ADDRESS[SERVER], 5000))
        server, _ = listener.accept()
        read(server, len(question))
        server.sendall(b"answer\n")
        read(client, 7)
        close(client, server)


@recording("refused")
def refused(bench):
    sock = bench.tcp_socket(CLIENT)
    assert sock.connect_ex((ADDRESS[SERVER], 5000)), "nobody listens"


@recording("rejected-by-icmp")
def rejected_by_icmp(bench):
    firewall(bench, "tcp dport 5000 reject with icmp type admin-prohibited")
    sock = bench.tcp_socket(CLIENT)
    assert sock.connect_ex((ADDRESS[SERVER], 5000)), "a firewall says no"


def firewall(bench, rule):
    space = bench.spaces[SERVER]
    run("nft", "add table inet bench; add chain inet bench in "
        "{ type filter hook input priority 0; }; add rule inet bench in " + rule,
        namespace=space)  # fmt: skip


@recording("unanswered")
def unanswered(bench):
    firewall(bench, "tcp dport 5000 drop")
    sock = bench.tcp_socket(CLIENT)
    sock.settimeout(2.5)
    try:
        sock.connect((ADDRESS[SERVER], 5000))
    except TimeoutError:
        sock.close()


@recording("reset-by-client")
def reset_by_client(bench):
    client, server = bench.connect()
    dialogue(client, server)
    for _ in range(4):
        server.sendall(b"more " * 20)
        pause(0.001)
    reset(client)
    pause()


@recording("reset-by-server")
def reset_by_server(bench):
    client, server = bench.connect()
    dialogue(client, server)
    reset(server)
    pause()


@recording("reset-unread-data")
def reset_unread_data(bench):
    client, server = bench.connect()
    client.sendall(b"nobody reads this\n")
    pause()
    server.close()  # RFC 2525 2.17: data is lost, so an RST instead of a FIN
    pause()


@recording("fin-then-reset")
def fin_then_reset(bench):
    client, server = bench.connect()
    dialogue(client, server)
    server.close()
    pause()
    client.sendall(b"too late\n")  # nobody is there to read it: RST
    pause()


@recording("half-open")
def half_open(bench):
    client, server = bench.connect()
    dialogue(client, server)
    server.setsockopt(SOL_TCP, TCP_REPAIR, 1)
    server.close()  # a socket in repair vanishes without a word, as in a crash
    client.sendall(b"are you there?\n")
    pause()


@recording("port-reuse")
def port_reuse(bench):
    for closes_first in (SERVER, CLIENT):
        client, server = bench.connect(local_port=40000)
        dialogue(client, server)
        close(*((server, client) if closes_first == SERVER else (client, server)))
        # Now the server is in TIME-WAIT; a SYN with a later number opens anew (RFC 6191).


@recording("sequence-wrap")
def sequence_wrap(bench):
    def begin_at(number):
        def prepare(sock):
            sock.setsockopt(SOL_TCP, TCP_REPAIR, 1)
            sock.setsockopt(SOL_TCP, TCP_REPAIR_QUEUE, TCP_SEND_QUEUE)
            sock.setsockopt(SOL_TCP, TCP_QUEUE_SEQ, struct.pack("I", number))
            sock.setsockopt(SOL_TCP, TCP_REPAIR, 0)

        return prepare

    client, server = bench.connect(prepare=begin_at(0xFFFF_FFF0))
    dialogue(client, server)
    dialogue(client, server, b"beyond 2^32\n")
    close(client, server)


@recording("several-connections")
def several_connections(bench):
    web, ssh = bench.connect(port=80), bench.connect(port=22)
    refused(bench)
    dialogue(*ssh, b"SSH-2.0-client\r\n", b"SSH-2.0-server\r\n")
    dialogue(*web, b"GET / HTTP/1.0\r\n\r\n", b"HTTP/1.0 204 No Content\r\n\r\n")
    close(*reversed(web))
    reset(ssh[0])
    left_open = bench.connect(port=25)
    dialogue(*left_open, b"EHLO client.example\r\n", b"250 server.example\r\n")
    bench.stop_recording()
