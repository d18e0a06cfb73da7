//! `{#anchor}` and `{.class}`: what stands in braces behind a text.

use std::borrow::Cow;
use std::ops::Range;

use super::lines::is_space;
use super::{Inline, Inlines};

/// Whether a trimmed text is only attributes, `{.class #id}`.
pub(super) fn is_attributes(text: &str) -> bool {
    attributes_start(text) == Some(0)
}

/// Where the attributes at the end of a text begin.
fn attributes_start(text: &str) -> Option<usize> {
    let body =
        text.trim_end_matches(|c: char| c.is_ascii() && is_space(c as u8)).strip_suffix('}')?;
    let start = body.rfind('{')?;
    let inner = body[start + 1..].trim();
    let word = |w: &str| {
        w.strip_prefix(['.', '#']).is_some_and(|name| {
            name.starts_with(|c: char| c.is_alphabetic())
                && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        })
    };
    (!inner.is_empty() && inner.split_whitespace().all(word)).then_some(start)
}

/// Takes `{.class}` from the end of a paragraph.
pub(super) fn trim_attributes(text: &mut Inlines<'_>) {
    if let Some(Inline::Text(last)) = text.last_mut()
        && let Some(start) = attributes_start(last)
    {
        shorten(last, start);
        if last.is_empty() {
            text.pop();
        }
    }
}

/// Keeps the text before `end`, without the white space at its end.
fn shorten(text: &mut Cow<'_, str>, end: usize) {
    let len = text[..end].trim_end().len();
    match text {
        Cow::Borrowed(text) => *text = &text[..len],
        Cow::Owned(text) => text.truncate(len),
    }
}

/// Takes the anchors, `{#id}`, out of the text of a heading; `{% #id %}` is a slip for one.
pub(super) fn take_anchors<'a>(inlines: &mut Inlines<'a>) -> Vec<Cow<'a, str>> {
    let mut anchors = Vec::new();
    for inline in inlines.iter_mut() {
        let Inline::Text(text) = inline else {
            continue;
        };
        if memchr::memchr(b'{', text.as_bytes()).is_none() {
            continue;
        }
        // What is left, in pieces; in nearly all headings it is one, in front of the anchor.
        let mut pieces = Vec::new();
        let mut from = 0;
        while let Some(Anchor { whole, id }) = find_anchor(text, from) {
            anchors.push(part(text, id.start, id.end));
            pieces.push(from..whole.start);
            from = whole.end;
        }
        pieces.push(from..text.len());
        pieces.retain(|piece| !text[piece.clone()].trim().is_empty());
        *text = match &pieces[..] {
            [] => Cow::Borrowed(""),
            [one] => part(text, one.start, one.end),
            all => Cow::Owned(all.iter().map(|piece| &text[piece.clone()]).collect()),
        };
    }
    let blank = |inline: Option<&Inline<'_>>| matches!(inline, Some(Inline::Text(text)) if text.trim().is_empty());
    while blank(inlines.last()) {
        inlines.pop();
    }
    while blank(inlines.first()) {
        inlines.remove(0);
    }
    if let Some(Inline::Text(last)) = inlines.last_mut() {
        let end = last.len();
        shorten(last, end);
    }
    if let Some(Inline::Text(first)) = inlines.first_mut() {
        let start = first.len() - first.trim_start().len();
        *first = part(first, start, first.len());
    }
    anchors
}

/// A part of a text, borrowed where the whole is.
fn part<'a>(text: &Cow<'a, str>, start: usize, end: usize) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[start..end]),
        Cow::Owned(text) => Cow::Owned(text[start..end].to_owned()),
    }
}

/// Where an anchor stands in a text, and where its id.
struct Anchor {
    whole: Range<usize>,
    id: Range<usize>,
}

/// The first anchor of a text behind `from`. `[{#T}]` is not one: it stands for the title of a linked page.
fn find_anchor(text: &str, mut from: usize) -> Option<Anchor> {
    while let Some(at) = memchr::memchr(b'{', &text.as_bytes()[from..]) {
        let start = from + at;
        from = start + 1;
        let Some((before, close)) = [("#", "}"), ("% #", " %}"), ("%#", "%}")]
            .into_iter()
            .find(|(open, _)| text[from..].starts_with(open))
        else {
            continue;
        };
        let id = from + before.len();
        let ends =
            |c: char| matches!(c, '{' | '}') || c == '%' && close != "}" || c.is_whitespace();
        let len = text[id..].find(ends)?;
        let end = id + len + close.len();
        if len > 0 && text[id + len..].starts_with(close) && &text[start..end] != "{#T}" {
            return Some(Anchor { whole: start..end, id: id..id + len });
        }
    }
    None
}
