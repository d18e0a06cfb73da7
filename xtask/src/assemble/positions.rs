//! Parameters that the server reads by their order.
//!
//! What is left out before another parameter leaves a gap. An empty list fills it where the parameter holds many
//! values; nothing stands for a number or a text. `task.item.getdescription` takes `TASKID` and `FORMAT`: a format
//! without a task would be read as the task.

use std::collections::BTreeMap;

use b24_schema::{Rest, Type};
use serde_json::Value;

use super::choose;
use super::decide::shape::is_scalar;
use super::languages::Claimed;
use super::report::Choice;

/// So many pages of a family must say that the order counts, until it counts for the others too.
const SAY_SO: usize = 2;

/// Says of families what several of their pages say, and marks what cannot be left out.
pub(super) fn settle(methods: &mut [Claimed<'_>], choices: &mut Vec<Choice>) {
    let mut said: BTreeMap<(String, Rest), usize> = BTreeMap::new();
    for Claimed { method, .. } in methods.iter().filter(|claimed| claimed.method.positional) {
        *said.entry(family_of(&method.name, method.rest)).or_default() += 1;
    }
    for Claimed { method, sent, .. } in methods {
        let says = said.get(&family_of(&method.name, method.rest)).copied().unwrap_or_default();
        if !method.positional && says >= SAY_SO && method.params.len() > 1 {
            method.positional = true;
            let message = "the pages of its family say that the order of parameters counts";
            choose(choices, &method.page, "params", "positional-as-family", message);
        }
        if !method.positional {
            continue;
        }
        let sent: Vec<&Value> = sent.iter().flatten().collect();
        let last = method.params.len().saturating_sub(1);
        for field in method.params.iter_mut().take(last) {
            if !field.required && fills_no_gap(&field.ty) && !left_out(&field.name, &sent) {
                field.required = true;
                let message = "the server reads parameters by their order, and another one follows";
                let at = format!("params.{}", field.name);
                choose(choices, &method.page, at, "required-by-position", message);
            }
        }
    }
}

/// The family of a method: `task.item` of `task.item.update`.
fn family_of(name: &str, rest: Rest) -> (String, Rest) {
    (name.rsplit_once('.').map_or(name, |(family, _)| family).to_owned(), rest)
}

/// Whether no empty list can stand for a value.
fn fills_no_gap(ty: &Type) -> bool {
    is_scalar(ty) || matches!(ty, Type::Union(members) if members.iter().all(is_scalar))
}

/// Whether an example begins with what follows the parameter: the server takes the others then for what they are.
fn left_out(name: &str, sent: &[&Value]) -> bool {
    let lacks = |value: &&&Value| {
        let Some(map) = value.as_object() else { return false };
        !map.is_empty() && !map.keys().any(|key| key.eq_ignore_ascii_case(name))
    };
    sent.iter().any(|value| lacks(&value))
}
