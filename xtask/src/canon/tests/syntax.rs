//! Whatever the facts hold, their page is well-formed.

use proptest::prelude::*;

use super::generate::{self, Strings};
use crate::canon;
use crate::corpus::{Corpus, File, FileId, Lang};
use crate::diag::{Diagnostics, Severity};
use crate::dialect::{self, Block, BlockKind};
use crate::facts::{About, FieldRow, Item, PageFacts, Role, ScopeRow, Section};

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn any_facts_give_a_well_formed_page(facts in generate::page(&Strings::wild())) {
        well_formed(&facts)?;
    }
}

/// Two backticks with nothing between them opened a code span that ended in the next one.
#[test]
fn an_empty_text_opens_no_code() {
    let either = ["", "`", "a\n||\nb"].map(str::to_owned).to_vec();
    let about = About { either, ..About::default() };
    let row = FieldRow { names: vec!["a".to_owned()], about, ..FieldRow::default() };
    let items = vec![generate::fields(vec![row])];
    let section = Section { level: 2, role: Role::Params, items, ..Section::default() };
    well_formed(&super::page(Lang::En, vec![section])).unwrap();
}

/// Whether the page of the facts is read without a warning, with all its tables and rows.
fn well_formed(facts: &PageFacts) -> Result<(), TestCaseError> {
    let page = canon::page(facts);
    prop_assert!(page.ends_with('\n'));
    prop_assert_eq!(&page, &canon::page(facts));
    let file = File { path: facts.path.clone(), text: page.clone() };
    let corpus = Corpus::new(facts.lang, vec![file]);
    let mut diagnostics = Diagnostics::default();
    let doc = dialect::parse(&corpus, FileId::new(facts.lang, 0), &mut diagnostics);
    let bad: Vec<_> = diagnostics.0.iter().filter(|d| d.severity > Severity::Note).collect();
    prop_assert!(bad.is_empty(), "{bad:#?}\n{page}");
    let mut found = Vec::new();
    rows_of_blocks(&doc.blocks, &mut found);
    let mut written = Vec::new();
    rows_of_page(facts, &mut written);
    prop_assert_eq!(found, written, "{}", page);
    Ok(())
}

/// The number of rows of every table, in the order of the page.
fn rows_of_blocks(blocks: &[Block<'_>], out: &mut Vec<usize>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Table(rows) => {
                out.push(rows.len());
                for cell in rows.iter().flat_map(|row| &row.cells) {
                    rows_of_blocks(&cell.blocks, out);
                }
            }
            BlockKind::Quote(inner)
            | BlockKind::Note { blocks: inner, .. }
            | BlockKind::Cut { blocks: inner, .. } => {
                rows_of_blocks(inner, out);
            }
            BlockKind::List(items) => items.iter().for_each(|item| rows_of_blocks(item, out)),
            BlockKind::Tabs(tabs) => tabs.iter().for_each(|tab| rows_of_blocks(&tab.blocks, out)),
            BlockKind::Heading { .. } | BlockKind::Paragraph(_) | BlockKind::Code { .. } => {}
        }
    }
}

fn rows_of_page(facts: &PageFacts, out: &mut Vec<usize>) {
    // A scope of which only the code is known stands in a paragraph, where it is behind others.
    let is_bare = |row: &ScopeRow| {
        let ScopeRow { codes, title, tool, versions, deprecated: _ } = row;
        codes.len() == 1 && title.is_empty() && tool.is_empty() && versions.is_empty()
    };
    for (i, run) in facts.scopes.chunk_by(|a, b| is_bare(a) == is_bare(b)).enumerate() {
        if i == 0 || !is_bare(&run[0]) {
            out.push(run.len() + 1);
        }
    }
    for section in &facts.sections {
        rows_of_items(&section.items, out);
    }
}

fn rows_of_items(items: &[Item], out: &mut Vec<usize>) {
    for item in items {
        match item {
            Item::Fields(table) => rows_of_fields(&table.rows, out),
            Item::Types(rows) => {
                out.push(rows.len() + 1);
                rows.iter().for_each(|row| rows_of_keys(&row.about, out));
            }
            Item::Errors(rows) => out.push(rows.len() + 1),
            Item::Constants(table) => out.push(table.rows.len() + 1),
            Item::Values(values) => out.push(values.len() + 1),
            Item::Tabs(tabs) => tabs.iter().for_each(|tab| rows_of_items(&tab.items, out)),
            Item::Call(_) | Item::Body(_) | Item::Links(_) => {}
        }
    }
}

fn rows_of_fields(rows: &[FieldRow], out: &mut Vec<usize>) {
    out.push(rows.len() + 1);
    rows.iter().for_each(|row| rows_of_keys(&row.about, out));
}

fn rows_of_keys(about: &About, out: &mut Vec<usize>) {
    if !about.keys.is_empty() {
        rows_of_fields(&about.keys, out);
    }
}
