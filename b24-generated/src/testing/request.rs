//! A call as the portal sees it, and what it is answered.

use serde_json::{Map, Value};

use super::php;
use crate::schema::Rest;

/// A call of a method: one request, or one command of a batch.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request {
    /// The method, spelled as the catalogue spells it; as it came if the catalogue does not know it.
    pub method: String,
    /// The version of REST whose address was called.
    pub rest: Rest,
    /// The parameters, without `auth`. Values of query strings, forms and batches of REST 2 are text.
    pub params: Map<String, Value>,
    /// The user in whose name the method is called.
    pub user: u64,
    /// The `Idempotency-Key`, at addresses of REST 3.0.
    pub idempotency_key: Option<String>,
    /// The key of the command, in a batch.
    pub command: Option<String>,
    /// The webhook or application, which limits are counted for.
    pub(super) who: String,
}

impl Request {
    /// A parameter, in any case in REST 2; `null` if it was not sent.
    pub fn param(&self, name: &str) -> &Value {
        let exact = self.params.get(name);
        let found = exact.or_else(|| match self.rest {
            Rest::V2 => self.params.iter().find(|(k, _)| k.eq_ignore_ascii_case(name)).map(|f| f.1),
            Rest::V3 => None,
        });
        found.unwrap_or(&Value::Null)
    }
}

/// What a call is answered.
///
/// A [`Value`] is the `result` of an answer without an error.
///
/// ```
/// use b24_generated::testing::Reply;
/// use serde_json::json;
///
/// let page: Reply = Reply::from(json!([{ "ID": "1" }])).total(1);
/// let refusal = Reply::error(403, "ACCESS_DENIED", "Access denied");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    pub(super) outcome: Result<Value, Failure>,
    pub(super) total: Option<u64>,
    pub(super) next: Option<u64>,
}

/// An error of the portal's.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Failure {
    pub(super) status: u16,
    pub(super) code: String,
    pub(super) description: String,
    /// Fields and what is wrong with them, in REST 3.0.
    pub(super) validation: Vec<(String, String)>,
}

impl Failure {
    pub(super) fn new(status: u16, code: &str, description: impl Into<String>) -> Self {
        let (code, description) = (code.to_owned(), description.into());
        Self { status, code, description, validation: Vec::new() }
    }

    /// The body of the answer, in the form of a version of REST.
    pub(super) fn body(&self, rest: Rest) -> Value {
        match rest {
            Rest::V2 => {
                serde_json::json!({ "error": self.code, "error_description": self.description })
            }
            Rest::V3 => {
                let mut error =
                    serde_json::json!({ "code": self.code, "message": self.description });
                if !self.validation.is_empty() {
                    let one = |(field, message): &(String, String)| serde_json::json!({ "message": message, "field": field });
                    error["validation"] = self.validation.iter().map(one).collect();
                }
                serde_json::json!({ "error": error })
            }
        }
    }
}

impl From<Value> for Reply {
    fn from(result: Value) -> Self {
        Self { outcome: Ok(result), total: None, next: None }
    }
}

impl From<Failure> for Reply {
    fn from(failure: Failure) -> Self {
        Self { outcome: Err(failure), total: None, next: None }
    }
}

impl Reply {
    /// An error, with its HTTP status.
    pub fn error(status: u16, code: &str, description: &str) -> Self {
        Failure::new(status, code, description).into()
    }

    /// With a field that REST 3.0 finds wrong, listed under `validation`.
    #[must_use]
    pub fn invalid(mut self, field: &str, message: &str) -> Self {
        if let Err(failure) = &mut self.outcome {
            failure.validation.push((field.to_owned(), message.to_owned()));
        }
        self
    }

    /// With the number of all rows beside the result.
    #[must_use]
    pub fn total(mut self, total: u64) -> Self {
        self.total = Some(total);
        self
    }

    /// With the `start` of the next page beside the result.
    #[must_use]
    pub fn next(mut self, next: u64) -> Self {
        self.next = Some(next);
        self
    }
}

/// Reads the body of a request; `Err` says that JSON was promised and did not come.
pub(super) fn body(content_type: &str, bytes: &[u8]) -> Result<Value, ()> {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        _ if bytes.iter().all(u8::is_ascii_whitespace) => Ok(Value::Object(Map::new())),
        "application/json" => serde_json::from_slice(bytes).map_err(drop),
        "multipart/form-data" => {
            let parts = multipart(&boundary(content_type), bytes);
            let text =
                |part: Part| (part.name, String::from_utf8_lossy(&part.content).into_owned());
            Ok(Value::Object(php::nest(parts.into_iter().map(text))))
        }
        _ => Ok(Value::Object(php::decode(&String::from_utf8_lossy(bytes)))),
    }
}

/// What parts of a form are divided by.
pub(super) fn boundary(content_type: &str) -> String {
    let mut parts = content_type.split(';').map(str::trim);
    let boundary = parts.find_map(|part| part.strip_prefix("boundary="));
    boundary.unwrap_or_default().trim_matches('"').to_owned()
}

/// A part of a form.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) content: Vec<u8>,
}

/// The parts of a `multipart/form-data` body.
pub(super) fn multipart(boundary: &str, bytes: &[u8]) -> Vec<Part> {
    let delimiter = [b"--", boundary.as_bytes()].concat();
    let mut parts = Vec::new();
    let mut rest = match find(bytes, &delimiter) {
        Some(at) if !boundary.is_empty() => &bytes[at + delimiter.len()..],
        _ => return parts,
    };
    while let Some(end) = find(rest, &delimiter) {
        let part = &rest[..end];
        if let Some(head) = find(part, b"\r\n\r\n") {
            let content = &part[head + 4..];
            let headers = String::from_utf8_lossy(&part[..head]);
            let attribute = |name: &str| {
                let at = headers.find(&format!("{name}=\""))? + name.len() + 2;
                headers[at..].split('"').next().map(str::to_owned)
            };
            parts.push(Part {
                name: attribute("; name").unwrap_or_default(),
                file_name: attribute("; filename"),
                content: content.strip_suffix(b"\r\n").unwrap_or(content).to_vec(),
            });
        }
        rest = &rest[end + delimiter.len()..];
    }
    parts
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn forms_in_parts_are_nested_too() {
        let text = "--X\r\nContent-Disposition: form-data; name=\"fields[TITLE]\"\r\n\r\nA\r\nB\r\n\
                    --X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
                    Content-Type: text/plain\r\n\r\n--\r\n\r\n--X--\r\n";
        let read = body("multipart/form-data; boundary=X", text.as_bytes());
        assert_eq!(read, Ok(json!({ "fields": { "TITLE": "A\r\nB" }, "file": "--\r\n" })));
        let parts = multipart("X", text.as_bytes());
        assert_eq!(parts[1].file_name.as_deref(), Some("a.txt"));
        assert_eq!(parts[1].content, b"--\r\n");
    }
}
