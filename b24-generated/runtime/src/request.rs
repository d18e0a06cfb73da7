//! What goes to the server as one HTTP request.

use std::fmt;

use b24_schema::{Effect, Rest};
use http::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use super::bare::BARE;
use super::effects::EFFECTS;
use super::method::Method;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

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
    /// Whether the answer may come without a `result`.
    pub(crate) bare: bool,
    /// What it is known by in logs.
    pub(crate) id: RequestId,
}

/// What a call is known by in logs, here and at the server: the header `X-Request-ID`. Repetitions of a call have the same.
///
/// It is a header and no parameter, because methods that read their parameters by order would take it for one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestId(u128);

impl RequestId {
    pub(crate) fn new() -> Self {
        Self(fastrand::u128(..))
    }

    pub(crate) fn set(self, headers: &mut HeaderMap) {
        if let Ok(value) = HeaderValue::try_from(self.to_string()) {
            headers.insert(REQUEST_ID, value);
        }
    }
}

impl fmt::Display for RequestId {
    /// As a UUID that was made by chance: version 4, variant 1.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.0 & !(0xf << 76 | 0x3 << 62) | 0x4 << 76 | 0x2 << 62;
        let part = |from: u32, digits: u32| (id >> from) & ((1 << (4 * digits)) - 1);
        let [time, version, variant] = [part(80, 4), part(64, 4), part(48, 4)];
        write!(f, "{:08x}-{time:04x}-{version:04x}-{variant:04x}-{:012x}", part(96, 8), part(0, 12))
    }
}

/// Whether the method of a name changes anything. Names that are not documented are taken by their verb, and what
/// that does not say writes.
///
/// ```
/// use b24_generated::{Effect, effect};
///
/// assert_eq!(effect("crm.deal.list"), Effect::Reads);
/// assert_eq!(effect("event.offline.get"), Effect::Writes, "it takes events from a queue");
/// ```
pub fn effect(method: &str) -> Effect {
    EFFECTS.of(method)
}

impl<'a> Request<'a> {
    /// A call of a method that is known by its name only.
    pub(crate) fn new(name: &'a str, rest: Rest, body: &'a Value) -> Self {
        let same = |(of, known): &(Rest, &str)| *of == rest && known.eq_ignore_ascii_case(name);
        Self {
            name,
            rest,
            body,
            effect: effect(name),
            bare: BARE.iter().any(same),
            id: RequestId::new(),
        }
    }

    /// A call of a documented method.
    pub(crate) fn of(method: &'static Method, body: &'a Value) -> Self {
        let Method { name, rest, effect, answers_bare: bare, .. } = *method;
        Self { name, rest, body, effect, bare, id: RequestId::new() }
    }

    pub(crate) fn is_batch(&self) -> bool {
        self.name.eq_ignore_ascii_case("batch")
    }

    /// Whether the server knows a repetition by its `Idempotency-Key`: what creates, changes or
    /// deletes by REST 3.0. Of batches the documentation does not say it.
    pub(crate) fn takes_key(&self) -> bool {
        self.rest == Rest::V3 && self.effect == Effect::Writes && !self.is_batch()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_uuids() {
        for (number, text) in [
            (0, "00000000-0000-4000-8000-000000000000"),
            (u128::MAX, "ffffffff-ffff-4fff-bfff-ffffffffffff"),
        ] {
            assert_eq!(RequestId(number).to_string(), text);
        }
    }

    #[test]
    fn what_is_not_known_writes() {
        for name in
            ["CRM.Deal.Get", "event.get", "tasks.task.list", "profile", "warehouse.stock.get"]
        {
            assert_eq!(effect(name), Effect::Reads, "{name}");
        }
        for name in [
            "crm.deal.add",
            "batch",
            "event.offline.get",
            "Event.Offline.Get",
            "imbot.v2.Event.get",
            "imconnector.send.messages",
            "im.notify.read.list",
            "disk.storage.getForApp",
            "disk.file.getExternalLink",
            "crm.deal.getandlock",
            "warehouse.profile",
            "",
        ] {
            assert_eq!(effect(name), Effect::Writes, "{name}");
        }
    }
}
