//! `{% … %}`: reading one, and evaluating conditions.

use super::lines::{Line, indent};

/// What a directive does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Directive {
    Note,
    List,
    Cut,
    If,
    EndNote,
    EndList,
    EndCut,
    EndIf,
    Else,
    Include,
    Unknown,
}

/// The blocks that have an end, in the order of their opening directives above.
pub(super) const BLOCKS: usize = 4;

impl Directive {
    fn from_name(name: &str) -> Self {
        match name {
            "note" => Self::Note,
            "list" => Self::List,
            "cut" => Self::Cut,
            "if" => Self::If,
            "endnote" => Self::EndNote,
            "endlist" => Self::EndList,
            "endcut" => Self::EndCut,
            "endif" => Self::EndIf,
            "else" | "elsif" | "elseif" => Self::Else,
            "include" => Self::Include,
            _ => Self::Unknown,
        }
    }

    /// The index of the block it opens.
    pub(super) fn opens(self) -> Option<usize> {
        match self {
            Self::Note => Some(0),
            Self::List => Some(1),
            Self::Cut => Some(2),
            Self::If => Some(3),
            _ => None,
        }
    }

    /// The index of the block it closes.
    pub(super) fn closes(self) -> Option<usize> {
        match self {
            Self::EndNote => Some(0),
            Self::EndList => Some(1),
            Self::EndCut => Some(2),
            Self::EndIf => Some(3),
            _ => None,
        }
    }
}

/// A directive at the start of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'a> {
    pub(super) kind: Directive,
    /// Its name as written.
    pub(super) name: &'a str,
    /// What stands between the name and `%}`.
    pub(super) args: &'a str,
    /// From `{%` to `%}`.
    pub(super) span: Line,
    /// What follows on the line.
    pub(super) rest: Line,
}

/// Reads the directive a line starts with; `None` where it is no directive, or not ended on the line.
pub(super) fn tag<'a>(text: &'a str, line: Line) -> Option<Tag<'a>> {
    let bytes = line.bytes(text);
    let at = indent(bytes).1;
    if !bytes[at..].starts_with(b"{%") {
        return None;
    }
    let close = at + 2 + memchr::memmem::find(&bytes[at + 2..], b"%}")?;
    let start = line.start + at as u32;
    let end = line.start + close as u32 + 2;
    let inner = Line { start: start + 2, end: end - 2 }.trim(text).str(text);
    let name_len = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (name, args) = inner.split_at(name_len);
    Some(Tag {
        kind: Directive::from_name(name),
        name,
        args: args.trim(),
        span: Line { start, end },
        rest: Line { start: end, end: line.end }.trim(text),
    })
}

impl Tag<'_> {
    /// `{% note info %} text {% endnote %}` on one line: the text, the end, and what follows.
    pub(super) fn one_liner(&self, text: &str) -> Option<(Line, Line, Line)> {
        let rest = self.rest.str(text);
        let mut from = 0;
        while let Some(at) = rest[from..].find("{%") {
            let start = self.rest.start + (from + at) as u32;
            let end = tag(text, Line { start, end: self.rest.end })?;
            if end.kind.closes() == self.kind.opens() {
                let inner = Line { start: self.rest.start, end: start }.trim(text);
                return Some((inner, end.span, end.rest));
            }
            from = (end.span.end - self.rest.start) as usize;
        }
        None
    }

    /// Whether the block ends on the line it starts on.
    pub(super) fn is_one_liner(&self, text: &str) -> bool {
        self.kind.opens().is_some() && self.one_liner(text).is_some()
    }
}

/// The first word and the part in quotes of `{% note info "Title" %}`.
pub(super) fn word_and_title(args: &str) -> (&str, &str) {
    let word_len = args.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (word, rest) = args.split_at(word_len);
    (word, quoted(rest))
}

/// The part in quotes; it may hold quotes itself, so the last one ends it.
pub(super) fn quoted(args: &str) -> &str {
    match (args.find('"'), args.rfind('"')) {
        (Some(first), Some(last)) if first < last => &args[first + 1..last],
        _ => "",
    }
}

/// `[text](path)` with its flags: `notitle`, and the path as written.
pub(super) fn include_args(args: &str) -> Option<(bool, &str)> {
    let (notitle, link) = match args.strip_prefix("notitle") {
        Some(rest) if rest.starts_with(|c: char| c == '[' || c.is_ascii_whitespace()) => {
            (true, rest.trim_start())
        }
        _ => (false, args),
    };
    let open = link.strip_prefix('[')?.rfind("](")? + 1;
    let path = link[open + 2..].trim_end().strip_suffix(')')?.trim();
    (!path.is_empty()).then_some((notitle, path))
}

/// The variables pages are built with, as upstream's presets define them for the public site.
const VARIABLES: &[(&str, &str)] = &[("build", "prod")];

/// Whether a condition holds; `None` where it is not understood.
pub(super) fn evaluate(condition: &str) -> Option<bool> {
    let value = |name: &str| VARIABLES.iter().find(|(n, _)| *n == name).map(|(_, v)| *v);
    let (name, negated, literal) = match (condition.split_once("=="), condition.split_once("!=")) {
        (Some((name, literal)), _) => (name, false, literal),
        (None, Some((name, literal))) => (name, true, literal),
        (None, None) => return value(condition.trim()).map(|v| !v.is_empty()),
    };
    let literal = literal.trim();
    let quote = literal.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let literal = literal.strip_prefix(quote)?.strip_suffix(quote)?;
    // A quote inside means a longer expression.
    if literal.contains(quote) {
        return None;
    }
    Some((value(name.trim())? == literal) != negated)
}
