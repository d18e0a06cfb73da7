//! Whether a method reads or writes: one rule on the verb of its name, and the names that the rule is wrong for.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// Whether a call changes anything on the portal.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// It only reads, and may be sent again whatever became of it.
    Reads,
    /// It writes, or nobody knows that it does not.
    #[default]
    Writes,
}

impl Effect {
    pub(crate) fn is_writes(&self) -> bool {
        *self == Self::Writes
    }
}

/// What is known of effects. All names are in lower case, and each list is sorted.
///
/// ```
/// use b24_schema::{Effect, Effects};
///
/// let known = Effects { verbs: &["get", "list"], reads: &["server.time"], writes: &["event.offline.get"] };
/// assert_eq!(known.of("crm.deal.list"), Effect::Reads);
/// assert_eq!(known.of("Server.Time"), Effect::Reads);
/// assert_eq!(known.of("event.offline.get"), Effect::Writes);
/// assert_eq!(known.of("crm.deal.getAndLock"), Effect::Writes, "what is not known writes");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Effects<'t> {
    /// The last words of names of methods that only read.
    pub verbs: &'t [&'t str],
    /// Names that end otherwise and only read nonetheless.
    pub reads: &'t [&'t str],
    /// Names that end so and write nonetheless.
    pub writes: &'t [&'t str],
}

impl Effects<'_> {
    /// The effect of a method, by its name in any case. Nothing is taken for reading unless it is known.
    pub fn of(&self, name: &str) -> Effect {
        if has(self.reads, name) || self.rule(name) == Effect::Reads && !has(self.writes, name) {
            Effect::Reads
        } else {
            Effect::Writes
        }
    }

    /// What the verb alone says.
    pub fn rule(&self, name: &str) -> Effect {
        let verb = name.rsplit('.').next().unwrap_or(name);
        if has(self.verbs, verb) { Effect::Reads } else { Effect::Writes }
    }
}

fn has(sorted: &[&str], name: &str) -> bool {
    let name = || name.bytes().map(|byte| byte.to_ascii_lowercase());
    let compare = |known: &&str| -> Ordering { known.bytes().cmp(name()) };
    sorted.binary_search_by(compare).is_ok()
}
