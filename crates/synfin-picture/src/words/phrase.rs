//! What can be said in stories: the keys of their catalogues.

use super::keys;

keys! {
    /// A sentence of a story, or a part of one, that every language has; and the names of both
    /// ends, which explanations need too.
    Phrase in phrases:
    // Names.
    /// The client, as the one that does something; it begins the sentence.
    ClientActs,
    /// The server, as the one that does something; it begins the sentence.
    ServerActs,
    /// The client, inside a sentence.
    Client,
    /// The server, inside a sentence.
    Server,
    /// What is the client's.
    ClientOwns,
    /// What is the server's.
    ServerOwns,
    /// The one spoken of.
    It,
    // Stories: small parts.
    /// How often, once.
    OneTime,
    /// How often, twice.
    TwoTimes,
    /// How often.
    Times,
    /// One segment.
    OneSegment,
    /// Several segments.
    Segments,
    /// One octet.
    OneByte,
    /// Octets, as long as they are few.
    Bytes,
    /// Where it is to be seen.
    AtPackets,
    /// Behind a list of packets that is cut.
    AndMore,
    /// Between two packets, or two parts of a sentence.
    ListComma,
    /// From one packet to another.
    FromTo,
    // Stories: opening.
    /// The client asked for the connection.
    Asked,
    /// It asked several times.
    AskedAgain,
    /// Only the answer was captured.
    AgreedOnly,
    /// Both ends asked at once.
    AskedBoth,
    /// Both SYNs were answered.
    OpenBoth,
    /// The server asked back.
    SplitHandshake,
    /// The capture begins later.
    OpeningUnseen,
    /// Nothing tells which end is the client.
    ClientByGuess,
    /// An answer that nobody asked for.
    Unsolicited,
    /// Nobody listened.
    Refused,
    /// What to look at then.
    LookAtPort,
    /// Nobody answered.
    Unanswered,
    /// What to look at then.
    LookAtWay,
    /// The whole handshake.
    Handshake,
    /// The handshake, some of it repeated.
    HandshakeRepeated,
    /// Where its time went.
    ServerHalf,
    /// Where its time went.
    ClientHalf,
    /// Where its time went: both alike.
    HalvesAlike,
    /// The same, where the capture was made at the client.
    NearClient,
    /// The same, where the capture was made at the server.
    NearServer,
    /// Only one side's packets were captured.
    HandshakeOneWay,
    /// The handshake's last step never came.
    HandshakeIncomplete,
    /// Data in the SYN was taken.
    FastOpenAccepted,
    /// Data in the SYN was not taken.
    FastOpenIgnored,
    // Stories: what was carried, and what went wrong.
    /// What was carried.
    Carried,
    /// Only one side sent data.
    CarriedOneWay,
    /// Nothing but control segments.
    CarriedNothing,
    /// The server's program took its time.
    SlowAnswer,
    /// Nothing was repeated or missing.
    NothingLost,
    /// The same, and nothing else is to be told.
    NothingOdd,
    /// One end had to repeat data.
    SentAgain,
    /// Behind what was sent again, where it came to a good end.
    AllArrived,
    /// How many of several.
    CountOf,
    /// How: fast retransmission.
    AgainAtOnce,
    /// How: by SACK.
    AgainIntoGap,
    /// How: tail loss probe.
    AgainAsProbe,
    /// How: retransmission timeout.
    AgainAfterTimeout,
    /// How: needlessly.
    AgainForNothing,
    /// How: it does not show.
    AgainUnexplained,
    /// Packets that the capture holds twice.
    CapturedTwice,
    /// D-SACK.
    ArrivedTwice,
    /// D-SACK for something that was sent once.
    Copied,
    /// Segments overtook each other.
    OutOfOrder,
    /// Octets that the capture does not hold.
    Missing,
    /// The last of what was sent stayed without answer.
    NeverAcknowledged,
    /// The SYN-ACK was repeated.
    SynAckAgain,
    /// A FIN was repeated.
    FinAgain,
    /// One end had no room.
    NoRoom,
    /// It had room again.
    RoomAgain,
    /// The other end asked for room.
    AskedForRoom,
    /// One end asked whether the other is still there.
    KeepAlives,
    /// Nothing was sent for long.
    Pause,
    // Stories: closing.
    /// The FINs, one after the other.
    ClosedByFour,
    /// The second FIN with the ACK of the first.
    ClosedByThree,
    /// The other end went on sending between the FINs.
    ClosedByHalves,
    /// Behind the second FIN, where it was confirmed.
    LastConfirmed,
    /// Behind the second FIN, where it was not.
    LastUnconfirmed,
    /// The FINs crossed.
    ClosedByBoth,
    /// One end closed its direction; the other never did.
    HalfClosed,
    /// A reset.
    WasReset,
    /// A reset, and why.
    WasResetBecause,
    /// A reset behind a FIN.
    ClosedThenReset,
    /// A reset behind a FIN, and why.
    ClosedThenResetBecause,
    /// Nobody closed.
    StillOpen,
    /// The ports went to another connection.
    Superseded,
    /// How much there was of it.
    Altogether,
    /// Both ends' states at the end.
    Ends,
    /// Both ends' states at the end, where they are the same.
    EndsAlike,
    /// One end's state at the end, where only that end was captured.
    EndsOneWay,
    /// Something a reader should look at.
    LookAt,
    // Reasons of a reset.
    /// Nobody listens.
    ReasonRefused,
    /// The opening was given up.
    ReasonHandshakeAborted,
    /// The program aborted.
    ReasonAbort,
    /// Data came for an end that had closed.
    ReasonDataAfterClose,
    /// The connection was unknown.
    ReasonHalfOpen,
    /// Nobody answered any more.
    ReasonGaveUp,
    // States, as a person says them.
    /// CLOSED.
    StateClosed,
    /// LISTEN.
    StateListen,
    /// SYN-SENT.
    StateSynSent,
    /// SYN-RECEIVED.
    StateSynReceived,
    /// ESTABLISHED.
    StateEstablished,
    /// FIN-WAIT-1.
    StateFinWait1,
    /// FIN-WAIT-2.
    StateFinWait2,
    /// CLOSE-WAIT.
    StateCloseWait,
    /// CLOSING.
    StateClosing,
    /// LAST-ACK.
    StateLastAck,
    /// TIME-WAIT.
    StateTimeWait,
    // Notes, as a person says them.
    /// Captured before its SYN.
    NoteReordered,
    /// The ports are used again.
    NotePortReuse,
    /// A SYN in a live connection.
    NoteSynInLiveConnection,
    /// A SYN that was old.
    NoteOldDuplicateSyn,
    /// A challenge ACK.
    NoteChallengeAck,
    /// A half-open connection.
    NoteHalfOpen,
    /// The earlier connection's close is unseen.
    NoteSuperseded,
    /// A SYN answers a SYN.
    NoteSplitHandshake,
    /// An ACK of nothing.
    NoteWrongAck,
    /// Two different SYN-ACKs.
    NoteSecondSynAck,
    /// Far out of the window.
    NoteOutOfWindow,
    /// Flags that mean nothing together.
    NoteInvalidFlags,
    /// A RST out of the window.
    NoteRstOutOfWindow,
    /// A RST in the window, not exact.
    NoteRstNotExact,
    /// A RST that confirms nothing.
    NoteRstForAnotherSyn,
    /// A RST in TIME-WAIT.
    NoteRstInTimeWait,
    /// A RST with data.
    NoteRstWithData,
    /// A RST that both ignored.
    NoteSuspectedInjection,
    /// A FIN ahead of its data.
    NoteFinWaitsForData,
    /// A FIN without ACK.
    NoteFinWithoutAck,
    /// Data behind the FIN.
    NoteDataAfterFin,
    /// TIME-WAIT begins anew.
    NoteTimeWaitRestarted,
    /// An old timestamp.
    NoteOldTimestamp,
    /// One socket at both ends.
    NoteSelfConnect,
    /// Another VLAN.
    NoteOtherVlan,
    /// A note that has no words here.
    NoteOther,
}
