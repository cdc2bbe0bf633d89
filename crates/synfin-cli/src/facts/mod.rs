//! The facts of a connection by name: one catalogue behind every format, `--where` and the docs.
//!
//! Duty: know each fact's name, unit, meaning and value. Invariant: JSON members, CSV columns and
//! the names in `--where` are the same; a dot stands for nesting. Absence: no fact is worked out
//! here; the library does that.

mod catalogue;
mod fact;
mod find;
mod giving;
mod name;
mod packet;
mod text;
mod value;

pub(crate) use catalogue::{CONNECTION, DIRECTION};
pub(crate) use fact::{Fact, FactSink, Unit};
pub(crate) use find::find;
pub(crate) use name::{FactName, Zeros};
pub(crate) use packet::{append_packet, members_help};
pub(crate) use value::Value;

use catalogue::{each_of_connection, each_of_direction};
use synfin::{Connection, Side};

/// The version of the facts' names and meanings. It grows when one is removed or changes; new
/// ones may be added under the same version.
pub(crate) const SCHEMA_VERSION: u64 = 1;

/// The members that hold one direction's facts, and who sends in it.
pub(crate) const DIRECTIONS: [(&str, Side); 2] = [
    ("client_to_server", Side::Client),
    ("server_to_client", Side::Server),
];

/// Their names as JSON has them.
const DIRECTION_NAMES: &[FactName; 2] = {
    let [(first, _), (second, _)] = DIRECTIONS;
    &[FactName::of_object(first), FactName::of_object(second)]
};

/// Every fact of a connection, with the name it has in output, in order.
pub(crate) fn all() -> impl Iterator<Item = Fact> {
    let connection = CONNECTION.iter().map(Fact::Connection);
    let directions = DIRECTIONS.into_iter().flat_map(|(direction, side)| {
        DIRECTION
            .iter()
            .map(move |fact| Fact::Direction(direction, side, fact))
    });
    connection.chain(directions)
}

/// What `--help` says of the fields.
pub(crate) fn fields_help() -> String {
    let mut text = "Fields:\n".to_owned();
    let mut add = |name: &str, unit: &str, meaning: &str| {
        text.push_str(&format!("  {name} ({unit})\n      {meaning}\n"));
    };
    for fact in CONNECTION {
        add(fact.name, fact.unit.name(), fact.meaning);
    }
    for fact in DIRECTION {
        let name = format!("client_to_server.{0}, server_to_client.{0}", fact.name);
        add(&name, fact.unit.name(), fact.meaning);
    }
    text.push_str(
        "\nIn --columns, --sort and --where there are also client and server (address and port), \
         and the counts of both directions together: packets, bytes, retransmitted_packets, ...\n",
    );
    text
}

/// Gives all of a connection's facts to a sink: those of the connection, then those of each
/// direction.
#[inline]
pub(crate) fn each(connection: &Connection, sink: &mut impl FactSink) {
    each_of_connection(connection, sink);
    for ((_, side), name) in DIRECTIONS.into_iter().zip(DIRECTION_NAMES) {
        sink.begin_direction(name);
        each_of_direction(connection.sent(side), sink);
        sink.end_direction();
    }
}

#[cfg(test)]
mod tests {
    use super::packet::members::MEMBERS;
    use super::{CONNECTION, DIRECTION};

    /// docs/fields.md, as the catalogue has it.
    fn page() -> String {
        let mut page =
            "# The fields of connections and packets\n\nWhat `synfin connections` prints and `--where` \
            knows, one by one. In JSON a dot stands for a nested object.\n\
            `UPDATE_GOLDEN=1 cargo test -p synfin-cli fields` writes this page.\n"
                .to_owned();
        page.push_str("\n## The connection\n\n| field | unit | meaning |\n|---|---|---|\n");
        for fact in CONNECTION {
            let unit = fact.unit.name();
            page.push_str(&format!(
                "| `{}` | {unit} | {} |\n",
                fact.name, fact.meaning
            ));
        }
        page.push_str(
            "\n## Each direction\n\nAs `client_to_server.NAME` and `server_to_client.NAME`.\n\n\
             | field | unit | meaning |\n|---|---|---|\n",
        );
        for fact in DIRECTION {
            let unit = fact.unit.name();
            page.push_str(&format!(
                "| `{}` | {unit} | {} |\n",
                fact.name, fact.meaning
            ));
        }
        page.push_str(
            "\n## A packet\n\nWhat `synfin packets` prints.\n\n\
             | field | unit | meaning |\n|---|---|---|\n",
        );
        for [name, unit, meaning] in MEMBERS {
            page.push_str(&format!("| `{name}` | {unit} | {meaning} |\n"));
        }
        page.push_str("\n## Events of a packet\n\n| event | meaning |\n|---|---|\n");
        for event in synfin::analysis::Event::ALL {
            page.push_str(&format!("| `{}` | {} |\n", event.name(), event.meaning()));
        }
        page.push_str("\n## Rules behind the events\n\n| rule | event | test |\n|---|---|---|\n");
        for rule in synfin::analysis::Rule::ALL {
            let event = rule.event().name();
            page.push_str(&format!(
                "| `{}` | `{event}` | {} |\n",
                rule.name(),
                rule.test()
            ));
        }
        page
    }

    /// Nothing behind it would end the object that its dot stands for.
    #[test]
    fn no_name_with_a_dot_is_the_last() {
        for last in [
            CONNECTION.last().map(|fact| fact.name),
            DIRECTION.last().map(|fact| fact.name),
        ] {
            assert!(last.is_some_and(|name| !name.contains('.')));
        }
    }

    #[test]
    fn the_page_on_fields_is_the_catalogues() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/fields.md");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, page()).unwrap();
        }
        assert!(
            std::fs::read_to_string(&path).unwrap_or_default() == page(),
            "docs/fields.md is old: UPDATE_GOLDEN=1 cargo test -p synfin-cli fields"
        );
    }
}
