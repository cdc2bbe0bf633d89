//! The control messages of PPTP (RFC 2637, section 2): their names and fields.

use super::Field;

/// The messages by type.
pub(super) const NAMES: [&str; 16] = [
    "NOT_DEFINED",
    "SCCRQ",
    "SCCRP",
    "StopCCRQ",
    "StopCCRP",
    "ECHORQ",
    "ECHORP",
    "OCRQ",
    "OCRP",
    "ICRQ",
    "ICRP",
    "ICCN",
    "CCRQ",
    "CDN",
    "WEN",
    "SLI",
];

const ERROR: Field = Field::Named(
    "ERR_CODE",
    &[
        "None",
        "Not-Connected",
        "Bad-Format",
        "Bad-Value",
        "No-Resource",
        "Bad-Call-ID",
        "PAC-Error",
    ],
);

const fn result(names: &'static [&'static str]) -> Field {
    Field::Named("RESULT_CODE", names)
}

const BEARER: Field = Field::Choice("BEARER_TYPE", ["A", "D", "Any"]);
const FRAME: Field = Field::Choice("FRAME_TYPE", ["A", "S", "E"]);
const CALL: Field = Field::Number16("CALL_ID");
const PEER_CALL: Field = Field::Number16("PEER_CALL_ID");
const WINDOW: Field = Field::Number16("RECV_WIN");
const DELAY: Field = Field::Number16("PROC_DELAY");
const SPEED: Field = Field::Number32("CONN_SPEED");
const CHANNEL: Field = Field::Number32("PHY_CHAN_ID");

/// The fields of the messages, by type.
pub(super) const FIELDS: [&[Field]; 16] = [
    &[],
    &[
        Field::Version,
        Field::Reserved16,
        Field::FrameCapabilities,
        Field::BearerCapabilities,
        Field::Number16("MAX_CHAN"),
        Field::Number16("FIRM_REV"),
        Field::Text("HOSTNAME", 64),
        Field::Text("VENDOR", 64),
    ],
    &[
        Field::Version,
        result(&[
            "?",
            "Successful channel establishment",
            "General error",
            "Command channel already exists",
            "Requester is not authorized to establish a command channel",
            "The protocol version of the requester is not supported",
        ]),
        ERROR,
        Field::FrameCapabilities,
        Field::BearerCapabilities,
        Field::Number16("MAX_CHAN"),
        Field::Number16("FIRM_REV"),
        Field::Text("HOSTNAME", 64),
        Field::Text("VENDOR", 64),
    ],
    &[
        Field::Named(
            "REASON",
            &["?", "None", "Stop-Protocol", "Stop-Local-Shutdown"],
        ),
        Field::Reserved8,
        Field::Reserved16,
    ],
    &[
        result(&["?", "OK", "General Error"]),
        ERROR,
        Field::Reserved16,
    ],
    &[Field::Number32("ID")],
    &[
        Field::Number32("ID"),
        result(&["?", "OK", "General Error"]),
        ERROR,
        Field::Reserved16,
    ],
    &[
        CALL,
        Field::Number16("CALL_SER_NUM"),
        Field::Number32("MIN_BPS"),
        Field::Number32("MAX_BPS"),
        BEARER,
        FRAME,
        WINDOW,
        DELAY,
        Field::Length("PHONE_NO_LEN", 0),
        Field::Reserved16,
        Field::Counted("PHONE_NO", 0),
        Field::Text("SUB_ADDR", 64),
    ],
    &[
        CALL,
        PEER_CALL,
        result(&[
            "?",
            "Connected",
            "General Error",
            "No Carrier",
            "Busy",
            "No Dial Tone",
            "Time-out",
            "Do Not Accept",
        ]),
        ERROR,
        Field::Number16("CAUSE_CODE"),
        SPEED,
        WINDOW,
        DELAY,
        CHANNEL,
    ],
    &[
        CALL,
        Field::Number16("CALL_SER_NUM"),
        BEARER,
        CHANNEL,
        Field::Length("DIALED_NO_LEN", 0),
        Field::Length("DIALING_NO_LEN", 1),
        Field::Counted("DIALED_NO", 0),
        Field::Counted("DIALING_NO", 1),
        Field::Text("SUB_ADDR", 64),
    ],
    &[
        CALL,
        PEER_CALL,
        result(&["?", "Connect", "General Error", "Do Not Accept"]),
        ERROR,
        WINDOW,
        DELAY,
        Field::Reserved16,
    ],
    &[PEER_CALL, Field::Reserved16, SPEED, WINDOW, DELAY, FRAME],
    &[CALL, Field::Reserved16],
    &[
        CALL,
        result(&[
            "?",
            "Lost Carrier",
            "General Error",
            "Admin Shutdown",
            "Request",
        ]),
        ERROR,
        Field::Number16("CAUSE_CODE"),
        Field::Reserved16,
        Field::Text("CALL_STATS", 128),
    ],
    &[
        PEER_CALL,
        Field::Reserved16,
        Field::Number32("CRC_ERR"),
        Field::Number32("FRAMING_ERR"),
        Field::Number32("HARDWARE_OVERRUN"),
        Field::Number32("BUFFER_OVERRUN"),
        Field::Number32("TIMEOUT_ERR"),
        Field::Number32("ALIGN_ERR"),
    ],
    &[
        PEER_CALL,
        Field::Reserved16,
        Field::Hex32("SEND_ACCM"),
        Field::Hex32("RECV_ACCM"),
    ],
];
