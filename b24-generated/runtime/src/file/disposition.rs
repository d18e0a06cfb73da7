//! The name that an answer gives a file.

use percent_encoding::percent_decode_str;

/// The name in a `Content-Disposition`, without folders: it is safe to join to a path.
pub(super) fn file_name(header: &str) -> Option<String> {
    let mut plain = None;
    let mut rest = header;
    while let Some((_, more)) = rest.split_once(';') {
        let (key, value, after) = parameter(more)?;
        rest = after;
        if key.eq_ignore_ascii_case("filename*") {
            let mut parts = value.splitn(3, '\'');
            let charset = parts.next()?;
            if charset.eq_ignore_ascii_case("utf-8")
                && let Some(text) = parts.nth(1)
                && let Ok(name) = percent_decode_str(text).decode_utf8()
            {
                return safe(&name);
            }
        } else if key.eq_ignore_ascii_case("filename") {
            plain = Some(value);
        }
    }
    safe(&plain?)
}

/// `key=value` at the start, and what follows.
fn parameter(text: &str) -> Option<(&str, String, &str)> {
    let (key, rest) = text.split_once('=')?;
    let key = key.trim();
    let rest = rest.trim_start();
    let Some(quoted) = rest.strip_prefix('"') else {
        let end = rest.find(';').unwrap_or(rest.len());
        return Some((key, rest[..end].trim().to_owned(), &rest[end..]));
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((key, value, &quoted[at + 1..])),
            // Elsewhere it is part of a path.
            '\\' => match chars.next_if(|(_, c)| matches!(c, '"' | '\\')) {
                Some((_, escaped)) => value.push(escaped),
                None => value.push(c),
            },
            c => value.push(c),
        }
    }
    Some((key, value, ""))
}

/// The last part of a path, if it names a file.
fn safe(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let last: String = last.chars().filter(|c| !c.is_control()).collect();
    let last = last.trim();
    (!last.is_empty() && last != "." && last != "..").then(|| last.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_made_safe() {
        let name = |header| file_name(header);
        let some = |name: &str| Some(name.to_owned());
        assert_eq!(name("attachment"), None);
        assert_eq!(name("attachment; filename=a.txt"), some("a.txt"));
        assert_eq!(
            name(r#"attachment; filename="a \"b\"; c.txt"; size=3"#),
            some(r#"a "b"; c.txt"#)
        );
        assert_eq!(
            name("attachment; filename=\"x.txt\"; filename*=utf-8''%D1%84.txt"),
            some("ф.txt")
        );
        assert_eq!(name("attachment; filename*=UTF-8''a%2Fb.txt"), some("b.txt"));
        assert_eq!(name("attachment; filename=\"..\\..\\evil.exe\""), some("evil.exe"));
        assert_eq!(name("attachment; filename=\"../..\""), None);
        assert_eq!(name("attachment; filename=\"unclosed"), some("unclosed"));
        assert_eq!(name("inline; filename*=latin1''x; filename=y"), some("y"));
    }
}
