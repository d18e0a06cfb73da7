//! Page after page, by their places in the list.

use std::collections::HashSet;
use std::slice;

use b24_schema::fit::is_nothing;
use serde_json::{Map, Value, json};

use super::walk::{Chunk, How, Reply, Walk};
use super::window::{Window, are_keyed, fingerprint};
use super::{ListError, Listing, PAGE, Paging, number_of, take};
use crate::error::Error;

/// Where the next page begins.
#[derive(Debug)]
pub(super) struct Offsets {
    place: Place,
    window: Window,
    /// The page before, if its rows had no keys.
    before: Option<u64>,
    /// The server's marks up to here.
    marks: HashSet<u64>,
    /// Pages in a row that brought nothing new.
    stale: u32,
    /// Pages in a row that were empty.
    empty: u32,
}

#[derive(Debug)]
enum Place {
    /// Rows to skip.
    At(u64),
    /// Rows to skip, and how many to ask for.
    Cut { skip: u64, limit: u64 },
    /// The server's mark.
    Mark(Option<Value>),
}

/// Rows that are added in front push others to the next page: a page or two may bring nothing new. A
/// server that only gives the same ones is another matter.
const STALE: u32 = 2;

/// Rows that the user may not see can leave pages empty. A server that names a next page for ever is another matter.
const EMPTY: u32 = 20;

/// Keys of an answer that say whether there is more.
const MORE: &[&str] = &["hasMore", "hasMorePages", "hasNextPage"];

/// The key of an answer that says where the next page begins.
const OFFSET: &str = "nextOffset";

/// The key of `pagination` that takes a mark.
const AFTER: &str = "afterCursor";

impl Offsets {
    /// The place where the parameters say to begin, which are taken out of them.
    pub(super) fn new(params: &mut Map<String, Value>, list: &Listing) -> Self {
        let place = match list.paging {
            Paging::Start(start) => {
                // -1 asks for the first page without a count, which would then be the last.
                Place::At(take(params, start).as_ref().and_then(number_of).unwrap_or(0))
            }
            Paging::Offset { limit, offset } => Place::Cut {
                skip: take(params, offset).as_ref().and_then(number_of).unwrap_or(0),
                limit: limit_of(take(params, limit).as_ref()),
            },
            Paging::Pagination(param) => {
                let page = take(params, param).unwrap_or_default();
                let limit = limit_of(page.get("limit"));
                let number = |key| page.get(key).and_then(number_of);
                let pages = number("page").map(|page| page.saturating_sub(1).saturating_mul(limit));
                Place::Cut { skip: pages.or(number("offset")).unwrap_or(0), limit }
            }
            Paging::Cursor { param, .. } => {
                let mut mark = None;
                if let Some(Value::Object(mut page)) = take(params, param) {
                    mark = page.shift_remove(AFTER);
                    params.insert(param.to_owned(), Value::Object(page));
                }
                Place::Mark(mark)
            }
            Paging::Tail(_) => Place::Mark(None),
        };
        let marks = match &place {
            Place::Mark(Some(mark)) => HashSet::from([fingerprint(slice::from_ref(mark))]),
            _ => HashSet::new(),
        };
        Self { place, window: Window::default(), before: None, marks, stale: 0, empty: 0 }
    }

    pub(super) async fn next(mut self, walk: &mut Walk<'_>) -> Result<Chunk, Error> {
        let params = self.request(&walk.params, walk.list);
        let mut reply = walk.send(params).await?;
        let (method, rows) = (walk.method.name, walk.progress.rows);
        let (id, came) = (walk.list.id, reply.rows.len());
        let keyed = are_keyed(&reply.rows, id);
        let looks_alike = came > 0 && !keyed && {
            let page = fingerprint(&reply.rows);
            self.before.replace(page) == Some(page)
        };
        self.window.sift(&mut reply.rows, id);
        let nothing_new = came > 0 && keyed && reply.rows.is_empty();
        let stale = nothing_new || looks_alike && self.is_behind(&reply);
        self.stale = if stale { self.stale + 1 } else { 0 };
        if self.stale > STALE {
            return Err(ListError::Repeated { method, rows }.into());
        }
        let next = self.after(&mut reply, keyed, came as u64, walk)?;
        self.empty = if came == 0 { self.empty + 1 } else { 0 };
        if next.is_some() && self.empty > EMPTY {
            return Err(ListError::Endless { method, rows }.into());
        }
        if let Some(last) = reply.rows.last().and_then(|row| number_of(row.get(id)?)) {
            walk.progress.last = Some(last);
        }
        if let Some(place) = next {
            walk.how = How::Offsets(Self { place, ..self });
        }
        Ok(Chunk { rows: reply.rows, total: reply.total })
    }

