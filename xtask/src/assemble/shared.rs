//! Where shared records go: to the module that uses them, or to `shared` where several do.

use std::collections::{BTreeMap, BTreeSet};

use b24_schema::{Module, Record, Type};

/// Puts every record that a method reaches into its module; the rest is dropped.
pub(crate) fn place(
    records: BTreeMap<String, Record>,
    modules: &mut BTreeMap<String, Module>,
    common: &mut Module,
) {
    let mut users: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for module in modules.values() {
        let mut reached = BTreeSet::new();
        for method in &module.methods {
            method.types().for_each(|ty| reach(ty, &records, &mut reached));
        }
        for name in reached {
            users.entry(name).or_default().insert(module.module.clone());
        }
    }
    // A record that a shared one refers to is shared as well: it is reached by the same modules.
    for (name, mut record) in records {
        let Some(used_by) = users.get(&name) else { continue };
        let mut used_by = used_by.iter();
        match (used_by.next(), used_by.next()) {
            (Some(only), None) => {
                if let Some(module) = modules.get_mut(only) {
                    module.records.push(record);
                }
            }
            _ => {
                record.modules = users[&name].iter().cloned().collect();
                common.records.push(record);
            }
        }
    }
}

/// Adds the records that a type leads to, and those that these lead to.
fn reach(ty: &Type, records: &BTreeMap<String, Record>, reached: &mut BTreeSet<String>) {
    for name in ty.refs() {
        if reached.insert(name.to_owned())
            && let Some(record) = records.get(name)
        {
            record.body.fields.iter().for_each(|field| reach(&field.ty, records, reached));
        }
    }
}
