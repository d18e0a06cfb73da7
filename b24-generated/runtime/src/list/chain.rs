//! Pages in batches: each command refers to the last row of the one before it.

use b24_schema::fit::is_nothing;
use b24_schema::{Effect, Rest};
use serde_json::{Map, Value, json};

use super::keys::{Keys, rising};
use super::walk::{Chunk, How, Reply, Walk};
use super::{ListError, PAGE, number_of};
use crate::batch;
use crate::error::Error;
use crate::params::in_order;
use crate::placeholder::Target;
use crate::request::Request;

/// How many pages the next batch asks for.
#[derive(Debug)]
pub(super) struct Chain {
    pages: usize,
}

/// Most commands of a batch.
const MOST: usize = 50;

/// A chain grows by this factor: what is asked for behind the end of a list is asked for nothing.
const GROWTH: usize = 4;

/// The batch's name.
const BATCH: &str = "batch";

impl Chain {
    /// The first page goes by itself: it shows whether there are more, and where the keys stand.
    pub(super) fn new() -> Self {
        Self { pages: 1 }
    }

    pub(super) fn is_due(&self) -> bool {
        self.pages > 1
    }

    pub(super) fn grow(&mut self) {
        self.pages = (self.pages * GROWTH).min(MOST);
    }

    pub(super) async fn next(
        mut self,
        mut keys: Keys,
        walk: &mut Walk<'_>,
    ) -> Result<Chunk, Error> {
        let Some(commands) = self.commands(&keys, walk) else {
            // Text cannot say what the call sends.
            return Box::pin(keys.next(walk)).await;
        };
        let body = json!({ "halt": 1, "cmd": commands });
        let request = Request { effect: Effect::Reads, ..Request::new(BATCH, Rest::V2, &body) };
        let mut body = walk.exchange(request).await?;
        let mut part = |name: &str| body.pointer_mut(&format!("/result/{name}")).map(Value::take);
        let (mut pages, mut errors) = (part("result"), part("result_error"));
        let (mut totals, mut nexts) = (part("result_total"), part("result_next"));
        let mut rows = Vec::new();
        let mut go_on = true;
        for at in 0..self.pages {
            let name = name(at);
            if taken(&mut errors, &name).is_some() {
                // Sent by itself, the call is repeated if that is what its error asks for, or fails
                // with it. Longer chains come again.
                return Ok(go_on_alone(keys, Some(Self::new()), rows, walk));
            }
            let page = match taken(&mut pages, &name) {
                Some(page) => walk.rows(page),
                None => Err(ListError::NoRows { method: walk.method.name }),
            };
            let page = page.and_then(|rows| {
                let last = rising(&rows, keys.last, walk.method, walk.list)?;
                let total = taken(&mut totals, &name).as_ref().and_then(number_of);
                let next = taken(&mut nexts, &name).filter(|next| !is_nothing(next));
                Ok((Reply { rows, total, next, beside: Map::new() }, last))
            });
            let (page, last) = match page {
                Ok(page) => page,
                Err(error) if at == 0 => return Err(error.into()),
                // The reference did not do what it should. Page by page, errors are certain.
                Err(_) => return Ok(go_on_alone(keys, None, rows, walk)),
            };
            if page.rows.is_empty() && at > 0 {
                // The end, or a reference to nothing.
                return Ok(go_on_alone(keys, None, rows, walk));
            }
            let size = page.rows.len();
            let is_last = keys.by.is_last(size, page.says_more());
            keys.last = last;
            walk.progress.last = last;
            rows.extend(page.rows);
            if is_last {
                go_on = false;
                break;
            }
            if (size as u64) < PAGE {
                // Its last row is not where the next command looks for it.
                return Ok(go_on_alone(keys, None, rows, walk));
            }
            if size as u64 > PAGE {
                // The next command refers to a row within this page.
                break;
            }
        }
        if go_on {
            self.grow();
            keys.chain = Some(self);
            walk.how = How::Keys(keys);
        }
        Ok(Chunk { rows, total: None })
    }

    fn commands(&self, keys: &Keys, walk: &Walk<'_>) -> Option<Map<String, Value>> {
        let items = Some(walk.list.items).filter(|items| !items.is_empty());
        let last_row = (PAGE - 1).to_string();
        let path = items.into_iter().chain([&*last_row, walk.list.id]).map(str::to_owned);
        let path: Vec<String> = path.collect();
        let refer = |target: &Target| target.render(&name(target.command));
        let command = |at: usize| {
            let after = match at.checked_sub(1) {
                None => keys.last.map(|last| json!(last)),
                // There is but one batch that it can refer to.
                Some(before) => {
                    Some(Target { batch: 0, command: before, path: path.clone() }.placeholder())
                }
            };
            let params = keys.by.request_after(&walk.params, after);
            let params = Value::Object(in_order(params, walk.method.positional()));
            let text = batch::text(walk.method.name, &params, &refer)?;
            Some((name(at), json!(text)))
        };
        (0..self.pages).map(command).collect()
    }
}

/// A command's name.
fn name(at: usize) -> String {
    format!("p{at}")
}

fn taken(map: &mut Option<Value>, name: &str) -> Option<Value> {
    map.as_mut()?.as_object_mut()?.shift_remove(name)
}

fn go_on_alone(keys: Keys, chain: Option<Chain>, rows: Vec<Value>, walk: &mut Walk<'_>) -> Chunk {
    walk.how = How::Keys(Keys { chain, ..keys });
    Chunk { rows, total: None }
}
