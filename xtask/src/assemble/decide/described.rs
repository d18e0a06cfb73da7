//! Answers that describe the fields of an object: a map of what is known of each.
//!
//! What is known of a field is the record that the page names, or one that all methods share which name none:
//! `crm.deal.fields` leads to `crm_rest_field_description`, `task.item.getmanifest` to nothing.

use b24_schema::{Field, Record, RecordBody, Type};
use serde_json::Value;

use super::Path;
use super::shape::describes_fields;
use super::shown::Widen;
use crate::examples::describes_a_field;

/// The shared record that describes a field of an object.
pub(crate) const DESCRIPTION: &str = "field_description";

impl<'e> Widen<'e, '_, '_> {
    /// The map that objects are which describe fields, all of them; or the record around it.
    pub(super) fn described(
        &mut self,
        documented: &Type,
        values: &[&'e Value],
        at: Path<'_>,
    ) -> Option<Type> {
        if self.is_request() || values.is_empty() {
            return None;
        }
        let own = self.description_in(documented);
        if values.iter().all(|value| describes_fields(value)) {
            let each = values.iter().filter_map(|v| v.as_object()).flat_map(|map| map.values());
            let name = own.unwrap_or_else(|| self.shared_description());
            self.seen.entry(name.clone()).or_default().extend(each);
            return Some(map_of(name));
        }
        // The table speaks of the fields, the example shows them under a name: `{"fields": {"ID": {"type": …}}}`.
        let own = own?;
        let (key, _) = values.first()?.as_object()?.iter().next()?;
        let inner = |value: &&'e Value| {
            value.as_object().filter(|map| map.len() == 1).and_then(|map| map.get(key))
        };
        let inner: Vec<&'e Value> = values.iter().map(inner).collect::<Option<_>>()?;
        let described = self.described(&map_of(own), &inner, at.at(key))?;
        let fields = vec![Field::new(key, described)];
        Some(Type::Record(RecordBody { fields, open: false }))
    }

    /// A description each of the fields of an object.
    pub(crate) fn descriptions(&mut self) -> Type {
        map_of(self.shared_description())
    }

    fn shared_description(&mut self) -> String {
        let page = self.decide.page;
        if !self.records().contains_key(DESCRIPTION) {
            self.made.entry(DESCRIPTION.to_owned()).or_insert_with(|| {
                let body = RecordBody { fields: Vec::new(), open: true };
                Record::new(DESCRIPTION, page, body)
            });
        }
        DESCRIPTION.to_owned()
    }

    /// The record that tells what is known of a field, where a type is one, or a list or map of them.
    fn description_in(&self, ty: &Type) -> Option<String> {
        let name = match ty {
            Type::Ref(name) => name,
            Type::List(item) | Type::Map(item) => return self.description_in(item),
            _ => return None,
        };
        let body = &self.records().get(name)?.body;
        let has = |name: &str| body.fields.iter().any(|field| field.name == name);
        describes_a_field(has).then(|| name.clone())
    }
}

fn map_of(name: String) -> Type {
    Type::Map(Box::new(Type::Ref(name)))
}
