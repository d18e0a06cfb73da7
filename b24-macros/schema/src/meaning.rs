//! What an error of the server means to a program: by its code, its HTTP status, and its description.

use serde::{Deserialize, Serialize};

/// What a program can do about an error.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// The user, the application or the plan may not do this.
    Forbidden,
    /// The portal is gone or closed.
    Gone,
    /// The parameters are wrong.
    Invalid,
    /// There is no such thing, or no such method.
    NotFound,
    /// The method has used up its running time.
    OperatingLimit,
    /// An error of the method itself.
    #[default]
    Other,
    /// REST is blocked on the portal.
    Overload,
    /// Too many requests.
    RateLimit,
    /// The server failed.
    Server,
    /// It took too long.
    Timeout,
    /// The authorization is wrong or has expired.
    Unauthorized,
}

/// What is known of errors. Codes, words and texts are in lower case.
///
/// ```
/// use b24_schema::{Meaning, Meanings};
///
/// let known = Meanings {
///     codes: &[(Meaning::Forbidden, &["200040300010"]), (Meaning::Other, &["site_is_not_empty"])],
///     silent: &["wrong_request"],
///     words: &[(Meaning::NotFound, &["_not_found_"]), (Meaning::Invalid, &["_empty_", "_wrong_"])],
///     texts: &[(Meaning::Forbidden, &["access denied"])],
/// };
/// assert_eq!(known.of("200040300010", 400, ""), Meaning::Forbidden);
/// assert_eq!(known.of("Bot_Not_Found", 400, ""), Meaning::NotFound);
/// assert_eq!(known.of("WRONG_REQUEST", 400, "Access denied."), Meaning::Forbidden);
/// assert_eq!(known.of("SITE_IS_NOT_EMPTY", 400, "Access denied."), Meaning::Other);
/// assert_eq!(known.of("ANY", 429, "Access denied."), Meaning::RateLimit);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Meanings<'t> {
    /// Whole codes. [`Meaning::Other`] here is a decision: neither words nor texts are looked at.
    pub codes: &'t [(Meaning, &'t [&'t str])],
    /// Codes that stand for many errors. Their words are not looked at.
    pub silent: &'t [&'t str],
    /// Parts of codes, where `_` stands for the begin and the end of the code too. The first that is found decides.
    pub words: &'t [(Meaning, &'t [&'t str])],
    /// Parts of descriptions, with `е` for `ё`. The first that is found decides.
    pub texts: &'t [(Meaning, &'t [&'t str])],
}

/// Longer descriptions say nothing new: they hold pages of HTML, or what was sent.
const LONGEST_TEXT: usize = 1000;

impl Meanings<'_> {
    /// What an error means: by its code, if that is known; or else by its status, the words of its code, and those of
    /// its description, whichever says something first.
    pub fn of(&self, code: &str, status: u16, description: &str) -> Meaning {
        let known = self.by_code(code);
        let decided = known.filter(|meaning| *meaning != Meaning::Other);
        let found = decided.or_else(|| by_status(status)).or(known);
        found
            .or_else(|| self.by_words(code))
            .or_else(|| self.by_text(description))
            // Some methods write a sentence where the code belongs.
            .or_else(|| self.by_text(code).filter(|_| code.contains(' ')))
            .unwrap_or_default()
    }

    /// What the whole code says, if it is listed.
    pub fn by_code(&self, code: &str) -> Option<Meaning> {
        let listed = |(_, codes): &&(Meaning, &[&str])| has(codes, code);
        self.codes.iter().find(listed).map(|(meaning, _)| *meaning)
    }

    /// What the words of a code say.
    pub fn by_words(&self, code: &str) -> Option<Meaning> {
        if code.is_empty() || self.is_silent(code) {
            return None;
        }
        first(self.words, &format!("_{}_", code.to_ascii_lowercase()))
    }

    /// Whether the code stands for many errors.
    pub fn is_silent(&self, code: &str) -> bool {
        has(self.silent, code)
    }

    /// What a description says.
    pub fn by_text(&self, description: &str) -> Option<Meaning> {
        let plain = |c| match c {
            'ё' => 'е',
            '’' => '\'',
            c => c,
        };
        let lower = description.chars().take(LONGEST_TEXT).flat_map(char::to_lowercase);
        first(self.texts, &lower.map(plain).collect::<String>())
    }
}

/// What HTTP says. Statuses that servers give for many reasons say nothing.
fn by_status(status: u16) -> Option<Meaning> {
    Some(match status {
        401 => Meaning::Unauthorized,
        403 => Meaning::Forbidden,
        404 => Meaning::NotFound,
        408 => Meaning::Timeout,
        429 => Meaning::RateLimit,
        500.. => Meaning::Server,
        _ => return None,
    })
}

fn has(codes: &[&str], code: &str) -> bool {
    codes.iter().any(|known| known.eq_ignore_ascii_case(code))
}

fn first(known: &[(Meaning, &[&str])], text: &str) -> Option<Meaning> {
    let said = |(_, parts): &&(Meaning, &[&str])| parts.iter().any(|part| text.contains(part));
    known.iter().find(said).map(|(meaning, _)| *meaning)
}
