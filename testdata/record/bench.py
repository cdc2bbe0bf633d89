"""The bench on which record.py records: two hosts, a cable between them, and tcpdump.

Three network namespaces of our own: the client's, the server's, and between them that of the
cable. The cable is a thread that carries every Ethernet frame from one end to the other, by
default after 2 ms; a rule may drop, delay, repeat or change a frame. No packet leaves the
namespaces. Needs root, Linux, Python 3.9, iproute2, ethtool, nftables and tcpdump.
"""

import contextlib
import ctypes
import heapq
import os
import select
import signal
import socket
import struct
import subprocess
import threading
import time

CLIENT, SERVER = "client", "server"
ADDRESS = {CLIENT: "192.0.2.1", SERVER: "192.0.2.2"}  # RFC 5737: for documentation
ADDRESS6 = {CLIENT: "2001:db8::1", SERVER: "2001:db8::2"}  # RFC 3849
MAC = {CLIENT: "02:00:00:00:00:01", SERVER: "02:00:00:00:00:02"}
DEVICE = {CLIENT: "c0", SERVER: "s0"}
CLONE_NEWNET = 0x40000000
PACKET_OUTGOING = 4
ETH_P_ALL = 3


def run(*words, namespace=None):
    """Runs a command to its end, in a namespace if one is named."""
    inside = ["ip", "netns", "exec", namespace] if namespace else []
    return subprocess.run([*inside, *words], check=True, capture_output=True, text=True).stdout


@contextlib.contextmanager
def inside(namespace):
    """This thread's sockets are made in `namespace` meanwhile."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/thread-self/ns/net") as home, open(f"/run/netns/{namespace}") as there:
        if libc.setns(there.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
        try:
            yield
        finally:
            libc.setns(home.fileno(), CLONE_NEWNET)


class Segment:
    """What a rule wants to know of a frame on the cable."""

    def __init__(self, frame, sender):
        self.frame, self.sender = frame, sender
        self.tcp = self.fin = self.syn = self.rst = self.ack = False
        self.length = 0
        kind = frame[12:14]
        if kind == b"\x08\x00" and frame[23] == 6:
            start = 14 + (frame[14] & 15) * 4
            end = 14 + int.from_bytes(frame[16:18], "big")
        elif kind == b"\x86\xdd" and frame[20] == 6:
            start, end = 54, 54 + int.from_bytes(frame[18:20], "big")
        else:
            return
        self.tcp = True
        self.seq, self.acknowledged = struct.unpack("!II", frame[start + 4 : start + 12])
        self.length = end - start - (frame[start + 12] >> 4) * 4
        bits = frame[start + 13]
        self.fin, self.syn, self.rst = bits & 1, bits & 2, bits & 4
        self.ack = bits & 16


class Cable(threading.Thread):
    """Carries frames. `rule(segment)` gives what to do: a list of (seconds, frame) to deliver."""

    def __init__(self, client_end, server_end, trunk=None, wrap=None, unwrap=None):
        super().__init__(daemon=True)
        self.delay, self.rule = 0.002, None
        self.ends = {CLIENT: client_end, SERVER: server_end}
        # With a trunk a frame crosses it wrapped: (in by the sender's end, out by the other's).
        self.trunk, self.wrap, self.unwrap = trunk, wrap, unwrap
        self.due, self.order, self.stopped = [], 0, False

    def later(self, seconds, sock, frame):
        self.order += 1
        heapq.heappush(self.due, (time.monotonic() + seconds, self.order, sock, frame))

    def take(self, sender, frame):
        """A frame came in at a host's end of the cable."""
        segment = Segment(frame, sender)
        fates = self.rule(segment) if self.rule and segment.tcp else None
        for seconds, out in [(self.delay, frame)] if fates is None else fates:
            if self.trunk:
                self.later(seconds, self.trunk[sender], self.wrap(out))
            else:
                self.later(seconds, self.ends[other(sender)], out)

    def stop(self):
        self.stopped = True
        self.join(1)

    def run(self):
        readers = {sock: ("end", host) for host, sock in self.ends.items()}
        if self.trunk:
            # What one host's side sends into the trunk comes out at the other's.
            readers.update({sock: ("trunk", host) for host, sock in self.trunk.items()})
        while not self.stopped:
            wait = min([0.05, *(max(0, due[0] - time.monotonic()) for due in self.due[:1])])
            for sock in select.select(list(readers), [], [], wait)[0]:
                frame, address = sock.recvfrom(65536)
                if address[2] == PACKET_OUTGOING:
                    continue
                kind, host = readers[sock]
                if kind == "end":
                    self.take(host, frame)
                else:
                    self.ends[host].send(self.unwrap(frame))
            while self.due and self.due[0][0] <= time.monotonic():
                _, _, sock, frame = heapq.heappop(self.due)
                sock.send(frame)


def other(host):
    return SERVER if host == CLIENT else CLIENT


