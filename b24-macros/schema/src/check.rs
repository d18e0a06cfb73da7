//! What serde cannot say: uniqueness, order, references, and names that must stay apart in Rust.

mod constants;
mod place;
mod rust;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::io::{SHARED, Schema};
use crate::listing::Listing;
use crate::method::{Answer, Method, Module, Rest, VERSION, referred};
use crate::names::{
    NameError, RESERVED_FEATURES, RESERVED_ROOT, answer_type, builder_ident, field_ident,
    module_ident, record_ident, scope_const,
};
use crate::types::{Field, Record, RecordBody, Type};

use place::Place;
use rust::{Items, Space};

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
        let mut check = Check::new(self, None);
        check.run();
        check.found
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
            constants: self
                .modules
                .values()
                .flat_map(|module| module.constants.iter().map(|set| set.reference(&module.module)))
                .collect(),
        };
        let mut found = Vec::new();
        let mut items = Items::new();
        for (name, module) in &self.modules {
            let mut check = Check::new(module, Some(&whole));
            // Modules meet at the root of the crate.
            check.items = items;
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
            items = check.run();
            found.append(&mut check.found);
        }
        found
    }
}

/// Names of modules, which files and features are called after, are no longer than this.
const MODULE_CHARS: usize = 64;

/// A type stands no deeper in its file than this, in keys and indexes: readers of JSON and compilers go down by
/// recursion. Documented ones stand at 33 at most.
const MAX_DEPTH: usize = 96;

/// What one file refers to in others.
struct Whole<'a> {
    /// The shared module's records.
    shared: BTreeSet<&'a str>,
    methods: BTreeSet<(Rest, &'a str)>,
    /// The sets of constants.
    constants: BTreeSet<String>,
}

struct Check<'a> {
    module: &'a Module,
    /// `None` when the other files are not at hand.
    whole: Option<&'a Whole<'a>>,
    own: BTreeSet<&'a str>,
    /// Rust items by (space, path), with the module and the place that made each.
    items: Items<'a>,
    /// Whether an answer is looked at: its fields have no setters that could collide.
    in_answer: bool,
    found: Vec<Violation>,
}

impl<'a> Check<'a> {
    fn new(module: &'a Module, whole: Option<&'a Whole<'a>>) -> Self {
        let own = module.records.iter().map(|r| r.name.as_str()).collect();
        Self { module, whole, own, items: Items::new(), in_answer: false, found: Vec::new() }
    }

    fn report(&mut self, path: impl fmt::Display, reason: impl Into<String>) {
        self.found.push(Violation {
            module: self.module.module.clone(),
            path: path.to_string(),
            reason: reason.into(),
        });
    }

