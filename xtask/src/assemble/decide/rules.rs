//! The rules by which a type is decided, in the order in which they are tried.
//!
//! `cargo xtask why` prints the ones that decided about a place.

/// A rule, with its reason and a page on which it decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rule {
    /// Names of fields to choose, whatever the word.
    SelectIsNames,
    /// Names of fields with directions, whatever the word.
    OrderIsDirections,
    /// The word of the table.
    Word,
    /// The record that the word names.
    RecordOfWord,
    /// The identifier of the record that the word names.
    IdentifierOfRecord,
    /// Every example gives one value where a record is named.
    ScalarsShown,
    /// The parts that a table, a cell or a linked page describes.
    PartsDescribed,
    /// A list or an object, as the examples show what PHP calls an array.
    ArrayAsShown,
    /// The values that are allowed.
    AllowedValues,
    /// The form that a code block in the cell shows.
    ShapeInCell,
    /// Identifiers of something, by the words of the cell.
    CalledIdentifiers,
    /// What the cell calls the texts of a list.
    CalledTexts,
    /// The page on how files are sent, which the row leads to.
    ShownHowToUpload,
    /// A number that PHP writes as a text, by the words of the cell and the digits of examples.
    CalledIdentifier,
    /// What the words call a value that has no type.
    CalledByNoun,
    /// Lists of names, operators and values.
    ConditionsAreLists,
    /// What another row of the page calls the same.
    SameName,
    /// The language whose word the examples fit.
    LanguageAsShown,
    /// The language that says something.
    OnlyLanguage,
    /// Russian, where both languages may be right.
    RussianIsOriginal,
    /// Nobody says anything.
    NothingSaid,
    /// The documented type, which every example fits.
    ExamplesFit,
    /// What examples show where nothing is documented.
    ExamplesTell,
    /// Texts of digits under the name of an identifier.
    IdentifiersAsTexts,
    /// Numbers, where the table says text.
    NumbersSent,
    /// Texts that are all dates.
    DatesAsTexts,
    /// Keys that are data.
    KeysAreData,
    /// The documented type and what an example gives against it.
    ExampleAgainstWord,
    /// A description each of the fields of an object.
    DescriptionsOfFields,
}

impl Rule {
    /// All of them, in their order.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 28] = [
        Self::SelectIsNames,
        Self::OrderIsDirections,
        Self::Word,
        Self::RecordOfWord,
        Self::IdentifierOfRecord,
        Self::ScalarsShown,
        Self::PartsDescribed,
        Self::ArrayAsShown,
        Self::AllowedValues,
        Self::ShapeInCell,
        Self::CalledIdentifiers,
        Self::CalledTexts,
        Self::ShownHowToUpload,
        Self::CalledByNoun,
        Self::ConditionsAreLists,
        Self::SameName,
        Self::LanguageAsShown,
        Self::OnlyLanguage,
        Self::RussianIsOriginal,
        Self::NothingSaid,
        Self::ExamplesFit,
        Self::ExamplesTell,
        Self::IdentifiersAsTexts,
        Self::NumbersSent,
        Self::DatesAsTexts,
        Self::KeysAreData,
        Self::ExampleAgainstWord,
        Self::DescriptionsOfFields,
    ];

    /// Its name, why it is right, and a method on whose page it decides; nothing where no page of today needs it.
    pub(crate) fn about(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::SelectIsNames => (
                "select-is-names",
                "a selection is a list of names, and pages call it an array or an object",
                "bizproc.task.list",
            ),
            Self::OrderIsDirections => (
                "order-is-directions",
                "a sorting is an object of names with ASC or DESC",
                "crm.deal.list",
            ),
            Self::Word => ("word", "the table names the type", "crm.deal.get"),
            Self::RecordOfWord => (
                "record-of-word",
                "the table names a record that a section describes",
                "crm.contact.add",
            ),
            Self::IdentifierOfRecord => (
                "identifier-of-record",
                "a field called an identifier holds one, and the table uses the record's name for it",
                "",
            ),
            Self::ScalarsShown => (
                "scalars-shown",
                "no example gives a record, all of them one value",
                "crm.company.add",
            ),
            Self::PartsDescribed => (
                "parts-described",
                "a table, a cell or a linked page describes the parts",
                "crm.deal.add",
            ),
            Self::ArrayAsShown => (
                "array-as-shown",
                "PHP calls lists and objects arrays, and the examples show which one it is",
                "biconnector.dataset.add",
            ),
            Self::AllowedValues => {
                ("allowed-values", "the values that are allowed have one type", "crm.company.add")
            }
            Self::ShapeInCell => {
                ("shape-in-cell", "a code block in the cell shows the form", "bizproc.robot.add")
            }
            Self::CalledIdentifiers => (
                "called-identifiers",
                "the cell calls what is in the list identifiers, and nothing shows them as texts",
                "timeman.timecontrol.settings.set",
            ),
            Self::CalledTexts => (
                "called-texts",
                "the cell calls what is in the list texts: names, codes, addresses",
                "mail.message.reply",
            ),
            Self::ShownHowToUpload => (
                "shown-how-to-upload",
                "the row of an array leads to the page on how files are sent",
                "user.add",
            ),
            Self::CalledIdentifier => (
                "called-identifier",
                "the cell calls the text an identifier, and the examples of the name show digits",
                "calendar.event.get",
            ),
            Self::CalledByNoun => (
                "called-by-noun",
                "no table and no example says what it is, and the words call it an identifier, a name, a date",
                "biconnector.source.get",
            ),
            Self::ConditionsAreLists => (
                "conditions-are-lists",
                "each condition is a list of a name, an operator and a value of any type",
                "main.eventlog.list",
            ),
            Self::SameName => (
                "same-name",
                "another row of the page has the name and a type",
                "event.offline.get",
            ),
            Self::LanguageAsShown => (
                "language-as-shown",
                "the languages differ, and the examples fit one of them only",
                "sale.cashbox.add",
            ),
            Self::OnlyLanguage => {
                ("only-language", "the other language says nothing", "calendar.event.update")
            }
            Self::RussianIsOriginal => (
                "russian-is-original",
                "the languages differ, no example decides, and the English pages are translations",
                "crm.item.add",
            ),
            Self::NothingSaid => {
                ("nothing-said", "no page and no example says anything", "rpa.item.get")
            }
            Self::ExamplesFit => {
                ("examples-fit", "every example fits what is documented", "crm.deal.get")
            }
            Self::ExamplesTell => {
                ("examples-tell", "no table says what it is, and the examples show it", "app.info")
            }
            Self::IdentifiersAsTexts => (
                "identifiers-as-texts",
                "PHP writes numbers from a database as texts of digits",
                "app.info",
            ),
            Self::NumbersSent => (
                "numbers-sent",
                "the table says text, and every example sends a whole number",
                "tasks.task.add",
            ),
            Self::DatesAsTexts => (
                "dates-as-texts",
                "the table says text, and every example is a date in the form of ISO 8601",
                "tasks.task.get",
            ),
            Self::KeysAreData => (
                "keys-are-data",
                "the keys are ids, languages, or names that the caller chooses",
                "bizproc.robot.add",
            ),
            Self::ExampleAgainstWord => (
                "example-against-word",
                "an example gives what the documented type does not take, so both are taken",
                "catalog.product.list",
            ),
            Self::DescriptionsOfFields => (
                "descriptions-of-fields",
                "the objects describe fields: each has a type and flags",
                "crm.deal.fields",
            ),
        }
    }
}
