//! Days and times, with the text they came as.

use std::fmt;

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use serde_json::Value;

use super::{Log, Typed};

/// A calendar day, as the server wrote it: `2025-12-28`, and in some answers with a time or in the
/// order of the portal's language, `28.12.2025`.
///
/// Parameters of this kind take text, a [`chrono::NaiveDate`], or a day from an answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Date {
    text: Box<str>,
    day: NaiveDate,
}

/// A day and time as the server wrote it: `2025-12-28T14:05:48+03:00`. It keeps its offset, and some
/// methods write none.
///
/// Parameters of this kind take text, a [`chrono::DateTime`] with any offset, or a moment from an answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DateTime {
    text: Box<str>,
    local: NaiveDateTime,
    offset: Option<FixedOffset>,
}

/// Seconds since 1970-01-01 UTC.
///
/// Parameters of this kind take an integer, a [`chrono::DateTime`], or a moment from an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Date {
    /// The day that a text says, in any of the server's forms.
    pub fn parse(text: &str) -> Option<Self> {
        let Moment { local, .. } = Moment::parse(text)?;
        Some(Self { text: text.into(), day: local.date() })
    }

    /// As it came.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The day.
    pub fn day(&self) -> NaiveDate {
        self.day
    }
}

impl DateTime {
    /// The time that a text says, in any of the server's forms.
    pub fn parse(text: &str) -> Option<Self> {
        let Moment { local, offset } = Moment::parse(text)?;
        Some(Self { text: text.into(), local, offset })
    }

    /// As it came.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What a clock on the wall showed.
    pub fn local(&self) -> NaiveDateTime {
        self.local
    }

    /// How far from UTC that clock was, where the server says it.
    pub fn offset(&self) -> Option<FixedOffset> {
        self.offset
    }

    /// The moment with its offset; `None` where the server does not say the offset.
    pub fn fixed(&self) -> Option<chrono::DateTime<FixedOffset>> {
        self.local.and_local_timezone(self.offset?).single()
    }
}

impl Timestamp {
    /// The moment; `None` where it is beyond what a calendar holds.
    pub fn utc(self) -> Option<chrono::DateTime<chrono::Utc>> {
        chrono::DateTime::from_timestamp(self.0, 0)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

struct Moment {
    local: NaiveDateTime,
    offset: Option<FixedOffset>,
}

/// Days, and what may stand between them and a time.
const DAYS: [&str; 3] = ["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y"];
const TIMES: [&str; 2] = ["%H:%M:%S%.f", "%H:%M"];

impl Moment {
    fn parse(text: &str) -> Option<Self> {
        // The usual one first.
        if let Ok(moment) = chrono::DateTime::parse_from_rfc3339(text) {
            return Some(Self { local: moment.naive_local(), offset: Some(*moment.offset()) });
        }
        let (day, rest) =
            DAYS.iter().find_map(|form| NaiveDate::parse_and_remainder(text, form).ok())?;
        if rest.is_empty() {
            return Some(Self { local: day.and_time(NaiveTime::MIN), offset: None });
        }
        let rest = rest.strip_prefix(['T', ' '])?;
        TIMES.iter().find_map(|form| {
            let (time, rest) = NaiveTime::parse_and_remainder(rest, form).ok()?;
            let (time, rest) = half_of_day(time, rest)?;
            let offset = if rest.is_empty() { None } else { Some(offset(rest)?) };
            Some(Self { local: day.and_time(time), offset })
        })
    }
}

/// `am` and `pm`; some portals write them after an hour of 24, too.
fn half_of_day(time: NaiveTime, rest: &str) -> Option<(NaiveTime, &str)> {
    let word = rest.trim_start().get(..2).map(str::to_ascii_lowercase);
    let hour = match (word.as_deref(), time.hour()) {
        (Some("am"), 12) => 0,
        (Some("pm"), hour @ 1..12) => hour + 12,
        (Some("am" | "pm"), hour) => hour,
        _ => return Some((time, rest)),
    };
    Some((time.with_hour(hour)?, &rest.trim_start()[2..]))
}

/// `Z`, `+03:00`, `+0300`, also after a space.
fn offset(text: &str) -> Option<FixedOffset> {
    let text = text.strip_prefix(' ').unwrap_or(text);
    match text.len() {
        1 if text == "Z" => FixedOffset::east_opt(0),
        5 | 6 => text.parse().ok(),
        _ => None,
    }
}

macro_rules! typed {
    ($type:ident, $name:literal) => {
        impl Typed for $type {
            fn read(raw: &Value, _log: &mut Log) -> Option<Self> {
                Self::parse(raw.as_str()?)
            }

            fn write(&self) -> Value {
                Value::from(self.as_str())
            }

            fn copy(&self) -> Self {
                self.clone()
            }

            fn name() -> String {
                $name.to_owned()
            }
        }
    };
}

typed!(Date, "date");
typed!(DateTime, "date and time");

impl Typed for Timestamp {
    fn read(raw: &Value, _log: &mut Log) -> Option<Self> {
        super::scalar::integer(raw).map(Self)
    }

    fn write(&self) -> Value {
        Value::from(self.0)
    }

    fn copy(&self) -> Self {
        *self
    }

    fn name() -> String {
        "seconds since 1970".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, local: &str, offset: Option<&str>) {
        let time = DateTime::parse(text).unwrap_or_else(|| panic!("{text} is not read"));
        assert_eq!(time.local().to_string(), local, "{text}");
        assert_eq!(time.offset().map(|o| o.to_string()).as_deref(), offset, "{text}");
        assert_eq!(time.as_str(), text);
    }

    #[test]
    fn every_form_is_read_and_kept() {
        reads("2023-12-28T14:05:48+03:00", "2023-12-28 14:05:48", Some("+03:00"));
        reads("2023-12-28T14:05:48.000000Z", "2023-12-28 14:05:48", Some("+00:00"));
        reads("2023-12-28T14:05:48+0300", "2023-12-28 14:05:48", Some("+03:00"));
        reads("2023-12-28 14:05:48", "2023-12-28 14:05:48", None);
        reads("2023-12-28 14:05", "2023-12-28 14:05:00", None);
        reads("2023-12-28", "2023-12-28 00:00:00", None);
        reads("28.12.2023 14:05:48", "2023-12-28 14:05:48", None);
        reads("28.12.2023", "2023-12-28 00:00:00", None);
        reads("12/28/2023 02:05:48 pm", "2023-12-28 14:05:48", None);
        reads("12/28/2023 02:05 pm", "2023-12-28 14:05:00", None);
        reads("12/28/2023 12:05:00 am", "2023-12-28 00:05:00", None);
        reads("12/28/2023 12:05:00 PM", "2023-12-28 12:05:00", None);
        reads("12/28/2023 00:05:00 am", "2023-12-28 00:05:00", None);
    }

    #[test]
    fn other_text_is_no_time() {
        for text in ["", "now", "2023-13-01", "2023-12-28T", "2023-12-28T14:05:48+03:00x", "28.12"]
        {
            assert!(DateTime::parse(text).is_none(), "{text}");
        }
    }
}
