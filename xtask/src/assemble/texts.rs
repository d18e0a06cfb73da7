//! Texts of records that move.

use std::collections::{BTreeMap, BTreeSet};

use b24_schema::{Language, Module, Prose, RecordBody, Text, Texts, Type};

type Fields = BTreeMap<String, Texts>;

/// Carries out a change that gathers equal records into shared ones. Records are equal whatever is said of them: so
/// what stays in its place keeps its own texts, and a shared one has those that most of its places agree on.
pub(crate) fn keep(module: &mut Module, change: impl FnOnce(&mut Module)) {
    // The language is that of all of them; it does not matter here.
    let mut prose = Prose::take(module, Language::En);
    let before: BTreeSet<String> = module.records.iter().map(|r| r.name.clone()).collect();
    change(module);
    if prose.is_empty() {
        return;
    }
    let new: BTreeMap<&str, &RecordBody> = module
        .records
        .iter()
        .filter(|record| !before.contains(&record.name))
        .map(|record| (record.name.as_str(), &record.body))
        .collect();
    let mut said = Said { new, places: BTreeMap::new() };
    for method in &module.methods {
        let methods = match method.rest {
            b24_schema::Rest::V2 => &prose.methods,
            b24_schema::Rest::V3 => &prose.v3,
        };
        if let Some(texts) = methods.get(&method.name) {
            said.fields(&method.params, &texts.params);
            said.ty(&method.answer.ty, &texts.answer.fields);
        }
    }
    for record in &module.records {
        if let Some(texts) = prose.records.get(&record.name) {
            said.fields(&record.body.fields, &texts.fields);
        }
    }
    let shared: Vec<(String, Texts)> = said
        .places
        .into_iter()
        .map(|(name, places)| {
            let fields = agreed(&places);
            (name.to_owned(), Texts { text: Text::default(), fields })
        })
        .collect();
    prose.records.extend(shared);
    prose.apply(module);
    module.language = None;
}

/// What is said of shared records, in each of their places.
struct Said<'m, 't> {
    new: BTreeMap<&'m str, &'m RecordBody>,
    places: BTreeMap<&'m str, Vec<&'t Fields>>,
}

impl<'m, 't> Said<'m, 't> {
    fn fields(&mut self, fields: &'m [b24_schema::Field], texts: &'t Fields) {
        for field in fields {
            if let Some(texts) = texts.get(&field.name) {
                self.ty(&field.ty, &texts.fields);
            }
        }
    }

    fn ty(&mut self, ty: &'m Type, texts: &'t Fields) {
        if texts.is_empty() {
            return;
        }
        match ty {
            Type::List(of) | Type::Map(of) => self.ty(of, texts),
            Type::Union(members) => members.iter().for_each(|member| self.ty(member, texts)),
            Type::Record(body) => self.fields(&body.fields, texts),
            Type::Ref(name) => {
                if let Some((name, body)) = self.new.get_key_value(name.as_str()) {
                    let (name, body) = (*name, *body);
                    self.places.entry(name).or_default().push(texts);
                    self.fields(&body.fields, texts);
                }
            }
            _ => {}
        }
    }
}

/// Of each field, the text that stands in most places, of several such the first.
fn agreed(places: &[&Fields]) -> Fields {
    let names: BTreeSet<&String> = places.iter().flat_map(|place| place.keys()).collect();
    let of = |name: &String| {
        let of: Vec<&Texts> = places.iter().filter_map(|place| place.get(name)).collect();
        let mut votes: Vec<(&Text, usize)> = Vec::new();
        for text in of.iter().map(|texts| &texts.text).filter(|text| !text.is_empty()) {
            match votes.iter_mut().find(|(known, _)| known.as_str() == text.as_str()) {
                Some((_, votes)) => *votes += 1,
                None => votes.push((text, 1)),
            }
        }
        let best = votes.iter().rev().max_by_key(|(_, votes)| *votes);
        let fields: Vec<&Fields> = of.iter().map(|texts| &texts.fields).collect();
        Texts {
            text: best.map(|(text, _)| (*text).clone()).unwrap_or_default(),
            fields: agreed(&fields),
        }
    };
    names.into_iter().map(|name| (name.clone(), of(name))).collect()
}
