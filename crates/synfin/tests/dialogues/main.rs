//! Conversations as a person would write them down, with what must be said of each packet.
//!
//! Every file in `scripts/` is one conversation and one test. A line is
//!
//! ```text
//! +1.5 < S. 0:0(0) ack 1 <mss 1460>  | handshake 2/3 SYN-ACK | ESTABLISHED? / SYN-RECEIVED | notes
//! ```
//!
//! On the left stands the packet, in packetdrill's tongue: seconds since the one before (0.01 if
//! nothing is said), `>` from the first end or `<` from the other, control bits in tcpdump's
//! letters, relative sequence numbers `seq:end(octets)`, acknowledgment number, and options. On
//! the right stands what the library must say of it: the phase (behind the connection's number
//! unless that is 1), the states of client and server behind the packet (`?` where it was just
//! changed and nothing proves it yet), and what was noticed. Lines that begin with `=` are the
//! connection's row and its endpoints' transitions. Lines that begin with `#` say what the case is
//! about, and which section of which RFC decides it.
//!
//! `UPDATE_DIALOGUES=1 cargo test -p synfin --test dialogues` writes what the library says into
//! the files; then read the difference.

// What is marked as test code may panic: a script that cannot be read is a failed test.
#[cfg(test)]
mod perform;
#[cfg(test)]
mod play;
#[cfg(test)]
mod script;

/// One test a script.
macro_rules! dialogues {
    ($($test:ident: $name:literal,)*) => {
        $(#[test]
        fn $test() {
            perform::script($name);
        })*

        #[test]
        fn every_script_is_performed() {
            perform::all_are_listed(&[$($name,)*]);
        }
    };
}

include!("list.rs");
