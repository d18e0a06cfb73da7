//! The dialect's words as data, one file per language.
//!
//! Nothing in the parser branches on a language: headings, labels, lead-ins and marks are looked up
//! in these tables, lower-cased. A further language is a further file.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::Deserialize;

use crate::corpus::Lang;
use crate::data;
use crate::facts::CalledWords;

/// The words of one language.
#[derive(Debug, Deserialize)]
pub struct Words {
    /// The marks under a page's title.
    pub head: HeadWords,
    /// What headings say.
    pub headings: HeadingWords,
    /// Headers of tables.
    pub tables: TableWords,
    /// What stands in cells.
    pub cells: CellWords,
    /// The forms in which something is given.
    pub forms: FormWords,
    /// What the canonical pages are written with.
    pub canon: crate::canon::CanonWords,
    /// What texts are written with.
    pub prose: crate::prose::ProseWords,
}

/// Words of labels that are opposites.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opposites {
    /// What stands before what is not done.
    pub not: Vec<String>,
    /// What begins the two labels: that of 0, that of 1.
    pub pairs: Vec<[String; 2]>,
}

/// The marks under a page's title.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadWords {
    /// Before the scopes.
    pub scope: Vec<String>,
    /// Before who may call a method; the line's first words.
    pub who_method: Vec<String>,
    /// The same over several methods: the sign of an overview.
    pub who_methods: Vec<String>,
    /// Before who may subscribe to an event.
    pub who_event: Vec<String>,
    /// Codes that a scope line spells in the language: spelling → code.
    pub scope_codes: std::collections::BTreeMap<String, String>,
    /// Who: anybody, where the text equals one of these.
    pub any: Vec<String>,
    /// Who: an administrator of the portal, where the text equals one of these.
    pub admin: Vec<String>,
    /// Words of a note's title or first words that call the page deprecated.
    pub deprecated: Vec<String>,
    /// Words of a note that place the page in REST 3.0.
    pub rest3: Vec<String>,
    /// Sets of words that all stand in a note on the order of parameters.
    pub positional: Vec<Vec<Phrase>>,
    /// Sets of words that all stand where a page says that its answer is a file.
    pub file: Vec<Vec<Phrase>>,
    /// What the scope list calls deprecated scopes.
    pub deprecated_scopes: Vec<String>,
}

/// What headings say. Keys of tables are roles, values the headings, lower-cased.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadingWords {
    /// Parameters of the method.
    pub params: Vec<String>,
    /// Parameters of the method in one of several cases, which follows: "Method Parameters for an Application".
    pub params_of_case: Vec<String>,
    /// Examples of calls.
    pub examples: Vec<String>,
    /// The answer.
    pub answer: Vec<String>,
    /// Errors.
    pub errors: Vec<String>,
    /// What a handler receives.
    pub handler: Vec<String>,
    /// Related pages.
    pub related: Vec<String>,
    /// A heading around a name, `{}`: parameters.
    pub subject: Vec<String>,
    /// What stands between a parameter and the method that takes it, in the heading of a section on another page.
    pub of_method: Vec<Phrase>,
    /// Words that are no name where a pattern of `subject` meets them.
    pub not_subject: Vec<String>,
}

/// Headers of tables, lower-cased.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableWords {
    /// First column of the scope list.
    pub scope_code: Vec<String>,
    /// First column of a table of fields.
    pub name: Vec<String>,
    /// The second word of that header.
    pub r#type: Vec<String>,
    /// A column of descriptions.
    pub description: Vec<String>,
    /// A column of defaults.
    pub default: Vec<String>,
    /// First column of a table of codes.
    pub codes: Vec<String>,
    /// A column of error codes.
    pub code: Vec<String>,
    /// A column of HTTP statuses.
    pub status: Vec<String>,
    /// The first column of a table of errors that has no code.
    pub message: Vec<String>,
    /// The first column of REST 3.0 tables of errors.
    pub error_field: Vec<String>,
    /// Codes that mean there is none.
    pub no_code: Vec<String>,
    /// The line that names the code above a REST 3.0 table of errors.
    pub error_code_line: Vec<String>,
    /// The line that names the HTTP status of a body.
    pub status_line: Vec<String>,
    /// What stands before the name of a list in the header of a column of keys.
    pub key_in: Vec<String>,
}

/// What a list of forms says, lower-cased.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormWords {
    /// An object with a list under a key.
    pub object: Vec<Phrase>,
    /// The list alone.
    pub alone: Vec<Phrase>,
    /// A text of JSON.
    pub text: Vec<Phrase>,
}

