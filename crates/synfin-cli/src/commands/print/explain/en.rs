//! The sentences in English.

use super::sentence::Sentence;

/// A sentence with its blanks.
pub(super) const fn text(sentence: Sentence) -> &'static str {
    match sentence {
        Sentence::ClientActs => "The client",
        Sentence::ServerActs => "The server",
        Sentence::Client => "the client",
        Sentence::Server => "the server",
        Sentence::Again => "The same as in packet {packet} again, for want of an answer: ",
        Sentence::Syn => {
            "{Sender} asks to open a connection: its octets will be counted from its initial \
             sequence number (ISN) {seq} on, and the SYN itself uses up that one number"
        }
        Sentence::SynAck => {
            "{Sender} agrees, and opens its own direction with ISN {seq}; it acknowledges {ack} = \
             the ISN of {receiver} {before_ack} + 1, because a SYN uses up one sequence number"
        }
        Sentence::SynAcknowledged => {
            "{Sender} confirms the SYN of {receiver}: {ack} = ISN {before_ack} + 1 is the number \
             that it expects next, because a SYN uses up one"
        }
        Sentence::CrossingSyn => {
            "{Sender} asks to open the same connection before it has seen the SYN of {receiver}: \
             the two cross on the way; its ISN is {seq}"
        }
        Sentence::CrossingSynAnswered => {
            "{Sender} answers the SYN that crossed its own: {ack} = the ISN of {receiver} \
             {before_ack} + 1, because a SYN uses up one sequence number"
        }
        Sentence::WithData => ", and {length} octets of data come along with it",
        Sentence::FirstFin => {
            "{Sender} has nothing more to send and closes its direction: its FIN uses up sequence \
             number {fin}, behind the last octet of data; it still receives"
        }
        Sentence::FirstFinAcknowledged => {
            "{Sender} confirms the FIN: {ack} = {before_ack} + 1, because a FIN uses up one \
             sequence number; its own direction stays open, and it need not hurry to close it"
        }
        Sentence::AckAndSecondFin => {
            "{Sender} confirms the FIN ({ack} = {before_ack} + 1, because a FIN uses up one \
             sequence number) and in the same segment closes its own direction, with a FIN at \
             {fin}: two of the four steps in one"
        }
        Sentence::SecondFin => {
            "{Sender} has nothing more to send either and closes its direction too: its FIN uses \
             up sequence number {fin}"
        }
        Sentence::SecondFinAcknowledged => {
            "{Sender} confirms the other FIN: {ack} = {before_ack} + 1, because a FIN uses up one \
             sequence number; both directions are closed"
        }
        Sentence::CrossingFin => {
            "{Sender} closes its direction before it has seen the FIN of {receiver}: the two cross \
             on the way; its FIN uses up sequence number {fin}"
        }
        Sentence::CrossingFinAcknowledged => {
            "{Sender} confirms the FIN that crossed its own: {ack} = {before_ack} + 1, because a \
             FIN uses up one sequence number"
        }
        Sentence::TimeWait => {
            "; it waits for twice the maximum segment lifetime (2 MSL), in case this ACK is lost \
             and the FIN comes again"
        }
        Sentence::Refused => {
            "{Sender} refuses: nobody listens at that port; RST acknowledges {ack} = ISN \
             {before_ack} + 1 to show which SYN it answers"
        }
        Sentence::Reset => {
            "{Sender} breaks the connection off at once with a RST, which nobody acknowledges; \
             what was still on its way is lost"
        }
        Sentence::IgnoredReset => {
            "{Sender} sends a RST that {receiver} does not obey, because its sequence number {seq} \
             is not the one expected next"
        }
        Sentence::StrayReset => {
            "{Sender} sends a RST that {receiver} does not obey, because it does not acknowledge \
             the SYN that {receiver} has sent"
        }
        Sentence::WrongAck => {
            "{Sender} acknowledges {ack}, which fits nothing that {receiver} has sent: the segment \
             is not acceptable and moves nothing on"
        }
        Sentence::States => {
            ". Now {client} is in {client_state}{client_assumed} and {server} in \
             {server_state}{server_assumed}."
        }
        Sentence::Assumed => " (if this arrives)",
    }
}
