//! Two indexes of the API, compared. `API.txt` has a line for each function, setter and record; indented ones
//! belong to the line above them.

use std::collections::BTreeMap;

/// What came between two indexes that a program could notice.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// What is gone.
    pub(super) removed: Vec<String>,
    /// What there is still, in another form: as it was, and as it is.
    pub(super) changed: Vec<(String, String)>,
    /// How many things are new.
    pub(super) added: usize,
}

impl Changes {
    pub(super) fn between(before: &str, now: &str) -> Self {
        let (before, mut now) = (entries(before), entries(now));
        let mut changes = Self::default();
        for (name, was) in before {
            match now.remove(&name) {
                None => changes.removed.push(name),
                Some(is) if is != was => {
                    let within = name.strip_suffix(head(was)).unwrap_or_default();
                    changes.changed.push((format!("{within}{was}"), format!("{within}{is}")));
                }
                Some(_) => {}
            }
        }
        changes.added = now.len();
        changes
    }

    /// Whether a program that compiled before may not compile any more.
    pub(super) fn is_breaking(&self) -> bool {
        !self.removed.is_empty() || !self.changed.is_empty()
    }
}

/// The lines, by their names: those of what they belong to, and what stands before the parameters.
fn entries(index: &str) -> BTreeMap<String, &str> {
    let mut entries = BTreeMap::new();
    let mut around: Vec<(usize, &str)> = Vec::new();
    for line in index.lines() {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        while around.last().is_some_and(|(outer, _)| *outer >= indent) {
            around.pop();
        }
        around.push((indent, head(text)));
        let name: Vec<_> = around.iter().map(|(_, name)| *name).collect();
        entries.insert(name.join(" "), text);
    }
    entries
}

fn head(text: &str) -> &str {
    text.split('(').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "\
crm::deal::add() -> int
  .fields(record)
  AddFields
    .title(text)
    .stage_id(text)
crm::deal::get(id: int) -> record
vote::stop(id: int) -> bool
";

    #[test]
    fn what_is_new_breaks_nothing() {
        let now =
            BEFORE.replace("  AddFields\n", "  .params(record)\n  AddFields\n    .opened(bool)\n");
        let changes = Changes::between(BEFORE, &format!("ai::new() -> bool\n{now}"));
        assert_eq!(changes, Changes { added: 3, ..Changes::default() });
        assert!(!changes.is_breaking());
        assert_eq!(Changes::between(BEFORE, BEFORE), Changes::default());
    }

    #[test]
    fn what_is_gone_is_named_with_what_it_belonged_to() {
        let changes = Changes::between(BEFORE, &BEFORE.replace("    .title(text)\n", ""));
        assert_eq!(changes.removed, ["crm::deal::add AddFields .title"]);
        assert!(changes.is_breaking() && changes.changed.is_empty() && changes.added == 0);
    }

    #[test]
    fn another_form_is_a_change() {
        let now = BEFORE
            .replace("get(id: int)", "get(id: int, how: text)")
            .replace(".title(text)", ".title(int)");
        let changes = Changes::between(BEFORE, &now);
        let changed = |was: &str, is: &str| (was.to_owned(), is.to_owned());
        assert_eq!(
            changes.changed,
            [
                changed(
                    "crm::deal::add AddFields .title(text)",
                    "crm::deal::add AddFields .title(int)"
                ),
                changed(
                    "crm::deal::get(id: int) -> record",
                    "crm::deal::get(id: int, how: text) -> record"
                ),
            ]
        );
        assert!(changes.is_breaking());
    }
}
