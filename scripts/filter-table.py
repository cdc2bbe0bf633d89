#!/usr/bin/env python3
"""Makes crates/synfin/tests/filter/counts.tsv: what tcpdump selects.

    scripts/filter-table.py ../shared/captures

Each expression of expressions.txt is given to `tcpdump --count -nn -r CAPTURE EXPRESSION` on five of
the captures below and two of our own, turn by turn; {A} and its like stand for what the capture has. A
line of the table is the capture, the expression, and the count or `refused`. Only our own captures are
part of this repository.
"""

import pathlib
import re
import struct
import subprocess
import sys

CAPTURES = """
pcapplusplus/4KHttpRequests.pcap
pcapplusplus/CiscoHDLC.pcap
pcapplusplus/IPv4-encapsulated-IPv6.pcap
pcapplusplus/MplsPackets.pcap
pcapplusplus/NullLoopback.pcap
pcapplusplus/Sll2Packet.pcap
pcapplusplus/expected_output-ipfragutil_ip_ids.pcap
pcapplusplus/expected_output-no-ip-frag-all.pcap
pcapplusplus/four_ipv6_http_streams.pcap
pcapplusplus/frag_http_req.pcap
pcapplusplus/linktype_ipv6.pcap
pcapplusplus/raw_ip.pcap
pcapplusplus/sll.pcap
pcapplusplus/sll2.pcap
tcpdump/arcnet-rfc1051-arp-icmp-http.pcap
tcpdump/beep-oobr.pcap
tcpdump/bigtcp-ipv6-hbh.pcap
tcpdump/geneve.pcap
tcpdump/gso-ipv4-vxlan-ipv6.pcap
tcpdump/lspping-fec-ldp.pcap
tcpdump/mptcp-v1.pcap
tcpdump/resp_2_inline.pcap
tcpdump/tcp_rst_diag_payload-trunc.pcap
zeek/dns-inverse-query.pcap
zeek/ftp-ipv6-retr-samba.pcap
zeek/http-261-variant-03-cl_negative.pcap
zeek/ipv6-http-atomic-frag.pcap
zeek/ldap-issue-32.pcapng
zeek/llc.pcap
zeek/nflog-http.pcap
zeek/postgresql-psql-login.pcap
zeek/pppoe-over-qinq.pcap
zeek/redis-large-requests-responses.pcap
zeek/smb-fragment-state-exhaustion.pcap
zeek/tcp-syslog.pcap
zeek/tunnels-Teredo.pcap
zeek/tunnels-gtp-gtp9_unknown_or_too_short_payload.pcap
""".split()
OWN = """
testdata/any-device.pcap
testdata/gre.pcap
testdata/ipv6.pcap
testdata/mpls.pcap
testdata/several-connections.pcap
testdata/snaplen.pcap
testdata/ssh-session.pcap
testdata/vlan.pcap
testdata/vxlan.pcap
""".split()


def facts(capture):
    """What the placeholders stand for, from what tcpdump prints of the first packets."""
    command = ["tcpdump", "-nn", "-e", "-c", "200", "-r", str(capture)]
    text = subprocess.run(command, capture_output=True, text=True, errors="replace").stdout
    pairs = re.findall(r"(\d+\.\d+\.\d+\.\d+)(?:\.(\d+))? > (\d+\.\d+\.\d+\.\d+)(?:\.(\d+))?", text)
    pairs6 = re.findall(r"([0-9a-f]+:[0-9a-f:]+)\.(\d+) > [0-9a-f:]+\.(\d+)", text)
    known = dict(A="10.0.0.1", B="10.0.0.2", P="80", Q="443", M="00:01:02:03:04:05", S="fe80::1")
    if pairs:
        known.update(A=pairs[0][0], B=pairs[0][2], P=pairs[0][1] or "80", Q=pairs[0][3] or "443")
    if pairs6:
        known.update(S=pairs6[0][0])
        if not pairs:
            known.update(P=pairs6[0][1], Q=pairs6[0][2])
    macs = re.findall(r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}", text)
    if macs:
        known.update(M=macs[0])
    return known


def count(capture, expression):
    """What tcpdump selects."""
    command = ["tcpdump", "--count", "-nn", "-r", str(capture), expression]
    result = subprocess.run(command, capture_output=True, text=True)
    found = re.match(r"(\d+) packet", result.stdout)
    if result.returncode == 0 and found:
        return found.group(1)
    return "refused"


def main():
    shared = pathlib.Path(sys.argv[1])
    root = pathlib.Path(__file__).parent.parent
    paths = {capture: shared / capture for capture in CAPTURES}
    paths.update((capture, root / capture) for capture in OWN)
    known = {capture: facts(path) for capture, path in paths.items()}
    folder = root / "crates/synfin/tests/filter"
    lines = (folder / "expressions.txt").read_text().splitlines()
    templates = [line for line in lines if line and not line.startswith("# ")]
    with open(folder / "counts.tsv", "w") as table:
        for number, template in enumerate(templates):
            turns = [CAPTURES[(number * 5 + turn * 8) % len(CAPTURES)] for turn in range(5)]
            turns += [OWN[(number * 2 + turn * 5) % len(OWN)] for turn in range(2)]
            for capture in turns:
                expression = re.sub(r"\{([ABPQMS])\}", lambda m: known[capture][m[1]], template)
                print(capture, expression, count(paths[capture], expression), sep="\t", file=table)


if __name__ == "__main__":
    main()
