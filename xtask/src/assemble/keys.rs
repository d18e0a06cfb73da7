//! Keys that are no fields of their own: data, and further spellings.
//!
//! | rule | reason | example |
//! |---|---|---|
//! | `key-is-data`: a key that no name in Rust can be made of is no field; an object of nothing else is a map, any other is open | such keys are ids and selectors, which differ from portal to portal | `.landing-block-node-small-title@0` of `landing.block.updatenodes` |
//! | `quarantined`: the same, where a table has the key | a documented field is lost, which somebody should see | `$lid` of `landing.landing.copy` in January 2025 |
//! | `spelled-twice`: two keys that differ in nothing but case and separators are one field, written as the table has it and read in either spelling | pages mix the spellings of two generations of the API | `TYPE_ID` and `typeId` of `crm.item.add` |

use b24_schema::{Field, Method, Record, RecordBody, Schema, Type, field_ident, record_ident};
use rayon::prelude::*;

use super::path::Path;
use super::report::Choice;
use super::told::Told;
use super::{choose, join};

/// The code of what is left out though a page documents it.
pub(crate) const QUARANTINED: &str = "quarantined";

/// Settles the keys of every parameter, answer and record.
pub(super) fn settle(schema: &mut Schema, told: &Told<'_>, choices: &mut Vec<Choice>) {
    for module in schema.modules.values_mut() {
        choices.par_extend(module.methods.par_iter_mut().flat_map_iter(|m| method(m, told)));
        choices.par_extend(module.records.par_iter_mut().flat_map_iter(|r| record(r, told)));
    }
}

fn method(method: &mut Method, told: &Told<'_>) -> Vec<Choice> {
    let mut keys = Keys { told, page: &method.page, choices: Vec::new() };
    let renamed = keys.fields(&mut method.params, &mut method.open, Path::new("params"));
    keys.inside(&mut method.answer.ty, Path::new("answer"));
    let choices = keys.choices;
    let sets = method.alternatives.iter_mut().flatten();
    for name in sets.chain(method.scope_from.iter_mut().map(|from| &mut from.param)) {
        if let Some((_, to)) = renamed.iter().find(|(from, _)| from == name) {
            name.clone_from(to);
        }
    }
    choices
}

fn record(record: &mut Record, told: &Told<'_>) -> Vec<Choice> {
    let mut keys = Keys { told, page: &record.page, choices: Vec::new() };
    let RecordBody { fields, open } = &mut record.body;
    keys.fields(fields, open, Path::new(&record.name));
    keys.choices
}

/// The keys of one method or record.
struct Keys<'a, 'p> {
    told: &'a Told<'p>,
    page: &'a str,
    choices: Vec<Choice>,
}

impl Keys<'_, '_> {
    /// Settles the fields of an object, and those inside of them. Gives the spellings that are no fields any more,
    /// each with the one that is.
    fn fields(
        &mut self,
        fields: &mut Vec<Field>,
        open: &mut bool,
        at: Path<'_>,
    ) -> Vec<(String, String)> {
        for field in fields.iter_mut() {
            self.inside(&mut field.ty, at.at(&field.name));
        }
        let named: Vec<Option<String>> = fields.iter().map(ident).collect();
        let is_settled = |(i, name): (usize, &Option<String>)| match name.as_deref() {
            None => false,
            Some("") => true,
            Some(_) => !named[..i].contains(name),
        };
        if named.iter().enumerate().all(is_settled) {
            return Vec::new();
        }
        let mut renamed = Vec::new();
        let mut kept: Vec<(String, Field)> = Vec::with_capacity(fields.len());
        for (name, field) in named.into_iter().zip(fields.drain(..)) {
            let Some(name) = name else {
                self.data(&field, at);
                *open = true;
                continue;
            };
            let same = |known: &&mut (String, Field)| {
                !name.is_empty()
                    && known.0 == name
                    && letters(&known.1.name) == letters(&field.name)
            };
            match kept.iter_mut().find(same) {
                Some((_, known)) => {
                    renamed.push(self.fold(known, field, at));
                }
                None => kept.push((name, field)),
            }
        }
        *fields = kept.into_iter().map(|(_, field)| field).collect();
        renamed
    }

    fn inside(&mut self, ty: &mut Type, at: Path<'_>) {
        let Type::Record(RecordBody { fields, open }) = ty else {
            ty.parts_mut().for_each(|part| self.inside(part, at));
            if let Type::Union(members) = ty
                && !members.is_sorted()
            {
                *ty = join::all(std::mem::take(members));
                join::settled(ty);
            }
            return;
        };
        if fields.is_empty() || fields.iter().any(|field| ident(field).is_some()) {
            self.fields(fields, open, at);
            return;
        }
        let mut values = Vec::new();
        for mut field in fields.drain(..) {
            self.data(&field, at);
            self.inside(&mut field.ty, at);
            values.push(field.ty);
        }
        *ty = Type::Map(Box::new(join::all(values)));
    }

