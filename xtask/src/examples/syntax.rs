//! What the literal parser knows about each notation, as data.

use serde_json::Value;

/// How a quoted string ends and what its backslashes mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quote {
    /// Backslash escapes as in JSON; JavaScript, Python and Go read the same ones here.
    Escaped,
    /// PHP single quotes: only the quote and the backslash itself are escaped.
    Single,
    /// PHP double quotes: escapes, and `$name` is replaced.
    Interpolated,
    /// JavaScript back quotes: escapes, and `${…}` is replaced.
    Template,
    /// Go back quotes: no escapes at all.
    Raw,
}

/// The notation a literal is written in.
#[derive(Debug)]
pub(super) struct Syntax {
    /// The text should be JSON, so every deviation from JSON is worth a fault.
    pub(super) json: bool,
    /// The text stands between single quotes of a shell: a single quote outside of a string ends
    /// it, and `'"$(command)"'` splices may stand inside of strings.
    pub(super) shell: bool,
    /// What stands between a key and its value; all but the first are slips.
    pub(super) separators: &'static [&'static str],
    /// What starts a comment that runs to the end of the line.
    pub(super) comments: &'static [&'static str],
    /// The quotes.
    pub(super) quotes: &'static [(u8, Quote)],
    /// Words with a value.
    pub(super) words: &'static [(&'static str, Word)],
    /// Functions that only convert: `int64(5)`.
    pub(super) casts: &'static [&'static str],
    /// Square brackets hold pairs as well as elements.
    pub(super) bracket_maps: bool,
    /// The word before a parenthesis that makes it a container: `array(…)`.
    pub(super) container_word: Option<&'static str>,
    /// Containers are prefixed by a type: `[]int{84}`.
    pub(super) typed: bool,
    /// A lone name in braces stands for a key and the variable of that name.
    pub(super) shorthand: bool,
    /// Adjacent strings are one string, and a letter before a quote is a prefix.
    pub(super) adjacent: bool,
    /// Round brackets hold elements: `(1, 2)`.
    pub(super) tuples: bool,
    /// Keys `0, 1, 2…` are a list in JSON.
    pub(super) index_lists: bool,
}

impl Syntax {
    /// Whether a word before a parenthesis makes it a container. PHP asks for no case: `Array(…)`.
    pub(super) fn is_container(&self, word: &str) -> bool {
        self.container_word.is_some_and(|known| known.eq_ignore_ascii_case(word))
    }
}

/// The value of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// `true`, `True`, `TRUE`.
    True,
    /// `false` and its spellings.
    False,
    /// `null`, `nil`, `None`, `undefined`.
    Null,
}

impl Word {
    /// The same in JSON.
    pub(super) fn value(self) -> Value {
        match self {
            Self::True => Value::Bool(true),
            Self::False => Value::Bool(false),
            Self::Null => Value::Null,
        }
    }
}

/// All spellings: no notation gives another meaning to a spelling of its neighbour, and examples
/// carry words over from one language to the next.
const WORDS: &[(&str, Word)] = &[
    ("true", Word::True),
    ("false", Word::False),
    ("null", Word::Null),
    ("True", Word::True),
    ("False", Word::False),
    ("None", Word::Null),
    ("nil", Word::Null),
    ("undefined", Word::Null),
    ("TRUE", Word::True),
    ("FALSE", Word::False),
    ("NULL", Word::Null),
];

const PLAIN: Syntax = Syntax {
    json: false,
    shell: false,
    separators: &[":", "=>"],
    comments: &["//"],
    quotes: &[(b'"', Quote::Escaped), (b'\'', Quote::Escaped)],
    words: WORDS,
    casts: &[],
    bracket_maps: false,
    container_word: None,
    typed: false,
    shorthand: false,
    adjacent: false,
    tuples: false,
    index_lists: false,
};

/// JSON as answers are printed.
pub(super) const JSON: Syntax = Syntax {
    json: true,
    separators: &[":", "=>", "="],
    comments: &["//", "#"],
    bracket_maps: true,
    ..PLAIN
};

/// JSON as the body of a shell command; the apostrophe belongs to the shell.
pub(super) const SHELL: Syntax =
    Syntax { shell: true, quotes: &[(b'"', Quote::Escaped)], comments: &["//", "#"], ..JSON };

/// JavaScript and TypeScript.
pub(super) const SCRIPT: Syntax = Syntax {
    quotes: &[(b'"', Quote::Escaped), (b'\'', Quote::Escaped), (b'`', Quote::Template)],
    casts: &["Number", "String", "Boolean", "parseInt", "parseFloat"],
    shorthand: true,
    ..PLAIN
};

/// PHP.
pub(super) const PHP: Syntax = Syntax {
    separators: &["=>", ":"],
    comments: &["//", "#"],
    quotes: &[(b'"', Quote::Interpolated), (b'\'', Quote::Single)],
    casts: &["int", "integer", "float", "string", "bool", "array", "object", "intval"],
    bracket_maps: true,
    container_word: Some("array"),
    index_lists: true,
    ..PLAIN
};

/// Python.
pub(super) const PYTHON: Syntax = Syntax {
    separators: &[":", "="],
    comments: &["#"],
    casts: &["int", "str", "float", "bool"],
    container_word: Some("dict"),
    adjacent: true,
    tuples: true,
    ..PLAIN
};

/// Go.
pub(super) const GO: Syntax = Syntax {
    separators: &[":"],
    quotes: &[(b'"', Quote::Escaped), (b'`', Quote::Raw)],
    casts: &["int", "int64", "float64", "string", "b24.ID", "b24.Bool", "bool"],
    typed: true,
    ..PLAIN
};

/// Expressions whose result has a known form: what the text ends with, and a value of that form.
pub(super) const EXPRESSIONS: &[(&str, &str)] = &[
    ("toISOString()", "2000-01-01T00:00:00.000Z"),
    ("::ATOM)", "2000-01-01T00:00:00+00:00"),
    ("DATE_ATOM)", "2000-01-01T00:00:00+00:00"),
    ("date('c')", "2000-01-01T00:00:00+00:00"),
    ("date(\"c\")", "2000-01-01T00:00:00+00:00"),
    ("format('c')", "2000-01-01T00:00:00+00:00"),
    ("format('Y-m-d')", "2000-01-01"),
    ("format(\"Y-m-d\")", "2000-01-01"),
    ("time.RFC3339)", "2000-01-01T00:00:00+00:00"),
    ("Format(\"2006-01-02\")", "2000-01-01"),
    ("split('T')[0]", "2000-01-01"),
    ("slice(0, 10)", "2000-01-01"),
];

/// Shell commands whose output has a known form: what the command holds, and a value.
pub(super) const COMMANDS: &[(&str, &str)] = &[
    ("--iso-8601=seconds", "2000-01-01T00:00:00+00:00"),
    ("-Iseconds", "2000-01-01T00:00:00+00:00"),
    ("+%Y-%m-%dT%H:%M:%S", "2000-01-01T00:00:00+00:00"),
    ("-Idate", "2000-01-01"),
    ("+%Y-%m-%d", "2000-01-01"),
];
