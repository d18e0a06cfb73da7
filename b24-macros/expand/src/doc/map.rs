//! The page of a module: a map of what is in it.

use std::fmt::Write;

use b24_schema::{Rest, module_feature};

use super::text::code;

/// A module below, with its functions.
pub(crate) struct Place {
    /// The path in Rust, from the root: `crm::deal`.
    pub(crate) path: String,
    /// Its functions, by name in Rust, and whether they are obsolete.
    pub(crate) functions: Vec<(String, bool)>,
}

/// The documentation of the module of the methods `wire.*` at `path`, with all modules below it.
pub(crate) fn map(wire: &str, path: &str, rest: Rest, module: &str, below: &[Place]) -> String {
    let version = if rest == Rest::V3 { " of REST 3.0" } else { "" };
    let feature = code(&module_feature(module));
    let mut out = format!("Methods `{wire}.*`{version}.\n\nFeature {feature}.");
    if !below.is_empty() {
        out.push_str("\n\n| in | methods |\n|---|---|");
    }
    for Place { path: at, functions } in below {
        // The names that are in all of them say nothing.
        let name = at.strip_prefix(path).map_or(at.as_str(), |rest| rest.trim_start_matches(':'));
        let _ = write!(out, "\n| [`{name}`](crate::{at}) |");
        for (i, (function, obsolete)) in functions.iter().enumerate() {
            let comma = if i > 0 { "," } else { "" };
            let struck = if *obsolete { "~~" } else { "" };
            let _ =
                write!(out, "{comma} {struck}[`{function}`](crate::{at}::{function}()){struck}");
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
        let text = map("crm", "crm", Rest::V2, "crm", &below);
        let expected = "Methods `crm.*`.\n\nFeature `crm`.\n\n| in | methods |\n|---|---|\n\
            | [`deal`](crate::crm::deal) | ~~[`add`](crate::crm::deal::add())~~, \
            [`get`](crate::crm::deal::get()) |\n\
            | [`deal::contact`](crate::crm::deal::contact) | \
            [`r#type`](crate::crm::deal::contact::r#type()) |";
        assert_eq!(text, expected);
    }

    fn place(path: &str, functions: &[(&str, bool)]) -> Place {
        let functions = functions.iter().map(|(name, old)| ((*name).to_owned(), *old)).collect();
        Place { path: path.to_owned(), functions }
    }
}
