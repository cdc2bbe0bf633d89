//! The stored inputs, once more, with the stable compiler and without libFuzzer.
//!
//! `testdata/crashes` has what once broke something: captures, which every command gets, and in
//! folders named as targets what those targets got. `fuzz/corpus` has inputs that reach much of
//! the program. `SYNFIN_FUZZ_INPUTS` may name a folder of more, laid out as those two.

#[cfg(test)]
mod tests {
    use std::fs;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::path::{Path, PathBuf};
    use synfin_fuzz::{TARGETS, program};

    fn files(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        files.retain(|path| path.is_file());
        files.sort();
        files
    }

    /// Runs `act` on every file, and gives those that it does not survive.
    fn broken_by(files: &[PathBuf], act: impl Fn(&[u8])) -> Vec<&PathBuf> {
        let is_broken = |path: &&PathBuf| {
            let octets = fs::read(path).expect("a file can be read");
            catch_unwind(AssertUnwindSafe(|| act(&octets))).is_err()
        };
        files.iter().filter(is_broken).collect()
    }

    /// Gives every target what a folder has for it, and counts that; fails if any is not survived.
    fn replay(folder: &Path) -> usize {
        let (mut count, mut broken) = (0, Vec::new());
        for (name, run) in TARGETS {
            let files = files(&folder.join(name));
            let names = broken_by(&files, run).into_iter().cloned();
            broken.extend(names);
            count += files.len();
        }
        assert!(broken.is_empty(), "{broken:#?}");
        count
    }

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    #[test]
    fn no_stored_input_breaks_its_target() {
        let count = replay(&root().join("fuzz/corpus"));
        assert!(count > 100, "{count} inputs");
    }

    #[test]
    fn no_capture_that_once_broke_something_does_so_again() {
        let crashes = root().join("testdata/crashes");
        replay(&crashes);
        let captures = files(&crashes);
        assert!(broken_by(&captures, program::every_command).is_empty());
    }

    #[test]
    fn no_input_of_another_folder_breaks_its_target() {
        let Some(folder) = std::env::var_os("SYNFIN_FUZZ_INPUTS") else {
            eprintln!("skipped: SYNFIN_FUZZ_INPUTS names no folder");
            return;
        };
        assert!(replay(Path::new(&folder)) > 0);
    }
}