    /// Finds what is wrong, and gives the items of Rust that there are then.
    fn run(&mut self) -> Items<'a> {
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
            let name = &module.module;
            let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
            if name.len() > MODULE_CHARS
                || !name.starts_with(|c: char| c.is_ascii_lowercase())
                || !name.bytes().all(plain)
            {
                self.report("module", "no file and no feature can be called so");
            } else if RESERVED_FEATURES.contains(&name.as_str()) {
                self.report("module", format!("`{name}` is a feature of the crate itself"));
            }
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
        // The names of methods come first, then those of records: what stands in place is called after others, and
        // is what gives way.
        let calls: Vec<_> = module
            .methods
            .iter()
            .enumerate()
            .map(|(i, method)| self.call_type(method, &Place::root("methods").index(i)))
            .collect();
        let records: Vec<_> = module
            .records
            .iter()
            .enumerate()
            .map(|(i, record)| self.record_type(record, &Place::root("records").index(i)))
            .collect();
        for (i, (method, call_type)) in module.methods.iter().zip(&calls).enumerate() {
            let Some(call_type) = call_type else { continue };
            self.method(method, call_type, &Place::root("methods").index(i));
        }
        for (i, (record, name)) in module.records.iter().zip(&records).enumerate() {
            let Some(name) = name else { continue };
            self.record(record, name, &Place::root("records").index(i));
        }
        self.constants();
        self.scopes();
        std::mem::take(&mut self.items)
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
            if here().all(|m| !m.name.contains('.')) {
                continue;
            }
            let words = methods.iter().enumerate().filter(|(_, m)| m.rest == rest);
            for (i, _) in words.filter(|(_, m)| !m.name.contains('.')) {
                let reason = "a method of one word shares its module with longer names";
                self.report(Place::root("methods").index(i).key("name"), reason);
            }
        }
    }

    fn method(&mut self, method: &'a Method, call_type: &str, path: &Place<'_>) {
        let Method {
            name: _,
            rest: _,
            page: _,
            title: _,
            effect: _,
            scopes,
            scope_from,
            who: _,
            deprecated,
            app_only: _,
            positional,
            params,
            open: _,
            alternatives,
            answer: Answer { ty, bare: _, total: _, next: _, text: _ },
            list,
            errors,
            related,
            text: _,
        } = method;
        self.fields(params, &path.key("params"), call_type);
        self.in_answer = true;
        let answer = path.key("answer");
        self.ty(ty, &answer.key("type"), &answer_type(call_type));
        self.in_answer = false;
        for (a, set) in alternatives.iter().enumerate() {
            for (n, name) in set.iter().enumerate() {
                if !params.iter().any(|p| p.name == *name) {
                    let reason = format!("there is no parameter `{name}`");
                    self.report(path.key("alternatives").index(a).index(n), reason);
                }
            }
        }
        if let Some(from) = scope_from
            && !params.iter().any(|p| p.name == from.param)
        {
            let reason = format!("there is no parameter `{}`", from.param);
            self.report(path.key("scope_from").key("param"), reason);
        }
        let beside = list.iter().filter_map(|list| list.key.as_ref()).flat_map(|key| &key.beside);
        for name in list.iter().flat_map(Listing::params).chain(beside.map(String::as_str)) {
            if !params.iter().any(|p| p.name == name) {
                self.report(path.key("list"), format!("there is no parameter `{name}`"));
            }
        }
        self.references(related, &path.key("related"));
        if let Some(gone) = deprecated {
            self.references(&gone.replacement, &path.key("deprecated").key("replacement"));
        }
        for (s, scope) in scopes.iter().enumerate() {
            if scope.is_empty() || scopes[..s].contains(scope) {
                let reason = format!("the scope `{scope}` is empty or stands twice");
                self.report(path.key("scopes").index(s), reason);
            } else if scope.contains(char::is_whitespace) {
                self.report(path.key("scopes").index(s), "there is white space in a scope");
            }
        }
        for (e, error) in errors.iter().enumerate() {
            if error.code.contains(char::is_control) {
                self.report(path.key("errors").index(e), "an error code is one line");
            }
        }
        if *positional && params.iter().any(|p| p.name.contains(char::is_whitespace)) {
            let reason = "there is white space in the name of a positional parameter";
            self.report(path.key("name"), reason);
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
            let at_name = at.key("name");
            let Field {
                name,
                also,
                ty,
                required: _,
                default: _,
                values: _,
                limits: _,
                deprecated: _,
                see,
                constants,
                text: _,
            } = field;
            if !names.insert(name.as_str()) {
                self.report(at_name, format!("`{name}` stands twice"));
                continue;
            }
            for (s, spelling) in also.iter().enumerate() {
                let also = at.key("also");
                if field.is_wildcard() || spelling.contains('*') {
                    self.report(also.index(s), "a family of keys has no further spellings");
                } else if !names.insert(spelling.as_str()) {
                    self.report(also.index(s), format!("`{spelling}` stands twice"));
                }
            }
            self.references(see, &at.key("see"));
            for (c, set) in constants.iter().enumerate() {
                if self.whole.is_some_and(|whole| !whole.constants.contains(set)) {
                    let reason = format!("there are no constants `{set}`");
                    self.report(at.key("constants").index(c), reason);
                }
            }
            if !field.is_wildcard()
                && let Some(setter) = self.named(&at_name, field_ident(name))
                && let Some(other) = setters.insert(setter.clone(), name)
                && !self.in_answer
            {
                let reason = format!("`{name}` and `{other}` are both `{setter}`");
                self.report(at_name, reason);
            }
            if ty.records().next().is_some()
                && let Some(record) = self.named(&at_name, record_ident(owner, name))
            {
                self.ty(ty, &at.key("type"), &record);
            } else {
                self.ty(ty, &at.key("type"), owner);
            }
        }
    }

    /// `name` is the Rust type that a record in `ty` would be.
    fn ty(&mut self, ty: &'a Type, path: &Place<'_>, name: &str) {
        if path.depth > MAX_DEPTH {
            self.report(path, "it stands too deep in other types");
            return;
        }
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
        for (i, pair) in records.windows(2).enumerate() {
            if pair[0].name >= pair[1].name {
                let path = Place::root("records");
                let reason = "records are not sorted by name, or one stands twice";
                self.report(path.index(i + 1).key("name"), reason);
            }
        }
        if self.has_words() {
            for (i, _) in records.iter().enumerate() {
                let reason = "methods of one word have no module that could hold records";
                self.report(Place::root("records").index(i).key("name"), reason);
            }
        }
        let shared = self.module.module == SHARED;
        for (i, record) in records.iter().enumerate() {
            let path = Place::root("records");
            let path = path.index(i);
            if shared && record.modules.is_empty() {
                self.report(path.key("modules"), "a shared record names its modules");
            }
            if !shared && !record.modules.is_empty() {
                self.report(path.key("modules"), "only shared records name modules");
            }
        }
    }

    /// Whether methods of one word are in the file: these have no module of REST 2 that could hold anything else.
    fn has_words(&self) -> bool {
        self.module.methods.iter().any(|m| m.rest == Rest::V2 && !m.name.contains('.'))
    }

    fn record(&mut self, record: &'a Record, name: &str, path: &Place<'_>) {
        self.body(&record.body, path, name);
        let home = module_ident(&self.module.module).unwrap_or_default();
        if let Ok(builder) = builder_ident(&record.name) {
            self.builders(&record.body, path, &format!("{home}::{builder}"));
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
}
