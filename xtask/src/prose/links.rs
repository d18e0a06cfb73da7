//! Where links lead: first to pages, and once all methods are known to their functions.

use std::collections::HashMap;

use b24_schema::{Language, Method, Schema, Title, method_path, page_url};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::corpus::{FileId, resolve_link};

use super::Markdown;

/// Before the path of a page, in texts that are not written yet.
const PAGE: &str = "](page:";

impl Markdown<'_> {
    /// The destination of a link; `None` where it leads nowhere that a reader could follow.
    pub(super) fn destination(&self, href: &str, file: FileId) -> Option<String> {
        let href = href.trim();
        if let Some(anchor) = href.strip_prefix('#') {
            return Some(encoded(&format!("page:{}#{anchor}", self.page)));
        }
        if href.starts_with("http://")
            || href.starts_with("https://")
            || href.starts_with("mailto:")
        {
            return Some(encoded(href));
        }
        let (path, anchor) = resolve_link(&self.corpus.file(file).path, href)?;
        let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
        (!path.is_empty() && !path.contains(':')).then(|| encoded(&format!("page:{path}{anchor}")))
    }
}

/// An address in which nothing can be taken for its end.
fn encoded(address: &str) -> String {
    utf8_percent_encode(address, ENDS).to_string()
}

/// What would end an address, or a cell of a table.
const ENDS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'(')
    .add(b')')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'|')
    .add(b'`')
    .add(b'"')
    .add(b'*')
    .add(b'[')
    .add(b']');

/// The functions of methods, by page.
pub(crate) struct Functions(HashMap<String, String>);

impl Functions {
    pub(crate) fn of(schema: &Schema) -> Self {
        let methods = schema.modules.values().flat_map(|module| &module.methods);
        // A page that describes methods beside its subject is not theirs: none of them has a title.
        let methods = methods.filter(|method| method.title != Title::default());
        let path = |method: &Method| {
            let path = method_path(&method.name, method.rest).ok()?;
            Some((method.page.clone(), path.link()))
        };
        Self(methods.filter_map(path).collect())
    }

    /// The text, its links leading to functions and to the pages of the site.
    pub(crate) fn link(&self, text: &str, language: Language) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, link)) = rest.split_once(PAGE) {
            let (to, after) = link.split_once(')').unwrap_or((link, ""));
            out.push_str(before);
            out.push_str("](");
            match self.0.get(to) {
                Some(function) => out.push_str(function),
                None => out.push_str(&page_url(to, language)),
            }
            out.push(')');
            rest = after;
        }
        out.push_str(rest);
        out
    }
}
