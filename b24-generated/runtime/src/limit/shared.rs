//! What the clients of this process have in common, whoever made them.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// Whether what is kept could be made anew and nobody would see a difference.
pub(super) trait Idle {
    fn is_idle(&self) -> bool;
}

/// Things by their keys, made when they are first asked for. They outlive who asked: a program that makes a client
/// for every call still keeps the limits. What is idle and in nobody's hands is forgotten.
pub(super) struct Shared<K, T> {
    known: Mutex<Known<K, T>>,
}

struct Known<K, T> {
    things: HashMap<K, Arc<T>>,
    /// With how many things it is worth looking for those that are idle.
    many: usize,
}

/// As few as this are never too many.
const FEW: usize = 64;

impl<K, T> Default for Shared<K, T> {
    fn default() -> Self {
        Self { known: Mutex::new(Known { things: HashMap::new(), many: FEW }) }
    }
}

impl<K: Hash + Eq + Clone, T: Idle> Shared<K, T> {
    pub(super) fn get(&self, key: &K, make: impl FnOnce() -> T) -> Arc<T> {
        let known = &mut *self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(thing) = known.things.get(key) {
            return thing.clone();
        }
        if known.things.len() >= known.many {
            known.things.retain(|_, thing| Arc::strong_count(thing) > 1 || !thing.is_idle());
            known.many = FEW.max(2 * known.things.len());
        }
        known.things.entry(key.clone()).or_insert_with(|| Arc::new(make())).clone()
    }

    /// The thing of a key, if there is one.
    pub(super) fn find(&self, key: &K) -> Option<Arc<T>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).things.get(key).cloned()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[derive(Default)]
    struct Thing(AtomicBool);

    impl Idle for Thing {
        fn is_idle(&self) -> bool {
            self.0.load(Ordering::Relaxed)
        }
    }

    #[test]
    fn what_is_idle_is_forgotten_and_nothing_else() {
        let shared = Shared::default();
        let busy = shared.get(&0, Thing::default);
        let held = shared.get(&1, Thing::default);
        held.0.store(true, Ordering::Relaxed);
        for key in 2..10_000 {
            shared.get(&key, Thing::default).0.store(true, Ordering::Relaxed);
            let count = shared.known.lock().unwrap().things.len();
            assert!(count <= FEW + 1, "{count}");
        }
        for (key, thing) in [(0, busy), (1, held)] {
            assert!(Arc::ptr_eq(&thing, &shared.find(&key).unwrap()));
        }
        assert!(shared.find(&2).is_none());
    }
}
