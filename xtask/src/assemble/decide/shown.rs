//! What examples show and tables do not: the documented type, widened until every example fits it.
//!
//! A documented type stays where the examples fit it. Keys that no table lists become fields, a
//! documented record that examples show in a list or under data is a list or a map of it, and what
//! contradicts the documentation stands beside it in a union.

use std::collections::BTreeMap;

use b24_schema::{Field, RecordBody, Type, field_ident};
use serde_json::Value;

use super::ids::Integers;
use super::infer::{self, infer, is_data};
use super::rules::Rule;
use super::shape::{hosts, is_named, is_scalar, keyed, lists_types, overlaps, telling, tells};
use super::{Decide, Path, Records, Side, fits, ids, misfit};
use crate::assemble::join::{self, UNKNOWN, is_bare_map, is_unknown, join};
use crate::assemble::report::kind;

/// Values by the shared record that is referred to where they stand.
pub(crate) type Seen<'e> = BTreeMap<String, Vec<&'e Value>>;

/// A type while it is widened.
pub(crate) struct Widen<'e, 'd, 'a> {
    pub decide: &'d mut Decide<'a>,
    /// Those that are made on the way.
    pub made: Records,
    /// Values seen where a shared record is referred to.
    pub seen: Seen<'e>,
    /// Documented fields whose place only an example can tell.
    pub loose: &'d [Field],
    /// What is known of the integers of the module, where it is.
    pub integers: Option<&'d Integers>,
    /// Whether a shared record is widened, whose documented names hold elsewhere too.
    pub shared: bool,
}

/// The form that values have around what is documented.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Nothing,
    List,
    Map,
}

impl Around {
    /// The type with this form around `inner`.
    fn of(self, inner: Type) -> Type {
        match self {
            Self::Nothing => inner,
            Self::List => Type::List(Box::new(inner)),
            Self::Map => Type::Map(Box::new(inner)),
        }
    }
}

/// Whether what pages say of a place leaves open that it is a file, which they call an array.
fn may_be_file(ty: &Type) -> bool {
    match ty {
        Type::List(of) => is_unknown(of) || **of == Type::String,
        ty => is_unknown(ty) || is_bare_map(ty),
    }
}

impl<'e, 'd, 'a> Widen<'e, 'd, 'a> {
    pub(super) fn new(decide: &'d mut Decide<'a>) -> Self {
        let (made, seen, loose) = Default::default();
        Self { decide, made, seen, loose, integers: None, shared: false }
    }

