//! Labels, in English.

use crate::words::{Label, catalogue};

catalogue! { Label:
    // The page.
    Title: "TCP connections";
    Connections: "Connections";
    Filter: "Filter";
    FilterHint: "words, such as reset 443";
    SortHint: "Connections; the buttons in the first row sort";
    ShownOfAll: "{shown} of {all} connections";
    ShowMore: "Show more";
    LeftOut:
        "The {kept} connections that have most to tell are shown; {left_out} are left \
         out (--limit shows more).";
    AllConnections: "All connections";
    Previous: "Previous";
    Next: "Next";
    Connection: "Connection {id}";
    Facts: "Facts";
    Story: "Story";
    NoStory: "There was no room for the packets of this connection; only its facts were kept.";
    Ladder: "Ladder";
    LadderHint: "Packets between client and server, with the state of each end where it changes";
    Seconds: "seconds";
    Segment: "segment";
    OverTime: "Over time";
    EachDirection: "Each direction";
    FactsOfDirections: "Facts of each direction";
    Fact: "fact";
    ClientToServer: "client to server";
    ServerToClient: "server to client";
    Yes: "yes";
    No: "no";
    // Figures of a capture.
    Comma: ", ";
    Packets: "packets";
    WithTcp: "{count} with TCP";
    Others: "{count} others up to the last of them";
    Unread: "{count} cut, or earlier fragments of a datagram";
    AllOfThem: "connections";
    ByOpening: "by opening";
    ByClosing: "by closing";
    Resets: "resets";
    ResetsBy: "{client} by the client, {server} by the server";
    PayloadOctets: "payload octets";
    Retransmitted: "retransmitted";
    OfSegments: "{count} of {all} segments ({share})";
    NotCaptured: "not captured";
    SequenceNumbers: "{count} sequence numbers";
    HandshakeTimes: "handshake times";
    Percentiles: "50 %: {median}, 90 %: {high}, 99 %: {highest} ({count} handshakes)";
    NearPercentiles:
        "50 %: {median}, 90 %: {high}, 99 %: {highest} ({count} handshakes; times within 0.2 %)";
    TopTalkers: "Top talkers";
    TalkersForgotten:
        "too many addresses: a figure may be up to {octets} octets and {connections} connections \
         too low";
    Address: "address";
    OctetsSent: "octets sent";
    // Facts of a connection.
    Number: "#";
    Client: "client";
    Server: "server";
    Opening: "opening";
    Closing: "closing";
    ClosedBy: "closed by";
    Octets: "octets";
    SentAgain: "sent again";
    ClientState: "client state";
    ServerState: "server state";
    Begins: "begins";
    ClientKnownBy: "client known by";
    HandshakeTime: "handshake";
    ServerHalf: "server's half of it";
    ClientHalf: "client's half of it";
    TimeToFirstByte: "time to first byte";
    ResponseTime: "response time";
    LongestSilence: "longest silence";
    CloseStyle: "close style";
    ClosingTime: "closing time";
    Vlan: "VLAN";
    // Facts of a direction.
    DifferentOctets: "different octets";
    MissingOctets: "octets not captured";
    OutOfOrder: "out of order";
    ZeroWindows: "zero windows";
    DuplicateAcks: "duplicate ACKs";
    KeepAlives: "keep-alives";
    ShortestRoundTrip: "shortest round trip";
    MeanRoundTrip: "mean round trip";
    LongestRoundTrip: "longest round trip";
    Mss: "MSS";
    WindowScale: "window scale";
    SackPermitted: "SACK permitted";
    Timestamps: "timestamps";
    // Charts.
    ClientSequence: "Client to server: sequence numbers";
    ServerSequence: "Server to client: sequence numbers";
    InFlight: "Octets in flight";
    RoundTripTime: "Round-trip time";
    Throughput: "Throughput";
    Window: "window";
    Acked: "ACK";
    Sacked: "SACK";
    Sent: "sent";
    LetterKey: "S SYN, F FIN, R RST";
    // Ladders.
    PhaseHandshake: "handshake";
    PhaseSimultaneousOpen: "simultaneous open";
    PhaseRefused: "refused";
    PhaseData: "data";
    PhaseHalfClosedData: "half-closed data";
    PhaseTeardown: "teardown";
    PhaseSimultaneousClose: "simultaneous close";
    PhaseReset: "reset";
    PhaseClosed: "closed";
    FoldedSegments: "{count} segments";
    FoldedLeftOut: "left out: {count} segments";
}
