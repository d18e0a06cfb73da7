//! Where the schema says something else than a reader.

use std::collections::BTreeSet;
use std::fmt;

use b24_schema::{Effect, Field, Method, RecordBody, Schema, Type, Wire, referred};

use super::read::{Entry, Place};
use super::shape::{Shape, words};

/// One statement on which a reader and the schema differ.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The method, as [`b24_schema::refer_to`] writes it.
    pub method: String,
    /// `params/filter/ID`, `answer/result/NAME`, or empty for the method itself.
    pub path: String,
    /// What differs: `type`, `required`, `missing`, …
    pub what: &'static str,
    /// What the reader wrote.
    pub read: String,
    /// What the schema says.
    pub have: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, path, what, read, have } = self;
        write!(out, "{method} {path} {what}: read `{read}`, have `{have}`")
    }
}

/// What an entry and the schema differ in.
pub(super) fn compare(entry: &Entry, schema: &Schema) -> Vec<Difference> {
    let (rest, name) = referred(&entry.method);
    let found = schema.modules.values().find_map(|module| {
        let method = module.methods.iter().find(|m| m.rest == rest && m.name == name)?;
        Some((module.module.as_str(), method))
    });
    let (choice, differences) = Default::default();
    let mut all =
        Comparison { method: &entry.method, schema, module: "", choice, found: differences };
    let Some((module, method)) = found else {
        all.add("", "missing", "a method", "none");
        return all.found;
    };
    all.module = module;
    all.choice = method.alternatives.concat();
    all.about(entry, method);
    all.fields("params", &entry.params, &[(&method.params, method.open, false)], Side::Request);
    for place in &entry.answer {
        let field = Field::new(&place.name, method.answer.ty.clone());
        all.place("answer/result", place, &field, Side::Answer);
    }
    all.found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Request,
    Answer,
}

struct Comparison<'a> {
    method: &'a str,
    schema: &'a Schema,
    module: &'a str,
    /// The parameters that are required in one of several ways to call, which readers and the schema mark apart.
    choice: Vec<String>,
    found: Vec<Difference>,
}

