#!/usr/bin/env python3
"""Compares synfin's filters with libpcap's on random expressions over real and damaged packets.

    cargo build --profile quick -p synfin --example filter
    scripts/filter-differential.py ../shared/captures --rounds 200

Each round takes the packets of one link type, cuts and changes some of them, makes expressions from
a grammar of pcap-filter(7), and counts what passes, by libpcap (its shared library, as tcpdump calls
it when it reads a file) and by the example `filter`. It prints every expression on which the two
differ, what only one of them refuses, and at the end the numbers. Exit status 1 if anything was
selected differently. Nothing here is a judgement of speed.
"""

import argparse
import collections
import ctypes
import pathlib
import random
import struct
import subprocess
import sys
import tempfile

PACKETS = 250
EXPRESSIONS = 60


class Program(ctypes.Structure):
    _fields_ = [("len", ctypes.c_uint), ("instructions", ctypes.c_void_p)]


class Header(ctypes.Structure):
    _fields_ = [
        ("seconds", ctypes.c_long),
        ("fraction", ctypes.c_long),
        ("caplen", ctypes.c_uint32),
        ("len", ctypes.c_uint32),
    ]


class Libpcap:
    """What tcpdump uses of libpcap."""

    def __init__(self):
        library = ctypes.CDLL("libpcap.so.0.8")
        library.pcap_open_offline.restype = ctypes.c_void_p
        library.pcap_open_offline.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
        library.pcap_geterr.restype = ctypes.c_char_p
        library.pcap_geterr.argtypes = [ctypes.c_void_p]
        library.pcap_close.argtypes = [ctypes.c_void_p]
        library.pcap_datalink.argtypes = [ctypes.c_void_p]
        library.pcap_next_ex.argtypes = [
            ctypes.c_void_p,
            ctypes.POINTER(ctypes.POINTER(Header)),
            ctypes.POINTER(ctypes.c_void_p),
        ]
        library.pcap_compile.argtypes = [
            ctypes.c_void_p,
            ctypes.POINTER(Program),
            ctypes.c_char_p,
            ctypes.c_int,
            ctypes.c_uint32,
        ]
        library.pcap_offline_filter.argtypes = [
            ctypes.POINTER(Program),
            ctypes.POINTER(Header),
            ctypes.c_char_p,
        ]
        library.pcap_freecode.argtypes = [ctypes.POINTER(Program)]
        self.library = library

    def open(self, path):
        error = ctypes.create_string_buffer(1024)
        return self.library.pcap_open_offline(str(path).encode(), error)

    def packets(self, path):
        """The capture's link type as libpcap numbers it, and its packets: (wire length, octets)."""
        capture = self.open(path)
        if not capture:
            return None, []
        packets = []
        header, data = ctypes.POINTER(Header)(), ctypes.c_void_p()
        while self.library.pcap_next_ex(capture, ctypes.byref(header), ctypes.byref(data)) == 1:
            octets = ctypes.string_at(data, header.contents.caplen) if header.contents.caplen else b""
            packets.append((header.contents.len, octets))
        link = self.library.pcap_datalink(capture)
        self.library.pcap_close(capture)
        return link, packets

    def passing(self, capture, packets, expression):
        """The numbers of the packets that pass, or why libpcap refuses the expression."""
        program = Program()
        if self.library.pcap_compile(capture, ctypes.byref(program), expression.encode(), 1, 0) < 0:
            return self.library.pcap_geterr(capture).decode(errors="replace")
        numbers = []
        for number, (length, octets) in enumerate(packets, 1):
            header = Header(0, 0, len(octets), length)
            if self.library.pcap_offline_filter(ctypes.byref(program), ctypes.byref(header), octets):
                numbers.append(number)
        self.library.pcap_freecode(ctypes.byref(program))
        return numbers


LINKTYPES = {12: 101}


