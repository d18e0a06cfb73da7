//! How booleans are written that no page shows, by what the other pages of the module show.
//!
//! `task.stages.get` says of `isAdmin` that it is a boolean, and no more. `task.stages.add` sends `false`, not `"N"`.

use std::collections::{BTreeMap, BTreeSet};

use b24_schema::{Field, Rest, Type, Wire, field_ident};

use super::languages::Claimed;
use super::report::Choice;
use super::{choose, module_of};

/// The code of choices about booleans whose form nobody shows.
pub(crate) const GUESSED: &str = "wire-guessed";

/// So many booleans of a module must show one form for it to be the module's.
const MANY: usize = 8;

/// A module in one version of REST: the versions write booleans in different forms.
type Module = (String, Rest);

/// How often each form is shown.
type Shown = BTreeMap<Wire, usize>;

/// Gives the booleans of parameters whose form is a guess that of their namesakes in the module, else that of the module.
pub(super) fn settle(methods: &mut [Claimed<'_>], choices: &mut Vec<Choice>) {
    let guessed = choices.iter().filter(|choice| choice.code == GUESSED);
    let guessed: BTreeSet<(String, String)> =
        guessed.map(|choice| (choice.page.clone(), choice.at.clone())).collect();
    let mut of_name: BTreeMap<(Module, String), Shown> = BTreeMap::new();
    let mut of_module: BTreeMap<Module, Shown> = BTreeMap::new();
    for Claimed { method, .. } in methods.iter_mut() {
        let (page, module) = (method.page.clone(), (module_of(&method.name), method.rest));
        let own = of_module.entry(module.clone()).or_default();
        each(&mut method.params, "params", &mut |at, name, wire| {
            if !guessed.contains(&(page.clone(), at.to_owned())) {
                *own.entry(*wire).or_default() += 1;
                let named = of_name.entry((module.clone(), name.to_owned())).or_default();
                *named.entry(*wire).or_default() += 1;
            }
        });
    }
    for Claimed { method, .. } in methods {
        let (page, module) = (method.page.clone(), (module_of(&method.name), method.rest));
        // REST 3.0 takes JSON, whatever some of its pages write.
        let of_module = of_module.get(&module).filter(|_| method.rest == Rest::V2).and_then(most);
        each(&mut method.params, "params", &mut |at, name, wire| {
            if !guessed.contains(&(page.clone(), at.to_owned())) {
                return;
            }
            let namesakes = of_name.get(&(module.clone(), name.to_owned()));
            let only = namesakes.filter(|shown| shown.len() == 1).and_then(|s| s.keys().next());
            let (shown, whose) = match (only, of_module) {
                (Some(shown), _) => (*shown, "its namesakes in the module"),
                (None, Some(shown)) => (shown, "most booleans of the module"),
                (None, None) => return,
            };
            if shown != *wire {
                *wire = shown;
                choose(choices, &page, at, "wire-of-module", format!("as {whose} show it"));
            }
        });
    }
}

/// The form that nearly all booleans show.
fn most(shown: &Shown) -> Option<Wire> {
    let all: usize = shown.values().sum();
    let (wire, times) = shown.iter().max_by_key(|(_, times)| **times)?;
    (*times >= MANY && times * 10 >= all * 9).then_some(*wire)
}

/// Calls `visit` with the place, the name in Rust and the form of every boolean in the fields.
fn each(fields: &mut [Field], at: &str, visit: &mut impl FnMut(&str, &str, &mut Wire)) {
    for field in fields {
        let at = format!("{at}.{}", field.name);
        let Ok(name) = field_ident(&field.name) else { continue };
        let ty = match &mut field.ty {
            Type::List(of) | Type::Map(of) => of,
            ty => ty,
        };
        match ty {
            Type::Boolean(wire) => visit(&at, &name, wire),
            Type::Record(body) => each(&mut body.fields, &at, visit),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_is_nearly_all_of_many() {
        let shown = |counts: &[(Wire, usize)]| most(&counts.iter().copied().collect());
        assert_eq!(shown(&[(Wire::Json, MANY)]), Some(Wire::Json));
        assert_eq!(shown(&[(Wire::Json, MANY - 1)]), None);
        assert_eq!(shown(&[(Wire::Json, 18), (Wire::Yn, 2)]), Some(Wire::Json));
        assert_eq!(shown(&[(Wire::Json, 17), (Wire::Yn, 3)]), None);
        assert_eq!(shown(&[]), None);
    }
}
