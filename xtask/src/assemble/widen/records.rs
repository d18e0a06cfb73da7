//! The shared records, widened to what answers show of them.

use std::collections::BTreeSet;

use b24_schema::{record_ident, type_ident};
use rayon::prelude::*;
use serde_json::Value;

use super::super::fit::Records;
use super::super::shared;
use super::{Seen, Widen};

/// Makes the record of field descriptions, where an answer refers to it, and gives the records that
/// answers refer to what examples show of them.
pub(crate) fn widen<'e>(records: &mut Records, mut seen: Seen<'e>) {
    while !seen.is_empty() {
        // What they show of each other comes in the next round.
        let round = std::mem::take(&mut seen);
        let of_record = |(name, values): (String, Vec<&'e Value>)| {
            let record = records.get(&name)?;
            let mut widen = Widen {
                records,
                made: Records::new(),
                seen: Seen::new(),
                name: name.clone(),
                page: &record.page,
                loose: &[],
                integers: None,
                shared: true,
            };
            let body = widen.body(record.body.clone(), &values);
            let Widen { made, seen, .. } = widen;
            Some((name, body, made, seen))
        };
        let widened: Vec<_> = round.into_par_iter().filter_map(of_record).collect();
        for (name, body, made, inside) in widened {
            add_seen(&mut seen, inside);
            for (name, record) in made {
                records.entry(name).or_insert(record);
            }
            if let Some(record) = records.get_mut(&name) {
                record.body = body;
            }
        }
    }
    apart(records);
}

/// Adds what was seen inside of something.
pub(crate) fn add_seen<'e>(seen: &mut Seen<'e>, more: Seen<'e>) {
    for (name, values) in more {
        seen.entry(name).or_default().extend(values);
    }
}

/// A record in place is named after its owner and its field; where that is the name of another
/// record, it becomes one of its own.
fn apart(records: &mut Records) {
    let taken: BTreeSet<String> = records.keys().filter_map(|name| type_ident(name).ok()).collect();
    let mut made = Vec::new();
    for (name, record) in records.iter_mut() {
        let Ok(owner) = type_ident(name) else { continue };
        for field in &mut record.body.fields {
            if record_ident(&owner, &field.name).is_ok_and(|ident| taken.contains(&ident)) {
                let value = format!("{name}_{}_value", field.name.trim_matches('*').to_lowercase());
                made.extend(shared::moved(&mut field.ty, &value, &record.page));
            }
        }
    }
    records.extend(made.into_iter().map(|record| (record.name.clone(), record)));
}
