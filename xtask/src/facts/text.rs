//! Inline content as plain text and as flat pieces.

use std::borrow::Cow;

use crate::dialect::{Block, BlockKind, Inline};

/// Inline content with the markup taken off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'i> {
    /// Text.
    Text(Cow<'i, str>),
    /// A code span.
    Code(&'i str),
}

impl Piece<'_> {
    /// What is written, code or not.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Code(code) => code,
        }
    }
}

/// The text of `inlines`: code spans without their ticks, breaks as spaces. Mostly it is one piece, which is
/// not copied.
pub(crate) fn plain<'i>(inlines: &'i [Inline<'_>]) -> Cow<'i, str> {
    if let [Inline::Text(text) | Inline::Code(text)] = inlines {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    push_plain(inlines, &mut out);
    Cow::Owned(out)
}

/// Appends what [`plain`] gives.
pub(crate) fn push_plain(inlines: &[Inline<'_>], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Superscript(inner) => {
                push_plain(inner, out);
            }
            Inline::Link { text, .. } => push_plain(text, out),
            Inline::Break => out.push(' '),
        }
    }
}

/// The lines of `inlines` as flat pieces, neighbouring texts joined.
pub(crate) fn lines<'i>(inlines: &'i [Inline<'_>]) -> Vec<Vec<Piece<'i>>> {
    fn walk<'i>(inlines: &'i [Inline<'_>], out: &mut Vec<Vec<Piece<'i>>>) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => match out.last_mut().and_then(|line| line.last_mut()) {
                    Some(Piece::Text(last)) => last.to_mut().push_str(text),
                    _ => push(out, Piece::Text(Cow::Borrowed(text))),
                },
                Inline::Code(code) => push(out, Piece::Code(code)),
                Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Superscript(inner) => {
                    walk(inner, out);
                }
                Inline::Link { text, .. } => walk(text, out),
                Inline::Break => out.push(Vec::new()),
            }
        }
    }
    fn push<'i>(out: &mut [Vec<Piece<'i>>], piece: Piece<'i>) {
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

/// The paragraphs among blocks.
pub(super) fn paragraphs<'b, 'a: 'b>(
    blocks: impl IntoIterator<Item = &'b Block<'a>>,
) -> impl Iterator<Item = &'b Vec<Inline<'a>>> {
    blocks.into_iter().filter_map(|block| match &block.kind {
        BlockKind::Paragraph(inlines) => Some(inlines),
        _ => None,
    })
}

/// Splits inline content at its breaks, keeping the markup.
pub(crate) fn split_lines<'i, 'a>(
    inlines: &'i [Inline<'a>],
) -> impl Iterator<Item = &'i [Inline<'a>]> {
    inlines.split(|inline| matches!(inline, Inline::Break))
}

/// A name without the `[]` behind it.
pub(crate) fn element(mut name: &str) -> &str {
    while let Some(stem) = name.strip_suffix("[]") {
        name = stem;
    }
    name
}

/// What stands behind the last full stop within a text: what a colon at its end is about.
pub(crate) fn last_sentence(text: &str) -> &str {
    text.rsplit(". ").next().unwrap_or(text)
}

/// Lower-cased, white space folded, without the marks that may surround a label.
pub(crate) fn label(text: &str) -> String {
    let mark =
        |c: char| c.is_whitespace() || matches!(c, '*' | ':' | '`' | '"' | '«' | '»' | '.' | ';');
    lower(fold(text).trim_matches(mark))
}

/// White space folded.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
    if is_folded(text) {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    Cow::Owned(folded)
}

/// Whether all white space is single spaces between words. `false` may be wrong: what other white space begins
/// with is not looked at any closer.
fn is_folded(text: &str) -> bool {
    let mut before = b' ';
    for byte in text.bytes() {
        let odd = matches!(byte, b'\t'..=b'\r' | 0xC2 | 0xE1..=0xE3);
        if odd || byte == b' ' && before == b' ' {
            return false;
        }
        before = byte;
    }
    before != b' ' || text.is_empty()
}

/// As [`str::to_lowercase`]; the letters and signs that pages are made of need no tables.
pub(crate) fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\0'..='\u{7f}' => out.push(c.to_ascii_lowercase()),
            'а'..='ё' | '\u{80}'..='\u{bf}' | '\u{2010}'..='\u{2060}' => out.push(c),
            'А'..='Я' => out.push(char::from_u32(c as u32 + 0x20).unwrap_or(c)),
            // What becomes of it depends on where in the word it stands.
            'Σ' => return text.to_lowercase(),
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{fold, lower};

    #[test]
    fn white_space_is_that_of_the_standard_library() {
        for c in (0..0x11_0000).filter_map(char::from_u32) {
            for text in [format!("a{c}b"), format!("{c}a"), format!("a{c}"), format!("a {c}b")] {
                let words: Vec<&str> = text.split_whitespace().collect();
                assert_eq!(fold(&text), words.join(" "), "{text:?}");
            }
        }
        assert_eq!(fold(""), "");
        assert_eq!(fold(" "), "");
    }

    #[test]
    fn lower_case_is_that_of_the_standard_library() {
        let every: String = (0..0x3000).filter_map(char::from_u32).collect();
        assert_eq!(lower(&every), every.to_lowercase());
        for c in every.chars() {
            let alone = c.to_string();
            assert_eq!(lower(&alone), alone.to_lowercase());
        }
        assert_eq!(lower("ΑΣ Я"), "ας я");
    }
}
