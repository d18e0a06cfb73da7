//! What a page is about, by more than one sign.

use super::head::Labels;
use super::{Item, PageKind, Section};

/// The signs of a page's kind.
pub(crate) struct Signs<'s> {
    pub path: &'s str,
    pub title: &'s str,
    pub labels: Labels,
    /// The name that the evidence gives, if enough of it does.
    pub method: Option<&'s str>,
    pub sections: &'s [Section],
    /// Whether it holds the table of scopes.
    pub scopes: bool,
}

/// Folders of pages about widgets and the commands of the JS interface.
const WIDGETS: &str = "api-reference/widgets/";
/// Folders of fragments.
const FRAGMENTS: [&str; 2] = ["_include/", "_includes/"];

pub(crate) fn decide(signs: &Signs<'_>) -> PageKind {
    if FRAGMENTS.iter().any(|folder| signs.path.contains(folder)) {
        PageKind::Fragment
    } else if signs.scopes {
        PageKind::Scopes
    } else if signs.path.ends_with("/index.md") {
        PageKind::Overview
    } else if signs.labels.event || event_name(signs.title).is_some() {
        PageKind::Event
    } else if signs.labels.method && signs.method.is_some() {
        PageKind::Method
    } else if signs.path.starts_with(WIDGETS) || is_js_command(signs.title) {
        PageKind::Widget
    } else if signs.path.starts_with("api-reference/") && tells(signs.sections) {
        PageKind::Types
    } else {
        PageKind::Other
    }
}

/// The event a title names: `onCrmDealAdd`, `ONAPPINSTALL`, `BackgroundCall::initialized`.
pub(crate) fn event_name(title: &str) -> Option<&str> {
    let mut words =
        title.split_whitespace().map(|word| word.trim_matches(['(', ')', '`', '«', '»', ',']));
    let on = |word: &str, prefix: &str| {
        word.strip_prefix(prefix).is_some_and(|rest| {
            rest.len() > 2
                && rest.starts_with(|c: char| c.is_ascii_uppercase())
                && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.".contains(&b))
        })
    };
    words.rfind(|word| on(word, "on") || on(word, "On") || on(word, "ON") || word.contains("::"))
}

fn is_js_command(title: &str) -> bool {
    title.split_whitespace().any(|word| word.starts_with("BX24.") || word.starts_with("CallCard"))
}

/// Whether a page has tables of fields, of types, of constants or of codes, or calls that show what they take.
fn tells(sections: &[Section]) -> bool {
    let tells = |item: &Item| {
        matches!(
            item,
            Item::Fields(_) | Item::Types(_) | Item::Constants(_) | Item::Values(_) | Item::Call(_)
        )
    };
    sections.iter().any(|section| section.flat().any(tells))
}
