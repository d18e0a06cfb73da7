//! Text that means itself in Markdown.

/// Where a scheme begins an address.
const SCHEMES: [&str; 2] = ["https://", "http://"];

/// Appends `text` so that it reads as it stands. `bare` addresses become links, which they may not where the text is
/// one already.
pub(super) fn push(text: &str, bare: bool, out: &mut String) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if bare
            && !out.ends_with(char::is_alphanumeric)
            && let Some(address) = address(rest)
        {
            out.push('<');
            out.push_str(address);
            out.push('>');
            rest = &rest[address.len()..];
            continue;
        }
        let before = out.chars().next_back();
        rest = &rest[c.len_utf8()..];
        let after = rest.chars().next();
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match c {
            _ if c.is_whitespace() => out.push(' '),
            _ if c.is_control() => continue,
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '~' | '|' | '^' => out.push('\\'),
            // In a word it is a letter.
            '_' if !inside(before) || !inside(after) => out.push('\\'),
            '&' if inside(after) || after == Some('#') => out.push('\\'),
            // What follows may be a link, which would be an image.
            '!' if after.is_none() => out.push('\\'),
            _ => {}
        }
        if !c.is_whitespace() {
            out.push(c);
        }
    }
}

/// The address that `text` begins with.
fn address(text: &str) -> Option<&str> {
    let scheme = SCHEMES.iter().find(|scheme| text.starts_with(**scheme))?;
    let odd =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '\\' | '`' | '"');
    let end = text.find(odd).unwrap_or(text.len());
    let address = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '»', '”']);
    let host = address.get(scheme.len()..)?;
    host.starts_with(char::is_alphanumeric).then_some(address)
}

/// A line of a paragraph, with what would begin a heading, a list or the like marked as text.
pub(super) fn line_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let at = match line.as_bytes().first() {
        Some(b'#' | b'+' | b'-' | b'=' | b':') => 0,
        Some(_) if digits > 0 && line[digits..].starts_with(['.', ')']) => digits,
        _ => return line.to_owned(),
    };
    format!("{}\\{}", &line[..at], &line[at..])
}

/// A code span that holds `text`, where there is any.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.trim().is_empty() {
        return if text.is_empty() { text } else { " ".to_owned() };
    }
    let has_run = |n: usize| text.split(|c| c != '`').any(|run| run.len() == n);
    let ticks = "`".repeat((1..).find(|&n| !has_run(n)).unwrap_or(1));
    let edge = |c: char| c == '`' || c == ' ';
    let pad = if text.starts_with(edge) || text.ends_with(edge) { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}
