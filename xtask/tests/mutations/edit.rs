//! Edits of a page, as authors and tools make them, and worse.

use std::ops::Range;

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Keys: sound ones, keywords and primitives of Rust, data, and what nobody would call a name.
pub(crate) const KEYS: &[&str] = &[
    "$lid",
    ".block@0",
    "a#b",
    "a b",
    "имя",
    "🦀",
    "type",
    "self",
    "Self",
    "super",
    "crate",
    "r#type",
    "__proto__",
    "constructor",
    "i64",
    "bool",
    "str",
    "2fa",
    "1",
    "new",
    "send",
    "extra",
    "set",
    "params",
    "UF_*",
    "*",
    "{x}_*",
    "UF_{id}",
    "<field>",
    "a.b.c",
    "a..b",
    ".",
    "a\u{0}b",
    "a\u{7f}",
    "\u{202e}a",
    "result",
    "result.result[].id",
    "error",
    "time",
    "next",
    "total",
    ">ID",
    "!@ID",
    "!",
    "A\\",
    "a\"b",
    "a'b",
    "a`b",
    "a|b",
    "[]",
    "a[]",
    "a[0][b]",
    "Option",
    "String",
    "Vec",
    "ID",
    "id",
    "iD",
    "typeId",
    "TYPE_ID",
    "Type-Id",
    "LONG",
];

const TYPES: &[&str] = &[
    "unknown_word",
    "integer[][][]",
    "array<array<array<integer>>>",
    "object",
    "🦀",
    "",
    "string | integer | object",
    "crm_multifield[]",
    "Self",
    "null",
    "any",
    "тип",
    "a b",
    "LONG",
];

/// Names of methods of which some cannot be functions, or are other things of the crate.
const METHODS: &[&str] = &[
    "crm.2fa",
    "crm.1.get",
    "crm.type.self",
    "crm.deal",
    "crm.deal.get_fields",
    "crm",
    "std.get",
    "full",
    "shared.get",
    "catalog",
    "profile.get",
    "profile",
    "v3.get",
    "default",
    "bool.str.get",
    "each_call",
    "prelude.get",
    "crm.deal.GET",
    "type.get",
    "task.self.crate",
    "LONG",
];

const WORDS: &[&str] = &[
    "",
    "Response Handling",
    "Method Parameters",
    "Параметры метода",
    "🦀",
    "result",
    "a `$lid`",
    "{#same}",
    "# #",
    "LONG",
    "Error Handling",
    "Code Examples",
];

const LINKS: &[&str] = &[
    "gone.md",
    "#gone",
    "#same",
    "./index.md#gone",
    "../../../../x.md",
    "",
    "#",
    "http://x.y/",
    "LONG",
];

const NOISE: &[&str] = &[
    "\u{0}",
    "\u{7}",
    "\u{feff}",
    "\u{202e}",
    "\r",
    "||",
    "|#",
    "#|",
    "```",
    "{% endlist %}",
    "{% list tabs %}",
    "{% if x %}",
    "\n# ",
    "\n\n#|\n|#\n\n",
    "\n\n#|\n||\n||\n|#\n\n",
    "**",
    "`",
    "{",
    "}",
    "[",
    "](",
    "DEEP",
    "TREE",
    "TABLES",
];

