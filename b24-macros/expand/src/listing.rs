//! How a method gives out a list: one implementation without a body.

use std::fmt::Write;

use b24_schema::{Listing, Paging};

use crate::names::Prelude;

/// The implementation of `ListCall` for a call type; `row` is the Rust type of its rows.
pub(crate) fn items(
    name: &str,
    row: &str,
    list: &Listing,
    prelude: &Prelude<'_>,
    out: &mut String,
) {
    let p = |name| prelude.get(name);
    let listing = p("Listing");
    let _ = write!(
        out,
        "impl {} for {name} {{ type Item = {row}; \
         const LIST: &'static {listing} = &{listing} {{ ",
        p("ListCall")
    );
    let texts = [("items", &list.items), ("id", &list.id), ("select", &list.select)];
    for (field, text) in texts.iter().filter(|(_, text)| !text.is_empty()) {
        let _ = write!(out, "{field}: {text:?}, ");
    }
    let paging = p("Paging");
    match &list.paging {
        Paging::Start(start) if start == "start" => {}
        Paging::Start(start) => {
            let _ = write!(out, "paging: {paging}::Start({start:?}), ");
        }
        Paging::Offset { limit, offset } => {
            let _ = write!(
                out,
                "paging: {paging}::Offset {{ limit: {limit:?}, offset: {offset:?} }}, "
            );
        }
        Paging::Pagination(param) => {
            let _ = write!(out, "paging: {paging}::Pagination({param:?}), ");
        }
        Paging::Cursor { param, next } => {
            let _ =
                write!(out, "paging: {paging}::Cursor {{ param: {param:?}, next: {next:?} }}, ");
        }
        Paging::Tail(param) => {
            let _ = write!(out, "paging: {paging}::Tail({param:?}), ");
        }
    }
    if let Some(key) = &list.key {
        let set = p("KeySet");
        let _ = write!(out, "key: {}::Some({set} {{ field: {:?}, ", p("Option"), key.field);
        let usual = [
            ("filter", &key.filter, "filter"),
            ("order", &key.order, "order"),
            ("direction", &key.direction, ""),
        ];
        for (field, text, _) in usual.iter().filter(|(_, text, usual)| text != usual) {
            let _ = write!(out, "{field}: {text:?}, ");
        }
        if !key.batch {
            out.push_str("batch: false, ");
        }
        let _ = write!(out, "..{set}::USUAL }}), ");
    }
    let _ = writeln!(out, "..{listing}::USUAL }}; }}");
}
