//! Where the facts of a page and those of its canonical form differ.

use crate::corpus::{FileId, Span};
use crate::facts::{Item, Origin, PageFacts, Section};

/// The first difference of two pages.
pub(super) struct Difference {
    /// What differs, as one line.
    pub what: String,
    /// The table, call or body that differs, or the last one before; `None` where there is none.
    pub at: Option<Span>,
}

/// Where `b` differs from `a` first.
pub(super) fn difference(a: &PageFacts, b: &PageFacts) -> Difference {
    Difference { what: what(a, b), at: at(&a.sections, &b.sections) }
}

fn what(a: &PageFacts, b: &PageFacts) -> String {
    let text = |page: &PageFacts| {
        let mut page = page.clone();
        page.sections.iter_mut().for_each(|section| without_spans(&mut section.items));
        format!("{page:#?}")
    };
    let (a, b) = (text(a), text(b));
    let different = a.lines().zip(b.lines()).enumerate().find(|(_, (a, b))| a != b);
    let Some((n, (was, now))) = different else { return "one has more than the other".to_owned() };
    // The last name or title above it says where on the page.
    let near = a.lines().take(n).filter(|line| line.contains('"')).last().unwrap_or_default();
    format!("near `{}`: `{}` became `{}`", near.trim(), was.trim(), now.trim())
}

fn without_spans(items: &mut [Item]) {
    for item in items {
        match item {
            Item::Fields(table) => table.span = Span { file: FileId(0), start: 0, end: 0 },
            Item::Call(call) => call.origin = Origin::NONE,
            Item::Body(body) => body.origin = Origin::NONE,
            Item::Tabs(tabs) => tabs.iter_mut().for_each(|tab| without_spans(&mut tab.items)),
            Item::Types(_)
            | Item::Errors(_)
            | Item::Constants(_)
            | Item::Values(_)
            | Item::Links(_) => {}
        }
    }
}

fn at(a: &[Section], b: &[Section]) -> Option<Span> {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let here = a.get(same).into_iter().flat_map(|section| {
        let others = b.get(same).map_or(&[][..], |section| &section.items);
        let same = section.items.iter().zip(others).take_while(|(a, b)| a == b).count();
        section.items.iter().skip(same).chain(&section.items)
    });
    let before = a[..same].iter().rev().flat_map(|section| section.items.iter().rev());
    here.chain(before).find_map(span)
}

fn span(item: &Item) -> Option<Span> {
    match item {
        Item::Fields(table) => Some(table.span),
        Item::Call(call) => Some(call.origin.0),
        Item::Body(body) => Some(body.origin.0),
        Item::Tabs(tabs) => tabs.iter().flat_map(|tab| &tab.items).find_map(span),
        Item::Types(_)
        | Item::Errors(_)
        | Item::Constants(_)
        | Item::Values(_)
        | Item::Links(_) => None,
    }
}
