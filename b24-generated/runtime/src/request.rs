//! What goes to the server as one HTTP request.

use b24_schema::Effect;
use serde_json::Value;

use super::bare::BARE;
use super::effects::EFFECTS;
use super::method::{Method, Rest};

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
        Self { name, rest, body, effect: effect(name), bare: BARE.iter().any(same) }
    }

    /// A call of a documented method.
    pub(crate) fn of(method: &'static Method, body: &'a Value) -> Self {
        let Method { name, rest, effect, answers_bare: bare, .. } = *method;
        Self { name, rest, body, effect, bare }
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