class Bench:
    """Two hosts and the cable between them, made anew for each recording."""

    def __init__(self, trunk=None):
        self.spaces = {host: f"synfin-{os.getpid()}-{host}" for host in (CLIENT, SERVER)}
        self.middle = f"synfin-{os.getpid()}-cable"
        self.tcpdump = None
        self.undo = contextlib.ExitStack()  # whatever was made, in reverse
        try:
            self.build(*trunk or ())
        except BaseException:
            self.close()
            raise

    def build(self, wrap=None, unwrap=None):
        for space in (*self.spaces.values(), self.middle):
            run("ip", "netns", "add", space)
            self.undo.callback(run, "ip", "netns", "delete", space)
        for host, space in self.spaces.items():
            self.make_host(host, space)
        with inside(self.middle):
            ends = [self.tap(f"{DEVICE[host]}-cable") for host in (CLIENT, SERVER)]
            taps = None
            if wrap:
                self.make_link("trunk-c", self.middle, "trunk-s", self.middle)
                taps = {CLIENT: self.tap("trunk-c"), SERVER: self.tap("trunk-s")}
        self.cable = Cable(*ends, taps, wrap, unwrap)
        self.cable.start()
        self.undo.callback(self.cable.stop)

    def tap(self, device):
        """A packet socket on a device of the namespace the thread is in."""
        sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        sock.bind((device, ETH_P_ALL))
        return self.undo.enter_context(sock)

    def make_link(self, device, space, peer, peer_space):
        run("ip", "link", "add", device, "netns", space, "type", "veth",
            "peer", "name", peer, "netns", peer_space)  # fmt: skip
        for dev, where in ((device, space), (peer, peer_space)):
            run("sysctl", "-qw", f"net.ipv6.conf.{dev}.disable_ipv6=1", namespace=where)
            run("ip", "link", "set", dev, "mtu", "2000", namespace=where)
            # Segments as they would be on a wire: small, with their checksums.
            run("ethtool", "-K", dev, "tx", "off", "rx", "off", "tso", "off", "gso", "off",
                "gro", "off", "txvlan", "off", "rxvlan", "off", namespace=where)  # fmt: skip
            run("ip", "link", "set", dev, "up", namespace=where)

    def make_host(self, host, space):
        device, peer = DEVICE[host], other(host)
        self.make_link(device, space, f"{device}-cable", self.middle)
        run("ip", "link", "set", "lo", "up", namespace=space)
        run("ip", "link", "set", device, "mtu", "1500", "address", MAC[host], namespace=space)
        run("ip", "address", "add", f"{ADDRESS[host]}/24", "dev", device, namespace=space)
        run("ip", "neighbour", "add", ADDRESS[peer], "lladdr", MAC[peer], "dev", device,
            "nud", "permanent", namespace=space)  # fmt: skip

    def enable_ipv6(self):
        for host, device in DEVICE.items():
            space, peer = self.spaces[host], other(host)
            self.sysctl(host, f"net.ipv6.conf.{device}.addr_gen_mode", 1)
            self.sysctl(host, f"net.ipv6.conf.{device}.disable_ipv6", 0)
            run("ip", "address", "add", f"{ADDRESS6[host]}/64", "dev", device, "nodad",
                namespace=space)  # fmt: skip
            run("ip", "neighbour", "add", ADDRESS6[peer], "lladdr", MAC[peer], "dev", device,
                "nud", "permanent", namespace=space)  # fmt: skip

    def sysctl(self, host, name, value):
        run("sysctl", "-qw", f"{name}={value}", namespace=self.spaces[host])

    def both(self, name, value):
        for host in (CLIENT, SERVER):
            self.sysctl(host, name, value)

    def tcp_socket(self, host, family=socket.AF_INET, protocol=0):
        """A TCP socket of a host; it fails rather than hangs."""
        with inside(self.spaces[host]):
            sock = socket.socket(family, socket.SOCK_STREAM, protocol)
        sock.settimeout(10)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.undo.enter_context(sock)
        return sock

    def listen(self, port, family=socket.AF_INET, prepare=None, protocol=0):
        listener = self.tcp_socket(SERVER, family, protocol)
        if prepare:
            prepare(listener)
        listener.bind(("", port))
        listener.listen()
        return listener

    def connect(self, port=5000, family=socket.AF_INET, local_port=0, prepare=None,
                prepare_server=None, protocol=0, server_address=None, keep_listening=False):  # fmt: skip
        """A connection: (the client's socket, the server's)."""
        address = server_address or (ADDRESS if family == socket.AF_INET else ADDRESS6)[SERVER]
        listener = self.listen(port, family, prepare_server, protocol)
        client = self.tcp_socket(CLIENT, family, protocol)
        if prepare:
            prepare(client)
        if local_port:
            client.bind(("", local_port))
        client.connect((address, port))
        server, _ = listener.accept()
        server.settimeout(10)
        server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not keep_listening:
            listener.close()
        self.undo.enter_context(server)
        return client, server

    def record(self, path, at=CLIENT, device=None, expression="ip", extra=()):
        """Starts tcpdump at one host, or on a device of the cable's namespace."""
        space = self.middle if device and device.startswith("trunk") else self.spaces[at]
        self.tcpdump = subprocess.Popen(
            ["ip", "netns", "exec", space, "tcpdump", "-Z", "root", "-U", "--immediate-mode", "-n",
             "-i", device or DEVICE[at], "-w", path, *extra, expression],
            stderr=subprocess.PIPE, text=True)  # fmt: skip
        while "listening on" not in (line := self.tcpdump.stderr.readline()):
            if not line:
                raise RuntimeError("tcpdump did not start")
        time.sleep(0.1)

    def stop_recording(self):
        time.sleep(0.3)
        self.tcpdump.send_signal(signal.SIGINT)
        self.tcpdump.communicate(timeout=10)
        self.tcpdump = None

    def close(self):
        if self.tcpdump:
            self.tcpdump.kill()
        self.undo.close()


def checksum(octets):
    """The Internet checksum (RFC 1071) of an even number of octets."""
    total = sum(struct.unpack(f"!{len(octets) // 2}H", octets))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("!H", ~total & 0xFFFF)
