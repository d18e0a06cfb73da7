//! Files: uploads to an address that a method gives, and downloads.

use std::collections::{HashMap, HashSet};

use bytes::Bytes;
use serde_json::{Value, json};

use super::request::{self, Failure};

/// The name of the form's field that holds an uploaded file.
pub(super) const FIELD: &str = "file";

/// The files that the portal holds.
#[derive(Debug, Default)]
pub(super) struct Files {
    by_token: HashMap<String, (String, Bytes)>,
    /// Tokens of upload addresses that were given.
    expected: HashSet<String>,
    uploaded: Vec<Uploaded>,
}

/// A file that a client sent to an upload address.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uploaded {
    /// The name of the file.
    pub name: String,
    /// What is in it.
    pub content: Bytes,
}

impl Files {
    /// Holds a file under a token.
    pub(super) fn put(&mut self, token: String, name: &str, content: Bytes) {
        self.by_token.insert(token, (name.to_owned(), content));
    }

    pub(super) fn get(&self, token: &str) -> Option<(String, Bytes)> {
        self.by_token.get(token).cloned()
    }

    /// Expects an upload with a token.
    pub(super) fn expect(&mut self, token: String) {
        self.expected.insert(token);
    }

    pub(super) fn uploaded(&self) -> Vec<Uploaded> {
        self.uploaded.clone()
    }
}

/// Takes the file of a form, and describes it.
pub(super) fn take(
    files: &mut Files,
    token: &str,
    content_type: &str,
    body: &[u8],
) -> Result<Value, Failure> {
    if !files.expected.contains(token) {
        return Err(Failure::new(401, "NO_AUTH_FOUND", "Wrong authorization data"));
    }
    let parts = request::multipart(&request::boundary(content_type), body);
    let Some(part) = parts.into_iter().find(|part| part.name == FIELD) else {
        let text = "Could not find value for parameter {file}";
        return Err(Failure::new(400, "ERROR_ARGUMENT", text));
    };
    files.expected.remove(token);
    let name = part.file_name.unwrap_or_default();
    let size = part.content.len();
    files.uploaded.push(Uploaded { name: name.clone(), content: part.content.into() });
    Ok(json!({ "ID": files.uploaded.len(), "NAME": name, "TYPE": "file", "SIZE": size }))
}
