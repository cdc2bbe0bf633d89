//! Presets: expressions with a name.

/// An expression with a name.
pub(super) struct Preset {
    pub(super) name: &'static str,
    /// The field that a comparison behind the name is about; without it none may follow.
    pub(super) field: Option<&'static str>,
    /// What the name alone means.
    pub(super) expression: &'static str,
}

const fn preset(name: &'static str, expression: &'static str) -> Preset {
    Preset {
        name,
        field: None,
        expression,
    }
}

/// All presets.
pub(super) const PRESETS: [Preset; 11] = [
    preset(
        "failed-handshake",
        "opening in (refused, unanswered, partial)",
    ),
    preset("refused", "opening == refused"),
    preset("unanswered", "opening == unanswered"),
    preset("midstream", "opening == none"),
    preset("reset", "closing == reset"),
    preset("half-closed", "closing == half_closed"),
    preset("open", "closing == open"),
    Preset {
        name: "retransmitting",
        field: Some("retransmitted_packets"),
        expression: "retransmitted_packets > 0",
    },
    Preset {
        name: "lossy",
        field: Some("missing_bytes"),
        expression: "missing_bytes > 0",
    },
    Preset {
        name: "zero-window",
        field: Some("zero_windows"),
        expression: "zero_windows > 0",
    },
    Preset {
        name: "slow-handshake",
        field: Some("handshake_rtt"),
        expression: "handshake_rtt > 100ms",
    },
];

/// The preset of that name.
pub(super) fn find(name: &str) -> Option<&'static Preset> {
    static ALL: [Preset; 11] = PRESETS;
    ALL.iter().find(|preset| preset.name == name)
}

/// What `--help` says of expressions and presets.
pub(crate) fn help() -> String {
    let mut text = "Only connections whose facts answer this description: the fields of `synfin \
        connections` (its --help lists them), as client.port or client_to_server.bytes, compared \
        by ==, !=, <, <=, >, >=, in (A, B) or contains, joined by and, or, not and parentheses. \
        Numbers take units: 100ms, 2s, 5min, 64KiB, 1.5MB; addresses may be networks: 10.0.0.0/8. \
        A count without direction, as bytes, is that of both. Presets:\n"
        .to_owned();
    for preset in PRESETS {
        let comparable = if preset.field.is_some() {
            "; another comparison may follow the name"
        } else {
            ""
        };
        text.push_str(&format!(
            "\n  {}: {}{comparable}",
            preset.name, preset.expression
        ));
    }
    text
}
