//! What serde cannot say: uniqueness, order, references, and names that must stay apart in Rust.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::io::{SHARED, Schema};
use crate::listing::Listing;
use crate::method::{Method, Module, Rest, VERSION, referred};
use crate::names::{
    GENERAL, NameError, RESERVED_ROOT, builder_ident, field_ident, method_path, record_ident,
    scope_const, type_ident,
};
use crate::types::{Field, Record, RecordBody, Type};

/// A broken invariant of the contract.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Violation {
    /// The module, which names the file.
    pub module: String,
    /// Where in the file: `methods[3].params[0].name`.
    pub path: String,
    /// What is wrong there.
    pub reason: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.json: at `{}`: {}", self.module, self.path, self.reason)
    }
}

impl Module {
    /// What breaks the contract in this file, seen by itself: references to methods and to records
    /// of the shared module are taken on trust.
    pub fn validate(&self) -> Vec<Violation> {
        Check::new(self, None).run()
    }
}

impl Schema {
    /// What breaks the contract in any file, or between them.
    pub fn validate(&self) -> Vec<Violation> {
        let whole = Whole {
            shared: self
                .shared()
                .iter()
                .flat_map(|m| &m.records)
                .map(|r| r.name.as_str())
                .collect(),
            methods: self
                .modules
                .values()
                .flat_map(|module| &module.methods)
                .map(|method| (method.rest, method.name.as_str()))
                .collect(),
        };
        let mut found = Vec::new();
        for (name, module) in &self.modules {
            let mut check = Check::new(module, Some(&whole));
            if *name != module.module {
                check.report("module", format!("the module is kept under the name `{name}`"));
            }
            for (r, record) in module.records.iter().enumerate() {
                for (m, used_by) in record.modules.iter().enumerate() {
                    if !self.modules.contains_key(used_by) {
                        let (records, reason) =
                            (Place::root("records"), format!("there is no module `{used_by}`"));
                        check.report(records.index(r).key("modules").index(m), reason);
                    }
                }
            }
            found.extend(check.run());
        }
        found
    }
}

/// A place in a file. Its text is made only where something is wrong, which is nearly never.
#[derive(Clone, Copy)]
struct Place<'p> {
    within: Option<&'p Place<'p>>,
    step: Step,
}

#[derive(Clone, Copy)]
enum Step {
    Key(&'static str),
    Index(usize),
}

impl Place<'_> {
    /// A key of the document.
    fn root(key: &'static str) -> Self {
        Self { within: None, step: Step::Key(key) }
    }

