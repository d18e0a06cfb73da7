//! What a page says, without how it says it.
//!
//! [`PageFacts`] is the middle model: made from a [`Doc`](crate::dialect::Doc) by
//! [`read`](read::page), printed as a canonical page by [`canon`](crate::canon), and put together
//! with the facts of other pages by [`build`](crate::assemble). It holds names, types, marks, values and
//! shapes; sentences only where they are asked for, as [`Text`]s, which are no facts. It looks at one
//! page in one language: links are kept as links.
//!
//! The invariant everything rests on: the facts of an upstream page equal the facts of its canonical
//! page.

mod about;
mod bullets;
mod codes;
mod constants;
mod description;
mod examples;
mod field_name;
mod flat;
mod formats;
mod forms;
mod head;
mod intro;
mod kind;
mod kinds;
mod limits;
mod links;
mod name;
mod needed;
pub(crate) mod place;
pub mod read;
pub(crate) mod rows;
mod sections;
mod subject;
mod targets;
#[cfg(test)]
mod tests;
mod text;
pub(crate) mod values;

pub(crate) use description::is_timestamp;
pub use description::{Called, CalledWords};
pub use examples::EVIDENCE_LOST;
pub(crate) use field_name::name as field_name;
pub use flat::Flat;
pub use forms::Forms;
pub(crate) use forms::pair;
pub(crate) use place::Place;
pub(crate) use read::Reader;
pub(crate) use rows::{ends_with, is_filter, is_select};
pub(crate) use sections::TYPESCRIPT;
pub(crate) use text::element as element_name;

use b24_schema::{AllowedValue, Limits, Rest, Text, Type, Who};
use serde_json::Value;

use crate::corpus::{FileId, Lang, Span};

/// The facts of one page in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct PageFacts {
    /// Relative to the root of the language: `api-reference/crm/deals/crm-deal-add.md`.
    pub path: String,
    /// The language it is written in.
    pub lang: Lang,
    /// What the page is about.
    pub kind: PageKind,
    /// Its first heading, in plain text.
    pub title: String,
    /// What stands under the title, where the page describes a method or an event.
    pub head: Head,
    /// Its sections, flat, in order.
    pub sections: Vec<Section>,
    /// The rows of the scope list; only on that page.
    pub scopes: Vec<ScopeRow>,
    /// What an example in TypeScript declares the method to answer.
    pub payload: Option<Type>,
    /// Where a page on a format without tables says that the format is described.
    pub instead: Vec<Target>,
    /// In which forms a page on a format says that it is given.
    pub forms: Forms,
    /// What it says of its subject.
    pub text: Text,
}

impl PageFacts {
    /// The calls that its examples make.
    pub fn calls(&self) -> impl Iterator<Item = &CallShape> {
        self.sections.iter().flat_map(Section::flat).filter_map(|item| match item {
            Item::Call(call) => Some(call),
            _ => None,
        })
    }

    /// The answers to calls that succeed, as its examples show them.
    ///
    /// Under the heading of a part of the answer an example may show that part alone; where others are
    /// whole, it is no answer.
    pub fn answers(&self) -> impl Iterator<Item = &BodyShape> {
        let whole = self.bodies().any(|(_, body)| body.is_whole());
        let is_part = move |section: &Section, body: &BodyShape| {
            whole && section.subject.is_some() && !body.is_whole()
        };
        self.bodies().filter(move |(section, body)| !is_part(section, body)).map(|(_, body)| body)
    }

    /// What examples of success show of the answer, each with its section.
    fn bodies(&self) -> impl Iterator<Item = (&Section, &BodyShape)> {
        let sections = self.sections.iter().filter(|section| section.role == Role::Answer);
        let each = |section| Section::flat(section).map(move |item| (section, item));
        sections.flat_map(each).filter_map(|(section, item)| match item {
            Item::Body(body) if body.is_success() => Some((section, body)),
            _ => None,
        })
    }
}

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKind {
    /// One REST method.
    Method,
    /// A method that is another page's; decided where all pages are at hand, no page says it of itself.
    Double,
    /// One event, of the server or of the JS interface.
    Event,
    /// Data types, fields, formats of objects, and calls that show them.
    Types,
    /// A section's overview (`index.md`).
    Overview,
    /// A widget's placement, or a command of the JS interface.
    Widget,
    /// The list of scopes.
    Scopes,
    /// A fragment that other pages include.
    Fragment,
    /// Anything else: tutorials, articles.
    Other,
}

