//! Records that stand in several places of a module become one named record.
//!
//! The documentation describes the fields of a deal with every method that takes or answers one.
//! Records are compared from the inside out: two that hold equal records are equal. Each distinct
//! one that would be written twice or more gets a name made of what its places have in common:
//! `crm_deal` is what `crm.deal.get` and `crm.deal.list` answer, `crm_deal_fields` what `fields` of
//! `crm.deal.add` and `crm.deal.update` take.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use b24_schema::{
    Field, Method, Module, Record, RecordBody, Rest, Type, field_ident, record_ident, type_ident,
};
use indexmap::IndexSet;

/// A record of fewer fields is as short as its name. With 1 there are 500 records, with 3 there are 341, instead of 394.
const WORTH_A_NAME: usize = 2;

/// Records of so many fields are not alike by chance. With 3 `crm.enum.settings.mode` gets the record of another thing,
/// 8 change nothing; without this, 10 records (the owner of a vote) stand twice.
const NO_CHANCE: usize = 5;

/// Stands before the names of what only REST 3.0 has.
const V3: &str = "v3";

/// Stands before the number of a record that is put aside; no name has it.
const MARK: char = '#';

/// Gives the repeated records of a module names.
pub(crate) fn repeated(module: &mut Module) {
    // Methods of one word have no Rust module that could hold records.
    if module.methods.is_empty() || module.methods.iter().any(|method| !method.name.contains('.')) {
        return;
    }
    let mut pool = Pool::default();
    for method in &mut module.methods {
        let mut place = Place::of(method);
        pool.put_aside_fields(&mut method.params, &mut place);
        place.answer = true;
        pool.put_aside(&mut method.answer.ty, &mut place);
    }
    for record in &mut module.records {
        let mut place = Place::of_record(&module.module, record);
        pool.put_aside_fields(&mut record.body.fields, &mut place);
    }

    let mut roots: Vec<usize> = Vec::new();
    for method in &module.methods {
        numbers_in_fields(&method.params, &mut roots);
        numbers(&method.answer.ty, &mut roots);
    }
    for record in &module.records {
        numbers_in_fields(&record.body.fields, &mut roots);
    }
    // What has a name already keeps it; a filter by the fields of an object is not the object.
    let mut known = vec![None; pool.bodies.len()];
    for record in module.records.iter().filter(|record| record.body.fields.len() >= NO_CHANCE) {
        if let Some(number) = pool.bodies.get_index_of(&record.body)
            && pool.places[number].iter().all(|place| place.answer)
        {
            known[number] = Some(record.name.clone());
        }
    }
    let repeated = pool.repeated(&roots, &known);
    let names = pool.names(module, &repeated, &known);

    for method in &mut module.methods {
        pool.put_back_fields(&mut method.params, &names);
        pool.put_back(&mut method.answer.ty, &names);
    }
    for record in &mut module.records {
        pool.put_back_fields(&mut record.body.fields, &names);
    }
    for (number, name) in names.iter().enumerate().filter(|(number, _)| known[*number].is_none()) {
        let Some(name) = name else { continue };
        let mut body = pool.bodies[number].clone();
        pool.put_back_fields(&mut body.fields, &names);
        let page = pool.places[number][0].page.clone();
        module.records.push(Record::new(&**name, page, body));
    }
    module.records.sort_by(|a, b| a.name.cmp(&b.name));
}

/// Where a record stands.
#[derive(Clone)]
struct Place {
    page: String,
    /// The method's name but its last word.
    family: Vec<String>,
    /// Its last word.
    verb: Option<String>,
    /// From the parameters or the answer down to the record.
    fields: Vec<String>,
    /// Whether it is answered.
    answer: bool,
    /// Whether the method is deprecated: a record that others have too is called after those.
    deprecated: bool,
}

impl Place {
    fn of(method: &Method) -> Self {
        let version = (method.rest == Rest::V3).then_some(V3);
        let mut family: Vec<String> =
            version.into_iter().chain(method.name.split('.')).map(snake).collect();
        let verb = family.pop();
        Self {
            page: method.page.clone(),
            family,
            verb,
            fields: Vec::new(),
            answer: false,
            deprecated: method.deprecated.is_some(),
        }
    }

    fn of_record(module: &str, record: &Record) -> Self {
        let page = record.page.clone();
        let fields = vec![snake(&record.name)];
        let family = vec![snake(module)];
        Self { page, family, verb: None, fields, answer: false, deprecated: false }
    }

