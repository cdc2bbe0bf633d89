//! Explanations of single packets, in English.

use crate::words::{Explanation, catalogue};

catalogue! { Explanation:
    Syn:
        "{Sender} asks to open a connection: it will count its bytes from its initial sequence \
         number (ISN) {seq} on, and the SYN itself uses up that one number";
    SynAck:
        "{Sender} agrees and opens its own direction, with ISN {seq}; it acknowledges {ack} = \
         {receiver's} ISN {isn} + 1{more}, because a SYN uses up one sequence number";
    SynAcknowledged:
        "{Sender} confirms {receiver's} SYN: {ack} = ISN {isn} + 1{more} is the number it \
         expects next, because a SYN uses up one sequence number";
    MoreAcknowledged: " + {acknowledged} bytes of data";
    CrossingSyn:
        "{Sender} asks to open the same connection, with ISN {seq}, before it has seen \
         {receiver's} SYN: the two SYNs cross on the way";
    CrossingSynAnswered:
        "{Sender} answers the SYN that crossed its own: {ack} = {receiver's} ISN {isn} + \
         1{more}, because a SYN uses up one sequence number";
    WithData: "; {length} bytes of data come along";
    FirstFin:
        "{Sender} has nothing more to send and closes its direction: its FIN uses up sequence \
         number {fin}, behind its last byte of data; it can still receive";
    FirstFinAcknowledged:
        "{Sender} confirms the FIN: {ack} = {before_ack} + 1, because a FIN uses up one sequence \
         number; its own direction stays open, and it need not hurry to close it";
    AckAndSecondFin:
        "{Sender} takes two of the four steps at once: it confirms the FIN ({ack} = {before_ack} \
         + 1, because a FIN uses up one sequence number) and closes its own direction with a FIN \
         at {fin}";
    SecondFin:
        "{Sender} has nothing more to send either and closes its direction too: its FIN uses up \
         sequence number {fin}";
    SecondFinAcknowledged:
        "{Sender} confirms the other FIN: {ack} = {before_ack} + 1, because a FIN uses up one \
         sequence number; now both directions are closed";
    CrossingFin:
        "{Sender} closes its direction before it has seen {receiver's} FIN: the two FINs cross \
         on the way; this one uses up sequence number {fin}";
    CrossingFinAcknowledged:
        "{Sender} confirms the FIN that crossed its own: {ack} = {before_ack} + 1, because a FIN \
         uses up one sequence number";
    TimeWait:
        "; {sender} waits for twice the maximum segment lifetime (2 MSL), in case this ACK is \
         lost and the FIN comes again";
    Refused:
        "{Sender} refuses, since nobody listens at that port: its RST acknowledges {ack} = \
         {receiver's} ISN {isn} + 1{more}, which tells the SYN it answers";
    Reset:
        "{Sender} breaks the connection off at once with a RST, which nobody acknowledges; what \
         was still on its way is lost";
    IgnoredReset:
        "{Sender} sends a RST that {receiver} does not obey, because sequence number {seq} is \
         not the one it expects next";
    StrayReset:
        "{Sender} sends a RST that {receiver} does not obey, because it does not acknowledge \
         {receiver's} SYN";
    WrongAck:
        "{Sender} acknowledges {ack}, which fits nothing that {receiver} has sent: the segment \
         is not acceptable";
    Again: " (as packet {packet} did before)";
    States:
        ". {Client} is now in {client_state}{client_assumed}, {server} in \
         {server_state}{server_assumed}.";
    IfItArrives: " if this arrives";
    Unseen: " as far as one can tell";
}
