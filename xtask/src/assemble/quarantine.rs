//! What breaks the contract of the schema is left out of it, and listed: nothing that stands on a page can stop
//! `regen`.
//!
//! [`Schema::validate`] says what is wrong and where; the innermost thing there that can go, goes:
//!
//! | what is wrong | what goes | how it is still reached |
//! |---|---|---|
//! | the name of a field | the field; its record or method becomes open | sent by `set`, read from `extra` |
//! | a type: a record whose name in Rust is another's or is not there, a union of no members, a hundred lists in lists | the type; an object is a map of anything, the rest anything | as before, its value untyped |
//! | the name of a method, of a record, of a module | the method, the record, the methods of the module | by a raw call; where the record was, as above |
//! | a set of constants or one of them | the set, the constant | its value as it is sent |
//! | a reference, a further spelling, a scope, what a method says of its own parameters | the reference and so on | not at all |
//!
//! What goes may have been referred to, so this is done until nothing is wrong. Each time there is less, so there
//! is an end; and at the end nothing is wrong, because that is what ends it.

use b24_schema::{Field, Method, Module, RecordBody, Rest, SHARED, Schema, Type, Violation};

use super::keys::QUARANTINED;
use super::report::Choice;
use super::{choose, join};

/// Leaves out what breaks the contract, and says what it was.
pub(super) fn settle(schema: &mut Schema, choices: &mut Vec<Choice>) {
    loop {
        tidy(schema);
        let mut violations = schema.validate();
        if violations.is_empty() {
            return;
        }
        // The last first: what goes moves only what stands behind it, and what holds others comes after them.
        violations.sort_by(|a, b| order(b).cmp(&order(a)));
        violations.dedup_by(|b, a| order(a) == order(b));
        let before = choices.len();
        for violation in &violations {
            let module = schema.modules.get_mut(&violation.module);
            if let Some(left) = module.and_then(|module| leave(module, &steps(violation))) {
                let Left { page, at, code } = left;
                choose(choices, &page, at, code, &*violation.reason);
            }
        }
        if choices.len() == before {
            // Nothing smaller can go.
            let Violation { module: name, reason, .. } = &violations[0];
            let gone = match &**name == SHARED {
                true => schema.modules.insert(SHARED.to_owned(), Module::new(SHARED)),
                false => schema.modules.remove(name),
            };
            whole(gone, reason, choices);
        }
    }
}

/// Every method of a module that is left out.
pub(super) fn whole(module: Option<Module>, reason: &str, choices: &mut Vec<Choice>) {
    for method in module.into_iter().flat_map(|module| module.methods) {
        choose(choices, &method.page, method.name, QUARANTINED, reason);
    }
}

/// Brings what is left into the order of the contract, which is no loss: methods and records by their names, the
/// members of unions by their kinds. Objects with families of keys are open, and records that have no Rust module,
/// because the methods of theirs have names of one word, stand in the shared one.
pub(super) fn tidy(schema: &mut Schema) {
    let mut homeless = Vec::new();
    for module in schema.modules.values_mut() {
        module.methods.sort_by(|a, b| (a.rest, &a.name).cmp(&(b.rest, &b.name)));
        module.records.sort_by(|a, b| a.name.cmp(&b.name));
        module.types_mut().for_each(|ty| {
            ty.walk_mut(&mut |ty| match ty {
                Type::Union(members) if !members.is_sorted_by(|a, b| a < b) => {
                    *ty = join::all(std::mem::take(members));
                    join::settled(ty);
                }
                Type::Record(body) => open_to_families(body),
                _ => {}
            });
        });
        module.records.iter_mut().for_each(|record| open_to_families(&mut record.body));
        if module.methods.iter().any(|m| m.rest == Rest::V2 && !m.name.contains('.')) {
            for mut record in module.records.drain(..) {
                record.modules = vec![module.module.clone()];
                homeless.push(record);
            }
        }
    }
    if let Some(shared) = schema.modules.get_mut(SHARED) {
        shared.records.append(&mut homeless);
        shared.records.sort_by(|a, b| a.name.cmp(&b.name));
    }
}

fn open_to_families(body: &mut RecordBody) {
    body.open |= body.fields.iter().any(Field::is_wildcard);
}

/// What a violation makes go, as steps: a name takes what is called so with it.
fn steps(violation: &Violation) -> Vec<&str> {
    let parts = violation.path.split(['.', '[', ']']).filter(|part| !part.is_empty());
    let mut steps: Vec<&str> = parts.collect();
    steps.pop_if(|last| matches!(*last, "name" | "code"));
    steps
}

/// Files, and places in them, in their order.
fn order(violation: &Violation) -> (&str, Vec<Step<'_>>) {
    let step = |step| index(step).map_or(Step::Key(step), Step::Index);
    (&violation.module, steps(violation).into_iter().map(step).collect())
}

/// What was left out: the page that says it, and where.
struct Left {
    page: String,
    at: String,
    code: &'static str,
}