impl Comparison<'_> {
    fn add(
        &mut self,
        path: &str,
        what: &'static str,
        read: impl Into<String>,
        have: impl Into<String>,
    ) {
        self.found.push(Difference {
            method: self.method.to_owned(),
            path: path.to_owned(),
            what,
            read: read.into(),
            have: have.into(),
        });
    }

    fn is_chosen(&self, param: &str) -> bool {
        self.choice.iter().any(|name| name == param)
    }

    fn same(&mut self, path: &str, what: &'static str, read: &[String], have: &[String]) {
        let set = |list: &[String]| list.iter().cloned().collect::<BTreeSet<_>>();
        if set(read) != set(have) {
            self.add(path, what, read.join(", "), have.join(", "));
        }
    }

    fn about(&mut self, entry: &Entry, method: &Method) {
        let about = &entry.about;
        let effect = if method.effect == Effect::Reads { "reads" } else { "writes" };
        if about.effect != effect {
            self.add("", "effect", &about.effect, effect);
        }
        self.same("", "scopes", &about.scopes, &method.scopes);
        let deprecated = method.deprecated.as_ref().map(|end| &end.replacement);
        match (&about.deprecated, deprecated) {
            (None, None) => {}
            (Some(read), Some(have)) => self.same("", "replacement", read, have),
            (read, have) => {
                let word = |is: bool| if is { "deprecated" } else { "current" };
                self.add("", "deprecated", word(read.is_some()), word(have.is_some()));
            }
        }
        let sets = |sets: &[Vec<String>]| {
            let sorted = |set: &Vec<String>| {
                let mut set = set.clone();
                set.sort();
                set.join("+")
            };
            sets.iter().map(sorted).collect::<Vec<_>>()
        };
        self.same("", "either", &sets(&about.either), &sets(&method.alternatives));
        let beside = [("total", method.answer.total), ("next", method.answer.next)];
        let beside = beside.iter().filter(|(_, is)| *is).map(|(name, _)| (*name).to_owned());
        self.same("", "beside", &about.beside, &beside.collect::<Vec<_>>());
        let plain = |text: &String| {
            let coded = text.split_once(' ').filter(|(status, _)| status.parse::<u16>().is_ok());
            coded.map_or(text.clone(), |(_, code)| code.to_owned())
        };
        // Some errors have no code: readers leave them out.
        let coded = |code: &String| !code.is_empty();
        let read: Vec<_> = about.errors.iter().map(plain).filter(coded).collect();
        let have = method.errors.iter().map(|error| error.code.clone()).filter(coded);
        let have: Vec<_> = have.collect();
        self.same("", "errors", &read, &have);
    }

    /// Compares places with the fields of one or more objects, each with whether it is open, and whether another one has
    /// a list of it.
    fn fields(
        &mut self,
        path: &str,
        read: &[Place],
        have: &[(&Vec<Field>, bool, bool)],
        side: Side,
    ) {
        for place in read {
            let at = format!("{path}/{}", place.name);
            let mut found = have.iter().filter_map(|(fields, ..)| Field::find(fields, &place.name));
            match found.next() {
                Some(field) => self.place(&at, place, field, side),
                None => self.add(&at, "missing", shape_words(&place.shapes), "none"),
            }
        }
        if side == Side::Request {
            for (fields, ..) in have.iter().filter(|(.., short)| !short) {
                for field in *fields {
                    if !read.iter().any(|place| is_meant(place, field)) {
                        let at = format!("{path}/{}", field.name);
                        self.add(&at, "invented", "none", words(&field.ty));
                    }
                }
            }
        }
    }

    fn place(&mut self, path: &str, read: &Place, have: &Field, side: Side) {
        if !self.is_type(&read.shapes, &have.ty, side) {
            self.add(path, "type", shape_words(&read.shapes), words(&have.ty));
        }
        let chosen = path.strip_prefix("params/").is_some_and(|name| self.is_chosen(name));
        if side == Side::Request && read.required != have.required && !chosen {
            let word = |required: bool| if required { "required" } else { "optional" };
            self.add(path, "required", word(read.required), word(have.required));
        }
        let is_flag = |shape: &Shape| matches!(shape, Shape::Plain("boolean" | "null"));
        if let Some(wire) = wire(&read.values).filter(|_| read.shapes.iter().all(is_flag)) {
            if let (Type::Boolean(have), Side::Request) = (&have.ty, side)
                && wire != *have
            {
                self.add(path, "wire", format!("{wire:?}"), format!("{have:?}"));
            }
        } else if !read.values.is_empty() {
            let values = self.values(have);
            // Directions may be sent in either case.
            let is_direction = |value: &String| {
                ["asc", "desc"].iter().any(|known| value.eq_ignore_ascii_case(known))
            };
            let directions = |list: &[String]| match list.iter().all(is_direction) {
                true => list.iter().map(|value| value.to_uppercase()).collect(),
                false => list.to_vec(),
            };
            self.same(path, "values", &directions(&read.values), &directions(&values));
        }
        let mut bodies = Vec::new();
        bodies_of(self.schema, self.module, &have.ty, &mut bodies);
        // The short form of an object that holds a list is that list: readers write its elements once.
        let is_short = |body: &RecordBody| {
            let lists = bodies.iter().filter(|other| !std::ptr::eq(**other, body));
            lists.flat_map(|other| &other.fields).any(|field| {
                let mut inside = Vec::new();
                bodies_of(self.schema, self.module, &field.ty, &mut inside);
                inside.iter().any(|inner| std::ptr::eq(*inner, body))
            })
        };
        let bodies: Vec<_> =
            bodies.iter().map(|body| (&body.fields, body.open, is_short(body))).collect();
        if !read.signs.is_empty() && !bodies.iter().any(|(_, open, _)| *open) {
            self.add(path, "signs", read.signs.join(" "), "none");
        }
        if !read.fields.is_empty() && !bodies.is_empty() {
            // Of a list of only some fields, nothing can be invented.
            let side = if read.partial { Side::Answer } else { side };
            self.fields(path, &read.fields, &bodies, side);
        }
    }

    /// The values that are told of a field: its own, and those of the constants that it refers to.
    fn values(&self, field: &Field) -> Vec<String> {
        let sets = self.schema.modules.values().flat_map(|module| {
            module
                .constants
                .iter()
                .filter(|set| field.constants.contains(&set.reference(&module.module)))
        });
        let constants = sets.flat_map(|set| &set.constants).map(|constant| &constant.value);
        field.values.iter().map(|value| &value.value).chain(constants).cloned().collect()
    }

    fn is_type(&self, read: &[Shape], have: &Type, side: Side) -> bool {
        if read.contains(&Shape::Unknown) {
            return true;
        }
        let is = |shape: &Shape, ty: &Type| match (shape, ty) {
            (Shape::Plain("download"), Type::File) => side == Side::Answer,
            _ => shape.is(ty),
        };
        let members = alternatives(have);
        let null = Shape::Plain("null");
        let members: Vec<_> = members
            .iter()
            .filter(|member| **member != Type::Null || members.len() == 1 || read.contains(&null))
            .collect();
        let read: Vec<_> = read.iter().filter(|shape| **shape != null || read.len() == 1).collect();
        read.iter().all(|shape| members.iter().any(|member| is(shape, member)))
            && members
                .iter()
                .all(|member| **member == Type::Null || read.iter().any(|shape| is(shape, member)))
    }
}

