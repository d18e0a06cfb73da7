//! The page of a module: a map of what is in it.

use std::fmt::Write;

use b24_schema::{Module, Rest, module_feature, plain_path};

use super::text::{code, escape, title};

/// A module below, with its functions.
pub(crate) struct Place {
    /// The path in Rust, from the root: `crm::deal`.
    pub(crate) path: String,
    /// Its functions, by name in Rust, and whether they are obsolete.
    pub(crate) functions: Vec<(String, bool)>,
}

/// The documentation of the module of the methods `wire.*` at `path`, with all modules below it.
pub(crate) fn map(wire: &str, path: &str, rest: Rest, module: &Module, below: &[Place]) -> String {
    let version = if rest == Rest::V3 { " of REST 3.0" } else { "" };
    let feature = code(&module_feature(&module.module));
    let title = escape(title(&module.title, module.language));
    // What is about the whole module is said once.
    let mut out = if wire == module.module && !title.is_empty() {
        format!("{title}: methods `{wire}.*`{version}.")
    } else {
        format!("Methods `{wire}.*`{version}.")
    };
    let _ = write!(out, "\n\nFeature {feature}.");
    if !below.is_empty() {
        out.push_str("\n\n| in | methods |\n|---|---|");
    }
    for Place { path: at, functions } in below {
        let to = plain_path(at);
        // The names that are in all of them say nothing.
        let name = at.strip_prefix(path).map_or(at.as_str(), |rest| rest.trim_start_matches(':'));
        // A function may have the name of a module: `crm::automation::trigger`.
        let _ = write!(out, "\n| [`{name}`](mod@crate::{to}) |");
        for (i, (function, obsolete)) in functions.iter().enumerate() {
            let comma = if i > 0 { "," } else { "" };
            let struck = if *obsolete { "~~" } else { "" };
            let link = format!("[`{function}`](crate::{to}::{}())", plain_path(function));
            let _ = write!(out, "{comma} {struck}{link}{struck}");
        }
        out.push_str(" |");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_links_to_all_functions_below() {
        let below = [
            place("crm::deal", &[("add", true), ("get", false)]),
            place("crm::deal::contact", &[("r#type", false)]),
        ];
        let mut module = Module::new("crm");
        module.title.en = "CRM".to_owned();
        let text = map("crm", "crm", Rest::V2, &module, &below);
        let expected = "CRM: methods `crm.*`.\n\nFeature `crm`.\n\n| in | methods |\n|---|---|\n\
            | [`deal`](mod@crate::crm::deal) | ~~[`add`](crate::crm::deal::add())~~, \
            [`get`](crate::crm::deal::get()) |\n\
            | [`deal::contact`](mod@crate::crm::deal::contact) | \
            [`r#type`](crate::crm::deal::contact::type()) |";
        assert_eq!(text, expected);
        let text = map("crm.deal", "v3::crm::deal", Rest::V3, &module, &[]);
        assert_eq!(text, "Methods `crm.deal.*` of REST 3.0.\n\nFeature `crm`.");
    }

    fn place(path: &str, functions: &[(&str, bool)]) -> Place {
        let functions = functions.iter().map(|(name, old)| ((*name).to_owned(), *old)).collect();
        Place { path: path.to_owned(), functions }
    }
}
