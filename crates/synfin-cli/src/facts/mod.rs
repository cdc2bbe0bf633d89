//! The facts of a connection by name: one catalogue behind every format, `--where` and the docs.
//!
//! Duty: know each fact's name, unit, meaning and value. Invariant: JSON members, CSV columns and
//! the names in `--where` are the same; a dot stands for nesting. Absence: no fact is worked out
//! here; the library does that.

mod catalogue;
mod fact;
mod find;
mod packet;
mod value;

pub(crate) use catalogue::{CONNECTION, DIRECTION};
pub(crate) use fact::{Fact, FactOf, Unit};
pub(crate) use find::find;
pub(crate) use packet::{PacketRow, members_help};
pub(crate) use value::{Value, nanos};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use synfin::{Connection, Side};

/// The version of the facts' names and meanings. It grows when one is removed or changes; new
/// ones may be added under the same version.
pub(crate) const SCHEMA_VERSION: u64 = 1;

/// The members that hold one direction's facts, and who sends in it.
pub(crate) const DIRECTIONS: [(&str, Side); 2] = [
    ("client_to_server", Side::Client),
    ("server_to_client", Side::Server),
];

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

/// A connection as a JSON object.
pub(crate) struct Row<'a>(pub(crate) &'a Connection);

/// Some facts of a connection as a JSON object: those whose names begin with a word and a dot.
struct Member<'a> {
    connection: &'a Connection,
    facts: &'a [FactOf<Connection>],
}

/// One direction's facts as a JSON object.
struct Direction<'a>(&'a synfin::analysis::Sent);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let mut rest = CONNECTION;
        while let [fact, behind @ ..] = rest {
            let Some((member, _)) = fact.name.split_once('.') else {
                map.serialize_entry(fact.name, &(fact.value)(self.0))?;
                rest = behind;
                continue;
            };
            let is_of = |fact: &&FactOf<Connection>| nested(fact.name, member).is_some();
            let (facts, behind) = rest.split_at(rest.iter().take_while(is_of).count());
            let connection = self.0;
            map.serialize_entry(member, &Member { connection, facts })?;
            rest = behind;
        }
        for (direction, side) in DIRECTIONS {
            map.serialize_entry(direction, &Direction(self.0.sent(side)))?;
        }
        map.end()
    }
}

impl Serialize for Member<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.facts.iter().map(|fact| {
            let name = fact
                .name
                .split_once('.')
                .map_or(fact.name, |(_, name)| name);
            (name, (fact.value)(self.connection))
        }))
    }
}

impl Serialize for Direction<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            DIRECTION
                .iter()
                .map(|fact| (fact.name, (fact.value)(self.0))),
        )
    }
}

/// The rest of a name behind `member` and a dot.
fn nested<'a>(name: &'a str, member: &str) -> Option<&'a str> {
    name.strip_prefix(member)?.strip_prefix('.')
}

#[cfg(test)]
mod tests {
    use super::packet::MEMBERS;
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
