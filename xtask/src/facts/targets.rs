//! The links of a page, as facts.

use super::{About, FieldRow, Item, PageFacts, Section, Target};

impl PageFacts {
    /// Visits every link into the documentation, to be changed.
    pub fn each_target_mut(&mut self, visit: &mut dyn FnMut(&mut Target)) {
        self.head.deprecated.iter_mut().flatten().for_each(&mut *visit);
        self.instead.iter_mut().for_each(&mut *visit);
        for Section { items, .. } in &mut self.sections {
            in_items(items, visit);
        }
    }
}

fn in_items(items: &mut [Item], visit: &mut dyn FnMut(&mut Target)) {
    for item in items {
        match item {
            Item::Fields(table) => in_rows(&mut table.rows, visit),
            Item::Types(rows) => rows.iter_mut().for_each(|row| in_about(&mut row.about, visit)),
            Item::Tabs(tabs) => tabs.iter_mut().for_each(|tab| in_items(&mut tab.items, visit)),
            Item::Links(targets) => targets.iter_mut().for_each(&mut *visit),
            Item::Errors(_)
            | Item::Constants(_)
            | Item::Values(_)
            | Item::Call(_)
            | Item::Body(_) => {}
        }
    }
}

fn in_rows(rows: &mut [FieldRow], visit: &mut dyn FnMut(&mut Target)) {
    for row in rows {
        row.types.iter_mut().filter_map(|word| word.link.as_mut()).for_each(&mut *visit);
        in_about(&mut row.about, visit);
    }
}

fn in_about(about: &mut About, visit: &mut dyn FnMut(&mut Target)) {
    about.links.iter_mut().for_each(&mut *visit);
    in_rows(&mut about.keys, visit);
}