    /// Whether a page without keys that looks like the one before should not have come. Rows that only say
    /// `{"COUNTRY": "DE"}` look alike.
    fn is_behind(&self, reply: &Reply) -> bool {
        match self.place {
            Place::At(start) => reply.total.is_some_and(|total| start >= total),
            // Nothing but an empty page tells the end.
            Place::Cut { .. } => true,
            Place::Mark(_) => false,
        }
    }

    fn request(&self, params: &Map<String, Value>, list: &Listing) -> Map<String, Value> {
        let mut params = params.clone();
        match (&self.place, list.paging) {
            (Place::At(0) | Place::Mark(None), _) => {}
            (Place::At(start), Paging::Start(param)) => {
                params.insert(param.to_owned(), json!(start));
            }
            (Place::Cut { skip, limit: most }, Paging::Offset { limit, offset }) => {
                params.insert(limit.to_owned(), json!(most));
                if *skip > 0 {
                    params.insert(offset.to_owned(), json!(skip));
                }
            }
            (Place::Cut { skip, limit }, Paging::Pagination(param)) => {
                params.insert(param.to_owned(), json!({ "limit": limit, "offset": skip }));
            }
            (Place::Mark(Some(mark)), Paging::Cursor { param, .. }) => {
                if let Value::Object(page) =
                    params.entry(param).or_insert_with(|| Value::Object(Map::new()))
                {
                    page.insert(AFTER.to_owned(), mark.clone());
                }
            }
            _ => {}
        }
        params
    }

    /// The place behind a page on which so many rows `came`; `None` at the end.
    fn after(
        &mut self,
        reply: &mut Reply,
        keyed: bool,
        came: u64,
        walk: &Walk<'_>,
    ) -> Result<Option<Place>, ListError> {
        let (method, rows) = (walk.method.name, walk.progress.rows);
        let repeated = ListError::Repeated { method, rows };
        let odd = |next: &Value| ListError::OddNext { method, next: next.to_string() };
        let next = reply.next.as_ref().map(|next| place(next).ok_or_else(|| odd(next)));
        let more = MORE.iter().find_map(|key| says_yes(reply.beside.get(*key)?));
        match &self.place {
            Place::At(start) => match next.transpose()? {
                Some(next) if next > *start => Ok(Some(Place::At(next))),
                Some(_) => Err(repeated),
                // No page is next, though there should be one: rows with keys can be asked for without a risk.
                None => {
                    let shown = start.saturating_add(came);
                    let new = keyed && !reply.rows.is_empty();
                    Ok((new && reply.total > Some(shown)).then_some(Place::At(shown)))
                }
            },
            &Place::Cut { skip, limit } => {
                let next = next.transpose()?;
                let more = more.or(next.map(|_| true));
                let behind = match next.or_else(|| reply.beside.get(OFFSET).and_then(number_of)) {
                    Some(next) if more == Some(true) && next <= skip => return Err(repeated),
                    Some(next) => next,
                    None if came == 0 => skip.saturating_add(limit),
                    None => skip.saturating_add(came),
                };
                // A page that is shorter than asked for need not be the last: the server may give
                // fewer at a time.
                let over = more.map_or(came == 0, |more| !more);
                Ok((!over).then_some(Place::Cut { skip: behind, limit }))
            }
            Place::Mark(_) => {
                let Paging::Cursor { next, .. } = walk.list.paging else { return Ok(None) };
                match reply.beside.shift_remove(next) {
                    _ if more == Some(false) => Ok(None),
                    Some(next) if !is_nothing(&next) => {
                        let new = self.marks.insert(fingerprint(slice::from_ref(&next)));
                        if new { Ok(Some(Place::Mark(Some(next)))) } else { Err(repeated) }
                    }
                    _ if more == Some(true) => Err(odd(&Value::Null)),
                    _ => Ok(None),
                }
            }
        }
    }
}

/// The place that a server names: a number, which PHP may write as a text, or with a point.
fn place(value: &Value) -> Option<u64> {
    let whole = |number: f64| (number >= 0.0 && number.fract() == 0.0).then_some(number as u64);
    match value {
        Value::Number(number) => number.as_u64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => {
            let text = text.trim();
            text.parse().ok().or_else(|| whole(text.parse().ok()?))
        }
        _ => None,
    }
}

/// Whether something is the case, in the forms in which PHP says it.
fn says_yes(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(yes) => Some(*yes),
        Value::Number(number) => number.as_u64().map(|number| number != 0),
        Value::String(text) => match &*text.to_ascii_lowercase() {
            "y" | "1" | "true" => Some(true),
            "n" | "0" | "false" | "" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn limit_of(value: Option<&Value>) -> u64 {
    value.and_then(number_of).filter(|limit| *limit > 0).unwrap_or(PAGE)
}
