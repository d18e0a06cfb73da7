//! What pages include, parsed once for all of them.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::parser::{MAX_DEPTH, Parser};
use super::{Block, Doc};
use crate::corpus::{Corpus, FileId};
use crate::diag::Diagnostics;

/// A fragment is parsed as if it stood so deep: where it stands less deep it comes out the same.
const DEPTH: usize = MAX_DEPTH / 2;

/// A corpus, and the fragments of it that pages share.
#[derive(Debug)]
pub struct Fragments<'a> {
    corpus: &'a Corpus,
    /// `None` where a fragment has to be parsed in its place.
    parsed: RwLock<HashMap<FileId, Option<Arc<[Block<'a>]>>>>,
}

impl<'a> Fragments<'a> {
    /// Nothing is parsed yet.
    pub fn new(corpus: &'a Corpus) -> Self {
        Self { corpus, parsed: RwLock::default() }
    }

    /// The corpus.
    pub fn corpus(&self) -> &'a Corpus {
        self.corpus
    }

    /// Parses a page, its includes in place. Never fails: what is wrong with the text is in `diags`.
    pub fn page(&self, file: FileId, diags: &mut Diagnostics) -> Doc<'a> {
        let mut parser = Parser::new(self.corpus, file, diags);
        parser.fragments = Some(self);
        Doc { blocks: parser.file(file, 0) }
    }

    /// The blocks of a fragment that is included at `depth`, outside of cells; `None` where they
    /// depend on the place: what is wrong with them is reported on each page, and what they include
    /// counts there.
    pub(super) fn shared(&self, file: FileId, depth: usize) -> Option<Arc<[Block<'a>]>> {
        if depth > DEPTH {
            return None;
        }
        let parsed = self.parsed.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = parsed.get(&file) {
            return known.clone();
        }
        drop(parsed);
        let mut diags = Diagnostics::default();
        let mut parser = Parser::new(self.corpus, file, &mut diags);
        let blocks = parser.file(file, DEPTH);
        let alone = parser.includes == 0;
        let found = (alone && diags.0.is_empty()).then(|| Arc::from(blocks));
        let mut parsed = self.parsed.write().unwrap_or_else(PoisonError::into_inner);
        parsed.insert(file, found.clone());
        found
    }
}
