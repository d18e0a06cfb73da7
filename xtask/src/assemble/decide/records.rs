//! The records that several places share: as their pages describe them, and as answers show them.

use std::collections::BTreeMap;

use b24_schema::{Field, Record, RecordBody, Rest};
use rayon::prelude::*;
use serde_json::Value;

use super::fields::settle;
use super::ids::{Digits, Integers};
use super::shown::{Seen, Widen};
use super::{Decide, Noted, Path, Records, Side, properties};
use crate::assemble::records::Described;
use crate::assemble::report::Choice;

/// Where a record stands in notes.
pub(crate) const RECORD: &str = "record";

/// What is noted when it is decided about one record.
pub(crate) fn noted(of: &Described<'_>, digits: &Digits) -> Noted {
    let page = of.page.split('#').next().unwrap_or_default();
    let records = &Records::new();
    let noted = Noted::with_rules();
    let mut decide = Decide { records, digits, page, rest: of.rest, side: of.side, noted };
    decide.body(&of.parts, &[], Path::new(RECORD));
    decide.noted
}

/// What the pages say of the records. One example of one method adds nothing to it.
pub(crate) fn documented(
    described: &[Described<'_>],
    digits: &Digits,
    choices: &mut Vec<Choice>,
) -> Records {
    let none = Records::new();
    let decided: Vec<(Record, Vec<Choice>)> = described
        .par_iter()
        .map(|Described { key, page, parts, text, side, rest }| {
            let mut decide = Decide {
                records: &none,
                digits,
                page: page.split('#').next().unwrap_or_default(),
                rest: *rest,
                side: *side,
                noted: Noted::default(),
            };
            let body = decide.body(parts, &[], Path::new(RECORD));
            let mut record = Record::new(key.clone(), page.clone(), body);
            record.text = text.clone();
            (record, decide.noted.choices)
        })
        .collect();
    let mut records = Records::new();
    for (record, noted) in decided {
        choices.extend(noted);
        records.insert(record.name.clone(), record);
    }
    records
}

/// What is known of a record from the methods that answer it.
pub(super) struct Home {
    /// The module whose answer shows it first.
    pub module: String,
    /// What the pages of the methods say of fields without saying whose they are.
    pub loose: Vec<Field>,
}

impl Home {
    /// Of a record of which only the module is known.
    pub(super) fn in_module(module: String) -> Self {
        Self { module, loose: Vec::new() }
    }
}

/// The records that answers show.
pub(super) type Homes = BTreeMap<String, Home>;

/// Gives the records that answers refer to what examples show of them.
pub(super) fn widen<'e>(
    records: &mut Records,
    mut seen: Seen<'e>,
    mut homes: Homes,
    integers: &BTreeMap<String, Integers>,
    digits: &Digits,
    choices: &mut Vec<Choice>,
) {
    while !seen.is_empty() {
        // What they show of each other comes in the next round.
        let round = std::mem::take(&mut seen);
        let of_record = |(key, values): (String, Vec<&'e Value>)| {
            let record = records.get(&key)?;
            let page = record.page.split('#').next().unwrap_or_default();
            let mut decide = Decide {
                records,
                digits,
                page,
                rest: Rest::V2,
                side: Side::Answer,
                noted: Noted::default(),
            };
            let mut widen = Widen::new(&mut decide);
            widen.shared = true;
            if let Some(home) = homes.get(&key) {
                widen.integers = integers.get(&home.module);
                widen.loose = &home.loose;
            }
            let body: RecordBody = widen.body(record.body.clone(), &values, Path::new(RECORD));
            let Widen { made, seen, .. } = widen;
            Some((key, body, made, seen, decide.noted.choices))
        };
        let widened: Vec<_> = round.into_par_iter().filter_map(of_record).collect();
        for (key, body, made, inside, noted) in widened {
            choices.extend(noted);
            let module = homes.get(&key).map(|home| home.module.clone()).unwrap_or_default();
            for key in inside.keys() {
                homes.entry(key.clone()).or_insert_with(|| Home::in_module(module.clone()));
            }
            add_seen(&mut seen, inside);
            for (key, record) in made {
                records.entry(key).or_insert(record);
            }
            if let Some(record) = records.get_mut(&key) {
                record.body = body;
            }
        }
    }
    for record in records.values_mut() {
        for field in &mut record.body.fields {
            field.ty.each_field_mut(&mut settle);
            settle(field);
            properties::loosen(field);
        }
    }
}

/// Adds what was seen inside of something.
pub(super) fn add_seen<'e>(seen: &mut Seen<'e>, more: Seen<'e>) {
    for (key, values) in more {
        seen.entry(key).or_default().extend(values);
    }
}
