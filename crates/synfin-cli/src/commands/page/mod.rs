//! A page that shows connections: summary, table, and what is to be seen of each.
//!
//! Duty: put one self-contained HTML file together, for `report` and for `show`. Invariant: the
//! page asks the network for nothing; everything out of the capture is either escaped as markup
//! or JSON in which no `<` is left, so it cannot end the element it stands in. Absence: looks and
//! behaviour, which are page.css and the scripts.

mod json;
mod rows;

use crate::commands::stats::{Figure, Figures};
use rows::Shown;
use std::io::{self, Write};
use synfin::Connection;
use synfin_picture::escape::markup;
use synfin_picture::words::Label;
use synfin_picture::{Language, Sketch, style_sheet, variables};

const CSS: &str = include_str!("page.css");
const BODY: &str = include_str!("page.html");
/// The script, in the order in which its parts need each other.
const SCRIPT: &[&str] = &[
    include_str!("text.js"),
    include_str!("chart.js"),
    include_str!("ladder.js"),
    include_str!("table.js"),
    include_str!("page.js"),
];

/// A connection of a page.
pub(crate) struct Entry {
    /// Its facts.
    pub(crate) connection: Box<Connection>,
    /// Its rows and samples; none where there was no room for them.
    pub(crate) sketch: Option<Box<Sketch>>,
}

/// What a page shows.
pub(crate) struct Page {
    /// What the tab is called.
    pub(crate) title: String,
    /// The figures of the whole capture; none where the page is about one connection.
    pub(crate) figures: Option<Figures>,
    /// What there is to say about what is not shown.
    pub(crate) remark: Option<String>,
    /// The connections, in the order of their numbers.
    pub(crate) entries: Vec<Entry>,
    /// The stories' language.
    pub(crate) language: Language,
}

impl Page {
    /// Writes the page. A connection's pictures are drawn only here, and dropped behind it;
    /// `drawn` is called then.
    pub(crate) fn write(self, out: &mut impl Write, mut drawn: impl FnMut()) -> io::Result<()> {
        self.begin(out)?;
        out.write_all(body(self.language).as_bytes())?;
        let shown = Shown::new(self.language);
        let mut line = Vec::with_capacity(1 << 14);
        shown.model(&mut line);
        element(out, "model", |out| out.write_all(&line))?;
        element(out, "rows", |out| {
            for entry in &self.entries {
                line.clear();
                shown.row(&entry.connection, &mut line);
                line.push(b'\n');
                out.write_all(&line)?;
            }
            Ok(())
        })?;
        element(out, "details", |out| {
            for entry in self.entries {
                line.clear();
                shown.details(entry, &mut line);
                line.push(b'\n');
                out.write_all(&line)?;
                drawn();
            }
            Ok(())
        })?;
        out.write_all(b"<script>\n\"use strict\";\n")?;
        for part in SCRIPT {
            out.write_all(part.as_bytes())?;
        }
        out.write_all(b"</script>\n</body>\n</html>\n")
    }

    fn begin(&self, out: &mut impl Write) -> io::Result<()> {
        let lang = match self.language {
            Language::English => "en",
            Language::Chinese => "zh",
        };
        let title = markup(&self.title);
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; \
             style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
             <link rel=\"icon\" href=\"data:,\">\n\
             <title>{title}</title>\n<style>\n{}{}{CSS}</style>\n</head>\n<body>\n",
            variables(),
            style_sheet()
        )?;
        if let Some(figures) = &self.figures {
            writeln!(out, "<header><h1>{title}</h1>")?;
            summary(out, figures, self.language)?;
            if let Some(remark) = &self.remark {
                writeln!(out, "<p class=\"remark trouble\">{}</p>", markup(remark))?;
            }
            writeln!(out, "</header>")?;
        }
        Ok(())
    }
}

/// The figures of the whole capture, as `stats` prints them.
fn summary(out: &mut impl Write, figures: &Figures, language: Language) -> io::Result<()> {
    writeln!(out, "<dl class=\"figures\">")?;
    for Figure { label, values, .. } in figures.rows(language) {
        writeln!(
            out,
            "<div><dt>{}</dt><dd>{}</dd></div>",
            markup(label.text(language)),
            markup(&values.join(Label::Comma.text(language)))
        )?;
    }
    let [title, address, octets, connections] = [
        Label::TopTalkers,
        Label::Address,
        Label::OctetsSent,
        Label::AllOfThem,
    ]
    .map(|label| label.text(language));
    writeln!(
        out,
        "</dl>\n<details><summary>{title}</summary>\n<table class=\"talkers\"><thead><tr>\
         <th scope=\"col\">{address}</th><th scope=\"col\" class=\"number\">{octets}</th>\
         <th scope=\"col\" class=\"number\">{connections}</th></tr></thead><tbody>"
    )?;
    for (address, talk) in &figures.talkers {
        let (octets, connections) = (talk.octets, talk.connections);
        writeln!(
            out,
            "<tr><td>{address}</td><td class=\"number\">{octets}</td>\
             <td class=\"number\">{connections}</td></tr>"
        )?;
    }
    writeln!(out, "</tbody></table>")?;
    if let Some(remark) = figures.talkers_remark(language) {
        writeln!(out, "<p>{}</p>", markup(&remark))?;
    }
    writeln!(out, "</details>")
}

/// What the page holds before its script fills it, its labels put in.
fn body(language: Language) -> String {
    let labels = Label::ALL.iter();
    labels.fold(BODY.to_owned(), |body, label| {
        body.replace(&format!("{{{label:?}}}"), &markup(label.text(language)))
    })
}

/// Data in an element of its own.
fn element<W: Write>(
    out: &mut W,
    id: &str,
    fill: impl FnOnce(&mut W) -> io::Result<()>,
) -> io::Result<()> {
    write!(out, "<script type=\"application/json\" id=\"{id}\">")?;
    fill(out)?;
    writeln!(out, "</script>")
}

#[cfg(test)]
mod tests {
    use super::{BODY, SCRIPT, body};
    use synfin_picture::Language;
    use synfin_picture::words::Label;

    #[test]
    fn every_label_that_the_page_names_is_in_the_catalogue() {
        for language in Language::ALL {
            assert!(!body(language).contains(['{', '}']), "{}", body(language));
        }
        let known: Vec<String> = Label::ALL
            .iter()
            .map(|label| format!("{label:?}"))
            .collect();
        let mut said = 0;
        for part in SCRIPT {
            for call in part.split("say(").skip(1) {
                let arguments = call.split(')').next().unwrap_or_default();
                let names = arguments.split('"').skip(1).step_by(2);
                for name in names {
                    assert!(known.iter().any(|label| label == name), "{name}");
                    said += 1;
                }
            }
        }
        assert!(said > 5, "{said}");
    }

    /// Words between tags, and in the attributes that a reader sees or hears.
    #[test]
    fn the_body_has_no_words_of_its_own() {
        let outside = BODY.split('<').filter_map(|tag| tag.split_once('>'));
        for (tag, text) in outside {
            let shown = ["aria-label=\"", "placeholder=\"", "title=\""];
            let shown = shown.iter().filter_map(|name| tag.split_once(name));
            let shown = shown.filter_map(|(_, value)| value.split('"').next());
            for text in shown.chain([text.trim()]) {
                let is_label = text.starts_with('{') && text.ends_with('}');
                assert!(text.is_empty() || text == "#" || is_label, "{text}");
            }
        }
    }
}