/// The marks under a page's title.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    /// The method's or event's name, as it is called; empty on other pages.
    pub name: String,
    /// The REST version, on method pages.
    pub rest: Option<Rest>,
    /// Scope codes, in the page's order.
    pub scopes: Vec<String>,
    /// The parameter whose value names a further scope.
    pub scope_from: Option<String>,
    /// Who may call it.
    pub who: Option<Who>,
    /// Present when a note calls the page's subject deprecated; links to what replaces it.
    pub deprecated: Option<Vec<Target>>,
    /// Whether a note says that the order of the parameters matters.
    pub positional: bool,
    /// Whether it says that a file comes as the answer, and no JSON.
    pub file: bool,
}

/// A heading and what stands under it, up to the next heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// The heading's level; 1 is the top of the page.
    pub level: u8,
    /// What the section is for, inherited from the section it stands in where its own heading does
    /// not say.
    pub role: Role,
    /// The parameter or object the heading names.
    pub subject: Option<String>,
    /// The method whose parameter the subject is, where the heading names one: `placement.bind` in "`OPTIONS` when
    /// registering via `placement.bind`", on the page of a placement.
    pub of: Option<String>,
    /// Whether the section is one of several ways to call the method.
    pub variant: bool,
    /// The ids that links can point to: the explicit ones, or the heading's slug.
    pub anchors: Vec<String>,
    /// Its content.
    pub items: Vec<Item>,
    /// What it says above its tables.
    pub text: Text,
}

impl Section {
    /// All its items, those in tabs in place of the tabs.
    pub fn flat(&self) -> Flat<'_> {
        Flat::new(&self.items)
    }

    /// All rows of its tables of fields. Tabs are alternatives: a row that several of them have is
    /// given once per tab.
    pub fn rows(&self) -> impl Iterator<Item = &FieldRow> {
        let tables = self.flat().filter_map(|item| match item {
            Item::Fields(table) => Some(&table.rows),
            _ => None,
        });
        tables.flatten()
    }

    /// Whether it describes fields.
    pub fn holds_fields(&self) -> bool {
        self.flat().any(|item| matches!(item, Item::Fields(_)))
    }
}

/// What a section is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The part before the first heading, and whatever has no other role.
    #[default]
    Other,
    /// Parameters of the method, or of one of its parameters.
    Params,
    /// Examples of calls.
    Examples,
    /// The answer.
    Answer,
    /// Errors.
    Errors,
    /// What the server sends to a handler.
    Handler,
    /// Related pages.
    Related,
}

/// Something in a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A table of parameters or fields.
    Fields(FieldTable),
    /// A dictionary of types: type, meaning.
    Types(Vec<TypeRow>),
    /// A table of errors.
    Errors(Vec<ErrorRow>),
    /// A table of constants.
    Constants(ConstantTable),
    /// A table of codes: values of the fields whose rows link to it.
    Values(Vec<AllowedValue>),
    /// A call, its values neutral.
    Call(CallShape),
    /// A JSON body the server sends, its values neutral.
    Body(BodyShape),
    /// Alternatives side by side.
    Tabs(Vec<TabFacts>),
    /// Links of a list of related pages.
    Links(Vec<Target>),
}

/// A table of fields and where it stands.
#[derive(Clone, Debug)]
pub struct FieldTable {
    /// In order.
    pub rows: Vec<FieldRow>,
    /// Where the table stands; not a fact, and so not compared.
    pub span: Span,
}

impl PartialEq for FieldTable {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

/// Constants of the API: what stands for a thing in each of several fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConstantTable {
    /// The names of the fields: `entityTypeId`, `entityTypeName`.
    pub columns: Vec<String>,
    /// For each thing its value in each column: `2`, `DEAL`.
    pub rows: Vec<Vec<String>>,
}

/// One tab.
#[derive(Clone, Debug, PartialEq)]
pub struct TabFacts {
    /// Its title, where it is a name of a few words.
    pub title: String,
    /// Its content.
    pub items: Vec<Item>,
}

/// A row of a table of fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldRow {
    /// The names of the first cell; several where it offers a choice. Wildcards carry a star
    /// (`UF_*`), paths their dots (`result.events[].id`).
    pub names: Vec<String>,
    /// The mark.
    pub required: Required,
    /// The types, as written; several are a union.
    pub types: Vec<TypeWord>,
    /// What the description says in a form a program can use.
    pub about: About,
    /// The description itself.
    pub text: Text,
    /// Where the row stands.
    pub origin: Origin,
}

/// A row's required mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Required {
    /// No mark.
    #[default]
    No,
    /// `*`.
    Yes,
    /// `**`: under a condition.
    Conditional,
}

