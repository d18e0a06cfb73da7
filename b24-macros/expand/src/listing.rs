//! How a method gives out a list: one implementation without a body.

use std::fmt::Write;

use b24_schema::{KeySet, Listing, Paging};

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
    let (call, listing, option) = (p("ListCall"), p("Listing"), p("Option"));
    let Listing { items, id, select, paging, key } = list;
    let paging = match paging {
        Paging::Start(start) => format!("Start({start:?})"),
        Paging::Offset { limit, offset } => {
            format!("Offset {{ limit: {limit:?}, offset: {offset:?} }}")
        }
        Paging::Pagination(param) => format!("Pagination({param:?})"),
        Paging::Cursor { param, next } => format!("Cursor {{ param: {param:?}, next: {next:?} }}"),
        Paging::Tail(param) => format!("Tail({param:?})"),
    };
    let paging = format!("{}::{paging}", p("Paging"));
    let key = match key {
        None => format!("{option}::None"),
        Some(KeySet { field, filter, order, direction, batch }) => format!(
            "{option}::Some({} {{ field: {field:?}, filter: {filter:?}, order: {order:?}, \
             direction: {direction:?}, batch: {batch} }})",
            p("KeySet"),
        ),
    };
    let _ = writeln!(
        out,
        "impl {call} for {name} {{ type Item = {row}; \
         const LIST: &'static {listing} = &{listing} {{ items: {items:?}, id: {id:?}, \
         select: {select:?}, paging: {paging}, key: {key} }}; }}"
    );
}
