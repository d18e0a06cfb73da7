//! Inline content as Markdown.

use crate::corpus::FileId;
use crate::dialect::Inline;

use super::{Markdown, escape};

/// What inline content stands in, which changes how it may be written.
#[derive(Clone, Copy, Default)]
struct Within {
    /// A link: it holds no other.
    link: bool,
    strong: bool,
    emphasis: bool,
}

impl Markdown<'_> {
    /// The lines of `inlines`. No line is empty.
    pub(super) fn lines(&self, inlines: &[Inline<'_>], file: FileId) -> Vec<String> {
        self.lines_within(inlines, file, Within::default())
    }

    /// `inlines` as one line in bold.
    pub(super) fn title(&self, inlines: &[Inline<'_>], file: FileId) -> String {
        let within = Within { strong: true, emphasis: true, ..Within::default() };
        bold(&self.lines_within(inlines, file, within).join(" "))
    }

    fn lines_within(&self, inlines: &[Inline<'_>], file: FileId, within: Within) -> Vec<String> {
        let mut out = String::new();
        self.inlines(inlines, file, within, None, &mut out);
        out.split('\n').map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// Breaks are line feeds, which nothing else is. `after` is what follows.
    fn inlines(
        &self,
        inlines: &[Inline<'_>],
        file: FileId,
        within: Within,
        after: Option<char>,
        out: &mut String,
    ) {
        for (i, inline) in inlines.iter().enumerate() {
            let after = inlines[i + 1..].iter().find_map(first).or(after);
            match inline {
                Inline::Text(text) => escape::push(text, !within.link, out),
                // It would close the link.
                Inline::Code(text) if within.link && text.contains(['[', ']']) => {
                    escape::push(text, false, out);
                }
                Inline::Code(text) => {
                    // Ticks would run together.
                    if out.ends_with('`') {
                        out.push(' ');
                    }
                    out.push_str(&escape::code(text));
                }
                Inline::Strong(inner) if !within.strong => {
                    let within = Within { strong: true, ..within };
                    self.marked("**", inner, file, within, after, out);
                }
                Inline::Emphasis(inner) if !within.emphasis => {
                    let within = Within { emphasis: true, ..within };
                    self.marked("*", inner, file, within, after, out);
                }
                Inline::Link { text, href } if !within.link => {
                    self.link(text, href, file, within, out);
                }
                Inline::Strong(inner)
                | Inline::Emphasis(inner)
                | Inline::Superscript(inner)
                | Inline::Link { text: inner, .. } => {
                    self.inlines(inner, file, within, after, out);
                }
                Inline::Break => out.push('\n'),
            }
        }
    }

    /// Strong or emphasized text, without the marks where they would not be read as such.
    fn marked(
        &self,
        mark: &str,
        inner: &[Inline<'_>],
        file: FileId,
        within: Within,
        after: Option<char>,
        out: &mut String,
    ) {
        let mut text = String::new();
        self.inlines(inner, file, within, Some('*'), &mut text);
        let (lead, bare, trail) = trimmed(&text);
        let before = lead.chars().next_back().or(out.chars().next_back());
        let opens = borders(bare.chars().next(), before);
        let closes = borders(bare.chars().next_back(), trail.chars().next().or(after));
        // Runs of stars have a meaning of their own.
        let edge = bare.starts_with('*') || bare.ends_with('*');
        if opens && closes && !edge && !bare.contains('\n') {
            out.extend([lead, mark, bare, mark, trail]);
        } else {
            self.inlines(inner, file, within, after, out);
        }
    }

    fn link(
        &self,
        text: &[Inline<'_>],
        href: &str,
        file: FileId,
        within: Within,
        out: &mut String,
    ) {
        let mut shown = String::new();
        self.inlines(text, file, Within { link: true, ..within }, Some(']'), &mut shown);
        let shown = shown.replace('\n', " ");
        let (lead, bare, trail) = trimmed(&shown);
        let Some(to) = self.destination(href, file).filter(|_| !bare.is_empty()) else {
            out.push_str(&shown);
            return;
        };
        // A picture would be shown where text was meant.
        if out.ends_with('!') && !out.ends_with("\\!") {
            out.push(' ');
        }
        out.extend([lead, "[", bare, "](", &*to, ")", trail]);
    }
}

/// A line of text in bold.
pub(super) fn bold(line: &str) -> String {
    let line = line.trim();
    if line.is_empty() { String::new() } else { format!("**{line}**") }
}

/// `text` without the white space around it, and that.
fn trimmed(text: &str) -> (&str, &str, &str) {
    let start = text.len() - text.trim_start().len();
    let end = start.max(text.trim_end().len());
    (&text[..start], &text[start..end], &text[end..])
}

/// Whether a mark between the two, `inner` in the marked text and `outer` beside it, is read as one.
fn borders(inner: Option<char>, outer: Option<char>) -> bool {
    let Some(inner) = inner else { return false };
    match outer {
        Some('*') => false,
        Some(outer) => {
            inner.is_alphanumeric() || outer.is_whitespace() || outer.is_ascii_punctuation()
        }
        None => true,
    }
}

/// What inline content begins with, as far as marks beside it are concerned.
fn first(inline: &Inline<'_>) -> Option<char> {
    match inline {
        Inline::Text(text) => text.chars().find(|c| c.is_whitespace() || !c.is_control()),
        // So may this, in a link.
        Inline::Code(text) if text.contains(['[', ']']) => text.chars().next(),
        Inline::Code(text) => escape::code(text).chars().next(),
        Inline::Break => Some('\n'),
        // It may be written as its text alone.
        Inline::Link { text, .. } => text.iter().find_map(first),
        // Its marks may be left out.
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Superscript(inner) => {
            inner.iter().find_map(first).map(|c| if c.is_whitespace() { c } else { '*' })
        }
    }
}
