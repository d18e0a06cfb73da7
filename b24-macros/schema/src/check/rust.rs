//! What the things of a file are in Rust: two of them must not be the same.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::Check;
use super::place::Place;
use crate::method::{Method, Rest};
use crate::names::{
    EACH_CALL, GENERAL, RESERVED_FUNCTIONS, REST_3, RustPath, builder_ident, method_path,
    module_ident, record_ident, type_ident,
};
use crate::types::{Record, RecordBody};

pub(super) type Items<'a> = HashMap<(Space, String), (&'a str, String)>;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Space {
    Type,
    Value,
    /// Modules at the root of the crate: several methods of one file make the same.
    Root,
}

impl<'a> Check<'a> {
    /// What a method is in Rust, which gives the path of its call.
    pub(super) fn call_type(&mut self, method: &'a Method, path: &Place<'_>) -> Option<String> {
        let name = path.key("name");
        let first = method.name.split('.').next().unwrap_or_default();
        if !first.eq_ignore_ascii_case(&self.module.module) {
            let reason = format!("`{}` does not belong to this module", method.name);
            self.report(name, reason);
        }
        let rust = self.named(&name, method_path(&method.name, method.rest))?;
        self.root(method, &rust, &name);
        let mut prefix = rust.modules.join("::");
        self.claim(Space::Value, format!("{rust}"), &name);
        if !method.name.contains('.') {
            prefix =
                if prefix.is_empty() { GENERAL.into() } else { format!("{prefix}::{GENERAL}") };
        }
        let call_type = format!("{prefix}::{}", rust.call_type);
        self.claim(Space::Type, call_type.clone(), &name);
        // It is a tuple, and so a function that makes it.
        self.claim(Space::Value, call_type.clone(), &name);
        Some(call_type)
    }

    /// What the method takes at the root of the crate, or of `v3`.
    pub(super) fn root(&mut self, method: &'a Method, rust: &RustPath, path: &Place<'_>) {
        if method.name.contains('.') {
            let Some(module) = rust.home().first() else {
                return;
            };
            let item = match method.rest {
                Rest::V2 => module.clone(),
                Rest::V3 => format!("{REST_3}::{module}"),
            };
            let other = self.items.get(&(Space::Root, item.clone())).map(|(other, _)| *other);
            if other.is_none_or(|other| other != self.module.module) {
                self.claim(Space::Root, item, path);
            }
        } else {
            let function = rust.function.as_str();
            if RESERVED_FUNCTIONS.contains(&function) || function.starts_with(EACH_CALL) {
                self.report(path, format!("`{function}` is a function of the crate itself"));
            }
        }
    }

    /// What a record is in Rust, which gives the path of its type.
    pub(super) fn record_type(&mut self, record: &'a Record, path: &Place<'_>) -> Option<String> {
        let name = path.key("name");
        let home = module_ident(&self.module.module).unwrap_or_default();
        let ident = format!("{home}::{}", self.named(&name, type_ident(&record.name))?);
        self.claim(Space::Type, ident.clone(), &name);
        // The builder stands beside the type of answers.
        let builder = format!("{home}::{}", self.named(&name, builder_ident(&record.name))?);
        self.claim(Space::Type, builder, &name);
        Some(ident)
    }

    /// The builders of what stands in place in a record, which are called after its builder.
    pub(super) fn builders(&mut self, body: &'a RecordBody, path: &Place<'_>, owner: &str) {
        for (i, field) in body.fields.iter().enumerate() {
            let path = path.key("fields");
            let path = path.index(i);
            let mut held = field.ty.records().peekable();
            if held.peek().is_none() {
                continue;
            }
            // A name that cannot be is reported with the types of answers.
            let Ok(name) = record_ident(owner, &field.name) else { continue };
            for body in held {
                self.claim(Space::Type, name.clone(), &path.key("type"));
                self.builders(body, &path, &name);
            }
        }
    }

    pub(super) fn claim(&mut self, space: Space, item: String, path: &Place<'_>) {
        match self.items.entry((space, item)) {
            Entry::Occupied(other) => {
                let ((_, item), (module, other)) = (other.key(), other.get());
                let file = match *module == self.module.module {
                    true => String::new(),
                    false => format!("{module}.json: "),
                };
                let reason = format!("`{item}` is also what `{file}{other}` is in Rust");
                self.report(path, reason);
            }
            Entry::Vacant(new) => {
                new.insert((&self.module.module, path.to_string()));
            }
        }
    }
}