/// One edit; the indexes choose among the places that there are.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    /// The cells of a table, the first two swapped.
    SwapColumns(Index),
    DropRow(Index),
    DoubleRow(Index, Index),
    RenameKey(Index, &'static str),
    /// A row once more, its key in another case.
    Twin(Index),
    Type(Index, &'static str),
    Heading(Index, &'static str),
    DoubleHeading(Index),
    /// A key of an example.
    Json(Index, &'static str),
    /// A further key in an example.
    AddJson(Index, &'static str),
    Link(Index, &'static str),
    Title(&'static str),
    NoName,
    /// The page describes another method, everywhere.
    Method(&'static str),
    Noise(Index, &'static str),
    DropLine(Index),
    MoveLine(Index, Index),
    Cut(Index),
    Empty,
}

pub(crate) fn edit() -> impl Strategy<Value = Edit> {
    let at = any::<Index>;
    prop_oneof![
        2 => at().prop_map(Edit::SwapColumns),
        1 => at().prop_map(Edit::DropRow),
        1 => (at(), at()).prop_map(|(from, to)| Edit::DoubleRow(from, to)),
        6 => (at(), select(KEYS)).prop_map(|(at, key)| Edit::RenameKey(at, key)),
        3 => at().prop_map(Edit::Twin),
        3 => (at(), select(TYPES)).prop_map(|(at, ty)| Edit::Type(at, ty)),
        2 => (at(), select(WORDS)).prop_map(|(at, words)| Edit::Heading(at, words)),
        1 => at().prop_map(Edit::DoubleHeading),
        4 => (at(), select(KEYS)).prop_map(|(at, key)| Edit::Json(at, key)),
        4 => (at(), select(KEYS)).prop_map(|(at, key)| Edit::AddJson(at, key)),
        2 => (at(), select(LINKS)).prop_map(|(at, link)| Edit::Link(at, link)),
        1 => select(WORDS).prop_map(Edit::Title),
        1 => Just(Edit::NoName),
        3 => select(METHODS).prop_map(Edit::Method),
        3 => (at(), select(NOISE)).prop_map(|(at, noise)| Edit::Noise(at, noise)),
        1 => at().prop_map(Edit::DropLine),
        1 => (at(), at()).prop_map(|(from, to)| Edit::MoveLine(from, to)),
        1 => at().prop_map(Edit::Cut),
        1 => Just(Edit::Empty),
    ]
}

impl Edit {
    /// The page with the edit; as it was where there is no place for it.
    pub(crate) fn apply(&self, text: &str, method: &str) -> String {
        let edited = match self {
            Self::SwapColumns(at) => among(*at, &tables(text)).map(|table| {
                let rows: Vec<String> = text[table.clone()].split("||").map(swapped).collect();
                replaced(text, table, &rows.join("||"))
            }),
            Self::DropRow(at) => among(*at, &rows(text)).map(|row| replaced(text, row, "")),
            Self::DoubleRow(from, to) => {
                let rows = rows(text);
                let copy = among(*from, &rows).map(|row| text[row].to_owned());
                copy.zip(among(*to, &rows))
                    .map(|(copy, at)| replaced(text, at.start..at.start, &copy))
            }
            Self::RenameKey(at, key) => {
                among(*at, &keys(text)).map(|at| replaced(text, at, &word(key)))
            }
            Self::Twin(at) => among(*at, &rows(text)).and_then(|row| {
                let copy = &text[row.clone()];
                let key = keys(copy).into_iter().next()?;
                let twin = replaced(copy, key.clone(), &other_case(&copy[key]));
                Some(replaced(text, row.start..row.start, &twin))
            }),
            Self::Type(at, ty) => among(*at, &types(text)).map(|at| replaced(text, at, &word(ty))),
            Self::Heading(at, words) => among(*at, &headings(text))
                .map(|at| replaced(text, at, &format!("## {}", word(words)))),
            Self::DoubleHeading(at) => among(*at, &headings(text)).map(|at| {
                let copy = format!("{}\n\n", &text[at.clone()]);
                replaced(text, at.start..at.start, &copy)
            }),
            Self::Json(at, key) => {
                among(*at, &json_keys(text)).map(|at| replaced(text, at, &word(key)))
            }
            Self::AddJson(at, key) => among(*at, &json_keys(text)).map(|at| {
                let more = format!("{}\": 1, \"", word(key));
                replaced(text, at.start..at.start, &more)
            }),
            Self::Link(at, link) => {
                among(*at, &links(text)).map(|at| replaced(text, at, &word(link)))
            }
            Self::Title(words) => {
                let end = text.find('\n').unwrap_or(text.len());
                Some(replaced(text, 0..end, &format!("# {}", word(words))))
            }
            Self::NoName => Some(text.replacen(method, "", 1)).filter(|_| !method.is_empty()),
            Self::Method(name) => {
                Some(text.replace(method, &word(name))).filter(|_| !method.is_empty())
            }
            Self::Noise(at, noise) => {
                let at = text.floor_char_boundary(at.index(text.len() + 1));
                Some(replaced(text, at..at, &word(noise)))
            }
            Self::DropLine(at) => among(*at, &lines(text)).map(|line| replaced(text, line, "")),
            Self::MoveLine(from, to) => {
                let lines = lines(text);
                let copy = among(*from, &lines).map(|line| text[line].to_owned());
                copy.zip(among(*to, &lines))
                    .map(|(copy, at)| replaced(text, at.start..at.start, &copy))
            }
            Self::Cut(at) => {
                Some(text[..text.floor_char_boundary(at.index(text.len() + 1))].to_owned())
            }
            Self::Empty => Some(String::new()),
        };
        edited.unwrap_or_else(|| text.to_owned())
    }
}

/// What a word of the lists stands for.
fn word(word: &str) -> String {
    match word {
        "LONG" => "x".repeat(10_000),
        "DEEP" => format!(
            "\n\n```json\n{{ \"result\": {}1{} }}\n```\n\n",
            "[".repeat(120),
            "]".repeat(120)
        ),
        "TREE" => format!(
            "\n\n```json\n{{ \"result\": {}1{} }}\n```\n\n",
            "{\"a\":".repeat(100),
            "}".repeat(100)
        ),
        "TABLES" => "\n\n#|\n|| **a**\n`object` | \n".repeat(60),
        word => word.to_owned(),
    }
}

fn among(at: Index, places: &[Range<usize>]) -> Option<Range<usize>> {
    (!places.is_empty()).then(|| places[at.index(places.len())].clone())
}

fn replaced(text: &str, at: Range<usize>, with: &str) -> String {
    [&text[..at.start], with, &text[at.end..]].concat()
}

fn swapped(row: &str) -> String {
    match row.split_once('|') {
        Some((first, rest)) => format!("{rest}|{first}"),
        None => row.to_owned(),
    }
}

fn other_case(key: &str) -> String {
    if key.contains('_') {
        let mut out = String::new();
        for part in key.split('_') {
            let part = part.to_lowercase();
            match (out.is_empty(), part.chars().next()) {
                (false, Some(first)) => {
                    out.extend(first.to_uppercase());
                    out.push_str(&part[first.len_utf8()..]);
                }
                _ => out.push_str(&part),
            }
        }
        return out;
    }
    let upper = key.to_uppercase();
    if upper == key { key.to_lowercase() } else { upper }
}

/// What stands between two marks, each time.
fn between(text: &str, open: &str, close: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(open).map(|at| from + at + open.len()) {
        let Some(end) = text[start..].find(close).map(|at| start + at) else { break };
        found.push(start..end);
        from = end + close.len();
    }
    found
}

fn tables(text: &str) -> Vec<Range<usize>> {
    between(text, "#|", "|#")
}

/// Whole rows, with their marks.
fn rows(text: &str) -> Vec<Range<usize>> {
    let inner = between(text, "\n|| ", " ||\n");
    inner.into_iter().map(|row| row.start - 4..row.end + 3).collect()
}

fn keys(text: &str) -> Vec<Range<usize>> {
    between(text, "|| **", "**")
}

fn types(text: &str) -> Vec<Range<usize>> {
    between(text, "[`", "`]")
}

fn links(text: &str) -> Vec<Range<usize>> {
    between(text, "](", ")")
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let line = |line: &str| {
        start += line.len();
        start - line.len()..start
    };
    text.split_inclusive('\n').map(line).collect()
}

fn headings(text: &str) -> Vec<Range<usize>> {
    let mut all = lines(text);
    all.retain(|line| text[line.clone()].starts_with('#') && !text[line.clone()].starts_with("#|"));
    all.iter().map(|line| line.start..line.start + text[line.clone()].trim_end().len()).collect()
}

fn json_keys(text: &str) -> Vec<Range<usize>> {
    let is_key =
        |at: &Range<usize>| text[at.end + 1..].starts_with(':') && !text[at.clone()].contains('\n');
    let mut all = between(text, "\"", "\"");
    all.retain(is_key);
    all
}
