//! Whether a JSON value is what the schema says, by the rules by which answers are decoded.
//!
//! Bitrix24 is PHP behind JSON, and so is its documentation: a number may be text, an empty object
//! `[]`, a list with gaps an object. [`Fit`] says what even such a reading does not explain.
//!
//! | documented as | what fits |
//! |---|---|
//! | anything | PHP's nothing: `null`, `false`, `""`, `[]` |
//! | integer, timestamp | a whole number (`15`, `15.0`), or text that is one (`"-15"`) |
//! | number | a number, or text that is a decimal one (`"15.50"`) |
//! | string | text or a number |
//! | boolean | `true`, `false`; `"Y"`, `"N"` in any case; `1`, `0`, also as text; `"true"`, `"false"` |
//! | date, date-time | text in one of the formats of [`is_moment`] |
//! | null | nothing |
//! | list | an array, or an object whose keys are whole numbers |
//! | map | an object, or an array: its keys are its indices |
//! | record | an object, or `[]` |
//! | union | what fits one of its members |
//! | file, any | everything |
//!
//! A key is a field's if it is its [name](crate::Field::name), one of its [further spellings](crate::Field::also), or one of the
//! family that its name stands for.

mod moment;
mod scalar;
#[cfg(test)]
mod tests;
mod walk;

use serde::Serialize;
use serde_json::Value;

use crate::io::Schema;
use crate::method::{Method, Module};
use crate::types::{RecordBody, Type};

pub use moment::is_moment;
pub use scalar::is_nothing;

/// Stands in neutral examples for a value, or for a key, that is not told.
pub const UNKNOWN: &str = "…";

/// Finds the record that a reference names.
type Find<'r, 's> = &'r dyn Fn(&str) -> Option<&'s RecordBody>;

/// How values are held against types.
///
/// ```
/// use b24_schema::Type;
/// use b24_schema::fit::Fit;
/// use serde_json::json;
///
/// let fit = Fit::new(&|_| None);
/// let ids = Type::List(Box::new(Type::Integer));
/// assert!(fit.fits(&ids, &json!(["1", 2, null])));
///
/// let misfits = fit.answer(&ids, &json!(["one"]));
/// assert_eq!(misfits.unfit[0].path, "[0]");
/// assert_eq!(misfits.unfit[0].expected, "integer");
/// assert_eq!(misfits.unfit[0].found, r#"string "one""#);
/// ```
#[derive(Clone, Copy)]
pub struct Fit<'r, 's> {
    records: Find<'r, 's>,
    neutral: bool,
}

impl<'r, 's> Fit<'r, 's> {
    /// The rules for values as they come and go; `records` finds the record that a reference names.
    pub fn new(records: Find<'r, 's>) -> Self {
        Self { records, neutral: false }
    }

    /// The rules for neutral values, which stand for others of the same form: [`UNKNOWN`] is any value or any key, and
    /// the digits of dates are any digits.
    ///
    /// ```
    /// use b24_schema::Type;
    /// use b24_schema::fit::Fit;
    /// use serde_json::json;
    ///
    /// let (plain, neutral) = (Fit::new(&|_| None), Fit::neutral(&|_| None));
    /// for form in ["…", "00.00.0000"] {
    ///     assert!(neutral.fits(&Type::Date, &json!(form)) && !plain.fits(&Type::Date, &json!(form)));
    /// }
    /// ```
    pub fn neutral(records: Find<'r, 's>) -> Self {
        Self { records, neutral: true }
    }

    /// Whether nothing in the value is of another type. Keys may be unknown.
    pub fn fits(&self, ty: &Type, value: &Value) -> bool {
        self.misfit(ty, value).unfit == 0
    }

    /// How badly the value misfits, in numbers: nothing is written down, so it costs little.
    pub fn misfit(&self, ty: &Type, value: &Value) -> Misfit {
        walk::answer(*self, ty, value)
    }

    /// What an answer of the type does not explain.
    pub fn answer(&self, ty: &Type, value: &Value) -> Misfits {
        walk::answer(*self, ty, value)
    }

    /// What the parameters of a method do not explain of a request: an object, or an array of values in
    /// the order of the parameters. Examples leave out what comes before: each value belongs to the next
    /// parameter that may hold it.
    pub fn request(&self, method: &Method, params: &Value) -> Misfits {
        walk::request(*self, method, params)
    }
}

/// How badly a value misfits its type. Of several readings of a value, the smallest explains most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Misfit {
    /// Whether the value itself is of another kind than the type: nothing of it is explained.
    pub other_kind: bool,
    /// How many values do not fit their types; the value itself counts too.
    pub unfit: usize,
    /// How many keys no record names.
    pub unknown: usize,
    /// How many required names are not given; in requests only.
    pub missing: usize,
}

/// What of a value the schema does not explain. Paths are those of the value: `fields.PHONE[0].ID`;
/// the value itself has the empty path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Misfits {
    /// Keys that no record names.
    pub unknown: Vec<String>,
    /// Values that do not fit their type.
    pub unfit: Vec<Unfit>,
    /// Required names that are not given; for requests only.
    pub missing: Vec<String>,
}

/// A value that does not fit its type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unfit {
    /// Where it stands.
    pub path: String,
    /// What the schema says, in a few words: `integer`, `list of string`.
    pub expected: String,
    /// What stands there: the kind of the value, and how it begins.
    pub found: String,
}

impl Misfits {
    /// Whether everything is explained.
    pub fn is_empty(&self) -> bool {
        self.unknown.is_empty() && self.unfit.is_empty() && self.missing.is_empty()
    }
}

impl Schema {
    /// The record that a [`Type::Ref`] of the module names.
    pub fn record(&self, module: &Module, name: &str) -> Option<&RecordBody> {
        let own = self.modules.get(&module.module)?.records.iter();
        let shared = self.shared().into_iter().flat_map(|shared| &shared.records);
        own.chain(shared).find(|record| record.name == name).map(|record| &record.body)
    }
}
