//! One page for each method, before anything else is made of the pages.
//!
//! | rule | reason | example |
//! |---|---|---|
//! | `page-moved`: a method's page that stands elsewhere in one language is read as if it stood where it does in the other | pages move in Russian first, and both say the same of one method | `imbot.bot.list` in March 2026 |
//! | `page-double`: of several pages for a method in one language, the page whose path and title agree with its name is the method's | titles are copied, and old pages stay | `im.chat.add`, in the title of `im-chat-update-title.md` in January 2025 |
//!
//! A double stays among the pages, because others may link to its sections; it only describes no method.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use b24_schema::Rest;

use super::choose;
use super::report::Choice;
use crate::corpus::Lang;
use crate::facts::{PageFacts, PageKind, Section};

/// The code of a page that is left out.
pub(crate) const DOUBLE: &str = "page-double";

/// A method, its name lower-cased: the server reads it in any case.
type Key = (String, Rest);

/// Settles which page is that of each method.
pub(crate) fn settle(pages: &mut [PageFacts]) -> Vec<Choice> {
    let mut of_method: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate().filter(|(_, p)| p.kind == PageKind::Method) {
        let key = (page.head.name.to_lowercase(), page.head.rest.unwrap_or(Rest::V2));
        of_method.entry(key).or_default().push(at);
    }
    let mut choices = Vec::new();
    let mut moved: HashMap<(Lang, String), String> = HashMap::new();
    for ((name, _), all) in &of_method {
        let paths: BTreeSet<&str> = all.iter().map(|&at| pages[at].path.as_str()).collect();
        if paths.len() < 2 {
            continue;
        }
        let Some(best) = all.iter().max_by_key(|&&at| agreement(&pages[at], name)) else {
            continue;
        };
        let path = pages[*best].path.clone();
        for lang in Lang::ALL {
            let here = || all.iter().copied().filter(|&at| pages[at].lang == lang);
            let taken = pages.iter().any(|page| page.lang == lang && page.path == path);
            let own = here()
                .filter(|&at| !taken || pages[at].path == path)
                .max_by_key(|&at| agreement(&pages[at], name));
            for at in here().filter(|&at| Some(at) != own).collect::<Vec<_>>() {
                let message = format!("{}: `{name}` is described by {path}", lang.code());
                choose(&mut choices, &pages[at].path, "name", DOUBLE, message);
                pages[at].kind = PageKind::Double;
            }
            if let Some(at) = own.filter(|&at| pages[at].path != path) {
                let message = format!("{}: read as if it stood at {path}", lang.code());
                choose(&mut choices, &pages[at].path, "name", "page-moved", message);
                moved.insert((lang, pages[at].path.clone()), path.clone());
            }
        }
    }
    if !moved.is_empty() {
        relocate(pages, &moved);
    }
    choices
}

/// Pages and the links to them at the paths where they are read.
fn relocate(pages: &mut [PageFacts], moved: &HashMap<(Lang, String), String>) {
    for page in pages {
        let lang = page.lang;
        let to = |path: &String| moved.get(&(lang, path.clone())).cloned();
        if let Some(path) = to(&page.path) {
            page.path = path;
        }
        page.each_target_mut(&mut |target| {
            if let Some(path) = to(&target.page) {
                target.page = path;
            }
        });
    }
}

/// How well a page agrees with the name of a method, the strongest sign first.
fn agreement(page: &PageFacts, name: &str) -> impl Ord + use<> {
    let squeezed = |text: &str| -> String {
        text.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect()
    };
    let file = page.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
    let in_path = squeezed(file).ends_with(&squeezed(name));
    let in_title = page.title.to_lowercase().split_whitespace().any(|word| word == name);
    let old = page.head.deprecated.is_some() || page.path.contains("/outdated/");
    let facts = page.sections.iter().flat_map(Section::rows).count();
    let primary = page.lang == Lang::En;
    (in_path, in_title, !old, primary, facts, Reverse(page.path.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Head, Item, Target};
    use b24_schema::Text;

    fn page(lang: Lang, path: &str, name: &str, title: &str) -> PageFacts {
        let head = Head { name: name.to_owned(), ..Head::default() };
        PageFacts {
            path: format!("api-reference/{path}"),
            lang,
            kind: PageKind::Method,
            title: title.to_owned(),
            head,
            sections: Vec::new(),
            scopes: Vec::new(),
            payload: None,
            instead: Vec::new(),
            forms: Default::default(),
            text: Text::default(),
        }
    }

    fn found(choices: &[Choice]) -> Vec<(&str, &str)> {
        choices.iter().map(|choice| (choice.code, &*choice.page)).collect()
    }

    #[test]
    fn the_page_that_agrees_with_the_name_is_the_methods() {
        let mut pages = Vec::new();
        for lang in Lang::ALL {
            pages.push(page(lang, "chat/im-chat-title.md", "im.chat.add", "Rename im.chat.add"));
            pages.push(page(lang, "im-chat-add.md", "im.chat.add", "Create im.chat.add"));
        }
        let choices = settle(&mut pages);
        let double = ("page-double", "api-reference/chat/im-chat-title.md");
        assert_eq!(found(&choices), [double, double]);
        let kinds: Vec<_> = pages.iter().map(|page| page.kind).collect();
        use PageKind::{Double, Method};
        assert_eq!(kinds, [Double, Method, Double, Method]);
        assert!(settle(&mut pages).is_empty(), "once is enough");
    }

    #[test]
    fn a_page_that_moved_in_one_language_is_read_where_it_was() {
        let links = |section: &mut Section, path: &str| {
            let page = format!("api-reference/{path}");
            section.items.push(Item::Links(vec![Target { page, anchor: None }]));
        };
        let mut en = page(Lang::En, "bots/imbot-add.md", "imbot.add", "Add imbot.add");
        let mut ru = page(Lang::Ru, "outdated/imbot-add.md", "imbot.Add", "imbot.Add");
        let mut other = page(Lang::Ru, "imbot-get.md", "imbot.get", "imbot.get");
        let mut section = Section::default();
        links(&mut section, "outdated/imbot-add.md");
        for page in [&mut en, &mut ru, &mut other] {
            page.sections.push(section.clone());
        }
        let mut pages = vec![en, ru, other];
        let choices = settle(&mut pages);
        assert_eq!(found(&choices), [("page-moved", "api-reference/outdated/imbot-add.md")]);
        assert_eq!(pages[1].path, "api-reference/bots/imbot-add.md");
        let to = |page: &PageFacts| match &page.sections[0].items[0] {
            Item::Links(targets) => targets[0].page.clone(),
            _ => String::new(),
        };
        assert_eq!(to(&pages[2]), "api-reference/bots/imbot-add.md");
        assert_eq!(to(&pages[0]), "api-reference/outdated/imbot-add.md", "English has not moved");
    }

    #[test]
    fn versions_are_methods_of_their_own() {
        let v2 = page(Lang::En, "tasks-task-get.md", "tasks.task.get", "tasks.task.get");
        let mut v3 = page(Lang::En, "v3/tasks-task-get.md", "tasks.task.get", "tasks.task.get");
        v3.head.rest = Some(Rest::V3);
        assert!(settle(&mut [v2, v3]).is_empty());
    }
}
