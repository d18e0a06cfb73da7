//! The Diplodoc dialect of Markdown: text → [`Doc`].
//!
//! Blocks that only this dialect has (`#| |#` tables, `{% note %}`, `{% list tabs %}`, `{% cut %}`,
//! `{% if %}`, `{% include %}`, `{#anchor}`) are found line by line; what stands between them is
//! CommonMark and goes through `pulldown-cmark`. Parsing never fails: it returns the tree and what
//! was wrong with the text.

mod attributes;
mod blocks;
mod convert;
mod directive;
mod fast;
mod fragments;
mod html;
mod include;
mod leaf;
mod lines;
mod markdown;
mod outline;
mod parser;
mod slug;
mod table;
mod tabs;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::Arc;

use crate::corpus::Span;

pub use fragments::Fragments;
pub use parser::parse;
pub use slug::slug;

/// A parsed page, its includes already in place.
#[derive(Debug, Default)]
pub struct Doc<'a> {
    /// Its blocks, in order.
    pub blocks: Vec<Block<'a>>,
}

/// A block and where it stands.
#[derive(Clone, Debug)]
pub struct Block<'a> {
    /// What it is.
    pub kind: BlockKind<'a>,
    /// Where; inside an included file if it came from one.
    pub span: Span,
}

/// The kinds of blocks.
#[derive(Clone, Debug)]
pub enum BlockKind<'a> {
    /// `## Text {#anchor}`.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Without the anchor.
        text: Inlines<'a>,
        /// The explicit anchors, if any (several are possible).
        anchors: Vec<Cow<'a, str>>,
    },
    /// A paragraph.
    Paragraph(Inlines<'a>),
    /// `> …`.
    Quote(Vec<Block<'a>>),
    /// A list; each item holds blocks.
    List(Vec<Vec<Block<'a>>>),
    /// A fenced or indented block.
    Code {
        /// The info string: `json`, `bash`, or empty.
        info: Cow<'a, str>,
        /// The text, dedented, lines ending in `\n`.
        text: Cow<'a, str>,
    },
    /// `#| … |#`, and the pipe tables of GFM. One in a fragment stands on every page that includes it.
    Table(Arc<[Row<'a>]>),
    /// `{% note kind "title" %}`.
    Note {
        /// `info`, `tip`, `warning`, `alert`.
        kind: Cow<'a, str>,
        /// What stands in quotes, possibly nothing.
        title: Cow<'a, str>,
        /// The content.
        blocks: Vec<Block<'a>>,
    },
    /// `{% list tabs %}`.
    Tabs(Vec<Tab<'a>>),
    /// `{% cut "title" %}`.
    Cut {
        /// What stands in quotes.
        title: Cow<'a, str>,
        /// The content.
        blocks: Vec<Block<'a>>,
    },
}

/// One tab of `{% list tabs %}`.
#[derive(Clone, Debug)]
pub struct Tab<'a> {
    /// Its title.
    pub title: Inlines<'a>,
    /// Its content.
    pub blocks: Vec<Block<'a>>,
    /// Where it stands.
    pub span: Span,
}

/// A row of a table.
#[derive(Debug)]
pub struct Row<'a> {
    /// Its cells; rows of one table may differ in width.
    pub cells: Vec<Cell<'a>>,
    /// Where it stands.
    pub span: Span,
}

/// A cell of a table.
#[derive(Debug)]
pub struct Cell<'a> {
    /// Its content; a nested table is a block of it.
    pub blocks: Vec<Block<'a>>,
    /// Where it stands.
    pub span: Span,
}

/// A run of inline content.
pub type Inlines<'a> = Vec<Inline<'a>>;

/// Inline content.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline<'a> {
    /// Text, entities and backslash escapes resolved.
    Text(Cow<'a, str>),
    /// `` `code` ``, whatever the number of backticks.
    Code(Cow<'a, str>),
    /// `**strong**`.
    Strong(Inlines<'a>),
    /// `*emphasis*`.
    Emphasis(Inlines<'a>),
    /// `[text](href)`; `[text]` without a target is plain text.
    Link {
        /// What is shown.
        text: Inlines<'a>,
        /// As written.
        href: Cow<'a, str>,
    },
    /// `^superscript^`.
    Superscript(Inlines<'a>),
    /// A line break, soft or hard, `<br>` too.
    Break,
}
