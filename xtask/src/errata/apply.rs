//! Applying the corrections: each asserts the old value first.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use b24_schema::{AllowedValue, Rest};

use super::{Change, Errata, Patch, RowChange, RowPath};
use crate::assemble::Described;
use crate::corpus::{FileId, Lang, Span};
use crate::diag::Diagnostics;
use crate::facts::{
    BodyShape, CallShape, FieldRow, FieldTable, Item, PageFacts, PageKind, Required, Role, Section,
    Target, TypeWord,
};

/// The code of a correction that does not apply.
pub const STALE: &str = "erratum-stale";

const HELP: &str = "look at the page: remove the entry if it is right now, or correct the entry";

/// The methods that have no page of their own, as far as that is still so: one whose page is gone, or that has a
/// page of its own by now, is `erratum-stale` too.
pub fn described(pages: &[PageFacts], errata: &Errata) -> (Vec<Described>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let holds = |entry: &&Described| {
        let own = |page: &PageFacts| {
            page.kind == PageKind::Method
                && page.head.name.eq_ignore_ascii_case(&entry.name)
                && page.head.rest.unwrap_or(Rest::V2) == entry.rest
        };
        let reason = if !pages.iter().any(|page| page.path == entry.page) {
            "its page does not exist"
        } else if pages.iter().any(own) {
            "it has a page of its own"
        } else {
            return true;
        };
        let message = format!("`{}` is not added: {reason}", entry.name);
        diagnostics.warning(STALE, entry.span, message);
        diagnostics.help(HELP);
        false
    };
    let described = errata.described.iter().filter(holds).cloned().collect();
    (described, diagnostics)
}

/// Applies every erratum to its pages.
///
/// One that does not apply is a warning, `erratum-stale`: its page is gone, or what it corrects is not
/// there any more. Languages of which there is no page at all are passed over.
pub fn apply(pages: &mut [PageFacts], errata: &Errata) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let places = pages.iter().enumerate().map(|(at, page)| ((page.lang, page.path.clone()), at));
    let places: HashMap<(Lang, String), usize> = places.collect();
    let langs: BTreeSet<Lang> = pages.iter().map(|page| page.lang).collect();
    for erratum in &errata.list {
        for &lang in erratum.langs.iter().filter(|lang| langs.contains(lang)) {
            for path in &erratum.pages {
                let named = match &erratum.patch {
                    Patch::AnswerAs(other) => other,
                    _ => path,
                };
                let place = |path: &String| places.get(&(lang, path.clone()));
                let outcome = match (place(path), place(named)) {
                    (Some(&at), Some(_)) => patch(&mut pages[at], &erratum.patch),
                    _ => Err("the page does not exist".to_owned()),
                };
                if let Err(reason) = outcome {
                    let message = stale(lang, path, erratum, &reason);
                    diagnostics.warning(STALE, erratum.span, message);
                    diagnostics.help(HELP);
                }
            }
        }
    }
    diagnostics
}

fn stale(lang: Lang, path: &str, erratum: &super::Erratum, reason: &str) -> String {
    format!(
        "the correction of `{}` on {}/{path} does not apply: {reason}",
        erratum.patch,
        lang.code()
    )
}

fn patch(page: &mut PageFacts, patch: &Patch) -> Result<(), String> {
    match patch {
        Patch::Name(change) => replace(&mut page.head.name, change),
        Patch::Title(change) => replace(&mut page.title, change),
        Patch::Scopes(change) => replace(&mut page.head.scopes, change),
        Patch::Who(Change { was, now }) => {
            let change = Change { was: Some(*was), now: Some(*now) };
            replace(&mut page.head.who, &change)
        }
        Patch::Row { path, change } => row(page, path, change),
        Patch::Answer(types) => {
            let row = FieldRow {
                names: vec!["result".to_owned()],
                types: types.clone(),
                ..FieldRow::default()
            };
            let span = Span { file: FileId::ERRATA, start: 0, end: 0 };
            answer(page, Item::Fields(FieldTable { rows: vec![row], span }))
        }
        Patch::AnswerAs(other) => {
            answer(page, Item::Links(vec![Target { page: other.clone(), anchor: None }]))
        }
        Patch::TypeBase { word, change } => {
            let mut outcome = Err(format!("no dictionary has `{word}`"));
            each_list(page, &mut |_, items| {
                for item in items {
                    let Item::Types(rows) = item else { continue };
                    for row in rows.iter_mut().filter(|row| row.word == *word) {
                        outcome = replace(&mut row.base, change);
                    }
                }
            });
            outcome
        }
        Patch::CallMethod(Change { was, now }) => {
            let mut done = false;
            each_list(page, &mut |_, items| {
                for call in calls(items).filter(|call| call.method == *was) {
                    call.method.clone_from(now);
                    done = true;
                }
            });
            found(done, || format!("no example calls `{was}`"))
        }
        Patch::CallKey { at, was, now } => {
            let mut done = false;
            each_list(page, &mut |_, items| {
                for call in calls(items) {
                    let object = call.params.as_mut().and_then(|p| p.pointer_mut(at));
                    if let Some(object) = object.and_then(Value::as_object_mut) {
                        done |= rename_key(object, was, now.as_deref());
                    }
                }
            });
            found(done, || format!("no example has the key `{was}` at `{at}`"))
        }
        Patch::CallDrop(method) => {
            let mut done = false;
            each_list(page, &mut |_, items| {
                let before = items.len();
                items.retain(|i| !matches!(i, Item::Call(call) if call.method == *method));
                done |= items.len() < before;
            });
            found(done, || format!("no example calls `{method}`"))
        }
        Patch::Body { at, change } => {
            let mut done = false;
            each_list(page, &mut |_, items| {
                for body in bodies(items) {
                    done |= set_value(&mut body.json, at, change);
                }
            });
            found(done, || match &change.was {
                Some(was) => format!("no body has {was} at `{at}`"),
                None => format!("no body has an object without `{at}`"),
            })
        }
    }
}

