//! The title and what stands under it.

use b24_schema::{Rest, Who};

use super::{Ctx, fill, md};
use crate::facts::{Head, PageFacts, PageKind, Target};

/// The page that the codes of scopes link to.
const SCOPES: &str = "api-reference/scopes/permissions.md";

/// The page that notes on REST 3.0 link to.
const REST3: &str = "api-reference/rest-v3.md";

/// Adds the blocks above the first section.
pub(super) fn write(ctx: &Ctx<'_>, facts: &PageFacts, blocks: &mut Vec<String>) {
    // Without a title the mark stays: else the first heading of a section would be one.
    blocks.push(format!("# {}", md::text(&facts.title)).trim_end().to_owned());
    let head = &facts.head;
    if let Some(quote) = quote(ctx, facts.kind, head) {
        blocks.push(quote);
    }
    let words = &ctx.words.head;
    if let Some(instead) = &head.deprecated {
        let text = if instead.is_empty() {
            words.deprecated.clone()
        } else {
            fill(&words.deprecated_use, &links(ctx, instead))
        };
        blocks.push(note("warning", &words.deprecated_title, &text));
    }
    if head.rest == Some(Rest::V3) {
        let page = Target { page: REST3.to_owned(), anchor: None };
        blocks.push(note("info", "", &fill(&words.rest3, &md::link(ctx.path, &page))));
    }
    if head.positional {
        blocks.push(note("warning", "", &words.positional));
    }
    if head.file {
        blocks.push(note("info", "", &words.file));
    }
    if !head.name.is_empty() {
        let phrase = if facts.kind == PageKind::Event { &words.event } else { &words.method };
        blocks.push(fill(phrase, &md::code(&head.name)));
    }
}

/// Links one after the other.
pub(super) fn links(ctx: &Ctx<'_>, targets: &[Target]) -> String {
    let links: Vec<String> = targets.iter().map(|target| md::link(ctx.path, target)).collect();
    links.join(", ")
}

fn quote(ctx: &Ctx<'_>, kind: PageKind, head: &Head) -> Option<String> {
    let words = &ctx.words.head;
    let mut lines = Vec::new();
    let page = Target { page: SCOPES.to_owned(), anchor: None };
    let href = md::href(ctx.path, &page);
    let scope = |code: &String| format!("[{}]({href})", md::code(code));
    let mut scopes: Vec<String> = head.scopes.iter().map(scope).collect();
    scopes.extend(head.scope_from.iter().map(|name| fill(&words.scope_from, &md::code(name))));
    if !scopes.is_empty() {
        lines.push(format!("> {}: {}", words.scope, scopes.join(", ")));
    }
    if let Some(who) = head.who {
        let label = if kind == PageKind::Event { &words.who_event } else { &words.who_method };
        let who = match who {
            Who::Any => &words.any,
            Who::Admin => &words.admin,
            Who::Restricted => &words.restricted,
        };
        lines.push(format!("> {label}: {who}"));
    }
    (!lines.is_empty()).then(|| lines.join("\n>\n"))
}

pub(super) fn note(kind: &str, title: &str, text: &str) -> String {
    format!("{{% note {kind} \"{title}\" %}}\n\n{text}\n\n{{% endnote %}}")
}
