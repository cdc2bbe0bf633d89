//! What can be said of a single packet: the keys of the explanations' catalogues.

use super::keys;

keys! {
    /// A sentence that explains a step of a connection's life, or a part of one, that every
    /// language has.
    Explanation in explanations:
    /// A SYN that opens.
    Syn,
    /// A SYN-ACK.
    SynAck,
    /// The ACK of a SYN-ACK.
    SynAcknowledged,
    /// Put behind "ISN + 1" where data was acknowledged too.
    MoreAcknowledged,
    /// A SYN that crosses the other end's.
    CrossingSyn,
    /// The answer to a SYN that crossed.
    CrossingSynAnswered,
    /// Put behind a SYN, SYN-ACK or ACK that carries data.
    WithData,
    /// The first FIN.
    FirstFin,
    /// The ACK of the first FIN.
    FirstFinAcknowledged,
    /// The ACK of the first FIN, with the second FIN.
    AckAndSecondFin,
    /// The second FIN.
    SecondFin,
    /// The ACK of the second FIN.
    SecondFinAcknowledged,
    /// A FIN that crosses the other end's.
    CrossingFin,
    /// The ACK of a FIN that crossed.
    CrossingFinAcknowledged,
    /// Put behind the step that leads into TIME-WAIT.
    TimeWait,
    /// A RST that answers a SYN.
    Refused,
    /// Any other RST that counts.
    Reset,
    /// A RST that the other end does not obey for its sequence number.
    IgnoredReset,
    /// A RST that does not acknowledge the SYN it would have to answer.
    StrayReset,
    /// An acknowledgment number that fits nothing.
    WrongAck,
    /// Put behind what only repeats an earlier packet.
    Again,
    /// Both ends' states.
    States,
    /// Put behind a state that the receiver has only if the segment arrived.
    IfItArrives,
    /// Put behind a state that no packet can show.
    Unseen,
}
