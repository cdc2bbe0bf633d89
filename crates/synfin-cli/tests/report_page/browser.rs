//! Headless Chromium: a page is opened, a script looks at it, and what it finds comes back.
//!
//! Invariant: nothing that the page writes to the console passes unseen. Absence: what is looked
//! for.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What a printed page's script writes in front of what it finds.
const FOUND: &str = "\"FOUND ";

/// How a page is opened.
#[derive(Clone, Copy, Default)]
pub(crate) struct Visit<'a> {
    /// The folder's name, a page each.
    pub(crate) name: &'a str,
    /// What follows the page's address.
    pub(crate) hash: &'a str,
    /// More words to the browser.
    pub(crate) words: &'a [&'a str],
}

/// The page that the command makes of a capture: `report` or `show`, with options.
pub(crate) fn page(name: &str, words: &[&str], capture: &Path) -> String {
    let page = folder(name).join("page.html");
    let mut synfin = Command::new(env!("CARGO_BIN_EXE_synfin"));
    synfin.args(words).arg(capture);
    if words.first() == Some(&"report") {
        synfin.arg("-o").arg(&page);
    } else {
        synfin.stdout(fs::File::create(&page).expect("the page"));
    }
    let status = synfin.stderr(Stdio::null()).status();
    assert!(status.expect("the command runs").success());
    fs::read_to_string(&page).expect("the page is text")
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("report-{name}"));
    fs::create_dir_all(&folder).expect("a folder for the page");
    folder
}

impl Visit<'_> {
    /// What a script, an asynchronous function's body, gives as JSON; none without a browser.
    pub(crate) fn found(&self, page: &str, script: &str) -> Option<String> {
        let driver = format!(
            "(async () => {{ const found = await (async () => {{ {script} }})(); \
             document.body.dataset.found = JSON.stringify(found); }})();"
        );
        let output = self.open(page, &driver, &["--dump-dom"])?;
        assert_calm(&output);
        let dom = String::from_utf8_lossy(&output.stdout);
        let found = dom.split("data-found=\"").nth(1).expect("the driver ran");
        let found = found.split('"').next().expect("an attribute ends");
        Some(
            found
                .replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&"),
        )
    }

    /// What a script, a function's body, gives as JSON while the page is laid out for paper, and
    /// the file that is printed.
    pub(crate) fn printed(&self, page: &str, script: &str) -> Option<(String, Vec<u8>)> {
        let driver = format!(
            "matchMedia('print').addEventListener('change', (event) => {{ if (event.matches) \
             console.log('FOUND ' + JSON.stringify((() => {{ {script} }})())); }});"
        );
        let paper = folder(self.name).join("page.pdf");
        let print = format!("--print-to-pdf={}", paper.display());
        let output = self.open(page, &driver, &[&print, "--no-pdf-header-footer"])?;
        assert_calm(&output);
        let log = String::from_utf8_lossy(&output.stderr);
        let found = log.split(FOUND).nth(1).expect("the driver ran");
        let (found, _) = found.split_once("\", source: ").expect("a line of the log");
        Some((found.to_owned(), fs::read(paper).expect("a printed page")))
    }

    /// Opens a copy of the page with a script at its end.
    fn open(&self, page: &str, driver: &str, words: &[&str]) -> Option<Output> {
        let chromium = ["chromium", "chromium-browser"]
            .into_iter()
            .find(|program| Command::new(program).arg("--version").output().is_ok())?;
        let folder = folder(self.name);
        let driven = folder.join("driven.html");
        let script = format!("<script>{driver}</script></body>");
        fs::write(&driven, page.replace("</body>", &script)).expect("written");
        let mut browser = Command::new(chromium);
        browser.args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--enable-logging=stderr",
            "--virtual-time-budget=20000",
        ]);
        browser.args(words).args(self.words);
        let profile = folder.join("profile");
        browser.arg(format!("--user-data-dir={}", profile.display()));
        browser.arg(format!("file://{}{}", driven.display(), self.hash));
        Some(browser.output().expect("the browser runs"))
    }
}

/// Fails if the console has a line that is not the driver's.
fn assert_calm(output: &Output) {
    let log = String::from_utf8_lossy(&output.stderr);
    let console = log.lines().filter(|line| line.contains("CONSOLE"));
    let complaints: Vec<&str> = console.filter(|line| !line.contains(FOUND)).collect();
    assert!(complaints.is_empty(), "{complaints:?}");
}