    fn key(&self, key: &'static str) -> Place<'_> {
        Place { within: Some(self), step: Step::Key(key) }
    }

    fn index(&self, index: usize) -> Place<'_> {
        Place { within: Some(self), step: Step::Index(index) }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(within) = self.within {
            within.fmt(f)?;
        }
        match self.step {
            Step::Key(key) if self.within.is_some() => write!(f, ".{key}"),
            Step::Key(key) => f.write_str(key),
            Step::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// What one file refers to in others.
struct Whole<'a> {
    /// The shared module's records.
    shared: BTreeSet<&'a str>,
    methods: BTreeSet<(Rest, &'a str)>,
}

struct Check<'a> {
    module: &'a Module,
    /// `None` when the other files are not at hand.
    whole: Option<&'a Whole<'a>>,
    own: BTreeSet<&'a str>,
    /// Rust items by (space, path), with the place that made each.
    items: BTreeMap<(Space, String), String>,
    /// Whether an answer is looked at: its fields have no setters that could collide.
    in_answer: bool,
    found: Vec<Violation>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    Type,
    Value,
}

impl<'a> Check<'a> {
    fn new(module: &'a Module, whole: Option<&'a Whole<'a>>) -> Self {
        let own = module.records.iter().map(|r| r.name.as_str()).collect();
        Self { module, whole, own, items: BTreeMap::new(), in_answer: false, found: Vec::new() }
    }

    fn report(&mut self, path: impl fmt::Display, reason: impl Into<String>) {
        self.found.push(Violation {
            module: self.module.module.clone(),
            path: path.to_string(),
            reason: reason.into(),
        });
    }

    fn run(mut self) -> Vec<Violation> {
        let module = self.module;
        if module.schema != VERSION {
            let reason = format!("version {}, this build writes {VERSION}", module.schema);
            self.report("schema", reason);
        }
        if module.module == SHARED {
            if !module.methods.is_empty() {
                self.report("methods", "the shared module has no methods");
            }
        } else {
            // A name of one word is a function at the root and needs no Rust module.
            let needs_module = module.methods.iter().any(|method| method.name.contains('.'));
            if needs_module && RESERVED_ROOT.contains(&module.module.as_str()) {
                self.report("module", format!("`{}` is taken by the crate itself", module.module));
            }
            if !module.scopes.is_empty() {
                self.report("scopes", "scopes stand in the shared module");
            }
        }
        self.methods(&module.methods);
        self.records(&module.records);
        self.scopes();
        self.found
    }

    fn methods(&mut self, methods: &'a [Method]) {
        let key = |m: &'a Method| (m.rest, m.name.as_str());
        for (i, pair) in methods.windows(2).enumerate() {
            let method = Place::root("methods");
            let method = method.index(i + 1);
            let path = method.key("name");
            if key(&pair[0]) == key(&pair[1]) {
                self.report(path, format!("`{}` stands twice", pair[1].name));
            } else if key(&pair[0]) > key(&pair[1]) {
                self.report(path, "methods are not sorted by REST version, then by name");
            }
        }
        for rest in [Rest::V2, Rest::V3] {
            let here = || methods.iter().filter(|m| m.rest == rest);
            if here().any(|m| m.name.contains('.')) && here().any(|m| !m.name.contains('.')) {
                self.report("methods", "a method of one word shares its module with longer names");
            }
        }
        for (i, method) in methods.iter().enumerate() {
            self.method(method, &Place::root("methods").index(i));
        }
    }

    fn method(&mut self, method: &'a Method, path: &Place<'_>) {
        let name = path.key("name");
        let first = method.name.split('.').next().unwrap_or_default();
        if !first.eq_ignore_ascii_case(&self.module.module) {
            let reason = format!("`{}` does not belong to this module", method.name);
            self.report(name, reason);
        }
        let Some(rust) = self.named(&name, method_path(&method.name, method.rest)) else {
            return;
        };
        let mut prefix = rust.modules.join("::");
        self.claim(Space::Value, format!("{rust}"), &name);
        if !method.name.contains('.') {
            prefix =
                if prefix.is_empty() { GENERAL.into() } else { format!("{prefix}::{GENERAL}") };
        }
        let call_type = format!("{prefix}::{}", rust.call_type);
        self.claim(Space::Type, call_type.clone(), &name);
        self.fields(&method.params, &path.key("params"), &call_type);
        self.in_answer = true;
        let answer = path.key("answer");
        self.ty(&method.answer.ty, &answer.key("type"), &format!("{call_type}Answer"));
        self.in_answer = false;
        for (a, set) in method.alternatives.iter().enumerate() {
            for (n, name) in set.iter().enumerate() {
                if !method.params.iter().any(|p| p.name == *name) {
                    let reason = format!("there is no parameter `{name}`");
                    self.report(path.key("alternatives").index(a).index(n), reason);
                }
            }
        }
        if let Some(from) = &method.scope_from
            && !method.params.iter().any(|p| p.name == from.param)
        {
            let reason = format!("there is no parameter `{}`", from.param);
            self.report(path.key("scope_from").key("param"), reason);
        }
        for name in method.list.iter().flat_map(Listing::params) {
            if !method.params.iter().any(|p| p.name == name) {
                self.report(path.key("list"), format!("there is no parameter `{name}`"));
            }
        }
        self.references(&method.related, &path.key("related"));
        if let Some(gone) = &method.deprecated {
            self.references(&gone.replacement, &path.key("deprecated").key("replacement"));
        }
        for (s, scope) in method.scopes.iter().enumerate() {
            if scope.is_empty() || method.scopes[..s].contains(scope) {
                let reason = format!("the scope `{scope}` is empty or stands twice");
                self.report(path.key("scopes").index(s), reason);
            }
        }
    }

    fn references(&mut self, references: &'a [String], path: &Place<'_>) {
        let Some(whole) = self.whole else { return };
        for (i, reference) in references.iter().enumerate() {
            if !whole.methods.contains(&referred(reference)) {
                self.report(path.index(i), format!("there is no method `{reference}`"));
            }
        }
    }

    /// `owner` is the Rust type that the fields belong to.
    fn fields(&mut self, fields: &'a [Field], path: &Place<'_>, owner: &str) {
        let mut names = BTreeSet::new();
        let mut setters: BTreeMap<String, &str> = BTreeMap::new();
        for (i, field) in fields.iter().enumerate() {
            let at = path.index(i);
            let name = at.key("name");
            if !names.insert(field.name.as_str()) {
                self.report(name, format!("`{}` stands twice", field.name));
                continue;
            }
            for (s, spelling) in field.also.iter().enumerate() {
                let also = at.key("also");
                if field.is_wildcard() || spelling.contains('*') {
                    self.report(also.index(s), "a family of keys has no further spellings");
                } else if !names.insert(spelling.as_str()) {
                    self.report(also.index(s), format!("`{spelling}` stands twice"));
                }
            }
            self.references(&field.see, &at.key("see"));
            if !field.is_wildcard()
                && let Some(setter) = self.named(&name, field_ident(&field.name))
                && let Some(other) = setters.insert(setter.clone(), &field.name)
                && !self.in_answer
            {
                let reason = format!("`{}` and `{other}` are both `{setter}`", field.name);
                self.report(name, reason);
            }
            if field.ty.records().next().is_some()
                && let Some(record) = self.named(&name, record_ident(owner, &field.name))
            {
                self.ty(&field.ty, &at.key("type"), &record);
            } else {
                self.ty(&field.ty, &at.key("type"), owner);
            }
        }
    }

    /// `name` is the Rust type that a record in `ty` would be.
    fn ty(&mut self, ty: &'a Type, path: &Place<'_>, name: &str) {
        match ty {
            Type::Record(body) => {
                self.claim(Space::Type, name.to_owned(), path);
                self.body(body, &path.key("record"), name);
            }
            Type::List(of) => self.ty(of, &path.key("list"), name),
            Type::Map(of) => self.ty(of, &path.key("map"), name),
            Type::Ref(to) => {
                let known = self.own.contains(to.as_str())
                    || self.whole.is_none_or(|whole| whole.shared.contains(to.as_str()));
                if !known {
                    let reason = format!("no record `{to}` here or in the shared module");
                    self.report(path.key("ref"), reason);
                }
            }
            Type::Union(members) => {
                let path = path.key("union");
                if members.len() < 2 {
                    self.report(path, "a union needs at least two members");
                }
                if members.windows(2).any(|w| w[0] >= w[1]) {
                    self.report(path, "members are not sorted, or one stands twice");
                }
                if members.iter().filter(|m| m.records().next().is_some()).count() > 1 {
                    self.report(
                        path,
                        "two members hold a record described in place; make one shared",
                    );
                }
                for (i, member) in members.iter().enumerate() {
                    if matches!(member, Type::Union(_)) {
                        self.report(path.index(i), "a union in a union");
                    }
                    self.ty(member, &path.index(i), name);
                }
            }
            _ => {}
        }
    }

    fn body(&mut self, body: &'a RecordBody, path: &Place<'_>, name: &str) {
        if !body.open && body.fields.iter().any(Field::is_wildcard) {
            self.report(path, "it has a wildcard field but is not `open`");
        }
        self.fields(&body.fields, &path.key("fields"), name);
    }

    fn records(&mut self, records: &'a [Record]) {
        if records.windows(2).any(|w| w[0].name >= w[1].name) {
            self.report("records", "records are not sorted by name, or one stands twice");
        }
        let module = &self.module.module;
        for (i, record) in records.iter().enumerate() {
            let path = Place::root("records");
            let path = path.index(i);
            let Some(ident) = self.named(&path.key("name"), type_ident(&record.name)) else {
                continue;
            };
            let name = format!("{module}::{ident}");
            self.claim(Space::Type, name.clone(), &path.key("name"));
            // The builder stands beside the type of answers; nested names begin alike.
            if let Ok(builder) = builder_ident(&record.name) {
                self.claim(Space::Type, format!("{module}::{builder}"), &path.key("name"));
            }
            self.body(&record.body, &path, &name);
            if *module == SHARED && record.modules.is_empty() {
                self.report(path.key("modules"), "a shared record names its modules");
            }
            if *module != SHARED && !record.modules.is_empty() {
                self.report(path.key("modules"), "only shared records name modules");
            }
        }
    }

    fn scopes(&mut self) {
        let scopes = &self.module.scopes;
        if scopes.windows(2).any(|w| w[0].code >= w[1].code) {
            self.report("scopes", "scopes are not sorted by code, or one stands twice");
        }
        for (i, scope) in scopes.iter().enumerate() {
            let scope_at = Place::root("scopes");
            let scope_at = scope_at.index(i);
            let path = scope_at.key("code");
            if let Some(name) = self.named(&path, scope_const(&scope.code)) {
                self.claim(Space::Value, format!("scope::{name}"), &path);
            }
            if let Some(of) = &scope.version_of
                && !scopes.iter().any(|s| s.code == *of)
            {
                self.report(scope_at.key("version_of"), format!("no scope `{of}`"));
            }
        }
    }

    fn named<T>(&mut self, path: &Place<'_>, name: Result<T, NameError>) -> Option<T> {
        name.map_err(|e| self.report(path, e.to_string())).ok()
    }

    fn claim(&mut self, space: Space, item: String, path: &Place<'_>) {
        match self.items.entry((space, item)) {
            Entry::Occupied(other) => {
                let ((_, item), other) = (other.key(), other.get());
                let reason = format!("`{item}` is also what `{other}` is in Rust");
                self.report(path, reason);
            }
            Entry::Vacant(new) => {
                new.insert(path.to_string());
            }
        }
    }
}
