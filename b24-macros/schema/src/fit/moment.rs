//! The formats in which dates and times are written.

/// Whether a text is a date, or a date and a time, in one of the formats that Bitrix24 writes:
///
/// - `YYYY-MM-DD`, `YYYY-MM-DD HH:MM[:SS[.fff]][offset]`, also with a `T` between: RFC 3339 is one
///   of these;
/// - `DD.MM.YYYY[ HH:MM[:SS]]`;
/// - `MM/DD/YYYY[ hh:mm[:ss] am|pm]`.
///
/// ```
/// use b24_schema::fit::is_moment;
///
/// assert!(is_moment("2025-12-28T14:05:48+03:00") && is_moment("28.12.2025"));
/// assert!(!is_moment("tomorrow") && !is_moment("2025-02-30"));
/// ```
pub fn is_moment(text: &str) -> bool {
    is_written(text, true)
}

/// Whether a text has the form of one, whatever its digits: `00.00.0000`.
pub(super) fn is_form_of_moment(text: &str) -> bool {
    is_written(text, false)
}

fn is_written(text: &str, exact: bool) -> bool {
    let text = text.trim();
    [iso, dotted, slashed].iter().any(|format| {
        let mut rest = Rest { text, exact };
        format(&mut rest).is_some() && rest.text.is_empty()
    })
}

fn iso(text: &mut Rest<'_>) -> Option<()> {
    let year = text.digits(4, 4)?;
    text.sign("-")?;
    let month = text.digits(2, 2)?;
    text.sign("-")?;
    let day = text.digits(2, 2)?;
    text.only_if(is_date(year, month, day))?;
    if text.sign("Tt ").is_none() {
        return Some(());
    }
    if time(text, 23)? && text.sign(".").is_some() {
        text.digits(1, 9)?;
    }
    offset(text)
}

fn dotted(text: &mut Rest<'_>) -> Option<()> {
    let day = text.digits(2, 2)?;
    text.sign(".")?;
    let month = text.digits(2, 2)?;
    text.sign(".")?;
    let year = text.digits(4, 4)?;
    text.only_if(is_date(year, month, day))?;
    if text.sign(" ").is_some() {
        time(text, 23)?;
    }
    Some(())
}

fn slashed(text: &mut Rest<'_>) -> Option<()> {
    let month = text.digits(2, 2)?;
    text.sign("/")?;
    let day = text.digits(2, 2)?;
    text.sign("/")?;
    let year = text.digits(4, 4)?;
    text.only_if(is_date(year, month, day))?;
    if text.sign(" ").is_some() {
        time(text, 12)?;
        text.sign(" ")?;
        text.sign("aApP")?;
        text.sign("mM")?;
    }
    Some(())
}

fn is_date(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// `HH:MM[:SS]`; whether it has seconds.
fn time(text: &mut Rest<'_>, hours: u32) -> Option<bool> {
    let hour = text.digits(2, 2)?;
    text.sign(":")?;
    let minute = text.digits(2, 2)?;
    let seconds = text.sign(":").is_some();
    let second = if seconds { text.digits(2, 2)? } else { 0 };
    text.only_if(hour <= hours && minute < 60 && second < 60)?;
    Some(seconds)
}

/// `Z`, `+03`, `+0300`, `+03:00`, or nothing.
fn offset(text: &mut Rest<'_>) -> Option<()> {
    if text.sign("Zz").is_some() || text.sign("+-").is_none() {
        return Some(());
    }
    let hours = text.digits(2, 2)?;
    let minutes =
        if text.sign(":").is_some() || !text.text.is_empty() { text.digits(2, 2)? } else { 0 };
    text.only_if(hours < 24 && minutes < 60)
}

/// What is left of a text.
struct Rest<'t> {
    text: &'t str,
    /// Whether numbers must be those of days and hours.
    exact: bool,
}

impl Rest<'_> {
    /// As many digits as there are, up to `most`.
    fn digits(&mut self, least: usize, most: usize) -> Option<u32> {
        let count = self.text.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.text.split_at(count);
        self.text = rest;
        (count >= least).then(|| digits.parse().ok()).flatten()
    }

    /// Ends the reading where numbers matter and are wrong.
    fn only_if(&self, right: bool) -> Option<()> {
        (right || !self.exact).then_some(())
    }

    /// One of the signs.
    fn sign(&mut self, signs: &str) -> Option<char> {
        let sign = self.text.chars().next().filter(|sign| signs.contains(*sign))?;
        self.text = &self.text[sign.len_utf8()..];
        Some(sign)
    }
}
