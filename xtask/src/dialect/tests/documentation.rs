//! The real pages, counted twice. Does nothing where `B24_DOCS` is not set.

use std::collections::BTreeMap;

use super::super::parser::plain;
use super::super::{Block, BlockKind, parse, slug};
use super::{documentation, sketch};
use crate::corpus::{File, FileId, Lang, resolve_link};
use crate::diag::{Diagnostics, Severity};

/// What stands on the pages of one language.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    tables: usize,
    rows: usize,
    notes: usize,
    tab_lists: usize,
    cuts: usize,
}

impl Counts {
    /// What the lines of a file look like, outside of fences.
    fn rough(file: &File) -> Self {
        let mut counts = Self::default();
        let mut fence: Option<usize> = None;
        let mut dev = false;
        let mut in_row = false;
        for line in file.text.lines() {
            let trimmed = line.trim_start();
            let ticks = trimmed.bytes().take_while(|b| *b == b'`').count();
            let column = line.len() - trimmed.len();
            match fence {
                Some(_)
                    if ticks >= 3 && trimmed[ticks..].trim_start_matches([' ', '|']).is_empty() =>
                {
                    fence = None
                }
                // A tab ends a fence that was not closed.
                Some(at) if column < at && trimmed.starts_with("- ") => fence = None,
                Some(_) => continue,
                None if ticks >= 3 && !trimmed[ticks..].contains('`') => fence = Some(column),
                None => {}
            }
            dev |= trimmed.starts_with("{% if build == 'dev'");
            dev &= !trimmed.starts_with("{% endif");
            let starts = |mark: &str| {
                !dev && (trimmed.starts_with(mark) || trimmed.starts_with(&format!("|| {mark}")))
            };
            counts.tables += usize::from(starts("#|"));
            let row = trimmed.strip_prefix("- ").unwrap_or(trimmed).strip_prefix("||");
            let line = trimmed.trim_end();
            // A mark alone on its line ends a row, or starts one where none is open.
            let starts_row = row.is_some_and(|rest| !rest.trim().is_empty() || !in_row);
            counts.rows += usize::from(!dev && starts_row);
            if !line.is_empty() {
                in_row = !(line.ends_with("||")
                    && (row.is_none_or(|rest| !rest.trim().is_empty()) || in_row)
                    || line.ends_with("#|")
                    || line.ends_with("|#"));
            }
            counts.notes += usize::from(!dev && trimmed.contains("{% note "));
            counts.tab_lists += usize::from(starts("{% list tabs"));
            counts.cuts += usize::from(starts("{% cut"));
        }
        counts
    }

    /// What the tree of a page holds that comes from the page itself.
    fn add(&mut self, blocks: &[Block<'_>], id: FileId, text: &str) {
        for block in blocks {
            let own = usize::from(block.span.file == id);
            match &block.kind {
                BlockKind::Quote(blocks) => self.add(blocks, id, text),
                BlockKind::List(items) => items.iter().for_each(|item| self.add(item, id, text)),
                BlockKind::Table(rows) => {
                    let own = usize::from(
                        own == 1 && text[block.span.start as usize..].starts_with("#|"),
                    );
                    self.tables += own;
                    self.rows += own * rows.len();
                    rows.iter()
                        .flat_map(|row| &row.cells)
                        .for_each(|cell| self.add(&cell.blocks, id, text));
                }
                BlockKind::Note { blocks, .. } => {
                    self.notes += own;
                    self.add(blocks, id, text);
                }
                BlockKind::Tabs(tabs) => {
                    self.tab_lists += own;
                    tabs.iter().for_each(|tab| self.add(&tab.blocks, id, text));
                }
                BlockKind::Cut { blocks, .. } => {
                    self.cuts += own;
                    self.add(blocks, id, text);
                }
                _ => {}
            }
        }
    }
}

#[test]
fn every_page_is_read() {
    for (lang, corpus) in documentation() {
        let mut tables = 0;
        let mut codes = BTreeMap::<_, usize>::new();
        for file in &corpus.files {
            let id = corpus.find(&file.path).expect("it is in the corpus");
            let mut diags = Diagnostics::default();
            let doc = parse(&corpus, id, &mut diags);
            sketch::check_spans(&corpus, &doc, &diags);
            let mut counts = Counts::default();
            counts.add(&doc.blocks, id, &file.text);
            assert_eq!(counts, Counts::rough(file), "{}", file.path);
            if file.path.starts_with("api-reference/") {
                tables += counts.tables;
            }
            for diag in diags.0.iter().filter(|diag| diag.span.file == id) {
                assert!(diag.severity < Severity::Error, "{}: {}", file.path, diag.message);
                *codes.entry(diag.code).or_default() += 1;
            }
        }
        // What the pages hold on 2026-08-21. A newer state may differ: look at the difference, then change it.
        let (expected, between) = match lang {
            Lang::En => (EN_TABLES, 0),
            Lang::Ru => (RU_TABLES, 1),
        };
        assert_eq!(tables, expected, "{lang:?}");
        let mut expected = vec![
            ("fence-unclosed", 1),
            ("row-bullet", 5),
            ("row-unclosed", 8),
            ("stray-row-mark", 2),
        ];
        if between > 0 {
            expected.push(("text-between-rows", between));
        }
        assert_eq!(codes.into_iter().collect::<Vec<_>>(), expected, "{lang:?}");
    }
}

/// Tables below `api-reference`.
const EN_TABLES: usize = 7801;
const RU_TABLES: usize = 7805;

/// Links to a place on a page that has no anchor of that name rely on automatic ids.
#[test]
fn links_find_automatic_ids() {
    for (lang, corpus) in documentation() {
        let (mut found, mut lost) = (0, Vec::new());
        for file in &corpus.files {
            let id = corpus.find(&file.path).expect("it is in the corpus");
            let doc = parse(&corpus, id, &mut Diagnostics::default());
            let (mut anchors, mut ids) = (Vec::new(), Vec::new());
            for block in &doc.blocks {
                if let BlockKind::Heading { text, anchors: own, .. } = &block.kind {
                    let mut title = String::new();
                    plain(text, &mut title);
                    anchors.extend(own.iter().map(ToString::to_string));
                    ids.push(slug(&title));
                }
            }
            for link in file.text.split("](#").skip(1).filter_map(|rest| rest.split(')').next()) {
                let link = resolve_link(&file.path, &format!("#{link}"))
                    .and_then(|(_, anchor)| anchor)
                    .unwrap_or_default();
                if anchors.contains(&link) {
                    continue;
                }
                match ids.contains(&link) {
                    true => found += 1,
                    false => lost.push(format!("{}#{link}", file.path)),
                }
            }
        }
        // The English pages have links that still name the id of the Russian heading.
        assert!(found > 150, "only {found}");
        assert!(lang == Lang::En || lost.is_empty(), "{lost:#?}");
    }
}