def write_capture(path, link, packets, order):
    with open(path, "wb") as file:
        linktype = LINKTYPES.get(link, link)
        file.write(struct.pack(order + "IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, linktype))
        for length, octets in packets:
            file.write(struct.pack(order + "IIII", 0, 0, len(octets), length) + octets)


def damaged(rng, packets):
    """A sample of the packets; some are cut, some have octets changed."""
    result = []
    for length, octets in rng.sample(packets, min(PACKETS, len(packets))):
        kind = rng.random()
        if kind < 0.35:
            cut = rng.choice([rng.randrange(0, 100), rng.randrange(0, 60), rng.randrange(10, 42)])
            octets = octets[:cut]
        elif kind < 0.65 and octets:
            changed = bytearray(octets)
            for _ in range(rng.choice([1, 1, 2, 5])):
                changed[rng.randrange(min(len(changed), 80))] = rng.choice(
                    [0, 1, 2, 6, 17, 0x2C, 0x33, 0x3A, 0x45, 0x46, 0x60, 0x84, 0xFF, rng.randrange(256)]
                )
            octets = bytes(changed)
        result.append((length, octets))
    return result


class Grammar:
    """Random expressions, with addresses and ports that the packets have."""

    def __init__(self, rng, packets):
        self.rng = rng
        self.ip4, self.ip6, self.ether, self.ports = [], [], [], []
        for _, octets in packets:
            self.learn(octets)
        self.ip4 += ["10.0.0.1", "192.168.1.1", "127.0.0.1"]
        self.ip6 += ["fe80::1", "::1"]
        self.ether += ["00:01:02:03:04:05", "ff:ff:ff:ff:ff:ff"]
        self.ports += [80, 443, 22, 53, 0, 65535]

    def learn(self, octets):
        for at in (0, 4, 14, 16, 18, 20, 22, 34):
            head = octets[at:]
            if len(head) >= 24 and head[0] >> 4 == 4:
                self.ip4.append(".".join(map(str, head[12:16])))
                self.ip4.append(".".join(map(str, head[16:20])))
                behind = (head[0] & 15) * 4
                if len(head) >= behind + 4:
                    self.ports.extend(struct.unpack(">HH", head[behind : behind + 4]))
            elif len(head) >= 44 and head[0] >> 4 == 6:
                for begin in (8, 24):
                    words = struct.unpack(">8H", head[begin : begin + 16])
                    self.ip6.append(":".join(f"{word:x}" for word in words))
                self.ports.extend(struct.unpack(">HH", head[40:44]))
        if len(octets) >= 12:
            self.ether.append(octets[0:6].hex(":"))
            self.ether.append(octets[6:12].hex(":"))

    def one(self, *choices):
        choice = self.rng.choice(choices)
        return choice() if callable(choice) else choice

    def valid(self, valid, wrong):
        """Mostly a choice that libpcap understands; in a risky expression also one it may not."""
        return self.one(*(valid + wrong if self.risky else valid))

    def expression(self, depth=None):
        rng = self.rng
        if depth is None:
            self.risky = rng.random() < 0.1
        if depth is None:
            depth = rng.choice([0, 0, 1, 1, 1, 2, 3])
            if rng.random() < 0.02:
                # Only behind "geneve and" does libpcap itself know what it reads.
                geneve = self.one("geneve", lambda: f"geneve {self.one('0', '10', '0xb')}")
                return f"{geneve} and ({self.expression(depth)})"
        if depth == 0:
            return self.primitive()
        parts = [self.term(depth - 1)]
        for _ in range(rng.choice([1, 1, 2, 3])):
            parts.append(self.one("and", "or", "and", "or", "&&", "||"))
            parts.append(self.term(depth - 1))
        return " ".join(parts)

    def term(self, depth):
        kind = self.rng.random()
        if kind < 0.15:
            return self.one("not ", "!", "! ") + self.term(max(depth - 1, 0))
        if kind < 0.45 and depth > 0:
            return f"({self.expression(depth)})"
        if self.risky and kind < 0.5:
            return self.bare_id()
        return self.primitive()

    def bare_id(self):
        return self.one(self.port_number, self.host_id, self.name, "(80 or 443)", "6", "1.2")

    def more_ids(self, first, more):
        """What the qualifiers of `first` are carried over to."""
        text = first
        while self.rng.random() < 0.25:
            text += f" {self.one('or', 'or', 'and', 'or not', 'and not')} {more()}"
        return text

    def port_number(self):
        return str(self.rng.choice(self.ports))

    def name(self):
        return self.valid(["http", "https", "domain", "ssh", "syslog", "ftp-data"], ["ntp", "localhost", "nosuch"])

    def number(self):
        rng = self.rng
        kind = rng.random()
        if kind < 0.5:
            return str(rng.randrange(0, 70))
        if kind < 0.7:
            return hex(rng.choice([0, 1, 2, 0xF, 0x10, 0x3F, 0xFF, 0x1FFF, 0xFFFF, 0xFFFFFFFF]))
        if kind < 0.8:
            return self.one("tcp-syn", "tcp-ack", "tcp-fin", "tcp-rst", "tcp-push", "icmp-echo", "icmp-unreach", "icmp6-echo")
        if kind < 0.85:
            return "0" + oct(rng.randrange(0, 64))[2:]
        return str(rng.choice([0, 1, 2, 4, 5, 6, 8, 17, 20, 40, 64, 255, 1500, 65535, 4294967295]))

    def host_id(self):
        return self.one(lambda: self.rng.choice(self.ip4), lambda: self.rng.choice(self.ip4), lambda: self.rng.choice(self.ip6))

    def net_id(self):
        rng = self.rng
        kind = rng.random()
        if kind < 0.2:
            return rng.choice(self.ip4).split(".")[0]
        if kind < 0.4:
            return ".".join(rng.choice(self.ip4).split(".")[: rng.choice([2, 3, 4])])
        if kind < 0.7:
            bits = rng.choice([0, 1, 8, 12, 16, 20, 24, 31, 32])
            value = int.from_bytes(bytes(map(int, rng.choice(self.ip4).split("."))), "big")
            if rng.random() < 0.9:
                value &= ~((1 << (32 - bits)) - 1) & 0xFFFFFFFF
            address = ".".join(map(str, value.to_bytes(4, "big")))
            if rng.random() < 0.3:
                mask = ((0xFFFFFFFF << (32 - bits)) & 0xFFFFFFFF).to_bytes(4, "big")
                return f"{address} mask {'.'.join(map(str, mask))}"
            return f"{address}/{bits}"
        if kind < 0.9:
            bits = rng.choice([0, 8, 16, 32, 48, 64, 96, 127, 128])
            groups = rng.choice(self.ip6)
            if "::" in groups:
                return "fe80::/10" if bits < 64 else "::/0"
            value = int("".join(f"{int(group, 16):04x}" for group in groups.split(":")), 16)
            value &= ~((1 << (128 - bits)) - 1)
            text = f"{value:032x}"
            return ":".join(text[i : i + 4] for i in range(0, 32, 4)) + f"/{bits}"
        return self.valid(["loopback", "224", "0"], ["nosuch"])

    def direction(self):
        return self.one("", "", "src ", "dst ", "src or dst ", "dst or src ", "src and dst ", "dst and src ")

    def primitive(self):
        return self.one(
            self.protocol,
            self.protocol,
            self.host,
            self.host,
            self.net,
            self.port,
            self.port,
            self.port,
            self.portrange,
            self.proto,
            self.ether_primitive,
            self.relation,
            self.relation,
            self.relation,
            self.length,
            self.encapsulation,
            self.encapsulation,
            self.other if self.risky else self.port,
        )

    def protocol(self):
        return self.one(
            "ip", "ip6", "arp", "rarp", "tcp", "udp", "icmp", "icmp6", "sctp", "igmp", "igrp", "pim", "vrrp",
            "carp", "ah", "esp", "atalk", "aarp", "decnet", "sca", "lat", "moprc", "mopdl", "iso", "clnp", "esis",
            "isis", "stp", "ipx", "netbeui", "l1", "l2", "iih", "lsp", "snp", "csnp", "psnp",
            "tcp", "udp", "ip", "ip6", "tcp", "icmp",
        )

    def host(self):
        if self.rng.random() < 0.25:
            protocol, some = self.one("", "ip6 "), lambda: self.rng.choice(self.ip6)
        else:
            protocol, some = self.one("", "", "ip ", "arp ", "rarp "), lambda: self.rng.choice(self.ip4)
        if self.risky:
            protocol, some = self.one("", "ip ", "tcp ", "ip6 "), lambda: self.one(self.host_id, self.name)
        direction = self.direction()
        word = self.one("host ", "host ", "") if direction else "host "
        first = self.one(some, some, some, lambda: f"({some()} {self.one('or', 'and', 'or not')} {some()})")
        return f"{protocol}{direction}{word}{self.more_ids(first, some)}"

    def net(self):
        net = self.net_id()
        protocol = self.one("", "ip6 ") if ":" in net else self.one("", "", "ip ", "arp ", "rarp ")
        if self.risky:
            protocol = self.one("", "ip ", "tcp ", "ip6 ")
        return f"{protocol}{self.direction()}net {net}"

    def port(self):
        protocol = self.valid(["", "", "tcp ", "udp ", "sctp "], ["ip "])
        port = self.one(self.port_number, self.port_number, self.port_number, self.name, lambda: f"({self.port_number()} or {self.port_number()})", lambda: f"({self.port_number()})")
        if not self.risky and not port[0].isdigit() and port[0] != "(":
            protocol = self.one("", "tcp ")
        return f"{protocol}{self.direction()}port {self.more_ids(port, self.port_number)}"

    def portrange(self):
        protocol = self.one("", "tcp ", "udp ")
        ends = self.one(
            lambda: f"{self.port_number()}-{self.port_number()}",
            lambda: f"{self.rng.randrange(0, 2000)}-{self.rng.randrange(1000, 65536)}",
            "80",
        ) if not self.risky else self.one("ssh-http", "ftp-domain", "22-nosuch", "80-70000")
        return f"{protocol}{self.direction()}portrange {ends}"

    def proto(self):
        return self.one(
            lambda: f"ip proto {self.one('6', '17', '1', '47', '4', chr(92) + 'tcp', chr(92) + 'udp', 'ospf', 'gre', '0x32')}",
            lambda: f"ip6 proto {self.one('6', '17', '58', '0', '44', chr(92) + 'tcp', 'ipv6-icmp')}",
            lambda: f"proto {self.one('6', '17', chr(92) + 'icmp', '41')}",
            lambda: f"ether proto {self.one('0x800', '0x86dd', '0x806', '2048', '6', '0x42', '0xfe', '0xe0', '0xf0', '1501', chr(92) + 'ip', chr(92) + 'ip6', chr(92) + 'arp', 'loopback', chr(92) + 'iso', '0x8137', '0x809b', '0x80f3', '0x600')}",
            lambda: f"iso proto {self.one('0x81', '0x82', '0x83', chr(92) + 'isis', '3')}",
            lambda: f"isis proto {self.one('15', '16', '27')}",
            lambda: f"ip protochain {self.one('6', '17', '51', '1')}",
            lambda: f"ip6 protochain {self.one('6', '17', '58', '0', '44')}",
            lambda: f"protochain {self.one('6', '17')}",
        ) if not self.risky else f"{self.one('tcp', 'ether', 'ip6', '')} proto {self.number()}"

    def ether_primitive(self):
        return self.one(
            lambda: f"ether {self.direction()}{self.one('host ', '')}{self.rng.choice(self.ether)}",
            lambda: f"ether {self.direction()}host {self.rng.choice(self.ether)}",
            "ether broadcast", "ether multicast", "broadcast", "multicast", "ip broadcast", "ip multicast",
            "ip6 multicast", "llc", "llc i", "llc s", "llc u", "llc ui", "llc rr", "llc rnr", "llc xid",
        ) if not self.risky else self.one("tcp broadcast", "ip6 broadcast", "llc foo", "ether host 1.2.3.4")

    def value(self, depth):
        rng = self.rng
        kind = rng.random()
        if depth == 0 or kind < 0.3:
            return self.one(self.number, self.number, "len", self.octets)
        if kind < 0.6:
            return self.octets(depth)
        if kind < 0.7:
            return f"({self.value(depth - 1)})"
        if kind < 0.75:
            return f"-{self.value(depth - 1)}"
        operator = self.one("+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "&", "+")
        space = self.one("", " ", " ")
        return f"{self.value(depth - 1)}{space}{operator}{space}{self.value(depth - 1)}"

    def octets(self, depth=1):
        protocol = self.valid(["ip", "ip6", "tcp", "udp", "icmp", "icmp6", "ether", "link", "arp", "sctp", "igmp", "tcp", "ip", "rarp", "pim", "vrrp", "decnet"], ["radio", "stp"])
        rng = self.rng
        index = self.one(
            lambda: str(rng.randrange(0, 24)), lambda: str(rng.randrange(0, 24)), lambda: str(rng.randrange(0, 70)),
            "tcpflags", "icmptype", "0", lambda: self.value(depth - 1) if depth > 1 else "2", "-1", "0x0c",
        )
        size = self.one("", "", "", ":1", ":2", ":4", ":3" if self.risky else "")
        return f"{protocol}[{index}{size}]"

    def relation(self):
        operator = self.one("=", "==", "!=", "<", "<=", ">", ">=", "=", "!=")
        return self.one(
            lambda: f"tcp[tcpflags] & ({self.one('tcp-syn', 'tcp-syn|tcp-fin', 'tcp-ack', 'tcp-rst|tcp-ack')}) {operator} {self.one('0', 'tcp-syn', '2')}",
            lambda: f"ip[2:2] {operator} {self.rng.randrange(20, 1500)}",
            lambda: f"(ip[0] & 0xf) << 2 {operator} {self.number()}",
            lambda: f"{self.octets()} {operator} {self.number()}",
            lambda: f"{self.octets()} & {self.number()} {operator} {self.number()}",
            lambda: f"{self.value(2)} {operator} {self.value(1)}",
            lambda: f"{self.value(3)} {operator} {self.value(2)}",
            lambda: f"(((ip[2:2] - ((ip[0]&0xf)<<2)) - ((tcp[12]&0xf0)>>2)) {operator} 0)",
            lambda: f"tcp[((tcp[12:1] & 0xf0) >> 2):4] {operator} 0x47455420",
        )

    def length(self):
        return self.one(
            lambda: f"less {self.rng.randrange(40, 1600)}",
            lambda: f"greater {self.rng.randrange(40, 1600)}",
            lambda: f"len {self.one('<', '<=', '>', '>=', '=', '!=')} {self.rng.randrange(40, 200)}",
            lambda: f"byte {self.rng.randrange(0, 60)} {self.one('=', '<', '>')} {self.rng.randrange(0, 256)}",
        )

    def encapsulation(self):
        return self.one(
            "vlan", "vlan", "vlan", lambda: f"vlan {self.valid(['1', '100', '5', '4095', '(10)'], ['4096'])}",
            "mpls", "mpls", lambda: f"mpls {self.valid(['16', '100', '29'], ['1048576'])}",
            "pppoes", lambda: f"pppoes {self.valid(['1', '5', '0x11'], ['65536'])}", "pppoed",
        )

    def other(self):
        return self.one("inbound", "outbound", "ifindex 1", "ifindex 2", "gateway foo", "type data", "host", "port", "and", "tcp or", "$1")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("captures", type=pathlib.Path, help="a directory of captures")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--filter", default="target/quick/examples/filter", help="the built example")
    parser.add_argument("--link", type=int, help="only this link type, as libpcap numbers it")
    parser.add_argument("--show", type=int, default=40, help="how many differences to print")
    options = parser.parse_args()

    libpcap = Libpcap()
    by_link = collections.defaultdict(list)
    for path in sorted(options.captures.rglob("*.pcap*")):
        link, packets = libpcap.packets(path)
        by_link[link].extend(packets[:400])
    by_link.pop(None, None)

    counts = collections.Counter()
    lenient, strict, reasons = (collections.Counter() for _ in range(3))
    shown = 0
    rng = random.Random(options.seed)
    if options.link is not None and options.link not in by_link:
        # No capture has this link type: Ethernet's packets must do, whatever they then mean.
        by_link[options.link] = by_link[1]
    links = sorted(by_link) if options.link is None else [options.link]
    for _ in range(options.rounds):
        link = rng.choice([1, 1, 1, rng.choice(links)]) if options.link is None else options.link
        packets = damaged(rng, by_link[link])
        grammar = Grammar(rng, packets)
        expressions = [grammar.expression() for _ in range(EXPRESSIONS)]
        with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
            write_capture(file.name, link, packets, rng.choice("<<>"))
            capture = libpcap.open(file.name)
            output = subprocess.run(
                [options.filter, "--numbers", file.name, "-"],
                input="\n".join(expressions) + "\n",
                capture_output=True,
                text=True,
                timeout=120,
            ).stdout.splitlines()
            if len(output) != len(expressions):
                sys.exit(f"the example stopped at: {expressions[len(output)]}")
            for expression, own in zip(expressions, output):
                theirs = libpcap.passing(capture, packets, expression)
                refused = own.startswith("refused")
                if isinstance(theirs, str):
                    reasons[theirs.split("'")[0][:60]] += refused
                    counts["both refuse" if refused else "only libpcap refuses"] += 1
                    if not refused:
                        lenient[theirs.split("'")[0]] += 1
                        if "rejects all" not in theirs and lenient[theirs.split("'")[0]] <= 3:
                            print(f"only libpcap refuses, link {link}: {expression}\n    {theirs}")
                elif refused:
                    counts["only synfin refuses"] += 1
                    strict[own] += 1
                    if strict[own] <= 2:
                        print(f"only synfin refuses, link {link}: {expression}\n    {own}")
                elif own.split() == [str(number) for number in theirs]:
                    counts["equal, some pass" if theirs and len(theirs) < len(packets) else "equal, all or none"] += 1
                else:
                    counts["different"] += 1
                    if shown < options.show:
                        shown += 1
                        ours = set(own.split())
                        theirs = {str(number) for number in theirs}
                        both = sorted(ours ^ theirs, key=int)
                        number = int(both[0])
                        length, octets = packets[number - 1]
                        print(
                            f"different, link {link}: {expression}\n"
                            f"    only synfin passes {sorted(ours - theirs, key=int)[:6]}, "
                            f"only libpcap {sorted(theirs - ours, key=int)[:6]}; "
                            f"packet {number}: {len(octets)} of {length} octets {octets[:64].hex()}"
                        )
            libpcap.library.pcap_close(capture)
    for name, count in sorted(counts.items()):
        print(f"{name}: {count}")
    print("why both refuse:", dict(reasons.most_common(12)))
    print("why only libpcap refuses:", dict(lenient.most_common(10)))
    sys.exit(1 if counts["different"] else 0)


if __name__ == "__main__":
    main()
