//! Stories, in English.

use crate::words::{Phrase, catalogue};

catalogue! { Phrase:
    // Names.
    ClientActs: "The client";
    ServerActs: "The server";
    Client: "the client";
    Server: "the server";
    ClientOwns: "the client's";
    ServerOwns: "the server's";
    It: "it";
    // Stories: small parts.
    OneTime: "once";
    TwoTimes: "twice";
    Times: "{count} times";
    OneSegment: "one segment";
    Segments: "{count} segments";
    OneByte: "one byte";
    Bytes: "{count} bytes";
    AtPackets: " ({packets})";
    AndMore: " and {count} more";
    ListComma: ", ";
    FromTo: "{first} to {last}";
    // Stories: opening.
    Asked: "The client, {client}, asked the server, {server}, for a connection{at}.";
    AskedAgain:
        "The client, {client}, asked the server, {server}, for a connection {times}{at}, the \
         last time {later} after the first.";
    AgreedOnly:
        "The server, {server}, agreed to a connection for which the client, {client}, must have \
         asked before{at}.";
    AskedBoth:
        "{client} and {server} asked each other for a connection at the same time{at}; the one \
         seen first is called the client here.";
    OpenBoth:
        "Each agreed to what the other had asked, and after {whole} the connection was open{at}.";
    SplitHandshake:
        "The server did not simply agree but asked in turn, which is unusual; after {whole} the \
         connection was open{at}.";
    OpeningUnseen:
        "The capture begins when {client} and {server} are connected already{at}, so how the \
         connection was opened is not known.";
    ClientByGuess:
        "Which of them had asked for it is not certain; {client}, which is seen first, is called \
         the client here.";
    Unsolicited:
        "{server} answered {client}, but nobody in this capture had asked{at}: the question was \
         not captured, or somebody else used that address.";
    Refused: "The server refused {after} later{at}: nothing listens at its port {port}.";
    LookAtPort:
        "The refusal shows that the way to the server works; look whether its program is running.";
    Unanswered: "No answer was captured, neither an agreement nor a refusal.";
    LookAtWay:
        "Look for a firewall on the way, for ICMP messages near packet {packet}, and at a \
         capture from the server's end.";
    Handshake:
        "The server agreed and the client confirmed that, which completed the handshake in \
         {whole}{at}.";
    HandshakeRepeated:
        "The server agreed and the client confirmed that{at}; because something had to be \
         repeated, the handshake took {whole}.";
    ServerHalf:
        "Seen from where the capture was made, the server's answer took {server_half} and the \
         client's {client_half}: the server's half is the slower one.";
    ClientHalf:
        "Seen from where the capture was made, the server's answer took {server_half} and the \
         client's {client_half}: the client's half is the slower one.";
    HalvesAlike:
        "Seen from where the capture was made, the server's answer took {server_half} and the \
         client's {client_half}: the two halves of the handshake are much alike.";
    NearClient:
        "The server's answer took {server_half}, the client's only {client_half}: the slow half \
         is the way to the server and back, as the capture was made close to the client.";
    NearServer:
        "The server's answer took only {server_half}, the client's {client_half}: the slow half \
         is the way to the client and back, as the capture was made close to the server.";
    HandshakeOneWay: "Only what the {side} sent was captured, so the handshake cannot be timed.";
    HandshakeIncomplete: "The handshake was not completed in this capture.";
    FastOpenAccepted:
        "The request carried data already, which the server accepted (TCP Fast Open){at}.";
    FastOpenIgnored:
        "The request carried data already, which the server did not accept{at}, so that it had \
         to be sent again.";
    // Stories: what was carried, and what went wrong.
    Carried: "Then the client sent {from_client} of data and the server {from_server}{at}.";
    CarriedOneWay: "Then the {side} sent {octets} of data{at}, the {other} none.";
    CarriedNothing: "No data was carried.";
    SlowAnswer:
        "The server let {wait} pass between the client's first data and its own{at}, much more \
         than the way takes.";
    NothingLost: "No data was lost on the way or sent twice.";
    NothingOdd: "Nothing was lost on the way or sent twice, and nothing looks odd.";
    SentAgain: "The {side} sent {segments} with {octets} of data again, {how}{outcome}.";
    AllArrived: "; in the end all of it was confirmed";
    CountOf: "{count} of them ";
    AgainAtOnce: "{count}at once, when repeated ACKs told that something was missing{at}";
    AgainIntoGap: "{count}into a gap that the {other} had reported{at}";
    AgainAsProbe: "{count}as a probe, after a short time without an answer{at}";
    AgainAfterTimeout: "{count}after a long wait for an answer that did not come{at}";
    AgainForNothing: "{count}for nothing, as the {other} had it already{at}";
    AgainUnexplained: "{count}for a reason that does not show{at}";
    CapturedTwice:
        "The capture holds {segments} of the {side} twice{at}, which is nothing that TCP did.";
    ArrivedTwice:
        "The {side} reported that something had reached it twice{at}, so that it need not have \
         been sent again.";
    Copied:
        "The {side} reported that something had reached it twice{at}, though the {other} sent it \
         once: it was copied on the way.";
    OutOfOrder:
        "Of what the {side} sent, {segments} came behind later ones{at}, which need not be a \
         loss.";
    Missing:
        "{octets} that the {side} sent are not in the capture{at}, which does not mean that they \
         were lost on the way.";
    NeverAcknowledged:
        "The last {octets} that the {side} sent, up to packet {packet}, were never confirmed.";
    SynAckAgain: "The server repeated its agreement {times}{at}.";
    FinAgain: "The {side} sent its FIN again {times}{at}, as no confirmation had come.";
    NoRoom: "The {side} had no room for more data {times}{at}: its program read too slowly.";
    RoomAgain: "It had room again {later} later{at}.";
    AskedForRoom: "The {side} asked {times} whether there was room again{at}.";
    KeepAlives: "The {side} asked {times} whether the other end was still there{at}.";
    Pause: "The longest pause lasted {lasting}{at}; then the {side} went on.";
    // Stories: closing.
    ClosedByFour:
        "The {side} closed first{first}; the {other} confirmed that{first_ack}, closed its own \
         side {later} later{second}{confirmed}.";
    ClosedByThree:
        "The {side} closed first{first}; the {other} confirmed that and closed its own side in \
         one packet{second}{confirmed}.";
    ClosedByHalves:
        "The {side} closed its side first{first} but went on receiving; the {other} sent on and \
         closed {later} later{second}{confirmed}.";
    LastConfirmed: ", and the {side} confirmed that{at}";
    LastUnconfirmed: ", which was not confirmed in this capture";
    ClosedByBoth: "Both closed at the same time{at}: the two FINs crossed on the way.";
    HalfClosed:
        "The {side} closed its side{at}; the {other} had not closed its own when the capture \
         ended.";
    WasReset: "The {side} broke the connection off with a reset{at}.";
    WasResetBecause: "The {side} broke the connection off with a reset{at}: {reason}.";
    ClosedThenReset:
        "The {first_side} closed first{first}, but then {side} broke the connection off with a \
         reset{at}.";
    ClosedThenResetBecause:
        "The {first_side} closed first{first}, but then {side} broke the connection off with a \
         reset{at}: {reason}.";
    StillOpen: "Nobody had closed it when the capture ended{at}.";
    Superseded:
        "How it closed was not captured; later the same ports were used for another connection.";
    Altogether: "Altogether it took {lasting} and {segments}{at}.";
    Ends: "At the end the client is in {client_state}, the server in {server_state}.";
    EndsAlike: "At the end both are in {state}.";
    EndsOneWay: "At the end the {side} is in {state}; what the {other} sent was not captured.";
    LookAt: "Look at packet {packet}: {note}.";
    // Reasons of a reset.
    ReasonRefused: "nothing listens at that port";
    ReasonHandshakeAborted: "it gave the opening up";
    ReasonAbort: "its program gave the connection up";
    ReasonDataAfterClose: "data came that nobody would read any more";
    ReasonHalfOpen: "it did not know this connection, or no longer";
    ReasonGaveUp: "it had waited in vain for an answer";
    // States, as a person says them.
    StateClosed: "CLOSED (it is over)";
    StateListen: "LISTEN (nothing shows that it was reached)";
    StateSynSent: "SYN-SENT (still asking)";
    StateSynReceived: "SYN-RECEIVED (was asked, and waits for the last confirmation)";
    StateEstablished: "ESTABLISHED (open)";
    StateFinWait1: "FIN-WAIT-1 (has closed its side, and waits for the confirmation)";
    StateFinWait2: "FIN-WAIT-2 (has closed its side, and waits for the other to close)";
    StateCloseWait: "CLOSE-WAIT (the other has closed, it has not)";
    StateClosing: "CLOSING (both have closed, and it waits for the confirmation)";
    StateLastAck: "LAST-ACK (closed last, and waits for the confirmation)";
    StateTimeWait: "TIME-WAIT (closed; it waits a while in case something comes again)";
    // Notes, as a person says them.
    NoteReordered: "it was captured before the request that it answers";
    NotePortReuse: "the same ports had another connection before";
    NoteSynInLiveConnection: "a request to open comes while the connection is open";
    NoteOldDuplicateSyn: "it shows that the request of packet {packet} was an old copy or forged";
    NoteChallengeAck: "with this ACK the end asks back instead of obeying (challenge ACK)";
    NoteHalfOpen: "the end that answers has lost the connection, while the other believes in it";
    NoteSuperseded: "the connection that had these ports before was never seen to close";
    NoteSplitHandshake: "a request is answered by a request that confirms nothing";
    NoteWrongAck: "it confirms something that was never sent";
    NoteSecondSynAck: "the server agrees twice with different numbers; the client's ACK decides";
    NoteOutOfWindow: "its number is far from anything its sender used, so it is ignored";
    NoteInvalidFlags: "its flags make no sense together";
    NoteRstOutOfWindow: "a reset with a number that does not fit is ignored; it is old or forged";
    NoteRstNotExact: "a reset that fits only nearly is not obeyed; it may be forged";
    NoteRstForAnotherSyn: "a reset that does not confirm the request is ignored";
    NoteRstInTimeWait: "a reset reaches an end that waits in TIME-WAIT";
    NoteRstWithData: "a reset carries data, which nobody reads";
    NoteSuspectedInjection:
        "both went on after the reset of packet {packet}, so somebody else had sent it";
    NoteFinWaitsForData: "it closes, but data before it was not seen yet";
    NoteFinWithoutAck: "a FIN without an ACK is dropped";
    NoteDataAfterFin: "data comes behind its sender's own close";
    NoteTimeWaitRestarted: "a FIN comes again, and the wait in TIME-WAIT begins anew";
    NoteOldTimestamp: "it carries an older timestamp than one accepted before";
    NoteSelfConnect: "source and destination are the same";
    NoteOtherVlan: "it is on another VLAN than the packets before";
    NoteOther: "it is unusual";
}
