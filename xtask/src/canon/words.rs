//! The phrases the writer uses, as data: the table `[canon]` of the word files.

use serde::Deserialize;

use crate::facts::CalledWords;

/// What the canonical pages of one language are written with. `{}` stands for what is put in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CanonWords {
    /// Marks and notes under the title.
    pub head: CanonHead,
    /// Headings, by role.
    pub headings: CanonHeadings,
    /// Headers of tables.
    pub tables: CanonTables,
    /// What stands in cells and above code.
    pub cells: CanonCells,
    /// The forms in which something is given.
    pub forms: CanonForms,
}

/// Marks and notes under the title.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CanonHead {
    /// Before the scopes.
    pub scope: String,
    /// A further scope, named by a parameter's value.
    pub scope_from: String,
    /// Before who may call a method.
    pub who_method: String,
    /// Before who may subscribe to an event.
    pub who_event: String,
    /// Who: anybody.
    pub any: String,
    /// Who: an administrator of the portal.
    pub admin: String,
    /// Who: whoever has some right.
    pub restricted: String,
    /// Names the method a page is about.
    pub method: String,
    /// Names the event a page is about.
    pub event: String,
    /// The title of a note on deprecation.
    pub deprecated_title: String,
    /// Its text where nothing replaces the page's subject.
    pub deprecated: String,
    /// Its text with what replaces it.
    pub deprecated_use: String,
    /// Places a page in REST 3.0.
    pub rest3: String,
    /// Says that the order of the parameters matters.
    pub positional: String,
    /// Says that a file comes as the answer.
    pub file: String,
}

/// Headings, by role, and titles of tabs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CanonHeadings {
    /// A section without a role.
    pub other: String,
    /// Parameters.
    pub params: CanonHeading,
    /// Examples.
    pub examples: CanonHeading,
    /// The answer.
    pub answer: CanonHeading,
    /// Errors.
    pub errors: CanonHeading,
    /// What a handler receives.
    pub handler: CanonHeading,
    /// Related pages.
    pub related: CanonHeading,
    /// A section about a name.
    pub subject: String,
    /// Around such a heading, and the method whose parameter the name is.
    pub of_method: String,
    /// Around the heading of one of several ways to call.
    pub variant: String,
    /// The tab of a call with a webhook's address.
    pub tab_webhook: String,
    /// The tab of a call with an application's token.
    pub tab_app: String,
    /// The tab of a call by the portal's script library.
    pub tab_bx24: String,
    /// The tab of a call by a library that knows the version of REST.
    pub tab_library: String,
    /// A tab whose title is no name: too long to be taken for one.
    pub tab_untitled: String,
}

/// The headings of one role.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CanonHeading {
    /// Of the section that brings the role.
    pub plain: String,
    /// Of a section inside another.
    pub nested: String,
}

/// The forms in which something is given.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CanonForms {
    /// An object with a list under a key.
    pub object: String,
    /// The list alone.
    pub alone: String,
    /// A text of JSON.
    pub text: String,
}

/// Headers of tables.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CanonTables {
    /// The column of names.
    pub name: String,
    /// The column of types, and the second line of a header of names.
    pub r#type: String,
    /// The column of descriptions.
    pub description: String,
    /// The column of error codes.
    pub code: String,
    /// The column of HTTP statuses.
    pub status: String,
    /// What stands for an empty error code.
    pub no_code: String,
    /// The columns of the scope list.
    pub scope_code: String,
    /// Its second column.
    pub scope_name: String,
    /// Its third column.
    pub scope_tool: String,
    /// Above the narrower versions of a scope.
    pub scope_versions: String,
    /// Names deprecated scopes below the table.
    pub scope_deprecated: String,
}

/// What stands in cells and above code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CanonCells {
    /// Parameters of which one must be given, `{}`.
    pub either: String,
    /// Above allowed values.
    pub values: String,
    /// Above keys.
    pub keys: String,
    /// A default.
    pub default: String,
    /// The smallest number.
    pub min: String,
    /// The largest number.
    pub max: String,
    /// Both.
    pub range: String,
    /// The most characters.
    pub max_length: String,
    /// A mark of an obsolete field.
    pub deprecated: String,
    /// What the value is called.
    pub called: CalledWords<String>,
    /// Says that a parameter may be left out.
    pub optional: String,
    /// Says that the keys of an object are data.
    pub keyed: String,
    /// Above a format.
    pub shape: String,
    /// Before links.
    pub see: String,
    /// What names the basic type of a type, by that type.
    pub bases: std::collections::BTreeMap<String, String>,
    /// Above a JSON body: its HTTP status.
    pub status: String,
}
