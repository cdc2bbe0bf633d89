//! One file a connection, with one file open at a time.
//!
//! Duty: gather each connection's packets and append them to its file now and then. Invariant: at
//! most [`MOST_GATHERED`] octets wait in memory, and no file stays open. Absence: no limit on the
//! number of files.

use super::format::{Format, Writer};
use super::{Ends, Saved};
use crate::failure::Failure;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Octets that wait at most, over all connections, before they are written.
const MOST_GATHERED: usize = 64 << 20;

/// The files of a folder, one a connection.
pub(crate) struct Split {
    folder: PathBuf,
    open: HashMap<u64, Part>,
    gathered: usize,
}

/// The file of one connection.
struct Part {
    path: PathBuf,
    writer: Writer<Vec<u8>>,
    /// Was something written to the file before?
    begun: bool,
}

impl Split {
    /// Files in this folder, which is made if it is not there.
    pub(super) fn new(folder: &Path) -> Result<Self, Failure> {
        fs::create_dir_all(folder).map_err(|error| Failure::unwritable(folder, error))?;
        Ok(Self {
            folder: folder.to_owned(),
            open: HashMap::new(),
            gathered: 0,
        })
    }

    /// Saves a packet with those of its connection.
    pub(super) fn save(&mut self, packet: &Saved<'_>) -> Result<(), Failure> {
        let Some(ends) = packet.connection else {
            return Ok(());
        };
        let part = match self.open.entry(ends.id) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let mut part = Part::new(self.folder.join(file_name(ends)))?;
                self.gathered += part.writer.output().len();
                entry.insert(part)
            }
        };
        let before = part.writer.output().len();
        part.writer
            .write(packet.frame, packet.comment)
            .map_err(|error| Failure::unwritable(&part.path, error))?;
        self.gathered += part.writer.output().len() - before;
        if self.gathered > MOST_GATHERED {
            self.write_all()?;
        }
        Ok(())
    }

    /// Writes what is left of a connection and forgets it.
    pub(super) fn over(&mut self, connection: u64) -> Result<(), Failure> {
        let Some(mut part) = self.open.remove(&connection) else {
            return Ok(());
        };
        self.gathered -= part.writer.output().len();
        part.append()
    }

    /// Writes what is left of all connections.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        self.write_all()
    }

    fn write_all(&mut self) -> Result<(), Failure> {
        self.gathered = 0;
        self.open.values_mut().try_for_each(Part::append)
    }
}

/// The name of a connection's file, without characters that some system forbids in names.
fn file_name(ends: Ends) -> String {
    let end = |socket: SocketAddr| {
        let address = socket.ip().to_string().replace(':', "-");
        format!("{address}.{}", socket.port())
    };
    let (client, server) = (end(ends.client), end(ends.server));
    format!("{:06}_{client}_{server}.pcapng", ends.id)
}

impl Part {
    fn new(path: PathBuf) -> Result<Self, Failure> {
        match Writer::new(Format::Pcapng, Vec::new()) {
            Ok(writer) => Ok(Self {
                path,
                writer,
                begun: false,
            }),
            Err(error) => Err(Failure::unwritable(&path, error)),
        }
    }

    /// Appends to the file what was gathered; the first time the file is made, or made anew.
    fn append(&mut self) -> Result<(), Failure> {
        let gathered = std::mem::take(self.writer.output());
        if gathered.is_empty() {
            return Ok(());
        }
        let written = self.file().and_then(|mut file| file.write_all(&gathered));
        self.begun = true;
        written.map_err(|error| Failure::unwritable(&self.path, error))
    }

    fn file(&self) -> io::Result<File> {
        if self.begun {
            OpenOptions::new().append(true).open(&self.path)
        } else {
            File::create(&self.path)
        }
    }
}