/// The code of a reference that leads nowhere, which is no loss.
const UNKNOWN: &str = "unknown-method";

/// Leaves out of a module what stands at the path of a violation. None if there is nothing that could go.
fn leave(module: &mut Module, path: &[&str]) -> Option<Left> {
    let code = match path {
        [.., "related" | "replacement" | "see", _] => UNKNOWN,
        _ => QUARANTINED,
    };
    match path {
        ["methods", i, rest @ ..] => {
            let i = index(i)?;
            let method = module.methods.get_mut(i)?;
            let page = method.page.clone();
            let at = match rest {
                [] => module.methods.remove(i).name,
                rest => in_method(method, rest)?,
            };
            Some(Left { page, at, code })
        }
        ["records", i, rest @ ..] => {
            let i = index(i)?;
            let record = module.records.get_mut(i)?;
            let page = record.page.clone();
            let at = match rest {
                [] | ["modules"] => module.records.remove(i).name,
                ["modules", user] => taken(&mut record.modules, user)?,
                ["fields", rest @ ..] => {
                    let RecordBody { fields, open } = &mut record.body;
                    in_fields(fields, open, rest, &record.name)?
                }
                _ => return None,
            };
            Some(Left { page, at, code })
        }
        ["constants", i, rest @ ..] => {
            let i = index(i)?;
            let set = module.constants.get_mut(i)?;
            let page = set.page.clone();
            let at = match rest {
                ["constants", of, ..] => {
                    let of = index(of).filter(|of| *of < set.constants.len())?;
                    set.constants.remove(of).name
                }
                _ => module.constants.remove(i).name,
            };
            Some(Left { page, at, code })
        }
        ["scopes", i, rest @ ..] => {
            let i = index(i)?;
            let at = module.scopes.get(i)?.code.clone();
            match rest {
                ["version_of"] => module.scopes[i].version_of = None,
                _ => drop(module.scopes.remove(i)),
            }
            Some(Left { page: String::new(), at, code })
        }
        _ => None,
    }
}

fn in_method(method: &mut Method, path: &[&str]) -> Option<String> {
    match path {
        ["params", rest @ ..] => in_fields(&mut method.params, &mut method.open, rest, "params"),
        ["answer", "type", rest @ ..] => in_type(&mut method.answer.ty, rest, "answer"),
        ["alternatives", ..] => {
            method.alternatives.clear();
            Some("alternatives".to_owned())
        }
        ["scope_from", ..] => method.scope_from.take().map(|from| from.param),
        ["list", ..] => method.list.take().map(|_| "list".to_owned()),
        ["related", i] => taken(&mut method.related, i),
        ["deprecated", "replacement", i] => taken(&mut method.deprecated.as_mut()?.replacement, i),
        ["scopes", i] => taken(&mut method.scopes, i),
        ["errors", i, ..] => {
            let i = index(i).filter(|i| *i < method.errors.len())?;
            Some(method.errors.remove(i).code)
        }
        _ => None,
    }
}

/// `at` is what the fields belong to.
fn in_fields(fields: &mut Vec<Field>, open: &mut bool, path: &[&str], at: &str) -> Option<String> {
    let (i, rest) = path.split_first()?;
    let i = index(i)?;
    let field = fields.get_mut(i)?;
    let at = format!("{at}.{}", field.name);
    match rest {
        [] => {
            fields.remove(i);
            *open = true;
        }
        ["see", i] => drop(taken(&mut field.see, i)?),
        ["constants", i] => drop(taken(&mut field.constants, i)?),
        ["also", i] => drop(taken(&mut field.also, i)?),
        ["type", rest @ ..] => return in_type(&mut field.ty, rest, &at),
        _ => return None,
    }
    Some(at)
}

fn in_type(ty: &mut Type, path: &[&str], at: &str) -> Option<String> {
    match (&mut *ty, path) {
        (Type::List(of), ["list", rest @ ..]) | (Type::Map(of), ["map", rest @ ..]) => {
            return in_type(of, rest, at);
        }
        (Type::Record(RecordBody { fields, open }), ["record", "fields", rest @ ..]) => {
            return in_fields(fields, open, rest, at);
        }
        (Type::Union(members), ["union", i, rest @ ..]) if !rest.is_empty() => {
            return in_type(members.get_mut(index(i)?)?, rest, at);
        }
        (Type::Any, _) => return None,
        (Type::Record(_) | Type::Ref(_), _) => *ty = Type::Map(Box::new(Type::Any)),
        _ => *ty = Type::Any,
    }
    Some(at.to_owned())
}

fn index(step: &str) -> Option<usize> {
    step.parse().ok()
}

/// Takes one out of a list of names.
fn taken(names: &mut Vec<String>, at: &str) -> Option<String> {
    let at = index(at).filter(|at| *at < names.len())?;
    Some(names.remove(at))
}

/// A step of a path, to bring paths into the order of the file.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Step<'p> {
    Key(&'p str),
    Index(usize),
}

#[cfg(test)]
mod tests;
