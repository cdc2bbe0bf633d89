//! What stands beside and above figures: the keys of the labels' catalogues.

use super::keys;

keys! {
    /// A label of a page, a chart or a ladder that every language has.
    Label in labels:
    // The page.
    /// What the report is called.
    Title,
    /// The table.
    Connections,
    /// The filter's field.
    Filter,
    /// What may be typed into it.
    FilterHint,
    /// What the table's first row does.
    SortHint,
    /// How many connections pass the filter.
    ShownOfAll,
    /// The button under the table.
    ShowMore,
    /// What was not kept.
    LeftOut,
    /// Back to the table.
    AllConnections,
    /// The connection before in the table.
    Previous,
    /// The connection behind in the table.
    Next,
    /// One connection.
    Connection,
    /// The connection's facts.
    Facts,
    /// The connection's story.
    Story,
    /// In place of the story.
    NoStory,
    /// The connection's ladder.
    Ladder,
    /// What the ladder shows.
    LadderHint,
    /// The ladder's column of time.
    Seconds,
    /// The ladder's column of arrows.
    Segment,
    /// The charts.
    OverTime,
    /// The facts of each direction.
    EachDirection,
    /// What their table shows.
    FactsOfDirections,
    /// Their names.
    Fact,
    /// What the client sent.
    ClientToServer,
    /// What the server sent.
    ServerToClient,
    /// A fact that is so.
    Yes,
    /// A fact that is not so.
    No,
    // Figures of a capture.
    /// Between two of a kind.
    Comma,
    /// Packets with TCP.
    Packets,
    /// How many.
    WithTcp,
    /// Packets without TCP.
    Others,
    /// Packets of which not all is known.
    Unread,
    /// Connections.
    AllOfThem,
    /// How many opened how.
    ByOpening,
    /// How many closed how.
    ByClosing,
    /// Connections that were reset.
    Resets,
    /// By whom.
    ResetsBy,
    /// Octets of payload.
    PayloadOctets,
    /// Segments sent again.
    Retransmitted,
    /// How many of how many.
    OfSegments,
    /// What is missing in the capture.
    NotCaptured,
    /// How much.
    SequenceNumbers,
    /// How long handshakes took.
    HandshakeTimes,
    /// The times that so many did not exceed.
    Percentiles,
    /// The same where there are too many for exact times.
    NearPercentiles,
    /// Those that sent most.
    TopTalkers,
    /// What is said where not all addresses were kept.
    TalkersForgotten,
    /// Their addresses.
    Address,
    /// What they sent.
    OctetsSent,
    // Facts of a connection.
    /// Its number.
    Number,
    /// The client.
    Client,
    /// The server.
    Server,
    /// How it opened.
    Opening,
    /// How it closed.
    Closing,
    /// Who closed it.
    ClosedBy,
    /// Octets of payload.
    Octets,
    /// What was sent again.
    SentAgain,
    /// The client's state at the end.
    ClientState,
    /// The server's state at the end.
    ServerState,
    /// Its first packet.
    Begins,
    /// How the client is known.
    ClientKnownBy,
    /// How long the handshake took.
    HandshakeTime,
    /// The server's half of it.
    ServerHalf,
    /// The client's half of it.
    ClientHalf,
    /// From its begin to the server's first data.
    TimeToFirstByte,
    /// From question to answer.
    ResponseTime,
    /// The longest pause.
    LongestSilence,
    /// How it closed, more precisely.
    CloseStyle,
    /// How long closing took.
    ClosingTime,
    /// Its VLAN.
    Vlan,
    // Facts of a direction.
    /// Octets, each once.
    DifferentOctets,
    /// Octets that are not in the capture.
    MissingOctets,
    /// Segments out of order.
    OutOfOrder,
    /// Windows of nothing.
    ZeroWindows,
    /// ACKs that say nothing new.
    DuplicateAcks,
    /// Questions whether the other end is there.
    KeepAlives,
    /// The shortest round trip.
    ShortestRoundTrip,
    /// The mean round trip.
    MeanRoundTrip,
    /// The longest round trip.
    LongestRoundTrip,
    /// The maximum segment size.
    Mss,
    /// The window's scale.
    WindowScale,
    /// May SACK be used?
    SackPermitted,
    /// Are there timestamps?
    Timestamps,
    // Charts.
    /// What the client sent, over time.
    ClientSequence,
    /// What the server sent, over time.
    ServerSequence,
    /// Octets on their way.
    InFlight,
    /// Round trips.
    RoundTripTime,
    /// Octets a second.
    Throughput,
    /// The window's edge.
    Window,
    /// What was acknowledged.
    Acked,
    /// What was acknowledged out of order.
    Sacked,
    /// What was sent.
    Sent,
    /// What the letters in charts are.
    LetterKey,
    // Ladders.
    /// The phase of opening.
    PhaseHandshake,
    /// The same by both ends at once.
    PhaseSimultaneousOpen,
    /// The refusal.
    PhaseRefused,
    /// The phase of data.
    PhaseData,
    /// Data after one end closed.
    PhaseHalfClosedData,
    /// The phase of closing.
    PhaseTeardown,
    /// The same by both ends at once.
    PhaseSimultaneousClose,
    /// The reset.
    PhaseReset,
    /// What comes behind the end.
    PhaseClosed,
    /// Segments that have no row.
    FoldedSegments,
    /// The same where there was no room.
    FoldedLeftOut,
}