/// A type as written in a cell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeWord {
    /// `integer`, `crm_multifield`, without `[]`.
    pub word: String,
    /// How many `[]` follow it.
    pub list: u8,
    /// Where the word links to.
    pub link: Option<Target>,
}

/// A link inside the documentation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// The page, relative to the root of the language.
    pub page: String,
    /// The anchor on it.
    pub anchor: Option<String>,
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.page)?;
        self.anchor.iter().try_for_each(|anchor| write!(f, "#{anchor}"))
    }
}

/// What a description says in a form a program can use.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// The default, as written.
    pub default: Option<String>,
    /// The allowed values.
    pub values: Vec<AllowedValue>,
    /// Bounds.
    pub limits: Limits,
    /// Whether the field is called obsolete.
    pub deprecated: bool,
    /// Whether the description of an unmarked field says what happens without it: "if not provided, the current user".
    pub optional: bool,
    /// What the description calls the value, or what is in the list, where the types leave it open.
    pub called: Option<Called>,
    /// Whether the description says that the keys of the object are data: "where the key is the identifier of the user".
    pub keyed: bool,
    /// Parameters, itself among them, of which at least one must be given.
    pub either: Vec<String>,
    /// The parameter in whose place it may be given, while its table is read; then they are a choice if that one is required.
    pub(crate) instead: Option<String>,
    /// Where it points to: sub-tables on the page, types, methods.
    pub links: Vec<Target>,
    /// Keys that the cell itself describes, in a list or in a nested table.
    pub keys: Vec<FieldRow>,
    /// The format that a code block in the cell shows, its values neutral.
    pub shape: Option<Value>,
}

/// A row of a dictionary of types.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeRow {
    /// The type.
    pub word: String,
    /// What its description says.
    pub about: About,
    /// The basic type the description names, if any: `integer` in "integer identifier of …".
    pub base: Option<String>,
}

/// A row of a table of errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorRow {
    /// The code; empty where the server sends none.
    pub code: String,
    /// The HTTP status, where the table has one.
    pub status: Option<u16>,
    /// The description.
    pub text: Text,
}

/// A call in an example.
#[derive(Clone, Debug, PartialEq)]
pub struct CallShape {
    /// The method it calls.
    pub method: String,
    /// Whether it calls the REST 3.0 address; `None` where the snippet does not tell.
    pub rest: Option<Rest>,
    /// How it authorizes.
    pub auth: Auth,
    /// The parameters: an object, or an array where they are positional.
    pub params: Option<Value>,
    /// Where the example stands.
    pub origin: Origin,
}

/// How an example authorizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Auth {
    /// By a webhook's address.
    Webhook,
    /// By an application's token.
    App,
    /// The snippet leaves it to a library.
    Library,
}

/// A JSON body in an example.
#[derive(Clone, Debug, PartialEq)]
pub struct BodyShape {
    /// The HTTP status line above it, where there is one.
    pub status: Option<u16>,
    /// The body.
    pub json: Value,
    /// Where the example stands.
    pub origin: Origin,
}

/// Where something stands: not a fact, and so equal to any other place.
#[derive(Clone, Copy, Debug)]
pub struct Origin(pub Span);

impl Origin {
    /// The place of what stands in no file.
    pub const NONE: Self = Self(Span { file: FileId(0), start: 0, end: 0 });

    /// The place, if there is one.
    pub fn span(self) -> Option<Span> {
        (self.0 != Self::NONE.0).then_some(self.0)
    }
}

impl Default for Origin {
    fn default() -> Self {
        Self::NONE
    }
}

impl PartialEq for Origin {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl BodyShape {
    /// Whether it is what a call that succeeds answers.
    pub fn is_success(&self) -> bool {
        self.status.is_none_or(|status| status < 400) && self.json.get("error").is_none()
    }

    /// Whether it has the envelope around what the method answers.
    fn is_whole(&self) -> bool {
        self.json.get("result").is_some()
    }
}

/// A row of the scope list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeRow {
    /// The codes of its first cell.
    pub codes: Vec<String>,
    /// The module it opens.
    pub title: String,
    /// The tool.
    pub tool: String,
    /// Narrower versions: code and title.
    pub versions: Vec<(String, String)>,
    /// Whether the page calls them deprecated.
    pub deprecated: bool,
}

/// The facts of a page, and what was wrong with it.
#[derive(Debug)]
pub struct Read {
    /// The facts.
    pub facts: PageFacts,
    /// What was found on the way.
    pub diagnostics: crate::diag::Diagnostics,
}
