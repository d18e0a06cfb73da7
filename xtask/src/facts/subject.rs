//! What a heading is about.

use std::borrow::Cow;

use crate::dialect::{Block, BlockKind, Inline};
use crate::words::HeadingWords;

use super::{field_name, name, text};

/// The names that rows of the page's tables have: what a heading may be about. Every word of every
/// heading is looked up, so names are kept by their length.
#[derive(Default)]
pub(super) struct Names<'b> {
    by_len: [Vec<Cow<'b, str>>; Names::LENGTHS],
}

impl<'b> Names<'b> {
    /// Names as long as this or longer are kept together.
    const LENGTHS: usize = 32;

    pub(super) fn read(blocks: &'b [Block<'_>]) -> Self {
        let mut names = Self::default();
        names.blocks(blocks);
        names
    }

    /// The names of `len` bytes, and maybe others.
    fn of_len(&self, len: usize) -> impl Iterator<Item = &str> {
        self.by_len[len.min(Self::LENGTHS - 1)].iter().map(|name| &**name)
    }

    fn add(&mut self, name: impl Into<Cow<'b, str>>) {
        let name = name.into();
        self.by_len[name.len().min(Self::LENGTHS - 1)].push(name);
    }

    fn blocks(&mut self, blocks: &'b [Block<'_>]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Table(rows) => {
                    for row in rows.iter() {
                        let Some((first, rest)) = row.cells.split_first() else { continue };
                        for block in &first.blocks {
                            if let BlockKind::Paragraph(inlines) = &block.kind {
                                self.name_cell(inlines);
                            }
                        }
                        for cell in rest {
                            self.blocks(&cell.blocks);
                        }
                    }
                }
                BlockKind::Tabs(tabs) => tabs.iter().for_each(|tab| self.blocks(&tab.blocks)),
                BlockKind::Note { blocks, .. }
                | BlockKind::Cut { blocks, .. }
                | BlockKind::Quote(blocks) => self.blocks(blocks),
                BlockKind::List(items) => items.iter().for_each(|item| self.blocks(item)),
                _ => {}
            }
        }
    }

    fn name_cell(&mut self, inlines: &'b [Inline<'_>]) {
        for inline in inlines {
            match inline {
                Inline::Strong(inner) => {
                    if let Some(name) = field_name::name(text::plain(inner).trim_end_matches('*')) {
                        self.add(name);
                    }
                }
                Inline::Link { text, .. } => {
                    for word in text::plain(text).split('|') {
                        self.add(text::element(word.trim()).to_owned());
                    }
                }
                Inline::Code(code) => self.add(text::element(code)),
                _ => {}
            }
        }
    }
}

/// The parameter or object that a heading names: a code span, or a word that is a row's name.
pub(super) fn subject(
    words: &HeadingWords,
    inlines: &[Inline<'_>],
    plain: &str,
    names: &Names<'_>,
) -> Option<String> {
    for inline in inlines {
        if let Inline::Code(code) = inline {
            return field_name::name(text::element(code));
        }
    }
    let tokens: Vec<&str> = plain
        .split_whitespace()
        .map(|t| t.trim_matches(['(', ')', '«', '»', '"', '\'', ',', ':', ';']))
        .map(text::element)
        .filter(|t| !t.is_empty())
        .collect();
    let noise = |token: &str| words.not_subject.contains(&text::lower(token));
    let exact = |token: &str| names.of_len(token.len()).any(|name| name == token);
    let folded =
        |token: &str| names.of_len(token.len()).any(|name| name.eq_ignore_ascii_case(token));
    let identifier = |t: &str| {
        t.is_ascii()
            && t.len() > 2
            && (t.contains('_') || t.bytes().skip(1).any(|b| b.is_ascii_uppercase()))
            && t.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.".contains(&b))
    };
    // A name among words: the surest reading first. "Parameter fields" is about `fields`, "Fields of
    // the User object" is not.
    let find = |fits: &dyn Fn(&str) -> bool| tokens.iter().rev().copied().find(|t| fits(t));
    let token = find(&|t| exact(t) && !noise(t))
        .or_else(|| find(&|t| exact(t) && tokens.len() <= 3))
        .or_else(|| find(&|t| folded(t) && !noise(t)))
        .or_else(|| find(&|t| folded(t) && tokens.len() == 2))
        .or_else(|| find(&|t| identifier(t) && tokens.len() <= 3))?;
    field_name::name(token)
}

/// The method whose parameter a heading names: `placement.bind` in "OPTIONS when registering via placement.bind". With
/// the parameter, which is a code span, or the word before the phrase.
pub(super) fn parameter_of(
    words: &HeadingWords,
    inlines: &[Inline<'_>],
    plain: &str,
) -> Option<(String, String)> {
    let lower = text::lower(plain);
    let (start, end) = words.of_method.iter().find_map(|phrase| phrase.find(&lower))?;
    let method = plain.get(end..)?.trim();
    if !method.contains('.') || !name::is_method_name(method) {
        return None;
    }
    let code = inlines.iter().find_map(|inline| match inline {
        Inline::Code(code) => Some(&**code),
        _ => None,
    });
    let word = || plain.get(..start)?.split_whitespace().next_back();
    let parameter = code.filter(|code| *code != method).or_else(word)?;
    Some((field_name::name(text::element(parameter))?, method.to_owned()))
}
