//! A page that shows connections: summary, table, and what is to be seen of each.
//!
//! Duty: put one self-contained HTML file together, for `report` and for `show`. Invariant: the
//! page asks the network for nothing; everything out of the capture is either escaped as markup
//! or JSON in which no `<` is left, so it cannot end the element it stands in. Absence: looks and
//! behaviour, which are page.css and the scripts.

mod json;
mod picture;
mod rows;

pub(crate) use picture::{Entry, Picture};

use crate::commands::stats::Figures;
use rows::Shown;
use std::io::{self, Write};
use synfin_picture::escape::markup;
use synfin_picture::{Language, style_sheet, variables};

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
    /// Writes the page. A connection's pictures are drawn only here, and dropped behind it.
    pub(crate) fn write(self, out: &mut impl Write) -> io::Result<()> {
        self.begin(out)?;
        out.write_all(BODY.as_bytes())?;
        let shown = Shown::new();
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
        let language = self.language;
        element(out, "details", |out| {
            for entry in self.entries {
                line.clear();
                shown.details(&entry, language, &mut line);
                line.push(b'\n');
                out.write_all(&line)?;
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
            summary(out, figures)?;
            if let Some(remark) = &self.remark {
                writeln!(out, "<p class=\"remark trouble\">{}</p>", markup(remark))?;
            }
            writeln!(out, "</header>")?;
        }
        Ok(())
    }
}

/// The figures of the whole capture, as `stats` prints them.
fn summary(out: &mut impl Write, figures: &Figures) -> io::Result<()> {
    writeln!(out, "<dl class=\"figures\">")?;
    let mut rows = figures.rows.iter().peekable();
    while let Some((title, value)) = rows.next() {
        let mut value = value.clone();
        while let Some((_, more)) = rows.next_if(|(title, _)| title.is_empty()) {
            value.push_str(", ");
            value.push_str(more);
        }
        writeln!(
            out,
            "<div><dt>{}</dt><dd>{}</dd></div>",
            markup(title.trim()),
            markup(&value)
        )?;
    }
    writeln!(
        out,
        "</dl>\n<details><summary>Top talkers</summary>\n<table class=\"talkers\"><thead><tr>\
         <th scope=\"col\">address</th><th scope=\"col\">octets sent</th>\
         <th scope=\"col\">connections</th></tr></thead><tbody>"
    )?;
    for (address, bytes, connections) in &figures.talkers {
        writeln!(
            out,
            "<tr><td>{address}</td><td class=\"number\">{bytes}</td>\
             <td class=\"number\">{connections}</td></tr>"
        )?;
    }
    writeln!(out, "</tbody></table></details>")
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
