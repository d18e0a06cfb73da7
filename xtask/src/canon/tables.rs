//! Tables of fields, types, errors and codes.

use b24_schema::AllowedValue;

use super::{Ctx, cells, md};
use crate::facts::{ConstantTable, ErrorRow, FieldRow, TypeRow};

/// A table of parameters or fields.
pub(super) fn fields(ctx: &Ctx<'_>, rows: &[FieldRow]) -> String {
    let words = &ctx.words.tables;
    let mut out = format!(
        "#|\n|| **{}**\n{} | **{}** ||\n",
        words.name,
        md::code(&words.r#type),
        words.description
    );
    for row in rows {
        out.push_str("|| ");
        out.push_str(&cells::name(ctx, row));
        out.push_str(" |");
        let mut about = cells::about(ctx, &row.about);
        // A name that stands alone would be a title over the rows below it.
        if about.is_empty() && row.types.is_empty() {
            about.push("—".to_owned());
        }
        description(&mut out, &about);
    }
    out.push_str("|#");
    out
}

/// A dictionary of types.
pub(super) fn types(ctx: &Ctx<'_>, rows: &[TypeRow]) -> String {
    let words = &ctx.words.tables;
    let mut out = format!("#|\n|| **{}** | **{}** ||\n", capital(&words.r#type), words.description);
    for row in rows {
        out.push_str("|| ");
        out.push_str(&md::code(&row.word));
        out.push_str(" |");
        description(&mut out, &cells::type_about(ctx, row));
    }
    out.push_str("|#");
    out
}

/// A table of errors.
pub(super) fn errors(ctx: &Ctx<'_>, rows: &[ErrorRow]) -> String {
    let words = &ctx.words.tables;
    let with_status = rows.iter().any(|row| row.status.is_some());
    let mut out = String::from("#|\n");
    let second = if with_status { &words.status } else { &words.description };
    out.push_str(&format!("|| **{}** | **{second}** ||\n", words.code));
    for row in rows {
        let code = if row.code.is_empty() { words.no_code.clone() } else { md::code(&row.code) };
        let status = row.status.map(|status| format!(" {status}")).unwrap_or_default();
        out.push_str(&format!("|| {code} |{status} ||\n"));
    }
    out.push_str("|#");
    out
}

/// A table of constants.
pub(super) fn constants(table: &ConstantTable) -> String {
    let ConstantTable { columns, rows } = table;
    let header: Vec<String> = columns.iter().map(|name| md::code(name)).collect();
    let mut out = format!("#|\n|| — | {} ||\n", header.join(" | "));
    for row in rows {
        out.push_str(&format!("|| — | {} ||\n", row.join(" | ")));
    }
    out.push_str("|#");
    out
}

/// A table of codes.
pub(super) fn codes(ctx: &Ctx<'_>, values: &[AllowedValue]) -> String {
    let words = &ctx.words.tables;
    let mut out = format!("#|\n|| **{}** | **{}** ||\n", words.code, words.description);
    for AllowedValue { value, label } in values {
        let label = label.as_ref().map(|label| format!(" {}", md::text(label)));
        out.push_str(&format!("|| {} |{} ||\n", md::code(value), label.unwrap_or_default()));
    }
    out.push_str("|#");
    out
}

/// Ends a row with its last cell.
fn description(out: &mut String, blocks: &[String]) {
    if !blocks.is_empty() {
        out.push(' ');
        out.push_str(&blocks.join("\n\n"));
    }
    // What ends with a line of its own must not share it with the end of the row.
    let own_line = blocks.len() > 1 || blocks.iter().any(|block| block.contains('\n'));
    out.push_str(if own_line { "\n||\n" } else { " ||\n" });
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