/// The types of which a value is one: a list of two types is taken for two lists, as a reader writes it.
fn alternatives(ty: &Type) -> Vec<Type> {
    match ty {
        Type::Union(members) => members.iter().flat_map(alternatives).collect(),
        Type::List(of) => alternatives(of).into_iter().map(|of| Type::List(Box::new(of))).collect(),
        ty => vec![ty.clone()],
    }
}

/// The objects that a type is, or is a list or map of.
fn bodies_of<'t>(schema: &'t Schema, module: &str, ty: &'t Type, into: &mut Vec<&'t RecordBody>) {
    match ty {
        Type::Record(body) => into.push(body),
        Type::Ref(name) => {
            let homes = [module, "shared"];
            let homes = homes.into_iter().filter_map(|home| schema.modules.get(home));
            let mut records = homes.flat_map(|module| &module.records);
            into.extend(records.find(|record| record.name == *name).map(|record| &record.body));
        }
        _ => ty.parts().for_each(|part| bodies_of(schema, module, part, into)),
    }
}

/// Whether a field is what a reader wrote, in any of its spellings.
fn is_meant(read: &Place, field: &Field) -> bool {
    field.is_spelled(&read.name) || field.is_family_of(&read.name)
}

/// The form of a boolean that two values show.
fn wire(values: &[String]) -> Option<Wire> {
    let [a, b] = values else { return None };
    match (a.as_str(), b.as_str()) {
        ("Y", "N") | ("N", "Y") => Some(Wire::Yn),
        ("true", "false") | ("false", "true") => Some(Wire::Json),
        ("\"true\"", "\"false\"") => Some(Wire::Text),
        ("1", "0") | ("0", "1") => Some(Wire::Int),
        _ => None,
    }
}

fn shape_words(shapes: &[Shape]) -> String {
    fn one(shape: &Shape) -> String {
        match shape {
            Shape::Plain(word) => (*word).to_owned(),
            Shape::Anything => "anything".to_owned(),
            Shape::Unknown => "unknown".to_owned(),
            Shape::Fields => "fields".to_owned(),
            Shape::List(of) => format!("list of {}", one(of)),
            Shape::Map(of) => format!("map of {}", one(of)),
        }
    }
    shapes.iter().map(one).collect::<Vec<_>>().join(" or ")
}
