//! Page after page, by their places in the list.

use serde_json::{Map, Value, json};

use super::walk::{Chunk, How, Reply, Walk};
use super::window::{Window, fingerprint};
use super::{ListError, Listing, PAGE, Paging, number_of, take};
use crate::error::Error;

/// Where the next page begins.
#[derive(Debug)]
pub(super) struct Offsets {
    place: Place,
    window: Window,
    /// The page before.
    before: Option<u64>,
    /// Pages in a row that brought nothing new.
    stale: u32,
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

/// Keys of an answer that say whether there is more.
const MORE: &[&str] = &["hasMore", "hasMorePages", "hasNextPage"];

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
                let pages = number("page").map(|page| page.saturating_sub(1) * limit);
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
        Self { place, window: Window::default(), before: None, stale: 0 }
    }

    pub(super) async fn next(mut self, walk: &mut Walk<'_>) -> Result<Chunk, Error> {
        let params = self.request(&walk.params, walk.list);
        let mut reply = walk.send(params).await?;
        let id = walk.list.id;
        let repeated = ListError::Repeated { method: walk.method.name, rows: walk.progress.rows };
        let next = self.after(&mut reply, walk.list, repeated.clone())?;
        let (this, came) = (fingerprint(&reply.rows, id), reply.rows.len());
        reply.rows.retain(|row| self.window.is_new(row, id));
        let same = self.before.replace(this) == Some(this) || reply.rows.is_empty();
        self.stale = if came > 0 && same { self.stale + 1 } else { 0 };
        if self.stale > STALE {
            return Err(repeated.into());
        }
        if let Some(last) = reply.rows.last().and_then(|row| number_of(row.get(id)?)) {
            walk.progress.last = Some(last);
        }
        if let Some(place) = next {
            walk.how = How::Offsets(Self { place, ..self });
        }
        Ok(Chunk { rows: reply.rows, total: reply.total })
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
                params.insert(offset.to_owned(), json!(skip));
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

    /// The place behind a page; `None` at the end.
    fn after(
        &self,
        reply: &mut Reply,
        list: &Listing,
        repeated: ListError,
    ) -> Result<Option<Place>, ListError> {
        match &self.place {
            Place::At(start) => match reply.next {
                None => Ok(None),
                Some(next) if next > *start => Ok(Some(Place::At(next))),
                Some(_) => Err(repeated),
            },
            Place::Cut { skip, limit } => {
                let came = reply.rows.len() as u64;
                let more = MORE.iter().find_map(|key| reply.beside.get(*key)?.as_bool());
                // A page that is shorter than asked for need not be the last: the server may give
                // fewer at a time.
                let over = came == 0 || more == Some(false);
                Ok((!over).then(|| Place::Cut { skip: skip + came, limit: *limit }))
            }
            Place::Mark(mark) => {
                let Paging::Cursor { next, .. } = list.paging else { return Ok(None) };
                match reply.beside.shift_remove(next) {
                    None | Some(Value::Null | Value::Bool(false)) => Ok(None),
                    Some(Value::Array(none)) if none.is_empty() => Ok(None),
                    Some(next) if mark.as_ref() == Some(&next) => Err(repeated),
                    Some(next) => Ok(Some(Place::Mark(Some(next)))),
                }
            }
        }
    }
}

fn limit_of(value: Option<&Value>) -> u64 {
    value.and_then(number_of).filter(|limit| *limit > 0).unwrap_or(PAGE)
}
