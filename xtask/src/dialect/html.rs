//! HTML in Markdown: tags go, text stays.

use std::borrow::Cow;

use super::Inline;

/// The tags that are taken for HTML. Anything else in angle brackets is text: pages write placeholders
/// so, `<selector>`.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "audio",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "ol",
    "option",
    "p",
    "picture",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// What a piece in angle brackets is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// A tag or a comment that is dropped.
    Drop,
    /// `<br>`.
    Break,
    /// Text that looks like a tag.
    Text,
}

/// Judges `<…>`.
pub(super) fn judge(raw: &str) -> Tag {
    if raw.starts_with("<!") || raw.starts_with("<?") {
        return Tag::Drop;
    }
    let name = raw.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    // `<a-b>` and `<a_b>` are no tags of HTML.
    if name[end..].starts_with(['-', '_', '.', ':']) {
        return Tag::Text;
    }
    let name = name[..end].to_ascii_lowercase();
    match TAGS.binary_search(&name.as_str()) {
        _ if name == "br" => Tag::Break,
        Ok(_) => Tag::Drop,
        Err(_) => Tag::Text,
    }
}

/// The text of a block of HTML. `borrow` turns a part of `raw` into text of the file.
pub(super) fn text<'a>(
    raw: &str,
    mut borrow: impl FnMut(usize, usize) -> Cow<'a, str>,
) -> Vec<Inline<'a>> {
    let mut inlines = Vec::new();
    let mut at = 0;
    while at < raw.len() {
        let rest = &raw[at..];
        let len = if rest.starts_with("<!--") {
            rest.find("-->").map_or(rest.len(), |end| end + 3)
        } else if rest.starts_with('<')
            && let Some(end) = memchr::memchr2(b'>', b'\n', rest.as_bytes())
                .filter(|e| rest.as_bytes()[*e] == b'>')
        {
            let len = end + 1;
            match judge(&rest[..len]) {
                Tag::Break => inlines.push(Inline::Break),
                Tag::Text => inlines.push(Inline::Text(borrow(at, at + len))),
                Tag::Drop => {}
            }
            len
        } else if rest.starts_with(['\n', '\r']) {
            if !matches!(inlines.last(), None | Some(Inline::Break)) {
                inlines.push(Inline::Break);
            }
            1
        } else {
            let end = memchr::memchr3(b'<', b'\n', b'\r', &rest.as_bytes()[1..])
                .map_or(rest.len(), |end| end + 1);
            let start = at + (end - rest[..end].trim_ascii_start().len());
            if start < at + end {
                let text = borrow(start, at + end);
                inlines.push(Inline::Text(unescape(text)));
            }
            end
        };
        at += len;
    }
    while matches!(inlines.last(), Some(Inline::Break)) {
        inlines.pop();
    }
    inlines
}

/// The entities that occur in blocks of HTML; `pulldown-cmark` resolves those of plain text.
const ENTITIES: &[(&str, &str)] = &[
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&apos;", "'"),
    ("&nbsp;", "\u{a0}"),
    ("&amp;", "&"),
];

fn unescape(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains('&') {
        return text;
    }
    let mut out = text.into_owned();
    for (entity, character) in ENTITIES {
        if out.contains(entity) {
            out = out.replace(entity, character);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_sorted() {
        assert!(TAGS.is_sorted());
        assert_eq!(judge("<BR/>"), Tag::Break);
        assert_eq!(judge("</Div>"), Tag::Drop);
        assert_eq!(judge("<!-- x -->"), Tag::Drop);
        assert_eq!(judge("<field-code>"), Tag::Text);
    }
}
