//! What stands under headings.

use super::headings::Headings;
use super::{Ctx, calls, json, md, tables};
use crate::facts::{
    Auth, BodyShape, CallShape, Item, PageFacts, PageKind, Role, Section, TabFacts, Target,
};

/// How far the content of a tab stands to the right.
const TAB: usize = 4;

/// Adds the blocks of all sections.
pub(super) fn write(ctx: &Ctx<'_>, facts: &PageFacts, blocks: &mut Vec<String>) {
    let mut headings = Headings::new(ctx);
    let mut sections = facts.sections.as_slice();
    // What stands above the first heading.
    if let [Section { level: 1, anchors, items: first, .. }, rest @ ..] = sections
        && anchors.is_empty()
    {
        items(ctx, first, true, blocks);
        sections = rest;
    }
    for section in sections {
        headings.open(section, blocks);
        items(ctx, &section.items, true, blocks);
    }
    // A method's page is known by one of these headings, with or without content.
    let told =
        |section: &Section| matches!(section.role, Role::Params | Role::Examples | Role::Answer);
    if facts.kind == PageKind::Method && !facts.sections.iter().any(told) {
        headings.empty(2, Some(Role::Params), blocks);
    }
}

/// Adds the blocks of items; calls become tabs where these may stand.
fn items(ctx: &Ctx<'_>, items: &[Item], tabbed: bool, blocks: &mut Vec<String>) {
    let mut after_list = false;
    let mut rest = items;
    while let [item, tail @ ..] = rest {
        rest = tail;
        blocks.push(match item {
            Item::Fields(table) => tables::fields(ctx, &table.rows),
            Item::Types(rows) => tables::types(ctx, rows),
            Item::Errors(rows) => tables::errors(ctx, rows),
            Item::Constants(table) => tables::constants(table),
            Item::Values(values) => tables::codes(ctx, values),
            Item::Call(call) if !tabbed => calls::snippet(call),
            Item::Call(call) => {
                let mut run = vec![call];
                while let [Item::Call(call), tail @ ..] = rest {
                    run.push(call);
                    rest = tail;
                }
                call_tabs(ctx, &run)
            }
            Item::Body(shape) => body(ctx, shape),
            Item::Tabs(list) => tabs(ctx, list),
            // Another bullet keeps two lists apart.
            Item::Links(targets) => links(ctx, targets, if after_list { '*' } else { '-' }),
        });
        after_list = matches!(item, Item::Links(_)) && !after_list;
    }
}

fn body(ctx: &Ctx<'_>, body: &BodyShape) -> String {
    let fence = format!("```json\n{}\n```", json::pretty(&body.json));
    match body.status {
        Some(status) => format!("{}: **{status}**\n\n{fence}", ctx.words.cells.status),
        None => fence,
    }
}

fn links(ctx: &Ctx<'_>, targets: &[Target], bullet: char) -> String {
    let lines: Vec<String> =
        targets.iter().map(|target| format!("{bullet} {}", md::link(ctx.path, target))).collect();
    lines.join("\n")
}

fn tabs(ctx: &Ctx<'_>, tabs: &[TabFacts]) -> String {
    let tabs = tabs.iter().map(|tab| {
        let mut blocks = Vec::new();
        items(ctx, &tab.items, false, &mut blocks);
        let title =
            if tab.title.is_empty() { &ctx.words.headings.tab_untitled } else { &tab.title };
        (title.as_str(), blocks)
    });
    tab_list(tabs)
}

fn call_tabs(ctx: &Ctx<'_>, run: &[&CallShape]) -> String {
    let words = &ctx.words.headings;
    let tabs = run.iter().map(|call| {
        let title = match (call.auth, call.rest) {
            (Auth::Webhook, _) => &words.tab_webhook,
            (Auth::App, _) => &words.tab_app,
            (Auth::Library, None) => &words.tab_bx24,
            (Auth::Library, Some(_)) => &words.tab_library,
        };
        (title.as_str(), vec![calls::snippet(call)])
    });
    tab_list(tabs)
}

fn tab_list<'t>(tabs: impl Iterator<Item = (&'t str, Vec<String>)>) -> String {
    let mut out = String::from("{% list tabs %}\n\n");
    for (title, blocks) in tabs {
        out.push_str("- ");
        out.push_str(&md::opening(title));
        out.push_str("\n\n");
        for block in blocks {
            out.push_str(&md::indent(&block, TAB));
            out.push_str("\n\n");
        }
    }
    out.push_str("{% endlist %}");
    out
}
