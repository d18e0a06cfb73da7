//! Whether methods read or write: `effects.toml` → the schema, and the table that the runtime has.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use b24_schema::{Effect, Effects, Schema};
use serde::Deserialize;

use crate::data;

/// Where the table is, relative to the root of the workspace.
pub(crate) const TABLE: &str = "b24-generated/runtime/src/effects.rs";

/// What the file says. Names are in lower case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    verbs: BTreeSet<String>,
    exception: Vec<Exception>,
}

/// Methods of which the rule is wrong.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    effect: Effect,
    methods: BTreeSet<String>,
    /// For whoever reads the file.
    #[allow(dead_code)]
    why: String,
}

static KNOWN: LazyLock<Known> =
    LazyLock::new(|| data::read("effects.toml", include_str!("../effects.toml")));

/// The lists, each sorted.
fn lists(known: &Known) -> [Vec<&str>; 3] {
    let verbs = known.verbs.iter().map(String::as_str).collect();
    let of = |effect| {
        let which = known.exception.iter().filter(|exception| exception.effect == effect);
        let names: BTreeSet<&str> = which.flat_map(|e| &e.methods).map(String::as_str).collect();
        names.into_iter().collect()
    };
    [verbs, of(Effect::Reads), of(Effect::Writes)]
}

static LISTS: LazyLock<[Vec<&'static str>; 3]> = LazyLock::new(|| lists(&KNOWN));

/// Says of every method whether it reads or writes.
pub(crate) fn settle(schema: &mut Schema) {
    for method in schema.modules.values_mut().flat_map(|module| &mut module.methods) {
        method.effect = of(&method.name);
    }
}

/// Whether a method reads or writes, by its name.
pub(crate) fn of(name: &str) -> Effect {
    let [verbs, reads, writes] = &*LISTS;
    Effects { verbs, reads, writes }.of(name)
}

/// The table as Rust.
pub(crate) fn table() -> String {
    let mut out = String::from(
        "//! Which methods only read. Written by `cargo xtask regen` from `xtask/effects.toml`.\n\n\
         use b24_schema::Effects;\n\n#[rustfmt::skip]\npub(crate) const EFFECTS: Effects<'static> = Effects {\n",
    );
    for (name, list) in ["verbs", "reads", "writes"].iter().zip(&*LISTS) {
        let _ = writeln!(out, "    {name}: &[");
        for name in list {
            let _ = writeln!(out, "        {name:?},");
        }
        out.push_str("    ],\n");
    }
    out.push_str("};\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::tests::{assert_written, committed};

    /// An exception that is none any more is to be removed.
    #[test]
    fn what_is_listed_is_documented_and_needed() {
        let schema = committed();
        let methods = schema.modules.values().flat_map(|module| &module.methods);
        let names: BTreeSet<String> = methods.map(|method| method.name.to_lowercase()).collect();
        let [verbs, reads, writes] = &lists(&KNOWN);
        let effects = Effects { verbs, reads, writes };
        for verb in verbs {
            let is = |name: &&String| name.rsplit('.').next() == Some(verb);
            assert!(names.iter().any(|name| is(&name)), "no method ends with `{verb}`");
        }
        for (names_of, effect) in [(reads, Effect::Reads), (writes, Effect::Writes)] {
            for name in names_of {
                assert!(names.contains(*name), "`{name}` is no documented method");
                assert_ne!(effects.rule(name), effect, "the rule says the same of `{name}`");
                assert_eq!(effects.of(name), effect, "`{name}` stands in both lists");
            }
        }
    }

    #[test]
    fn the_schema_and_the_runtime_say_the_same() {
        assert_written(settle, TABLE, &table());
    }
}