fn replace<T: PartialEq + Clone + std::fmt::Debug>(
    value: &mut T,
    change: &Change<T>,
) -> Result<(), String> {
    if *value == change.now {
        return Err("the page says already what it should".to_owned());
    }
    if *value != change.was {
        return Err(format!("the page has {value:?}, not {:?}", change.was));
    }
    value.clone_from(&change.now);
    Ok(())
}

fn answer(page: &mut PageFacts, item: Item) -> Result<(), String> {
    let says = |section: &Section| section.role == Role::Answer && !section.items.is_empty();
    if page.sections.iter().any(says) {
        return Err("the page describes its answer".to_owned());
    }
    let items = vec![item];
    page.sections.push(Section { level: 2, role: Role::Answer, items, ..Section::default() });
    Ok(())
}

fn found(done: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if done { Ok(()) } else { Err(otherwise()) }
}

/// The role and the subject of a section.
type Place<'a> = (Role, Option<&'a str>);

/// Every list of items of the page, tabs included.
fn each_list(page: &mut PageFacts, f: &mut dyn FnMut(Place<'_>, &mut Vec<Item>)) {
    fn walk(place: Place<'_>, items: &mut Vec<Item>, f: &mut dyn FnMut(Place<'_>, &mut Vec<Item>)) {
        f(place, items);
        for item in items {
            if let Item::Tabs(tabs) = item {
                tabs.iter_mut().for_each(|tab| walk(place, &mut tab.items, f));
            }
        }
    }
    for section in &mut page.sections {
        walk((section.role, section.subject.as_deref()), &mut section.items, f);
    }
}

fn calls(items: &mut [Item]) -> impl Iterator<Item = &mut CallShape> {
    items.iter_mut().filter_map(|item| match item {
        Item::Call(call) => Some(call),
        _ => None,
    })
}

fn bodies(items: &mut [Item]) -> impl Iterator<Item = &mut BodyShape> {
    items.iter_mut().filter_map(|item| match item {
        Item::Body(body) => Some(body),
        _ => None,
    })
}

/// Changes the value at a JSON pointer, or adds it to its object.
fn set_value(json: &mut Value, at: &str, change: &Change<Option<Value>>) -> bool {
    let Some(now) = &change.now else { return false };
    if change.was.is_none() {
        let Some((object, key)) = at.rsplit_once('/') else { return false };
        let object = json.pointer_mut(object).and_then(Value::as_object_mut);
        let Some(object) = object.filter(|object| !object.contains_key(key)) else { return false };
        object.insert(key.to_owned(), now.clone());
        return true;
    }
    match json.pointer_mut(at) {
        Some(value) if Some(&*value) == change.was.as_ref() => {
            value.clone_from(now);
            true
        }
        _ => false,
    }
}

/// Renames a key in its place, or drops it.
fn rename_key(object: &mut Map<String, Value>, was: &str, now: Option<&str>) -> bool {
    if !object.contains_key(was) || now.is_some_and(|now| object.contains_key(now)) {
        return false;
    }
    let old = std::mem::take(object);
    for (key, value) in old {
        match now {
            Some(now) if key == was => object.insert(now.to_owned(), value),
            None if key == was => continue,
            _ => object.insert(key, value),
        };
    }
    true
}

