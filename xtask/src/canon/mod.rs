//! Canonical pages: [`PageFacts`] printed in the dialect of the upstream pages.
//!
//! A canonical page says what its upstream page says, in the most regular form of the dialect and in
//! words of our own: facts, no sentences. The reader that understands upstream pages reads it back
//! to the same facts, and nothing here is known to the reader only for its sake.

mod calls;
mod cells;
mod head;
mod headings;
mod json;
mod md;
mod scopes;
mod sections;
mod tables;
#[cfg(test)]
mod tests;
mod words;

pub use words::{
    CanonCells, CanonForms, CanonHead, CanonHeading, CanonHeadings, CanonTables, CanonWords,
};

use crate::examples;
use crate::facts::{Forms, PageFacts, TYPESCRIPT};

/// The canonical page of `facts`. The same facts give the same bytes.
pub fn page(facts: &PageFacts) -> String {
    let ctx = Ctx { path: &facts.path, words: &crate::words::of(facts.lang).canon };
    let mut blocks = Vec::new();
    head::write(&ctx, facts, &mut blocks);
    if let Some(payload) = &facts.payload {
        let ty = examples::typescript(payload);
        blocks.push(format!("```{TYPESCRIPT}\ntype {} = {ty}\n```", examples::RESULT));
    }
    if !facts.instead.is_empty() {
        blocks.push(head::note("info", "", &head::links(&ctx, &facts.instead)));
    }
    forms(&ctx, &facts.forms, &mut blocks);
    if !facts.scopes.is_empty() {
        scopes::write(&ctx, &facts.scopes, &mut blocks);
    }
    sections::write(&ctx, facts, &mut blocks);
    join(&blocks)
}

/// Adds the forms in which what the page describes is given, and what it shows of it.
fn forms(ctx: &Ctx<'_>, forms: &Forms, blocks: &mut Vec<String>) {
    let words = &ctx.words.forms;
    if let Some(key) = &forms.key {
        let object = fill(&words.object, &md::code(key));
        let text = forms.text.then_some(&words.text);
        let lines = [&object, &words.alone].into_iter().chain(text);
        blocks.push(lines.map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n"));
    }
    let fence = |value| format!("```json\n{}\n```", json::pretty(value));
    blocks.extend(forms.shown.iter().map(fence));
}

/// What every part of the writer needs to know.
struct Ctx<'a> {
    /// The page, for its links.
    path: &'a str,
    /// The words of its language.
    words: &'a CanonWords,
}

/// Puts `blocks`, each without a line end, under one another.
fn join(blocks: &[String]) -> String {
    let mut out = blocks.join("\n\n");
    out.push('\n');
    out
}

/// `phrase` with `value` in its gap.
fn fill(phrase: &str, value: &str) -> String {
    phrase.replacen("{}", value, 1)
}
