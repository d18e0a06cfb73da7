//! The names by which methods and fields point to methods, held against the methods that there are.

use std::collections::{BTreeMap, HashMap};

use b24_schema::{Field, Method, Module, Record, Rest, refer_to};
use rayon::prelude::*;

use super::choose;
use super::report::Choice;

/// The methods by name, whatever its case, as pages spell them in links.
struct Known(HashMap<String, [Option<String>; 2]>);

/// Spells every reference as the method is called, with the REST version it is meant in; what leads
/// nowhere is noted and left out.
pub(super) fn settle(modules: &mut BTreeMap<String, Module>, choices: &mut Vec<Choice>) {
    let mut known = HashMap::new();
    for method in modules.values().flat_map(|module| &module.methods) {
        let versions: &mut [Option<String>; 2] =
            known.entry(method.name.to_lowercase()).or_default();
        versions[version(method.rest)] = Some(refer_to(method.rest, &method.name));
    }
    let known = Known(known);
    let of_method = |method: &mut Method| {
        let Method { page, name, rest, .. } = method;
        let own = refer_to(*rest, name);
        let page = page.clone();
        let mut links = Links { known: &known, page: &page, choices: Vec::new() };
        links.settle(&mut method.related, *rest);
        method.related.retain(|other| *other != own);
        if let Some(gone) = &mut method.deprecated {
            links.settle(&mut gone.replacement, *rest);
        }
        for field in &mut method.params {
            links.field(field);
        }
        for ty in method.types_mut() {
            ty.each_field_mut(&mut |field| links.field(field));
        }
        links.choices
    };
    let of_record = |record: &mut Record| {
        let page = record.page.clone();
        let mut links = Links { known: &known, page: &page, choices: Vec::new() };
        record.each_field_mut(&mut |field| links.field(field));
        links.choices
    };
    for module in modules.values_mut() {
        choices.par_extend(module.methods.par_iter_mut().flat_map_iter(of_method));
        choices.par_extend(module.records.par_iter_mut().flat_map_iter(of_record));
    }
}

/// The references of one method or record.
struct Links<'a> {
    known: &'a Known,
    page: &'a str,
    choices: Vec<Choice>,
}

impl Links<'_> {
    /// `rest` is the version that is meant where there are both.
    fn settle(&mut self, names: &mut Vec<String>, rest: Rest) {
        let mut settled: Vec<String> = Vec::with_capacity(names.len());
        for name in names.drain(..) {
            let Some(versions) = self.known.0.get(&name.to_lowercase()) else {
                let message = format!("`{name}` is no documented method");
                choose(&mut self.choices, self.page, name, "unknown-method", message);
                continue;
            };
            let wanted = version(rest);
            let found = versions[wanted].as_ref().or(versions[1 - wanted].as_ref());
            settled.extend(found.filter(|to| !settled.contains(to)).cloned());
        }
        *names = settled;
    }

    /// Fields may be those of a record that methods of both versions share.
    fn field(&mut self, field: &mut Field) {
        self.settle(&mut field.see, Rest::V2);
    }
}

fn version(rest: Rest) -> usize {
    usize::from(rest == Rest::V3)
}

#[cfg(test)]
mod tests {
    use b24_schema::{Deprecation, Type};

    use super::*;

    #[test]
    fn references_are_spelled_as_methods_are_called() {
        let names = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let mut get = Method::new("demo.item.get", Rest::V2, "get.md");
        get.related = names(&["demo.ITEM.list", "demo.item.get", "demo.item.tail", "demo.gone"]);
        get.deprecated = Some(Deprecation { replacement: names(&["Demo.item.tail"]) });
        let mut tail = Method::new("demo.item.tail", Rest::V3, "tail.md");
        tail.related = names(&["demo.item.list", "demo.item.List"]);
        let mut id = Field::new("ID", Type::List(Box::new(Type::Integer)));
        id.see = names(&["demo.item.list"]);
        tail.params = vec![id];
        let both = [Rest::V2, Rest::V3].map(|rest| Method::new("demo.item.list", rest, "list.md"));

        let methods = [get, tail].into_iter().chain(both).collect();
        let mut modules =
            BTreeMap::from([("demo".to_owned(), Module { methods, ..Module::new("demo") })]);
        let mut choices = Vec::new();
        settle(&mut modules, &mut choices);

        let methods = &modules["demo"].methods;
        assert_eq!(methods[0].related, ["demo.item.list", "v3:demo.item.tail"]);
        let gone = methods[0].deprecated.as_ref().unwrap();
        assert_eq!(gone.replacement, ["v3:demo.item.tail"]);
        assert_eq!(methods[1].related, ["v3:demo.item.list"]);
        assert_eq!(methods[1].params[0].see, ["demo.item.list"]);
        let [unknown] = choices.as_slice() else { panic!("{choices:?}") };
        assert_eq!((&*unknown.page, &*unknown.at), ("get.md", "demo.gone"));
    }
}
