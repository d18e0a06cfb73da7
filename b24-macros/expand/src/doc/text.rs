//! Pieces of Markdown.

use std::borrow::Cow;

use b24_schema::{Language, Rest, Title, method_path, page_url, referred};

/// Text as Markdown that renders as it stands: no links, tags or emphasis by accident.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in in_a_line(text).chars() {
        if matches!(c, '[' | ']' | '<' | '>' | '*' | '_' | '`' | '\\' | '#' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    // A bare address would be a link; rustdoc warns of those.
    out.replace("://", ":\\//")
}

/// Text in a code span.
pub(crate) fn code(text: &str) -> String {
    let text = in_a_line(text);
    if text.is_empty() {
        "an empty string".to_owned()
    } else if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

/// Text with one space between its words. Most are one word, which is not copied.
fn in_a_line(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// Items as a list in a sentence.
pub(crate) fn listed(items: impl IntoIterator<Item = String>) -> String {
    items.into_iter().collect::<Vec<_>>().join(", ")
}

/// A title in the language of the texts, English where there are none, or else in the other one.
pub(crate) fn title(title: &Title, language: Option<Language>) -> &str {
    let (first, second) = match language {
        Some(Language::Ru) => (&title.ru, &title.en),
        _ => (&title.en, &title.ru),
    };
    if first.is_empty() { second } else { first }
}

/// A link to the function of the method that a reference means.
pub(crate) fn method(reference: &str) -> String {
    let (rest, name) = referred(reference);
    match method_path(name, rest) {
        Ok(path) => format!("[{}]({})", code(name), path.link()),
        Err(_) => code(name),
    }
}

/// A link to the module of the set of constants that a reference means.
pub(crate) fn constants(reference: &str) -> String {
    let path = reference.replace('.', "::");
    format!("[{}](crate::{path})", code(&path))
}

/// Links to methods, from one of version `own`: the version is told where it is another one.
pub(crate) fn methods(references: &[String], own: Rest) -> String {
    listed(references.iter().map(|reference| {
        let version = match referred(reference).0 {
            rest if rest == own => "",
            Rest::V2 => " of REST 2",
            Rest::V3 => " of REST 3.0",
        };
        method(reference) + version
    }))
}

/// Links to a page in both languages.
pub(crate) fn links(page: &str) -> String {
    let [en, ru] = [Language::En, Language::Ru].map(|language| page_url(page, language));
    format!("[Documentation]({en}) ([Russian]({ru}))")
}

/// A cell of a table: one line, in which bars do not end it.
pub(crate) fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut escaped = false;
    for c in text.chars() {
        match c {
            '\n' => out.push(' '),
            '|' if !escaped => out.push_str("\\|"),
            _ => out.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    out
}

/// Blocks of Markdown as lines for the cell of a table, up to the first block that cannot be there (code,
/// quotes and tables); and whether nothing is missing.
pub(crate) fn inline(text: &str) -> (Vec<String>, bool) {
    let mut lines: Vec<String> = Vec::new();
    let mut in_paragraph = false;
    for line in text.lines() {
        let trimmed = line.trim_start();
        if trimmed.starts_with(['|', '>']) || trimmed.starts_with("```") {
            // What announces it says nothing without it.
            lines.pop_if(|last| last.ends_with(':'));
            return (lines, false);
        }
        if trimmed.is_empty() {
            in_paragraph = false;
        } else if let Some(item) = trimmed.strip_prefix("- ").or(trimmed.strip_prefix("* ")) {
            lines.push(format!("• {item}"));
            in_paragraph = true;
        } else if in_paragraph && let Some(last) = lines.last_mut() {
            // A backslash at the end breaks the line.
            let broken = last.ends_with('\\') && last.pop().is_some();
            last.push_str(if broken { "<br>" } else { " " });
            last.push_str(trimmed);
        } else {
            lines.push(trimmed.to_owned());
            in_paragraph = true;
        }
    }
    (lines, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_their_bars() {
        assert_eq!(cell("a | `b|c`\nd \\| e \\\\| f"), "a \\| `b\\|c` d \\| e \\\\\\| f");
    }

    #[test]
    fn paragraphs_and_lists_go_into_a_cell() {
        let joined = |text| {
            let (lines, whole) = inline(text);
            (lines.join("|"), whole)
        };
        let text = "One\ntwo.\n\n- a\n  b\\\n  c\n- d\n\nLast.";
        assert_eq!(joined(text), ("One two.|• a b<br>c|• d|Last.".to_owned(), true));
        let text = "One.\n\nFor example:\n\n```json\n{\n\n}\n```\n\nTwo.";
        assert_eq!(joined(text), ("One.".to_owned(), false));
        assert_eq!(joined("One.\n\n> **Note**\n> no"), ("One.".to_owned(), false));
    }

    #[test]
    fn references_are_links_to_functions() {
        let to = ["crm.type.list".to_owned(), "v3:tasks.task.get".to_owned()];
        let v2 = "[`crm.type.list`](crate::crm::type::list())";
        let v3 = "[`tasks.task.get`](crate::v3::tasks::task::get())";
        assert_eq!(to.each_ref().map(|to| method(to)), [v2, v3]);
        assert_eq!(methods(&to, Rest::V2), format!("{v2}, {v3} of REST 3.0"));
        assert_eq!(methods(&to, Rest::V3), format!("{v2} of REST 2, {v3}"));
    }
}
