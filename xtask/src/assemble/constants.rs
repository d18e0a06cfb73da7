//! Sets of constants: the columns of tables such as that of the types of CRM objects.
//!
//! A column of numbers is called like its field without what says that it is a number (`entityTypeId` is `entity_type`),
//! and each constant like the first text in capitals of its row (`DEAL`).

use std::collections::{BTreeMap, BTreeSet};

use b24_schema::{Constant, ConstantSet, Field, Module, Type};

use super::claims::{Said, What};
use super::decide::queries::is_direction;
use super::folder_of;
use super::names::snake;
use crate::facts::{ConstantTable, Item, PageFacts, Section};

/// How the names of fields end that hold numbers.
const NUMBER: &str = "_id";

/// So many fields of one name must be linked to a set for it to be told of all others.
const LINKED: usize = 3;

/// The sets of the tables of a section.
pub(super) fn of(page: &PageFacts, section: &Section) -> Vec<ConstantSet> {
    let address = match section.anchors.first() {
        Some(anchor) => format!("{}#{anchor}", page.path),
        None => page.path.clone(),
    };
    let tables = section.flat().filter_map(|item| match item {
        Item::Constants(table) => Some(table),
        _ => None,
    });
    tables.flat_map(|table| sets(table, &address)).collect()
}

fn sets(table: &ConstantTable, page: &str) -> Vec<ConstantSet> {
    let ConstantTable { columns, rows } = table;
    let is_number = |column: usize| rows.iter().all(|row| row[column].parse::<i64>().is_ok());
    let named = |column: &usize| rows.iter().all(|row| is_name(&row[*column]));
    let Some(names) = (0..columns.len()).find(named) else { return Vec::new() };
    // What has its number in its name stands for a series: `DYNAMIC_128`.
    let numbers: Vec<usize> = (0..columns.len()).filter(|&column| is_number(column)).collect();
    let sample =
        |row: &&Vec<String>| numbers.iter().any(|&number| row[names].contains(&row[number]));
    let rows: Vec<&Vec<String>> = rows.iter().filter(|row| !sample(row)).collect();
    let set = |(column, key): (usize, &String)| {
        let (numbers, name) = (is_number(column), words(key));
        let name = name.strip_suffix(NUMBER).filter(|_| numbers).unwrap_or(&name).to_owned();
        let constant =
            |row: &&Vec<String>| Constant { name: row[names].clone(), value: row[column].clone() };
        let constants = rows.iter().map(constant).collect();
        ConstantSet { name, key: key.clone(), page: page.to_owned(), numbers, constants }
    };
    columns.iter().enumerate().map(set).collect()
}

/// Whether a text can be the name of a constant as it stands.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// The words of a name: `entityTypeId` and `ENTITY_TYPE_ID` are `entity_type_id`.
fn words(name: &str) -> String {
    b24_schema::field_ident(name).unwrap_or_else(|_| snake(name))
}

/// The set of constants that a field takes one of, as a reference: of those that its rows link to, the only one of its
/// type, or the one that is called like it.
pub(super) fn taken(said: &Said<'_>, field: &Field) -> Vec<String> {
    let sets = said.claims.iter().filter_map(|claim| match &claim.what {
        What::Constants(set) => Some(set),
        _ => None,
    });
    let fitting: Vec<&ConstantSet> = sets.filter(|set| holds(&field.ty, set.numbers)).collect();
    let name = words(&field.name);
    let references = |called: bool| -> BTreeSet<String> {
        let is = |set: &&&ConstantSet| match called {
            true => words(&set.key) == name,
            // A text may be of any column.
            false => set.numbers,
        };
        let sets = fitting.iter().filter(is);
        sets.map(|set| set.reference(folder_of(&set.page))).collect()
    };
    let found = [references(true), references(false)].into_iter().find(|sets| sets.len() == 1);
    found.unwrap_or_default().into_iter().collect()
}

/// Whether a type holds whole numbers, or texts.
fn holds(ty: &Type, numbers: bool) -> bool {
    let held = ty.walk_into(|ty| !matches!(ty, Type::Record(_)));
    let wanted = if numbers { Type::Integer } else { Type::String };
    { held }.any(|ty| *ty == wanted)
}

/// Puts the sets into their modules, and tells them of the namesakes of fields that are linked to them: where
/// `ownerTypeId` leads to the table on several pages, it means the same on those that do not say so.
pub(super) fn settle<'s>(
    modules: &mut BTreeMap<String, Module>,
    sets: impl Iterator<Item = &'s ConstantSet>,
) {
    // Their module is that of the folder of their page.
    for set in sets {
        let Some(module) = modules.get_mut(folder_of(&set.page)) else { continue };
        if !module.constants.iter().any(|known| known.name == set.name) {
            module.constants.push(set.clone());
        }
    }
    for module in modules.values_mut() {
        module.constants.sort_by(|a, b| a.name.cmp(&b.name));
        let own: BTreeMap<String, bool> = module
            .constants
            .iter()
            .map(|set| (set.reference(&module.module), set.numbers))
            .collect();
        let mut linked: BTreeMap<(String, String), usize> = BTreeMap::new();
        module.each_field_mut(&mut |field| {
            // A sorting by the field takes no value of it.
            if field.values.iter().any(is_direction) {
                field.constants.clear();
            }
            if let [set] = field.constants.as_slice() {
                *linked.entry((words(&field.name), set.clone())).or_default() += 1;
            }
        });
        let linked: BTreeMap<String, String> =
            linked.into_iter().filter(|(_, times)| *times >= LINKED).map(|(key, _)| key).collect();
        module.each_field_mut(&mut |field| {
            if field.constants.is_empty()
                && field.values.is_empty()
                && let Some(set) = linked.get(&words(&field.name))
                && own.get(set).is_some_and(|numbers| holds(&field.ty, *numbers))
            {
                field.constants.push(set.clone());
            }
        });
    }
}
