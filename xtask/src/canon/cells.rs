//! What stands in the cells of tables.

use b24_schema::{AllowedValue, Limits};

use super::head::links;
use super::{Ctx, fill, json, md, tables};
use crate::facts::{About, FieldRow, Required, TypeRow, TypeWord};

/// The first cell of a row: names, mark and types.
pub(super) fn name(ctx: &Ctx<'_>, row: &FieldRow) -> String {
    let mark = match row.required {
        Required::No => "",
        Required::Yes => "*",
        Required::Conditional => "**",
    };
    let names: Vec<String> = row.names.iter().map(|name| name_in_cell(name) + mark).collect();
    let mut out = names.join(" \\| ");
    if !row.types.is_empty() {
        let types: Vec<String> = row.types.iter().map(|word| type_word(ctx, word)).collect();
        out.push('\n');
        out.push_str(&types.join(" \\| "));
    }
    out
}

/// A name as it stands in its cell.
fn name_in_cell(name: &str) -> String {
    // In bold, a pipe stands between names.
    if name.contains('|') {
        return md::code(name);
    }
    let text = match name.strip_suffix('*') {
        // A star at the end could be taken for the mark: "and so on" is read as one.
        Some(stem) if !stem.is_empty() && !stem.ends_with(['_', '*']) => md::text(stem) + "...",
        _ => md::text(name),
    };
    format!("**{text}**")
}

/// The blocks of a description.
pub(super) fn about(ctx: &Ctx<'_>, about: &About) -> Vec<String> {
    blocks(ctx, about, None)
}

/// The blocks of a type's description.
pub(super) fn type_about(ctx: &Ctx<'_>, row: &TypeRow) -> Vec<String> {
    blocks(ctx, &row.about, row.base.as_deref())
}

fn blocks(ctx: &Ctx<'_>, about: &About, base: Option<&str>) -> Vec<String> {
    let About {
        values: listed,
        either,
        called,
        keys,
        shape,
        // In sentences.
        default: _,
        limits: _,
        deprecated: _,
        keyed: _,
        optional: _,
        // Settled when the table was read.
        instead: _,
        links: _,
    } = about;
    let words = &ctx.words.cells;
    let mut blocks = Vec::new();
    blocks.extend(called.map(|called| words.called.of(called).to_owned()));
    if !listed.is_empty() {
        blocks.push(values(&words.values, listed));
    }
    let sentences = sentences(ctx, about, base);
    if !sentences.is_empty() {
        blocks.push(sentences.join(" "));
    }
    if !either.is_empty() {
        let names: Vec<String> = either.iter().map(|name| md::code(name)).collect();
        blocks.push(fill(&words.either, &names.join(", ")));
    }
    if !keys.is_empty() {
        blocks.push(words.keys.clone());
        blocks.push(tables::fields(ctx, keys));
    }
    if let Some(shape) = shape {
        blocks.push(words.shape.clone());
        blocks.push(format!("```json\n{}\n```", json::pretty(shape)));
    }
    blocks
}

fn sentences(ctx: &Ctx<'_>, about: &About, base: Option<&str>) -> Vec<String> {
    let words = &ctx.words.cells;
    let mut sentences = Vec::new();
    sentences.extend(base.map(|base| match words.bases.get(base) {
        Some(sentence) => sentence.clone(),
        None => format!("{}.", md::code(base)),
    }));
    sentences.extend(about.default.iter().map(|default| fill(&words.default, &md::code(default))));
    limits(ctx, &about.limits, &mut sentences);
    if about.deprecated {
        sentences.push(words.deprecated.clone());
    }
    if about.optional {
        sentences.push(words.optional.clone());
    }
    if about.keyed {
        sentences.push(words.keyed.clone());
    }
    if !about.links.is_empty() {
        sentences.push(fill(&words.see, &links(ctx, &about.links)));
    }
    sentences
}

fn limits(ctx: &Ctx<'_>, limits: &Limits, sentences: &mut Vec<String>) {
    let Limits { min, max, max_length } = limits;
    let words = &ctx.words.cells;
    match (min, max) {
        (Some(min), Some(max)) => {
            sentences.push(fill(&fill(&words.range, &min.to_string()), &max.to_string()));
        }
        (Some(min), None) => sentences.push(fill(&words.min, &min.to_string())),
        (None, Some(max)) => sentences.push(fill(&words.max, &max.to_string())),
        (None, None) => {}
    }
    sentences.extend(max_length.map(|max| fill(&words.max_length, &max.to_string())));
}

fn values(lead_in: &str, values: &[AllowedValue]) -> String {
    let mut out = lead_in.to_owned();
    for AllowedValue { value, label } in values {
        out.push_str("\n- ");
        out.push_str(&md::code(value));
        if let Some(label) = label {
            out.push_str(" — ");
            out.push_str(&md::text(label));
        }
    }
    out
}

fn type_word(ctx: &Ctx<'_>, word: &TypeWord) -> String {
    let code = md::code(&format!("{}{}", word.word, "[]".repeat(usize::from(word.list))));
    match &word.link {
        Some(target) => format!("[{code}]({})", md::href(ctx.path, target)),
        None => code,
    }
}
