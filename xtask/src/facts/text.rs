//! Inline content as plain text and as flat pieces.

use crate::dialect::{Inline, Inlines};

/// Inline content with the markup taken off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Text.
    Text(String),
    /// A code span.
    Code(String),
}

/// The text of `inlines`: code spans without their ticks, breaks as spaces.
pub(crate) fn plain(inlines: &[Inline<'_>]) -> String {
    fn walk(inlines: &[Inline<'_>], out: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => out.push_str(text),
                Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Superscript(inner) => {
                    walk(inner, out);
                }
                Inline::Link { text, .. } => walk(text, out),
                Inline::Break => out.push(' '),
            }
        }
    }
    let mut out = String::new();
    walk(inlines, &mut out);
    out
}

/// The lines of `inlines` as flat pieces, neighbouring texts joined.
pub(crate) fn lines(inlines: &[Inline<'_>]) -> Vec<Vec<Piece>> {
    fn walk(inlines: &[Inline<'_>], out: &mut Vec<Vec<Piece>>) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => match out.last_mut().and_then(|line| line.last_mut()) {
                    Some(Piece::Text(last)) => last.push_str(text),
                    _ => push(out, Piece::Text(text.to_string())),
                },
                Inline::Code(code) => push(out, Piece::Code(code.to_string())),
                Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Superscript(inner) => {
                    walk(inner, out);
                }
                Inline::Link { text, .. } => walk(text, out),
                Inline::Break => out.push(Vec::new()),
            }
        }
    }
    fn push(out: &mut [Vec<Piece>], piece: Piece) {
        if let Some(line) = out.last_mut() {
            line.push(piece);
        }
    }
    let mut out = vec![Vec::new()];
    walk(inlines, &mut out);
    out.retain(|line| !line.is_empty());
    out
}

/// The targets of all links in `inlines`, as written.
pub(crate) fn hrefs<'i>(inlines: &'i [Inline<'_>], out: &mut Vec<&'i str>) {
    for inline in inlines {
        match inline {
            Inline::Link { text, href } => {
                out.push(href);
                hrefs(text, out);
            }
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Superscript(inner) => {
                hrefs(inner, out);
            }
            Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
}

/// Splits inline content at its breaks, keeping the markup.
pub(crate) fn split_lines<'i, 'a>(
    inlines: &'i Inlines<'a>,
) -> impl Iterator<Item = &'i [Inline<'a>]> {
    inlines.split(|inline| matches!(inline, Inline::Break))
}

/// Lower-cased, white space folded, without the marks that may surround a label.
pub(crate) fn label(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    folded.trim_matches(|c: char| c.is_whitespace() || "*:`\"«».;".contains(c)).to_lowercase()
}