/// Every list of rows that stands under exactly the owners of `path`.
fn each_rows(page: &mut PageFacts, path: &RowPath, f: &mut dyn FnMut(&mut Vec<FieldRow>)) {
    fn walk(rows: &mut Vec<FieldRow>, owners: &[String], f: &mut dyn FnMut(&mut Vec<FieldRow>)) {
        let Some((first, rest)) = owners.split_first() else { return f(rows) };
        for row in rows.iter_mut().filter(|row| row.names.contains(first)) {
            walk(&mut row.about.keys, rest, f);
        }
    }
    each_list(page, &mut |(role, subject), items| {
        let owners = match (subject, path.owners.split_first()) {
            _ if role != path.role => return,
            (None, _) => &path.owners[..],
            (Some(subject), Some((first, rest))) if subject == first => rest,
            (Some(_), _) => return,
        };
        for item in items {
            if let Item::Fields(table) = item {
                walk(&mut table.rows, owners, f);
            }
        }
    });
}

fn row(page: &mut PageFacts, path: &RowPath, change: &RowChange) -> Result<(), String> {
    if let RowChange::Add { types, required, after } = change {
        return add_row(page, path, types, *required, after.as_deref());
    }
    // Variants and tabs repeat rows: each one that has the old value is changed.
    let mut outcome = Err("there is no such row".to_owned());
    let mut n = 0;
    each_rows(page, path, &mut |rows| {
        rows.retain_mut(|row| {
            if !row.names.contains(&path.name) {
                return true;
            }
            n += 1;
            if path.nth.is_some_and(|nth| nth != n) {
                return true;
            }
            let result = change_row(row, change);
            let drop = result.is_ok() && matches!(change, RowChange::Drop(_));
            if outcome.is_err() {
                outcome = result;
            }
            !drop
        });
    });
    outcome
}

fn change_row(row: &mut FieldRow, change: &RowChange) -> Result<(), String> {
    match change {
        RowChange::Names(change) => replace(&mut row.names, change),
        RowChange::Required(change) => replace(&mut row.required, change),
        RowChange::Default(change) => replace(&mut row.about.default, change),
        RowChange::Values(Change { was, now }) => {
            let values = &mut row.about.values;
            let there: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
            found(there == *was, || format!("the page has the values {there:?}, not {was:?}"))?;
            let old = std::mem::take(values);
            let kept = |value: &String| old.iter().find(|old| old.value == *value).cloned();
            let new = |value: &String| AllowedValue { value: value.clone(), label: None };
            *values = now.iter().map(|value| kept(value).unwrap_or_else(|| new(value))).collect();
            Ok(())
        }
        RowChange::Types(Change { was, now }) => {
            check_types(&row.types, was)?;
            let now = now.iter().cloned().map(|mut word| {
                let same = row.types.iter().find(|old| old.word == word.word);
                word.link = word.link.or_else(|| same.and_then(|old| old.link.clone()));
                word
            });
            row.types = now.collect();
            Ok(())
        }
        RowChange::Drop(was) => check_types(&row.types, was),
        RowChange::Add { .. } => Ok(()),
    }
}

/// Whether the words are the same; links do not matter.
fn check_types(there: &[TypeWord], was: &[TypeWord]) -> Result<(), String> {
    let words = |types: &[TypeWord]| -> Vec<String> {
        types.iter().map(|t| t.word.clone() + &"[]".repeat(t.list.into())).collect()
    };
    found(words(there) == words(was), || {
        format!("the page has the types {:?}, not {:?}", words(there), words(was))
    })
}

fn add_row(
    page: &mut PageFacts,
    path: &RowPath,
    types: &[TypeWord],
    required: Required,
    after: Option<&str>,
) -> Result<(), String> {
    let mut outcome = Err("there is no table for the row".to_owned());
    each_rows(page, path, &mut |rows| {
        if rows.iter().any(|row| row.names.contains(&path.name)) {
            outcome = Err("the page says already what it should".to_owned());
            return;
        }
        let at = match after {
            None => rows.len(),
            Some(after) => match rows.iter().position(|row| row.names.iter().any(|n| n == after)) {
                Some(at) => at + 1,
                None if outcome.is_err() => {
                    outcome = Err(format!("there is no row `{after}` to follow"));
                    return;
                }
                None => return,
            },
        };
        let names = vec![path.name.clone()];
        let types = types.to_vec();
        let row = FieldRow { names, required, types, ..FieldRow::default() };
        rows.insert(at, row);
        outcome = Ok(());
    });
    outcome
}

#[cfg(test)]
mod tests;
