//! The marks under a title: scopes, who may call, deprecation, REST version.

use b24_schema::Who;

use crate::dialect::{Block, BlockKind, Inline};
use crate::words::{HeadWords, Phrase};

use super::text::{self, label};
use super::{Head, Reader};

/// What the quote under a title is about; a sign of the page's kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Labels {
    /// "Who can execute the method".
    pub method: bool,
    /// The same over several methods.
    pub methods: bool,
    /// "Who can subscribe".
    pub event: bool,
}

/// Whether `code` is written like a scope.
pub(crate) fn is_scope(code: &str) -> bool {
    !code.is_empty()
        && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.".contains(&b))
        && code.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Reads the blocks before the first section.
pub(crate) fn read(reader: &Reader<'_>, blocks: &[&Block<'_>], head: &mut Head) -> Labels {
    let words = &reader.words.head;
    let mut labels = Labels::default();
    for block in blocks {
        match &block.kind {
            BlockKind::Quote(inner) => quote(words, inner, head, &mut labels),
            BlockKind::Note { title, blocks, .. } => note(reader, title, blocks, head),
            _ => {}
        }
    }
    labels
}

fn quote(words: &HeadWords, blocks: &[Block<'_>], head: &mut Head, labels: &mut Labels) {
    for (i, block) in blocks.iter().enumerate() {
        let BlockKind::Paragraph(inlines) = &block.kind else { continue };
        for line in text::split_lines(inlines) {
            let plain = text::plain(line);
            let Some((name, rest)) = plain.split_once(':') else { continue };
            let name = label(name);
            if words.scope.contains(&name) {
                scopes(words, line, head);
            } else {
                let method = words.who_method.contains(&name);
                let methods = words.who_methods.contains(&name);
                let event = words.who_event.contains(&name);
                labels.method |= method;
                labels.methods |= methods;
                labels.event |= event;
                if (method || methods || event) && head.who.is_none() {
                    let mut rest = label(rest);
                    // "any user" alone is anybody; followed by conditions it is not.
                    if matches!(blocks.get(i + 1).map(|b| &b.kind), Some(BlockKind::List(_))) {
                        rest.push_str(" …");
                    }
                    head.who = Some(who(words, &rest));
                }
            }
        }
    }
}

fn who(words: &HeadWords, text: &str) -> Who {
    let text = text.trim_end_matches('.');
    if words.any.iter().any(|w| w == text) {
        Who::Any
    } else if words.admin.iter().any(|w| w == text) {
        Who::Admin
    } else {
        Who::Restricted
    }
}

/// Codes stand in links; what follows the first words of prose is an explanation, in which a bare
/// code names the parameter that decides on a further scope.
fn scopes(words: &HeadWords, line: &[Inline<'_>], head: &mut Head) {
    let mut prose = false;
    for inline in line {
        match inline {
            Inline::Text(text) => {
                let text = text.split_once(':').map_or(&**text, |(before, after)| {
                    if words.scope.contains(&label(before)) { after } else { text }
                });
                prose |= text.chars().any(char::is_alphabetic);
            }
            Inline::Link { text, .. } if !prose => {
                for part in text {
                    if let Inline::Code(code) = part {
                        scope(words, code, head);
                    }
                }
            }
            Inline::Code(code) if !prose => scope(words, code, head),
            Inline::Code(code) if head.scope_from.is_none() => {
                head.scope_from = Some(code.to_string())
            }
            _ => {}
        }
    }
}

fn scope(words: &HeadWords, spelling: &str, head: &mut Head) {
    let spelling = spelling.trim();
    let code = words.scope_codes.get(&spelling.to_lowercase()).map_or(spelling, String::as_str);
    if is_scope(code) && !head.scopes.iter().any(|known| known == code) {
        head.scopes.push(code.to_owned());
    }
}

pub(super) fn note(reader: &Reader<'_>, title: &str, blocks: &[Block<'_>], head: &mut Head) {
    let words = &reader.words.head;
    let mut text = String::new();
    let mut targets = Vec::new();
    let mut overview = false;
    visit(blocks, &mut |block, inlines| {
        text.push_str(&text::lower(&text::plain(inlines)));
        text.push(' ');
        let mut hrefs = Vec::new();
        text::hrefs(inlines, &mut hrefs);
        for href in hrefs {
            overview |= href.contains(REST3_PAGE);
            if let Some(target) = reader.target(block.span.file, href)
                && !target.page.contains(REST3_PAGE)
            {
                targets.push(target);
            }
        }
    });
    let title = text::lower(title);
    let starts = |phrase: &String| {
        title.split(|c: char| !c.is_alphanumeric()).any(|word| word == phrase)
            || text.starts_with(phrase.as_str())
    };
    if words.deprecated.iter().any(starts) {
        let replaced = head.deprecated.get_or_insert_with(Vec::new);
        for target in targets {
            if !replaced.contains(&target) {
                replaced.push(target);
            }
        }
    } else if overview && words.rest3.iter().any(|phrase| text.contains(phrase.as_str())) {
        head.rest = Some(b24_schema::Rest::V3);
    }
}

/// The overview that every REST 3.0 page's note links to.
const REST3_PAGE: &str = "rest-v3";

/// Whether a paragraph, in lower case, has all the words of one of the sets.
pub(crate) fn says(sets: &[Vec<Phrase>], lower: &str) -> bool {
    sets.iter().any(|set| set.iter().all(|word| word.is_in(lower)))
}

/// Calls `f` with every paragraph in `blocks`, at any depth.
pub(super) fn visit(blocks: &[Block<'_>], f: &mut dyn FnMut(&Block<'_>, &[Inline<'_>])) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(inlines) => f(block, inlines),
            BlockKind::Quote(inner)
            | BlockKind::Note { blocks: inner, .. }
            | BlockKind::Cut { blocks: inner, .. } => {
                visit(inner, f);
            }
            BlockKind::List(items) => {
                for item in items {
                    visit(item, f);
                }
            }
            _ => {}
        }
    }
}
