//! What goes to the server as one HTTP request.

use serde_json::Value;

use super::method::Rest;

/// One call, whichever way it was made: typed, by name, or a batch of others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    /// The method's name.
    pub(crate) name: &'a str,
    /// The version of REST it belongs to.
    pub(crate) rest: Rest,
    /// The parameters, as an object.
    pub(crate) body: &'a Value,
    /// Whether sending it twice can do harm.
    pub(crate) effect: Effect,
}

/// Whether a call changes anything on the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It only reads, and may be sent again whatever became of it.
    Read,
    /// It writes, or nobody knows that it does not.
    Write,
}

/// How the names of methods that only read end.
const READS: &[&str] =
    &["get", "list", "fields", "getfields", "getlist", "types", "count", "current"];

/// Names that end so and write nonetheless: fetching offline events takes them away.
const WRITES: &[&str] = &["event.offline.get"];

impl Effect {
    /// What the name of a method says.
    pub(crate) fn of(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        let verb = name.rsplit('.').next().unwrap_or_default();
        if READS.contains(&verb) && !WRITES.contains(&name.as_str()) {
            Self::Read
        } else {
            Self::Write
        }
    }
}

impl<'a> Request<'a> {
    /// A call of a method that is known by its name only.
    pub(crate) fn new(name: &'a str, rest: Rest, body: &'a Value) -> Self {
        Self { name, rest, body, effect: Effect::of(name) }
    }
}