    /// The names that a record in these places may have, best first.
    fn names(places: &[Self]) -> Vec<String> {
        let current = places.iter().find(|place| !place.deprecated);
        let Some(first) = current.or(places.first()) else { return Vec::new() };
        let verb = first.family.iter().chain(&first.verb);
        let answer = first.answer.then(|| "answer".to_owned());
        let short = joined(&common_family(places), &common_field(places));
        // The field itself, then with the ones around it, as far as it takes to be told apart.
        let around = (0..first.fields.len()).rev().map(|from| &first.fields[from..]);
        let in_family = around.map(|fields| joined(&first.family, fields));
        let own = in_family.chain([
            joined(&first.family, &first.fields),
            joined(verb.clone(), &first.fields),
            joined(verb.chain(&answer), &first.fields),
        ]);
        // A module's name alone would tell nothing of what several families share.
        let tells = short.contains('_') || places.iter().all(|place| place.family == [&*short]);
        tells.then_some(short).into_iter().chain(own).collect()
    }
}

/// The words that the families begin with, and those that they end with: `crm.deal.userfield` and
/// `crm.lead.userfield` are `crm`, `userfield`.
fn common_family(places: &[Place]) -> Vec<String> {
    let Some((first, others)) = places.split_first() else { return Vec::new() };
    let (mut head, mut tail) = (first.family.len(), first.family.len());
    for other in others {
        let same = |(a, b): &(&String, &String)| a == b;
        head = first.family.iter().zip(&other.family).take(head).take_while(same).count();
        let ends = first.family.iter().rev().zip(other.family.iter().rev());
        tail = ends.take(tail).take_while(same).count();
    }
    if head == 0 {
        // What both versions of REST share belongs to the module.
        return first.family.iter().filter(|word| *word != V3).take(1).cloned().collect();
    }
    let tail = tail.min(first.family.len() - head);
    [&first.family[..head], &first.family[first.family.len() - tail..]].concat()
}

/// The field that holds the record everywhere, or the method where it holds it in many fields.
fn common_field(places: &[Place]) -> Option<String> {
    let (first, others) = places.split_first()?;
    let last = first.fields.last();
    if others.iter().all(|place| same_field(place.fields.last(), last)) {
        return last.cloned();
    }
    if others.iter().all(|place| place.verb == first.verb) {
        return first.verb.as_deref().map(singular);
    }
    // The whole answer of one method and a field in that of another.
    places.iter().all(|place| !place.fields.is_empty()).then(|| last.cloned()).flatten()
}

fn same_field(a: Option<&String>, b: Option<&String>) -> bool {
    a.map(|a| singular(a)) == b.map(|b| singular(b))
}

/// `crm`, `deal`, `fields` as `crm_deal_fields`; `crm`, `item`, `items` as `crm_item`.
fn joined<'w>(
    words: impl IntoIterator<Item = &'w String>,
    fields: impl IntoIterator<Item = &'w String>,
) -> String {
    let mut name: Vec<&str> = words.into_iter().map(String::as_str).collect();
    for field in fields {
        if name.last().is_none_or(|last| singular(last) != singular(field)) {
            name.push(field);
        }
    }
    name.join("_")
}

