//! The methods that a request runs, and where its answer speaks of each.

use serde_json::Value;

use crate::codes;
use crate::request::Request;

/// A method of a request.
pub(super) struct Part<'a> {
    pub(super) method: &'a str,
    place: Place<'a>,
}

/// Where the answer speaks of a method.
#[derive(Clone, Copy)]
enum Place<'a> {
    Top,
    Key(&'a str),
    Index(usize),
}

/// Those of its commands, if it is a batch.
pub(super) fn parts<'a>(request: &Request<'a>) -> Vec<Part<'a>> {
    if !request.is_batch() {
        return vec![Part { method: request.name, place: Place::Top }];
    }
    let part = |command: &'a Value, place| {
        let method = match command {
            // REST 2: `method?parameters`.
            Value::String(command) => command.split('?').next(),
            // REST 3.0.
            other => other.get("method")?.as_str(),
        };
        Some(Part { method: method?, place })
    };
    let commands = request.body.get("cmd").unwrap_or(request.body);
    let keyed = commands.as_object().into_iter().flatten();
    let keyed = keyed.filter_map(|(key, command)| part(command, Place::Key(key)));
    let listed = commands.as_array().into_iter().flatten().enumerate();
    let listed = listed.filter_map(|(index, command)| part(command, Place::Index(index)));
    keyed.chain(listed).collect()
}

impl Part<'_> {
    /// What the call cost.
    pub(super) fn time<'b>(&self, answer: &'b Value) -> Option<&'b Value> {
        match self.place {
            Place::Top => answer.get("time"),
            _ => self.of(answer, "result_time"),
        }
    }

    /// Whether this command of a batch was refused for its running time.
    pub(super) fn is_refused(&self, answer: &Value) -> bool {
        let error = self.of(answer, "result_error").and_then(|error| error.get("error"));
        error.is_some_and(|code| code == codes::OPERATION_TIME_LIMIT)
    }

    fn of<'b>(&self, answer: &'b Value, what: &str) -> Option<&'b Value> {
        let all = answer.get("result")?.get(what)?;
        match self.place {
            Place::Top => None,
            Place::Key(key) => all.get(key),
            // PHP makes a list with gaps an object.
            Place::Index(index) => all.get(index).or_else(|| all.get(index.to_string())),
        }
    }
}
