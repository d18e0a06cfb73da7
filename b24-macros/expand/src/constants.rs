//! Allowed values as constants of the type whose fields take or hold them, and sets of constants as modules.
//!
//! Constants, not enumerations: a server newer than the documentation knows more values, and a setter
//! takes them as well.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use b24_schema::{
    AllowedValue, ConstantSet, Field, Module, NameError, Type, module_ident, scope_const,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::doc;
use crate::names::ident;

/// Values of fewer fields have the fields' names: a name alone says too little of two.
const SHARED: usize = 3;
/// Longer names are sentences.
const NAME_CHARS: usize = 60;

/// A constant of a type.
pub(crate) struct Constant<'f> {
    name: String,
    value: &'f str,
    kind: Kind,
    /// What it stands for, where all fields say the same.
    pub(crate) label: Option<&'f str>,
    /// The fields whose value it is.
    pub(crate) fields: Vec<&'f str>,
}

/// What a constant is in Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Text,
    Integer,
}

/// The constants of a type with these fields.
pub(crate) struct Owner<'f> {
    constants: BTreeMap<String, Constant<'f>>,
}

impl<'f> Owner<'f> {
    /// Values that many fields share are constants by the value's name alone (`ASC`); others have
    /// the field's name before them (`TYPE_ID_SALE`). Of two that would have one name, neither is.
    pub(crate) fn of(fields: &'f [Field]) -> Self {
        let mut groups: BTreeMap<(Kind, Vec<&str>), Vec<&Field>> = BTreeMap::new();
        for field in fields.iter().filter(|f| !f.is_wildcard()) {
            let values: Vec<&str> = field.values.iter().map(|v| &*v.value).collect();
            // These are booleans, whatever they are called.
            if let Some(kind) = kind(&field.ty)
                && values.iter().any(|value| !matches!(*value, "Y" | "N"))
            {
                groups.entry((kind, values)).or_default().push(field);
            }
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by_key(|(_, fields)| Reverse(fields.len()));
        let mut owner = Self { constants: BTreeMap::new() };
        for ((kind, values), fields) in groups {
            if !(fields.len() >= SHARED && owner.share(kind, values.len(), &fields)) {
                fields.into_iter().for_each(|field| owner.add(kind, field));
            }
        }
        owner.constants.retain(|_, constant| !constant.fields.is_empty());
        owner
    }

    /// Constants without a field's name, if all of them can have one.
    fn share(&mut self, kind: Kind, values: usize, fields: &[&'f Field]) -> bool {
        let mut shared = BTreeMap::new();
        for (i, value) in fields[0].values.iter().enumerate() {
            let label = value.label.as_deref();
            let label = label.filter(|_| fields.iter().all(|f| f.values[i].label == value.label));
            let fields = fields.iter().map(|f| &*f.name).collect();
            let Some(name) = name(value, kind).filter(|name| is_free_standing(name)) else {
                return false;
            };
            let constant =
                Constant { name: name.clone(), value: &value.value, kind, label, fields };
            shared.insert(name, constant);
        }
        let fits = shared.len() == values && !shared.keys().any(|n| self.constants.contains_key(n));
        if fits {
            self.constants.append(&mut shared);
        }
        fits
    }

    fn add(&mut self, kind: Kind, field: &'f Field) {
        let Ok(prefix) = scope_const(&field.name) else { return };
        for value in &field.values {
            let Some(name) = name(value, kind) else { continue };
            let name = format!("{prefix}_{}", name.trim_start_matches('_'));
            if name.len() > NAME_CHARS {
                continue;
            }
            let label = value.label.as_deref();
            let (value, fields) = (&*value.value, vec![&*field.name]);
            let constant = Constant { name: name.clone(), value, kind, label, fields };
            match self.constants.entry(name) {
                Entry::Vacant(new) => {
                    new.insert(constant);
                }
                // Emptied, so that a third one finds the name taken.
                Entry::Occupied(mut other) => {
                    other.get_mut().fields.clear();
                }
            }
        }
    }

    /// The constant of a value of a field.
    pub(crate) fn constant(&self, field: &Field, value: &AllowedValue) -> Option<&str> {
        let mut all = self.constants.values();
        let same = |c: &&Constant<'_>| c.value == value.value && c.fields.contains(&&*field.name);
        all.find(same).map(|constant| &*constant.name)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.constants.is_empty()
    }

    /// The constants as items of an `impl`.
    pub(crate) fn items(&self) -> TokenStream {
        // Constants of types have to say the lifetime.
        let text = quote!(&'static str);
        let constants = self.constants.values().map(|constant| {
            let Constant { name, value, kind, .. } = constant;
            item(&doc::constant(constant), name, *kind, value, &text)
        });
        constants.collect()
    }
}

/// A set of constants as a module.
pub(crate) fn set(set: &ConstantSet, module: &Module) -> Result<TokenStream, NameError> {
    let kind = if set.numbers { Kind::Integer } else { Kind::Text };
    let text = quote!(&str);
    let constants = set.constants.iter().map(|constant| {
        let docs = doc::named_constant(constant, set, module);
        Ok(item(&docs, &scope_const(&constant.name)?, kind, &constant.value, &text))
    });
    let constants = constants.collect::<Result<TokenStream, NameError>>()?;
    let (docs, name) = (doc::constant_set(set), ident(&module_ident(&set.name)?));
    Ok(quote! {
        #[doc = #docs]
        pub mod #name { #constants }
    })
}

/// A constant; `text` is how the type of a text is written where it stands.
fn item(docs: &str, name: &str, kind: Kind, value: &str, text: &TokenStream) -> TokenStream {
    let name = ident(name);
    // That it is a whole number was seen before.
    let number = if kind == Kind::Integer { value.parse().ok() } else { None };
    match number.map(Literal::i64_unsuffixed) {
        Some(number) => quote! {
            #[doc = #docs]
            pub const #name: i64 = #number;
        },
        None => quote! {
            #[doc = #docs]
            pub const #name: #text = #value;
        },
    }
}

/// The kind of what a field holds, where it is text or whole numbers.
fn kind(ty: &Type) -> Option<Kind> {
    let held = ty.walk_into(|ty| !matches!(ty, Type::Record(_)));
    let kinds = held.filter_map(|ty| match ty {
        Type::String => Some(Kind::Text),
        Type::Integer => Some(Kind::Integer),
        _ => None,
    });
    kinds.min()
}

/// The name of a value: what a number stands for, or the text itself.
fn name(value: &AllowedValue, kind: Kind) -> Option<String> {
    let number = value.value.parse::<i64>().is_ok();
    let named = match (&value.label, kind) {
        (Some(label), _) if number => label,
        (None, Kind::Integer) => return None,
        (_, Kind::Integer) if !number => return None,
        _ => &value.value,
    };
    let plain = named.starts_with(|c: char| c.is_ascii_alphanumeric())
        && named.bytes().all(|b| b.is_ascii_alphanumeric() || b" _.-/:".contains(&b));
    plain.then(|| scope_const(named).ok()).flatten().filter(|name| name.len() <= NAME_CHARS)
}

/// Whether a name can stand without that of a field: calls have constants of their own.
fn is_free_standing(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && !matches!(name, "METHOD" | "FACTS" | "LIST")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, ty: Type, values: &[(&str, &str)]) -> Field {
        let label = |label: &str| (!label.is_empty()).then(|| label.to_owned());
        let values = values
            .iter()
            .map(|(value, text)| AllowedValue { value: (*value).to_owned(), label: label(text) })
            .collect();
        Field { values, ..Field::new(name, ty) }
    }

    fn names(fields: &[Field]) -> Vec<String> {
        Owner::of(fields).constants.into_keys().collect()
    }

    #[test]
    fn a_field_gives_its_name_to_its_values() {
        let fields = [
            field("TYPE_ID", Type::String, &[("SALE", ""), ("light-blue", ""), ("1C", "")]),
            field("entityTypeId", Type::Integer, &[("2", "Deal"), ("3", "контакт"), ("4", "")]),
        ];
        let expected = ["ENTITY_TYPE_ID_DEAL", "TYPE_ID_1C", "TYPE_ID_LIGHT_BLUE", "TYPE_ID_SALE"];
        assert_eq!(names(&fields), expected);
        let owner = Owner::of(&fields);
        let value = &fields[1].values[0];
        assert_eq!(owner.constant(&fields[1], value), Some("ENTITY_TYPE_ID_DEAL"));
        assert_eq!(owner.constant(&fields[0], value), None);
        let out = owner.items().to_string();
        assert!(out.contains("pub const ENTITY_TYPE_ID_DEAL : i64 = 2 ;"), "{out}");
        assert!(out.contains("pub const TYPE_ID_1C : & 'static str = \"1C\" ;"), "{out}");
    }

    #[test]
    fn values_that_several_fields_share_stand_alone() {
        let order = |name| field(name, Type::String, &[("asc", "up"), ("desc", "down")]);
        let other = field("way", Type::String, &[("ASC", ""), ("DESC", "")]);
        let upper = |name| Field { name: String::from(name), ..other.clone() };
        assert_eq!(names(&[order("id"), order("title"), order("name")]), ["ASC", "DESC"]);
        assert_eq!(names(&[order("id"), order("no")]), ["ID_ASC", "ID_DESC", "NO_ASC", "NO_DESC"]);
        // The names are taken, so these have their fields' names.
        let all = [
            order("id"),
            order("title"),
            order("name"),
            order("sum"),
            upper("path"),
            upper("to"),
            upper("way"),
        ];
        let expected =
            ["ASC", "DESC", "PATH_ASC", "PATH_DESC", "TO_ASC", "TO_DESC", "WAY_ASC", "WAY_DESC"];
        assert_eq!(names(&all), expected);
    }

    #[test]
    fn what_is_no_name_is_no_constant() {
        let odd = [("'TYPE': 'A'", ""), (">= 1", ""), ("да", ""), ("a", ""), ("A", "")];
        assert_eq!(names(&[field("x", Type::String, &odd)]), Vec::<String>::new());
        let flags = [field("on", Type::String, &[("Y", "yes"), ("N", "no")])];
        assert_eq!(names(&flags), Vec::<String>::new());
        assert!(Owner::of(&[field("x", Type::Date, &[("today", "")])]).is_empty());
    }
}