    /// Reports a key that is data.
    fn data(&mut self, field: &Field, at: Path<'_>) {
        let name = &field.name;
        let documented = self.told.in_table(self.page, name);
        let code = if documented { QUARANTINED } else { "key-is-data" };
        let message = match field_ident(name) {
            Err(error) => error.to_string(),
            Ok(_) => format!("`{name}` cannot be a Rust name"),
        };
        choose(&mut self.choices, self.page, at.at(name).to_string(), code, message);
    }

    /// Makes a field and another spelling of it one.
    fn fold(&mut self, known: &mut Field, mut other: Field, at: Path<'_>) -> (String, String) {
        let [first, second] =
            [&*known, &other].map(|field| self.told.in_table(self.page, &field.name));
        if second && !first {
            std::mem::swap(known, &mut other);
        }
        let required = known.required;
        // By now what nobody told is anything too: the spelling that tells more counts.
        if known.ty == Type::Any {
            known.ty.clone_from(&other.ty);
        } else if other.ty == Type::Any {
            other.ty.clone_from(&known.ty);
        }
        join::fields(known, other.clone());
        // Examples say nothing of what is required.
        if first != second {
            known.required = required;
        }
        let message = format!("the same as `{}`", known.name);
        let place = at.at(&other.name).to_string();
        choose(&mut self.choices, self.page, place, "spelled-twice", message);
        for spelling in [&other.name].into_iter().chain(&other.also) {
            if !known.is_spelled(spelling) {
                known.also.push(spelling.clone());
            }
        }
        (other.name, known.name.clone())
    }
}

/// What a field is called in Rust: nothing where it stands for a family, none where it can have no name.
fn ident(field: &Field) -> Option<String> {
    if field.is_wildcard() {
        return record_ident("", &field.name).ok().map(|_| String::new());
    }
    field_ident(&field.name).ok()
}

/// A key without what spellings differ in.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use b24_schema::{Module, Rest};

    fn settled(params: Vec<Field>, answer: Type) -> (Method, Vec<Choice>) {
        let mut method = Method::new("demo.get", Rest::V2, "x.md");
        method.params = params;
        method.answer.ty = answer;
        method.alternatives = vec![vec!["typeId".to_owned()], vec!["ID".to_owned()]];
        let mut schema =
            Schema::from_iter([Module { methods: vec![method], ..Module::new("demo") }]);
        let mut choices = Vec::new();
        settle(&mut schema, &Told::new(&[]), &mut choices);
        let module = schema.modules.remove("demo");
        (module.unwrap().methods.remove(0), choices)
    }

    fn record(fields: Vec<Field>) -> Type {
        Type::Record(RecordBody { fields, open: false })
    }

    #[test]
    fn two_spellings_are_one_field() {
        let required = Field { required: true, ..Field::new("TYPE_ID", Type::Integer) };
        let params = vec![
            required,
            Field::new("ID", Type::Integer),
            Field::new("typeId", Type::String),
            Field::new("typeID", Type::Integer),
        ];
        let (method, choices) = settled(params, Type::Any);
        let [type_id, id] = &method.params[..] else { panic!("{:?}", method.params) };
        assert_eq!((&*type_id.name, &*id.name), ("TYPE_ID", "ID"));
        assert_eq!(type_id.also, ["typeId", "typeID"]);
        assert_eq!(type_id.ty, Type::Union(vec![Type::Integer, Type::String]));
        assert_eq!(method.alternatives[0], ["TYPE_ID"]);
        let places: Vec<_> = choices.iter().map(|c| (c.code, &*c.at)).collect();
        assert_eq!(
            places,
            [("spelled-twice", "params.typeId"), ("spelled-twice", "params.typeID")]
        );
        // In answers too, at any depth.
        let rows = record(vec![Field::new("ID", Type::Integer), Field::new("id", Type::Integer)]);
        let (method, _) = settled(Vec::new(), Type::List(Box::new(rows)));
        let body = method.answer.ty.records().next().unwrap();
        assert_eq!((body.fields.len(), &*body.fields[0].also), (1, &["id".to_owned()][..]));
    }

    #[test]
    fn keys_that_are_data_are_no_fields() {
        let data = |name: &str| Field::new(name, Type::String);
        let nodes = record(vec![data(".block@0"), data(".block@1")]);
        let mixed = record(vec![data("$lid"), data("lid"), data("имя")]);
        let params = vec![Field::new("nodes", nodes), Field::new("mixed", mixed), data("$id")];
        let (method, choices) = settled(params, Type::Any);
        let [nodes, mixed] = &method.params[..] else { panic!("{:?}", method.params) };
        assert_eq!(nodes.ty, Type::Map(Box::new(Type::String)));
        let Type::Record(body) = &mixed.ty else { panic!("{:?}", mixed.ty) };
        assert!(body.open && body.fields.len() == 1 && method.open);
        assert_eq!(choices.len(), 5);
        assert!(choices.iter().all(|choice| choice.code == "key-is-data"));
    }

    #[test]
    fn names_that_are_one_in_rust_only_are_no_spellings() {
        let params = vec![Field::new(">ID", Type::Integer), Field::new("GT_ID", Type::Integer)];
        assert_eq!(settled(params, Type::Any).0.params.len(), 2);
    }
}
