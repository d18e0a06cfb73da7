//! Methods that answer without `result`: `bare.toml` → the schema, and the table that the runtime has.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use b24_schema::{Rest, Schema};
use serde::Deserialize;

use crate::data;

/// Where the table is, relative to the root of the workspace.
pub(crate) const TABLE: &str = "b24-generated/runtime/src/bare.rs";

/// What the file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    bare: Vec<Bare>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bare {
    rest: Rest,
    methods: BTreeSet<String>,
    /// For whoever reads the file.
    #[allow(dead_code)]
    why: String,
}

static KNOWN: LazyLock<Known> =
    LazyLock::new(|| data::read("bare.toml", include_str!("../bare.toml")));

/// Says of every method whether it answers without `result`.
pub(crate) fn settle(schema: &mut Schema) {
    for method in schema.modules.values_mut().flat_map(|module| &mut module.methods) {
        let name = method.name.to_lowercase();
        method.answer.bare =
            KNOWN.bare.iter().any(|bare| bare.rest == method.rest && bare.methods.contains(&name));
    }
}

/// The table as Rust.
pub(crate) fn table() -> String {
    let mut out = String::from(
        "//! Which methods answer without `result`. Written by `cargo xtask regen` from `xtask/bare.toml`.\n\n\
         use b24_schema::Rest;\n\n#[rustfmt::skip]\npub(crate) const BARE: &[(Rest, &str)] = &[\n",
    );
    for bare in &KNOWN.bare {
        for name in &bare.methods {
            let _ = writeln!(out, "    (Rest::V{}, {name:?}),", bare.rest.number());
        }
    }
    out.push_str("];\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::tests::{assert_written, committed};

    #[test]
    fn the_schema_and_the_runtime_say_the_same() {
        assert_written(settle, TABLE, &table());
        let schema = committed();
        let methods = || schema.modules.values().flat_map(|module| &module.methods);
        for bare in &KNOWN.bare {
            let known = |name: &String| methods().any(|m| m.name.eq_ignore_ascii_case(name));
            assert!(bare.methods.iter().any(known), "none of {:?} is documented", bare.methods);
        }
    }
}
