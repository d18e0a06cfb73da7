//! The list of scopes.

use super::{Ctx, fill, md};
use crate::facts::ScopeRow;

/// Adds the table of the scope page, and what stands below it.
pub(super) fn write(ctx: &Ctx<'_>, rows: &[ScopeRow], blocks: &mut Vec<String>) {
    for (i, run) in rows.chunk_by(|a, b| form(a) == form(b)).enumerate() {
        match form(&run[0]) {
            Form::Deprecated => {
                let codes: Vec<&str> =
                    run.iter().flat_map(|row| &row.codes).map(String::as_str).collect();
                blocks.push(fill(&ctx.words.tables.scope_deprecated, &codes.join(", ")));
            }
            // The remark below the table is only looked for there.
            Form::Bare if i > 0 => {
                blocks
                    .extend(run.iter().flat_map(|row| &row.codes).map(|code| md::code(code) + "."));
            }
            Form::Bare | Form::Listed => blocks.push(table(ctx, run)),
        }
    }
}

/// How a row is written.
#[derive(PartialEq)]
enum Form {
    /// In the table.
    Listed,
    /// As a code in a paragraph: nothing else is known.
    Bare,
    /// In the remark on deprecated ones.
    Deprecated,
}

fn form(row: &ScopeRow) -> Form {
    if row.deprecated {
        Form::Deprecated
    } else if row.title.is_empty()
        && row.tool.is_empty()
        && row.versions.is_empty()
        && row.codes.len() == 1
    {
        Form::Bare
    } else {
        Form::Listed
    }
}

fn table(ctx: &Ctx<'_>, rows: &[ScopeRow]) -> String {
    let words = &ctx.words.tables;
    let mut out = format!(
        "#|\n|| **{}** | **{}** | **{}** ||\n",
        words.scope_code, words.scope_name, words.scope_tool
    );
    for row in rows {
        let mut name = md::opening(&row.title);
        if !row.versions.is_empty() {
            name.push_str(&format!("\n{}:", words.scope_versions));
            for (code, title) in &row.versions {
                name.push_str(&format!("\n- **{}** — {}", md::text(code), md::text(title)));
            }
            name.push('\n');
        }
        let tool = md::opening(&row.tool);
        out.push_str(&format!("|| **{}** | {name} | {tool} ||\n", md::text(&row.codes.join(", "))));
    }
    out.push_str("|#");
    out
}
