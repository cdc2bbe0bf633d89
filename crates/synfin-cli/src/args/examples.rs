//! The examples in the help texts.

/// Below the help of `synfin` itself.
pub(super) const SYNFIN: &str = "\
Examples:
  synfin trace.pcap                           each packet, with its part in the connection's life
  synfin -nn -r trace.pcap host 10.0.0.1      tcpdump's options and filters work
  synfin --explain trace.pcap                 why each step of a handshake is as it is
  synfin connections trace.pcap               a row for each connection
  tcpdump -w - | synfin -                     a live capture

A file that has a command's name is written ./NAME. `synfin print --help` tells more.";

/// Below the help of `connections`.
pub(super) const CONNECTIONS: &str = "\
Examples:
  synfin connections trace.pcap
  synfin connections --where 'closing == reset and closed_by == server' trace.pcap
  synfin connections --sort -duration --limit 10 trace.pcap
  synfin connections --format csv --columns id,client,server,closing trace.pcap
  synfin connections trace.pcap | jq -r .close_style | sort | uniq -c";

/// Below the help of `packets`.
pub(super) const PACKETS: &str = "\
Examples:
  synfin packets -C 3 trace.pcap
  synfin packets trace.pcap | jq -c 'select(.events != [])'
  tcpdump -w - | synfin packets - | jq -r .phase";

/// Below the help of `transitions`.
pub(super) const TRANSITIONS: &str = "\
Examples:
  synfin transitions trace.pcap
  synfin transitions -C 3 trace.pcap | jq -r '\"\\(.endpoint) \\(.from) > \\(.to): \\(.reason)\"'

A change is assumed until a later packet proves it.";

/// Below the help of `show`.
pub(super) const SHOW: &str = "\
Examples:
  synfin show trace.pcap                      the only connection, or a list to choose from
  synfin show trace.pcap -C 3
  synfin show trace.pcap -C 3 --format svg > ladder.svg";

/// Below the help of `plot`.
pub(super) const PLOT: &str = "\
Examples:
  synfin plot trace.pcap -C 3
  synfin plot trace.pcap -C 3 --format svg > plot.svg";

/// Below the help of `report`.
pub(super) const REPORT: &str = "\
Examples:
  synfin report trace.pcap -o report.html
  synfin report captures/ --lang zh -o report.html";
