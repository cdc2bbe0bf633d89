//! What is learnt of a capture beside its frames: names, and what is wrong with it.

use super::defect::{Defect, Nonsense, Recovery};
use super::pcapng::Names;
use super::record::Trouble;
use crate::Error;
use std::path::PathBuf;

/// What was found out while a capture was read, and where reading is.
#[derive(Debug)]
pub(super) struct Findings {
    /// What the capture is called.
    pub(super) path: PathBuf,
    /// Frames of the files read before.
    before: u64,
    /// Frames handed out, with those.
    pub(super) number: u64,
    pub(super) names: Names,
    pub(super) defects: Vec<Defect>,
    /// What becomes of the file behind damage.
    pub(super) recovery: Recovery,
}

impl Findings {
    /// Nothing was read yet of the capture that is called `path`.
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            before: 0,
            number: 0,
            names: Names::default(),
            defects: Vec::new(),
            recovery: Recovery::default(),
        }
    }

    /// The capture comes behind files of `frames` frames, whose numbers run on.
    pub(super) const fn continue_from(&mut self, frames: u64) {
        self.number += frames - self.before;
        self.before = frames;
    }

    /// An error's full form; the trouble arose `offset` octets from the beginning.
    #[cold]
    pub(super) fn error(&self, offset: u64, trouble: Trouble) -> Error {
        let path = self.path.clone();
        match trouble {
            Trouble::Io(source) => Error::Read {
                path,
                packet: self.number - self.before,
                offset,
                source,
            },
            Trouble::Damaged {
                expected,
                found,
                behind,
            } => Error::Damaged {
                path,
                packet: self.number - self.before + 1,
                offset: offset.saturating_sub(behind),
                expected,
                found,
            },
        }
    }

    /// The input begins with `octets`, and that is no capture.
    #[cold]
    pub(super) fn not_a_capture(&self, octets: &[u8]) -> Error {
        let path = self.path.clone();
        if octets.is_empty() {
            return Error::Empty { path };
        }
        let found: Vec<_> = octets.iter().take(8).map(|o| format!("{o:02x}")).collect();
        Error::NotACapture {
            path,
            found: found.join(" "),
        }
    }

    /// Something that begins `offset` octets from the beginning is wrong; so many octets were
    /// skipped for it.
    #[cold]
    pub(super) fn skipped(&mut self, offset: u64, octets: u64, nonsense: Nonsense) {
        let Nonsense {
            kind,
            expected,
            found,
        } = nonsense;
        if let Some(defect) = self.defects.iter_mut().find(|defect| defect.kind == kind) {
            defect.count += 1;
            defect.octets = defect.octets.saturating_add(octets);
            return;
        }
        let first = self.error(offset, Trouble::damaged(expected, found));
        self.defects.push(Defect {
            kind,
            count: 1,
            octets,
            first,
        });
    }
}