/// What stands in cells, lower-cased.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellWords {
    /// The end of a lead-in to allowed values.
    pub values: Vec<String>,
    /// The end of a lead-in to a list that is neither values nor keys.
    pub not_values: Vec<String>,
    /// The end of a lead-in to keys.
    pub keys: Vec<String>,
    /// Stems that announce a default.
    pub default: Vec<Phrase>,
    /// Words that may stand between such a stem and the default.
    pub default_link: Vec<String>,
    /// Phrases before parameters of which one must be given.
    pub either: Vec<Phrase>,
    /// What stands before and behind a parameter that a line is about.
    pub of_another: Vec<(String, String)>,
    /// What stands before and behind a parameter in whose place this one may be given.
    pub instead: Vec<(String, String)>,
    /// What stands before and behind a parameter without which this one must be given.
    pub unless: Vec<(String, String)>,
    /// Phrases before fields that must be there.
    pub required: Vec<Phrase>,
    /// What stands before and behind a field that must be there.
    pub is_required: Vec<(String, String)>,
    /// Marks of an obsolete field.
    pub deprecated: Vec<String>,
    /// Stems of the unit that a bound on a text's length is counted in.
    pub characters: Vec<String>,
    /// Before the most characters of a text.
    pub max_length: Vec<String>,
    /// Before the first number of a range.
    pub from: Vec<String>,
    /// Before the second number of a range.
    pub to: Vec<String>,
    /// Before the smallest number.
    pub min: Vec<String>,
    /// Before the largest number.
    pub max: Vec<String>,
    /// What says that identifiers are written with more than digits: "in the format `L_XX`".
    pub identifier_text: Vec<Phrase>,
    /// The formats of a day.
    pub day: Vec<Phrase>,
    /// What calls a number seconds since 1970.
    pub timestamp: Vec<Phrase>,
    /// What says that it is finer than seconds, or another form too.
    pub timestamp_not: Vec<Phrase>,
    /// Words between types that mean a union, and between the last two of several codes.
    pub or: Vec<String>,
    /// Words between the last two of several codes.
    pub and: Vec<String>,
    /// Clauses that say that a field holds several values.
    pub several: Vec<String>,
    /// How the description of such a field may begin.
    pub several_of: Vec<String>,
    /// What no such description goes on with: "a list to sort by" is none.
    pub several_for: Vec<String>,
    /// Phrases for the form of a date with a time.
    pub iso: Vec<Phrase>,
    /// Phrases for other forms of it, beside which it may be any of them.
    pub iso_or: Vec<Phrase>,
    /// How the description of an object may begin.
    pub object: Vec<String>,
    /// Phrases for what may be a text or an object.
    pub or_object: Vec<Phrase>,
    /// How a description calls an identifier.
    pub identifier: Vec<String>,
    /// Words before which no identifier follows that is the value itself: "object with IDs", "symbolic identifier".
    pub identifier_not: Vec<String>,
    /// How many words at the beginning may have the word for an identifier.
    pub identifier_within: usize,
    /// The nouns by which a description calls a value that has no type.
    pub nouns: Nouns,
    /// What calls a text a number of something.
    pub quantity: Vec<Phrase>,
    /// What stands before the types of a value in a list: "a value of type `date`".
    pub value_of_type: Vec<String>,
    /// What stands before the format of an object.
    pub format: Vec<String>,
    /// What stands before it and behind it: "in `{…}` format".
    pub format_around: Vec<(String, String)>,
    /// What texts in a list are called.
    pub texts: Vec<Phrase>,
    /// How the labels of 0 and 1 are told to be opposites.
    pub opposites: Opposites,
    /// Phrases that say what happens where a parameter is left out.
    pub optional: Vec<Phrase>,
    /// Phrases by which a row says that it need not be sent, whatever its mark says.
    pub left_out: Vec<Phrase>,
    /// What stands before a name that must be given.
    pub mandatory: Vec<String>,
    /// What says in a sentence that it does not hold for all.
    pub except: Vec<Phrase>,
    /// What says that there may be one, or a list.
    pub one_or_several: Vec<Phrase>,
    /// Phrases that say that the keys of an object are data.
    pub keyed: Vec<Phrase>,
    /// Names of basic types inside sentences: stem → type.
    pub bases: Vec<(String, String)>,
}

/// Nouns that tell what kind of value a description speaks of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nouns {
    /// How many words at the beginning may have the noun; 0 where it is the last word of its phrase.
    pub leads: usize,
    /// Words that end the phrase: "of" in "date of the end".
    pub ends: Vec<String>,
    /// What calls a value what.
    pub called: CalledWords<Vec<String>>,
}

/// A phrase that is looked for inside of texts.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub struct Phrase(Finder<'static>);

impl From<String> for Phrase {
    fn from(text: String) -> Self {
        Self(Finder::new(text.as_bytes()).into_owned())
    }
}

impl Phrase {
    /// Where it stands first in `text`: its first byte, and the one behind it.
    pub fn find(&self, text: &str) -> Option<(usize, usize)> {
        let start = self.0.find(text.as_bytes())?;
        Some((start, start + self.0.needle().len()))
    }

    /// Whether it stands in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }
}

/// The words of `lang`.
pub fn of(lang: Lang) -> &'static Words {
    static WORDS: LazyLock<[Words; 2]> = LazyLock::new(|| {
        let files = [("en.toml", include_str!("en.toml")), ("ru.toml", include_str!("ru.toml"))];
        files.map(|(file, text)| data::read(file, text))
    });
    &WORDS[lang as usize]
}