    pub(super) fn records(&self) -> &'a Records {
        self.decide.records
    }

    pub(super) fn is_request(&self) -> bool {
        self.decide.side == Side::Request
    }

    /// Whether values of an answer are numbers of something, written as texts.
    fn counts(&self, at: Path<'_>, values: &[&Value]) -> bool {
        !self.is_request() && ids::counts(at.name, values)
    }

    fn contradicts(&mut self, at: Path<'_>, documented: &Type, shown: &Type) {
        let message =
            format!("documented as {}, an example gives {}", kind(documented), kind(shown));
        self.decide.choose(at, "example-contradicts", message);
        self.decide.by(at, Rule::ExampleAgainstWord);
    }

    /// `ty`, so that all of `values` fit it.
    pub(crate) fn ty(&mut self, ty: Type, values: &[&'e Value], at: Path<'_>) -> Type {
        let values = match telling(values, &ty) {
            told if !told.is_empty() => told,
            // A text is empty more often than anything else is written as one.
            _ if is_unknown(&ty) && values.iter().any(|v| v.as_str() == Some("")) => {
                return Type::String;
            }
            _ => return ty,
        };
        if let Some(described) = self.described(&ty, &values, at) {
            self.decide.by(at, Rule::DescriptionsOfFields);
            return described;
        }
        if self.is_request() && may_be_file(&ty) && values.iter().all(|value| infer::is_file(value))
        {
            self.decide.by(at, Rule::ExamplesTell);
            return Type::File;
        }
        let told = !is_unknown(&ty) && !is_bare_map(&ty);
        self.decide.by(at, if told { Rule::ExamplesFit } else { Rule::ExamplesTell });
        // What some examples filter by says little of what else there is.
        if self.decide.is_filter(at) && is_bare_map(&ty) {
            return ty;
        }
        match ty {
            Type::File if !values.iter().any(|value| infer::holds_files(value)) => Type::File,
            Type::Union(members) if !members.is_empty() => self.members(members, &values, at),
            Type::List(item) => self.around(Around::List, *item, &values, at),
            Type::Map(item) => self.around(Around::Map, *item, &values, at),
            item => self.around(Around::Nothing, item, &values, at),
        }
    }

    /// Every value goes to the member that it fits best; what fits none is a member of its own.
    fn members(&mut self, members: Vec<Type>, values: &[&'e Value], at: Path<'_>) -> Type {
        let mut given: Vec<Vec<&'e Value>> = vec![Vec::new(); members.len()];
        let mut rest = Vec::new();
        for &value in values {
            let best =
                (0..members.len()).min_by_key(|&i| misfit(&members[i], value, self.records()));
            match best {
                Some(best) if hosts(&members[best], value) => given[best].push(value),
                _ => rest.push(value),
            }
        }
        let mut out: Vec<Type> = members
            .into_iter()
            .zip(given)
            .map(|(ty, values)| if values.is_empty() { ty } else { self.ty(ty, &values, at) })
            .collect();
        if !rest.is_empty() {
            out.push(self.ty(UNKNOWN, &rest, at));
        }
        join::all(out)
    }

    /// `item`, documented with `documented` around it. Arrays, objects keyed by data and single
    /// values tell what really is around it.
    fn around(
        &mut self,
        documented: Around,
        item: Type,
        values: &[&'e Value],
        at: Path<'_>,
    ) -> Type {
        let mut items: Vec<&'e Value> = Vec::new();
        let mut shapes: Vec<Around> = Vec::new();
        let mut others: Vec<&'e Value> = Vec::new();
        let mut add = |around: Around| {
            if !shapes.contains(&around) {
                shapes.push(around);
            }
        };
        let bare = is_unknown(&item);
        let filter = self.decide.is_filter(at);
        let in_filter = at.above.is_some_and(|above| self.decide.is_filter(*above));
        let mut wrapper: Option<&'e str> = None;
        let mut beside: Vec<&'e Value> = Vec::new();
        for &value in values {
            match value {
                Value::Array(_) if item == Type::File && infer::is_file(value) => {
                    add(Around::Nothing);
                    items.push(value);
                }
                Value::Array(elements) if item == Type::File && infer::holds_files(value) => {
                    add(Around::List);
                    items.extend(elements);
                }
                Value::Array(elements) if documented == Around::Map && !bare => {
                    // PHP writes a map whose keys count from zero as an array.
                    let fit = elements.iter().all(|v| fits(&item, v, self.records()));
                    add(if fit { Around::Map } else { Around::List });
                    items.extend(elements);
                }
                // To PHP a list of groups of conditions is an object that counts from zero.
                Value::Array(elements)
                    if filter
                        && documented == Around::Nothing
                        && is_named(&item)
                        && elements.iter().all(Value::is_object) =>
                {
                    add(Around::Nothing);
                    items.extend(elements);
                }
                Value::Array(elements) => {
                    // The word for a scalar is that of the elements, or of something else; a condition
                    // takes one value as well as many.
                    let other = self.is_request() && documented == Around::Nothing && !in_filter;
                    let composite = || elements.iter().any(|v| v.is_object() || v.is_array());
                    if is_scalar(&item) && (other || composite()) {
                        others.push(value);
                    } else {
                        add(Around::List);
                        items.extend(elements);
                    }
                }
                Value::Object(map) if documented == Around::Map && !bare => {
                    let keyed =
                        map.keys().all(|key| is_data(key)) || keyed(&item, value, self.records());
                    if keyed || map.values().all(|v| fits(&item, v, self.records())) {
                        add(Around::Map);
                        items.extend(map.values());
                    } else if overlaps(&item, value, self.records()) {
                        add(Around::Nothing);
                        items.push(value);
                    } else {
                        others.push(value);
                    }
                }
                Value::Object(_)
                    if self.is_request() && is_scalar(&item) && documented == Around::Nothing =>
                {
                    others.push(value);
                }
                // A table of a part of a condition is no table of what stands under each.
                Value::Object(_) if filter && is_named(&item) => {
                    add(Around::Nothing);
                    items.push(value);
                }
                Value::Object(map) if let Some(key) = self.wraps(&item, value, wrapper) => {
                    wrapper = Some(key);
                    items.extend(map.get(key));
                    beside.push(value);
                }
                Value::Object(map) if keyed(&item, value, self.records()) => {
                    let counted = map.keys().all(|key| key.parse::<i64>().is_ok());
                    // Flags without their keys would say nothing: the keys are the users whose flags they are.
                    let flags = map.values().all(Value::is_boolean);
                    let list = documented == Around::List && counted && !flags;
                    add(if list { Around::List } else { Around::Map });
                    items.extend(map.values());
                }
                Value::Object(_) => {
                    let foreign = documented == Around::List
                        && !bare
                        && !overlaps(&item, value, self.records());
                    if foreign || is_scalar(&item) {
                        others.push(value);
                    } else {
                        add(Around::Nothing);
                        items.push(value);
                    }
                }
                value => {
                    if bare && documented != Around::Nothing
                        || is_named(&item)
                        || documented != Around::Nothing && !fits(&item, value, self.records())
                    {
                        others.push(value);
                    } else {
                        add(Around::Nothing);
                        items.push(value);
                    }
                }
            }
        }
        // A map may be anything that PHP calls an array: where examples show none, nothing is said.
        let mut out = Vec::new();
        if shapes.is_empty() && wrapper.is_none() {
            // A word for a scalar, and nothing but objects or lists shown: the word describes
            // something else.
            if !(is_scalar(&item) && others.iter().all(|v| v.is_object() || v.is_array())) {
                shapes.push(documented);
            }
        }
        // A list may be sent wherever one is documented, though an example sends one value alone.
        if self.is_request()
            && is_scalar(&item)
            && !shapes.contains(&documented)
            && others.is_empty()
        {
            shapes.push(documented);
        }
        if !bare && shapes.iter().any(|shape| *shape != documented) {
            let shown = shapes.iter().find(|shape| **shape != documented);
            let shown = shown.map_or(UNKNOWN, |shape| shape.of(item.clone()));
            self.contradicts(at, &documented.of(item.clone()), &shown);
        }
        if shapes.contains(&Around::Map) && documented != Around::Map {
            self.decide.by(at, Rule::KeysAreData);
        }
        // What it is said to be, where something else is shown too.
        let said = (!bare && !others.is_empty()).then(|| item.clone());
        let bare_said = bare && documented != Around::Nothing && items.is_empty();
        if !bare_said || others.is_empty() {
            let wrapped = wrapper.map(|key| {
                let mut each = Vec::new();
                items.iter().for_each(|v| match v {
                    Value::Array(elements) => each.extend(elements),
                    value => each.push(*value),
                });
                (key, items.iter().any(|v| v.is_array()), each)
            });
            if let Some((key, list, each)) = wrapped {
                // What is described stands under a name that no table has.
                items = each;
                let inner = self.item(item.clone(), &items, at);
                let inner = if list { Type::List(Box::new(inner)) } else { inner };
                // What stands beside it, such as the bot of a keyboard, only an example can tell.
                let mut fields = vec![Field::new(key, inner)];
                if let Some(Type::Record(shown)) = infer(&beside) {
                    fields.extend(shown.fields.into_iter().filter(|field| field.name != key));
                }
                out.push(Type::Record(RecordBody { fields, open: false }));
            }
            let inner = self.item(item, &items, at);
            let each = std::iter::repeat_n(inner, shapes.len());
            out.extend(shapes.into_iter().zip(each).map(|(shape, inner)| shape.of(inner)));
        }
        if !others.is_empty() {
            let other = self.ty(UNKNOWN, &others, at);
            if let Some(said) = said {
                self.contradicts(at, out.first().unwrap_or(&said), &other);
            }
            out.push(other);
        }
        join::all(out)
    }

    /// What stands in the list or the map, or alone.
    fn item(&mut self, item: Type, values: &[&'e Value], at: Path<'_>) -> Type {
        let values = telling(values, &item);
        if let Some(described) = self.described(&item, &values, at) {
            return described;
        }
        if !values.is_empty() && values.iter().all(|value| lists_types(&item, value)) {
            let each: Vec<&'e Value> =
                values.iter().filter_map(|v| v.as_object()).flat_map(|map| map.values()).collect();
            return Type::Map(Box::new(self.ty(UNKNOWN, &each, at)));
        }
        let (objects, rest): (Vec<&'e Value>, Vec<&'e Value>) =
            values.iter().copied().partition(|v| v.is_object());
        let by_data = || {
            !self.decide.is_filter(at)
                && objects.iter().any(|value| keyed(&item, value, self.records()))
        };
        let by_name = matches!(item, Type::Record(_)) && rest.is_empty() && !by_data();
        match item {
            item if values.is_empty() => item,
            Type::Record(body) if by_name => Type::Record(self.body(body, &objects, at)),
            Type::Ref(name) if rest.is_empty() => {
                self.seen.entry(name.clone()).or_default().extend(objects);
                Type::Ref(name)
            }
            item @ (Type::Record(_) | Type::Ref(_)) => self.nested(item, &values, at),
            ty if is_unknown(&ty) && self.counts(at, &values) => {
                self.decide.by(at, Rule::IdentifiersAsTexts);
                Type::Integer
            }
            ty if is_unknown(&ty) && objects.is_empty() && rest.iter().all(|v| !v.is_array()) => {
                let nothing = !self.is_request() && rest.iter().all(|v| **v == false);
                let nothing = nothing && infer::holds_data(at.name);
                infer::of_name(at.name, infer(&rest).filter(|_| !nothing).unwrap_or(UNKNOWN))
            }
            ty if is_unknown(&ty) => self.shown(&objects, &rest, at),
            item @ (Type::List(_) | Type::Map(_) | Type::Union(_)) => self.ty(item, &values, at),
            Type::String if let Some((ty, rule)) = self.told_by_texts(at, &values) => {
                self.decide.by(at, rule);
                ty
            }
            scalar => {
                let unfit: Vec<&Value> =
                    values.iter().copied().filter(|v| !fits(&scalar, v, self.records())).collect();
                match infer(&unfit) {
                    Some(other) => {
                        self.contradicts(at, &scalar, &other);
                        join(scalar, other)
                    }
                    None => scalar,
                }
            }
        }
    }

    /// What the values are of a place that is documented as a text: an identifier or a date, where all of them show one.
    fn told_by_texts(&self, at: Path<'_>, values: &[&Value]) -> Option<(Type, Rule)> {
        if ids::counts(at.name, values) {
            // Every text may be sent as a number; only an example that does so says that it is one.
            let sent = self.is_request() && infer(values) == Some(Type::Integer);
            let told = self.integers.is_some_and(|known| known.has(at.name));
            return match (sent, !self.is_request() && told) {
                (true, _) => Some((Type::Integer, Rule::NumbersSent)),
                (_, true) => Some((Type::Integer, Rule::IdentifiersAsTexts)),
                _ => None,
            };
        }
        // What is written for people may be "yesterday" in another answer.
        let iso = values.iter().filter_map(|value| value.as_str()).all(infer::is_iso);
        let day = infer(values).filter(|_| iso && !self.is_request());
        let day = day.filter(|ty| matches!(ty, Type::Date | Type::DateTime))?;
        Some((day, Rule::DatesAsTexts))
    }

    /// The key under which an object without a field of the record `item` has such records: the only key of what is
    /// answered; what is sent may have values beside it.
    fn wraps(&self, item: &Type, value: &'e Value, known: Option<&str>) -> Option<&'e str> {
        let map = value.as_object().filter(|_| is_named(item))?;
        let holds = |value: &Value| match value {
            Value::Array(elements) => {
                !elements.is_empty() && elements.iter().all(|v| overlaps(item, v, self.records()))
            }
            // The one key of what is sent may as well be the caller's.
            value => !self.is_request() && overlaps(item, value, self.records()),
        };
        let (key, _) = map.iter().find(|(_, value)| holds(value))?;
        let plain = |value: &Value| !value.is_array() && !value.is_object();
        let alone = map.len() == 1
            || self.is_request() && map.iter().all(|(other, value)| other == key || plain(value));
        let same = known.is_none_or(|known| known == key);
        let is_name = !is_data(key) && infer::family_of(key).is_none() && field_ident(key).is_ok();
        let wraps = alone && same && is_name && !overlaps(item, value, self.records());
        wraps.then_some(key.as_str())
    }

    /// A record, and values that are not all objects with names.
    fn nested(&mut self, item: Type, values: &[&'e Value], at: Path<'_>) -> Type {
        let (composite, scalars): (Vec<&'e Value>, Vec<&'e Value>) =
            values.iter().copied().partition(|v| v.is_object() || v.is_array());
        let mut out = vec![if composite.is_empty() {
            item
        } else {
            self.around(Around::Nothing, item, &composite, at)
        }];
        out.extend(infer(&scalars));
        join::all(out)
    }

    /// The type of what no table describes.
    fn shown(&mut self, objects: &[&'e Value], rest: &[&'e Value], at: Path<'_>) -> Type {
        let mut out = Vec::new();
        let told: Vec<&'e Value> = objects.iter().copied().filter(|v| tells(v)).collect();
        // An empty object is what PHP makes of many things: of a date that is not set.
        if told.is_empty() && !objects.is_empty() && (self.is_request() || !rest.is_empty()) {
            out.push(Type::Map(Box::new(UNKNOWN)));
        }
        let (keyed, named): (Vec<&'e Value>, Vec<&'e Value>) =
            told.into_iter().partition(|v| keyed(&UNKNOWN, v, self.records()));
        if !named.is_empty() {
            let body = RecordBody { fields: Vec::new(), open: true };
            out.push(Type::Record(self.body(body, &named, at)));
        }
        if !keyed.is_empty() {
            let each: Vec<&'e Value> =
                keyed.iter().filter_map(|v| v.as_object()).flat_map(|map| map.values()).collect();
            out.push(Type::Map(Box::new(self.ty(UNKNOWN, &each, at))));
        }
        let arrays: Vec<&'e Value> = rest.iter().filter_map(|v| v.as_array()).flatten().collect();
        if rest.iter().any(|v| v.is_array()) {
            out.push(Type::List(Box::new(self.ty(UNKNOWN, &arrays, at))));
        }
        let scalars: Vec<&Value> = rest.iter().copied().filter(|v| !v.is_array()).collect();
        out.extend(infer(&scalars));
        join::all(out)
    }
}
