//! The form of a file that no example of `update` shows: that in which `add` takes it.
//!
//! `crm.contact.add` sends `PHOTO: {fileData: [name, content]}`. The page of `crm.contact.update` only says `file`.

use b24_schema::{Field, Type};
use serde_json::Value;

use super::decide::infer::children;
use super::languages::Claimed;
use super::report::Choice;
use super::{choose, made};

/// How the method of a family is called that changes an object.
const CHANGES: &str = "update";

/// Gives the files of methods that change an object the form of those that make it.
pub(super) fn settle(methods: &mut [Claimed<'_>], choices: &mut Vec<Choice>) {
    let made = made(methods);
    for Claimed { method, sent, .. } in methods {
        let Some((family, CHANGES)) = method.name.rsplit_once('.') else { continue };
        let Some(made) = made.get(&(family.to_owned(), method.rest)) else { continue };
        let shown: Vec<&Value> = sent.iter().flatten().collect();
        let mut found = Vec::new();
        as_made(&mut method.params, made, &shown, "params", &mut found);
        for at in found {
            choose(choices, &method.page, at, "file-as-made", "no example shows it; as `add` does");
        }
    }
}

fn as_made(own: &mut [Field], made: &[Field], shown: &[&Value], at: &str, found: &mut Vec<String>) {
    for field in own {
        let Some(made) = made.iter().find(|made| made.name == field.name) else { continue };
        let (at, shown) = (format!("{at}.{}", field.name), children(shown, &field.name));
        match (&mut field.ty, &made.ty) {
            (own @ Type::File, Type::Record(body))
                if shown.is_empty() && body.fields.iter().any(|held| held.ty == Type::File) =>
            {
                *own = made.ty.clone();
                found.push(at);
            }
            (Type::Record(own), Type::Record(made)) => {
                as_made(&mut own.fields, &made.fields, &shown, &at, found);
            }
            _ => {}
        }
    }
}
