//! Which of a module's named records are built by whoever calls its methods, and which come in
//! answers.

use std::collections::{BTreeMap, BTreeSet};

use b24_schema::{Module, Record, Type};

/// The records that parameters hold, directly or in one another, in the order of the module. Those
/// that only answers hold need no setters.
pub(crate) fn taken(module: &Module) -> Vec<&Record> {
    reached(module, module.methods.iter().flat_map(|m| &m.params).map(|param| &param.ty))
}

/// The records that answers hold, likewise.
pub(crate) fn given(module: &Module) -> Vec<&Record> {
    reached(module, module.methods.iter().map(|method| &method.answer.ty))
}

fn reached<'m>(module: &'m Module, from: impl Iterator<Item = &'m Type>) -> Vec<&'m Record> {
    let records: BTreeMap<&str, &Record> =
        module.records.iter().map(|record| (record.name.as_str(), record)).collect();
    let mut found = BTreeSet::new();
    let mut next: Vec<&Type> = from.collect();
    while let Some(ty) = next.pop() {
        for name in ty.refs() {
            if let Some(record) = records.get(name)
                && found.insert(name)
            {
                next.extend(record.types());
            }
        }
    }
    module.records.iter().filter(|record| found.contains(&*record.name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_that_only_answers_hold_are_not_taken() {
        let text = r#"{
            "schema": 1, "module": "crm",
            "methods": [{
                "name": "crm.deal.add", "rest": 2, "page": "x.md", "title": {}, "scopes": [],
                "who": "any",
                "params": [{ "name": "fields", "type": { "ref": "crm_deal_fields" }, "required": true }],
                "answer": { "type": { "ref": "crm_deal" } }
            }],
            "records": [
                { "name": "crm_deal", "page": "x.md", "fields": [] },
                { "name": "crm_deal_fields", "page": "x.md", "fields": [
                    { "name": "PHONE", "type": { "list": { "ref": "crm_phone" } }, "required": false }
                ] },
                { "name": "crm_phone", "page": "x.md", "fields": [] }
            ]
        }"#;
        let module: Module = text.parse().unwrap();
        let names: Vec<_> = taken(&module).iter().map(|record| &*record.name).collect();
        assert_eq!(names, ["crm_deal_fields", "crm_phone"]);
        let names: Vec<_> = given(&module).iter().map(|record| &*record.name).collect();
        assert_eq!(names, ["crm_deal"]);
    }
}