fn singular(word: &str) -> String {
    match word.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

/// A name on the wire in the style of the names of records.
fn snake(name: &str) -> String {
    let ident = field_ident(&name.replace('*', "_")).unwrap_or_default();
    ident.strip_prefix("r#").unwrap_or(&ident).trim_matches('_').to_owned()
}

/// The distinct records of a module, each with a number. Those inside others have smaller numbers.
#[derive(Default)]
struct Pool {
    bodies: IndexSet<RecordBody>,
    /// Where each stands, in the order of the module.
    places: Vec<Vec<Place>>,
}

impl Pool {
    fn put_aside_fields(&mut self, fields: &mut [Field], place: &mut Place) {
        // Most fields hold no record, and no place is noted for them.
        for field in fields.iter_mut().filter(|field| holds_record(&field.ty)) {
            place.fields.push(snake(&field.name));
            self.put_aside(&mut field.ty, place);
            place.fields.pop();
        }
    }

    /// Replaces the records in a type by their numbers.
    fn put_aside(&mut self, ty: &mut Type, place: &mut Place) {
        match ty {
            Type::List(of) | Type::Map(of) => self.put_aside(of, place),
            Type::Union(members) => members.iter_mut().for_each(|m| self.put_aside(m, place)),
            Type::Record(body) => {
                self.put_aside_fields(&mut body.fields, place);
                let (number, new) = self.bodies.insert_full(std::mem::take(body));
                if new {
                    self.places.push(Vec::new());
                }
                self.places[number].push(place.clone());
                *ty = Type::Ref(format!("{MARK}{number}"));
            }
            _ => {}
        }
    }

    /// Which of them would be written more than once, or are `known` by a name. `roots` has a number for
    /// each reference from outside the pool.
    fn repeated(&self, roots: &[usize], known: &[Option<String>]) -> Vec<bool> {
        let mut written = vec![0usize; self.bodies.len()];
        roots.iter().for_each(|&number| written[number] += 1);
        let mut repeated = vec![false; self.bodies.len()];
        for number in (0..self.bodies.len()).rev() {
            let body = &self.bodies[number];
            let worth = body.fields.len() >= WORTH_A_NAME && has_distinct_setters(body);
            repeated[number] = known[number].is_some() || written[number] > 1 && worth;
            let times = match &known[number] {
                // It is written elsewhere.
                Some(_) => 0,
                None if repeated[number] => 1,
                None => written[number],
            };
            let mut inside = Vec::new();
            numbers_in_fields(&body.fields, &mut inside);
            inside.into_iter().for_each(|inner| written[inner] += times);
        }
        repeated
    }

    /// A name for each that is repeated. The one with the most places chooses first.
    fn names(
        &self,
        module: &Module,
        repeated: &[bool],
        known: &[Option<String>],
    ) -> Vec<Option<String>> {
        let mut names = known.to_vec();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for record in &module.records {
            self.idents(&record.name, &record.body, repeated, &mut taken);
        }
        for method in &module.methods {
            if let [_, verb] = method.name.split('.').collect::<Vec<_>>()[..] {
                taken.extend(type_ident(verb));
            }
        }
        let mut order: Vec<usize> =
            (0..self.bodies.len()).filter(|&n| repeated[n] && known[n].is_none()).collect();
        order.sort_by_key(|&number| std::cmp::Reverse(self.places[number].len()));
        for number in order {
            for name in Place::names(&self.places[number]) {
                let mut idents = BTreeSet::new();
                self.idents(&name, &self.bodies[number], repeated, &mut idents);
                if idents.is_disjoint(&taken) {
                    taken.append(&mut idents);
                    names[number] = Some(name);
                    break;
                }
            }
        }
        names
    }

    /// The Rust types of a record and of those that stand in place inside it.
    fn idents(&self, name: &str, body: &RecordBody, repeated: &[bool], out: &mut BTreeSet<String>) {
        let Ok(ident) = type_ident(name) else { return };
        for field in &body.fields {
            let mut inside = Vec::new();
            numbers(&field.ty, &mut inside);
            for number in inside.into_iter().filter(|&number| !repeated[number]) {
                if let Ok(inner) = record_ident(&ident, &field.name) {
                    self.idents(&inner, &self.bodies[number], repeated, out);
                }
            }
        }
        out.insert(ident);
    }

    fn put_back_fields(&self, fields: &mut [Field], names: &[Option<String>]) {
        fields.iter_mut().for_each(|field| self.put_back(&mut field.ty, names));
    }

    /// Replaces numbers by names, and by the record itself where it has none.
    fn put_back(&self, ty: &mut Type, names: &[Option<String>]) {
        match ty {
            Type::List(of) | Type::Map(of) => self.put_back(of, names),
            Type::Union(members) => {
                members.iter_mut().for_each(|member| self.put_back(member, names));
                members.sort();
            }
            Type::Ref(to) => {
                let Some(number) = marked(to) else { return };
                *ty = match &names[number] {
                    Some(name) => Type::Ref(name.clone()),
                    None => {
                        let mut body = self.bodies[number].clone();
                        self.put_back_fields(&mut body.fields, names);
                        Type::Record(body)
                    }
                };
            }
            _ => {}
        }
    }
}

fn holds_record(ty: &Type) -> bool {
    match ty {
        Type::List(of) | Type::Map(of) => holds_record(of),
        Type::Union(members) => members.iter().any(holds_record),
        ty => matches!(ty, Type::Record(_)),
    }
}

fn marked(name: &str) -> Option<usize> {
    name.strip_prefix(MARK)?.parse().ok()
}

/// The numbers that stand in a type.
fn numbers(ty: &Type, out: &mut Vec<usize>) {
    match ty {
        Type::List(of) | Type::Map(of) => numbers(of, out),
        Type::Union(members) => members.iter().for_each(|member| numbers(member, out)),
        Type::Ref(name) => out.extend(marked(name)),
        _ => {}
    }
}

fn numbers_in_fields(fields: &[Field], out: &mut Vec<usize>) {
    fields.iter().for_each(|field| numbers(&field.ty, out));
}

/// A named record has setters, which answers have not: two fields that Rust would spell alike keep
/// it where it is.
fn has_distinct_setters(body: &RecordBody) -> bool {
    let mut setters = BTreeSet::new();
    body.fields
        .iter()
        .filter(|field| !field.is_wildcard())
        .all(|field| field_ident(&field.name).is_ok_and(|setter| setters.insert(setter)))
}
