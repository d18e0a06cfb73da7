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

/// The last part of a path, if it names a file: a name that stays in its folder, on Windows too.
fn safe(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let last: String = last.chars().filter(|c| !c.is_control()).collect();
    // A colon ends a drive (`C:a.txt`), or begins a stream of another file (`a.txt:b`).
    let last = match last.as_bytes() {
        [drive, b':', ..] if drive.is_ascii_alphabetic() => &last[2..],
        _ => &last,
    };
    let last = last.replace(':', "_");
    // Windows leaves them out: `CON.` is `CON`.
    let last = last.trim_end_matches(|c: char| c == '.' || c.is_whitespace()).trim_start();
    match last {
        "" => None,
        _ if is_device(last) => Some(format!("_{last}")),
        _ => Some(last.to_owned()),
    }
}

/// Whether Windows takes a name for a [device](https://learn.microsoft.com/windows/win32/fileio/naming-a-file), in
/// whatever folder and with whatever extension: `con`, `COM1.txt`.
fn is_device(name: &str) -> bool {
    let name = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let port = name.strip_prefix("COM").or_else(|| name.strip_prefix("LPT"));
    match port {
        Some(number) => {
            let mut digits = number.chars();
            matches!((digits.next(), digits.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
        }
        None => matches!(&*name, "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$"),
    }
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

    #[test]
    fn names_stay_in_their_folder_on_windows_too() {
        for (name, expected) in [
            ("C:evil.exe", Some("evil.exe")),
            ("C:", None),
            ("c:..", None),
            (r"\\server\share\a.txt", Some("a.txt")),
            (r"C:\Windows\a.txt", Some("a.txt")),
            ("a.txt:stream", Some("a.txt_stream")),
            ("12:30.txt", Some("12_30.txt")),
            ("a.exe. . .", Some("a.exe")),
            (".. .", None),
            ("..\u{0}", None),
            ("...", None),
            (".profile", Some(".profile")),
            ("CON", Some("_CON")),
            ("con .txt", Some("_con .txt")),
            ("nul.tar.gz", Some("_nul.tar.gz")),
            ("Aux.", Some("_Aux")),
            ("COM1", Some("_COM1")),
            ("lpt².log", Some("_lpt².log")),
            ("d:prn", Some("_prn")),
            ("CONIN$", Some("_CONIN$")),
            ("COM10", Some("COM10")),
            ("COM", Some("COM")),
            ("console.log", Some("console.log")),
            ("Отчёт.pdf", Some("Отчёт.pdf")),
        ] {
            assert_eq!(safe(name).as_deref(), expected, "{name:?}");
        }
    }
}
