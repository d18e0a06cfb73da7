//! What careful readers wrote down of methods' pages, and where the schema says something else.
//!
//! `xtask/tests/gold/*.toml` was written by hand from the pages, without a look at the schema or at the rules
//! that make it. That is why it can tell whether they are right. [`read`] has the form of the files, [`compare`]
//! what counts as a difference.

mod compare;
mod read;
mod shape;

use std::path::{Path, PathBuf};

use b24_schema::Schema;

use crate::corpus::Lang;

pub use compare::Difference;
use compare::compare;
pub use read::{Entry, Error, Place};
pub use shape::Shape;

/// All entries, by file and in the files' order.
#[derive(Debug, Default)]
pub struct Gold {
    /// The methods that were read.
    pub entries: Vec<Entry>,
}

impl Gold {
    /// The folder of the files, inside the repository.
    pub fn folder(root: &Path) -> PathBuf {
        root.join("xtask/tests/gold")
    }

    /// Reads all files of a folder.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let list = |source| Error::Unreadable { file: folder.to_owned(), source };
        let mut files = Vec::new();
        for file in std::fs::read_dir(folder).map_err(list)? {
            files.push(file.map_err(list)?.path());
        }
        files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
        files.sort();
        let mut entries = Vec::new();
        for file in files {
            entries.extend(read::file(&file)?);
        }
        Ok(Self { entries })
    }

    /// The hash of a page in both languages (FNV-1a of 64 bits), where both are there.
    pub fn hash(docs: &Path, page: &str) -> Option<String> {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for lang in Lang::ALL {
            for byte in std::fs::read(docs.join(lang.code()).join(page)).ok()? {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        Some(format!("{hash:016x}"))
    }

    /// Where the schema says something else.
    pub fn compare(&self, schema: &Schema) -> Vec<Difference> {
        self.entries.iter().flat_map(|entry| compare(entry, schema)).collect()
    }

    /// How many statements there are: each place counts for its type, its mark and its values.
    pub fn statements(&self) -> usize {
        self.entries.iter().map(Entry::statements).sum()
    }
}
