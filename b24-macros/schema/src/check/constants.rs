//! Sets of constants: what two of them, or a set and a module of methods, must not share.

use std::collections::BTreeSet;

use super::Check;
use super::place::Place;
use crate::method::{Method, Rest};
use crate::names::{method_path, module_ident, scope_const};

impl Check<'_> {
    /// Sets of constants are modules beside those of the methods, and each is filled.
    pub(super) fn constants(&mut self) {
        let sets = &self.module.constants;
        let words = self.has_words();
        let modules: BTreeSet<String> =
            self.module.methods.iter().filter_map(module_below).collect();
        for (i, set) in sets.iter().enumerate() {
            let at = Place::root("constants");
            let at = at.index(i);
            let name = at.key("name");
            if i > 0 && sets[i - 1].name >= set.name {
                self.report(name, "sets are not sorted by name, or one stands twice");
            }
            if words {
                self.report(name, "methods of one word have no module that could hold constants");
            }
            match self.named(&name, module_ident(&set.name)) {
                Some(ident) if modules.contains(&ident) => {
                    self.report(name, format!("methods have a module `{ident}` too"));
                }
                _ => {}
            }
            let mut names = BTreeSet::new();
            for (c, constant) in set.constants.iter().enumerate() {
                let at = at.key("constants");
                let at = at.index(c);
                if let Some(ident) = self.named(&at.key("name"), scope_const(&constant.name))
                    && !names.insert(ident.clone())
                {
                    self.report(at.key("name"), format!("`{ident}` stands twice"));
                }
                if set.numbers && constant.value.parse::<i64>().is_err() {
                    let reason = format!("`{}` is no whole number", constant.value);
                    self.report(at.key("value"), reason);
                }
            }
        }
    }
}

/// The module in the module of its file that a method of REST 2 stands in: `item` for `crm.item.add`.
fn module_below(method: &Method) -> Option<String> {
    let path = method_path(&method.name, method.rest).ok()?;
    (method.rest == Rest::V2).then(|| path.modules.get(1).cloned()).flatten()
}
