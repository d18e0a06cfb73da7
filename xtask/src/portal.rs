//! What a portal says of its own REST 3.0, and where the documentation says something else.
//!
//! `rest.documentation.openapi` answers an OpenAPI document. It is nobody's belief about the pages, and so a check on what
//! is read from them. Its oddities are taken as they come: `"properties": []`, arrays without `items`, `float`.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use b24_schema::{Field, Method, Module, Rest, SHARED, Schema, Type};
use serde_json::Value;

/// How deep objects are compared: descriptions of a portal refer to each other in circles.
const DEPTH: usize = 5;

/// An OpenAPI document.
#[derive(Debug)]
pub struct Document(Value);

/// Why a document cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be read.
    #[error("{}: the file cannot be read", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It is no JSON.
    #[error("{}: the file is no JSON: save what `rest.documentation.openapi` answers", file.display())]
    NotJson {
        /// The file.
        file: PathBuf,
        /// Where and why.
        #[source]
        source: serde_json::Error,
    },
    /// It has no `paths`.
    #[error("{}: the file has no `paths`: save what `rest.documentation.openapi` answers", file.display())]
    NoPaths {
        /// The file.
        file: PathBuf,
    },
}

/// The kinds of disagreements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The portal has a method that no page describes.
    MethodUndescribed,
    /// A page describes a method that the portal does not have.
    MethodUnknown,
    /// The portal has a field that no page describes.
    FieldUndescribed,
    /// A page describes a field that the portal does not have.
    FieldUnknown,
    /// The page leaves open what the portal tells.
    Untold,
    /// Both tell a type, and not the same.
    Type,
}

impl Kind {
    /// What it is called in lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::MethodUndescribed => "method-undescribed",
            Self::MethodUnknown => "method-unknown",
            Self::FieldUndescribed => "field-undescribed",
            Self::FieldUnknown => "field-unknown",
            Self::Untold => "untold",
            Self::Type => "type",
        }
    }
}

/// A place on which a portal and the documentation disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// Its kind.
    pub kind: Kind,
    /// The method and the path inside of it.
    pub at: String,
    /// What the pages say, and what the portal says.
    pub said: String,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  {}", self.kind.name(), self.at)?;
        if self.said.is_empty() { Ok(()) } else { write!(f, ": {}", self.said) }
    }
}

impl Document {
    /// Reads a document from a file, also one that is the whole answer of the method.
    ///
    /// # Errors
    ///
    /// If the file is no such document.
    pub fn read(file: &Path) -> Result<Self, Error> {
        let text = std::fs::read(file)
            .map_err(|source| Error::Unreadable { file: file.to_owned(), source })?;
        let whole: Value = serde_json::from_slice(&text)
            .map_err(|source| Error::NotJson { file: file.to_owned(), source })?;
        let document = match whole.get("result") {
            Some(result) => result.clone(),
            None => whole,
        };
        match document.get("paths").is_some_and(Value::is_object) {
            true => Ok(Self(document)),
            false => Err(Error::NoPaths { file: file.to_owned() }),
        }
    }

    /// The methods of REST 3.0, by name.
    fn methods(&self) -> BTreeMap<&str, &Value> {
        let paths = self.0.get("paths").and_then(Value::as_object);
        let named = paths.into_iter().flatten();
        named.map(|(path, value)| (path.trim_start_matches('/'), value)).collect()
    }

    /// Where the schema, made from the pages, says something else, by method.
    pub fn compare(&self, schema: &Schema) -> Vec<Disagreement> {
        let mut served = self.methods();
        let mut compare = Compare { document: &self.0, schema, module: "", found: Vec::new() };
        let modules = schema.modules.values();
        for (module, method) in
            modules.flat_map(|m| m.methods.iter().map(move |method| (m, method)))
        {
            if method.rest != Rest::V3 {
                continue;
            }
            match served.remove(&*method.name) {
                Some(served) => {
                    compare.module = &module.module;
                    compare.method(method, served);
                }
                None => compare.note(Kind::MethodUnknown, &method.name, String::new()),
            }
        }
        for name in served.into_keys() {
            compare.note(Kind::MethodUndescribed, name, String::new());
        }
        let mut found = compare.found;
        found.sort_by(|a, b| (a.kind, &a.at).cmp(&(b.kind, &b.at)));
        found
    }
}

struct Compare<'d> {
    document: &'d Value,
    schema: &'d Schema,
    /// The module of the method that is compared.
    module: &'d str,
    found: Vec<Disagreement>,
}

impl<'d> Compare<'d> {
    fn note(&mut self, kind: Kind, at: &str, said: String) {
        self.found.push(Disagreement { kind, at: at.to_owned(), said });
    }

    fn method(&mut self, method: &'d Method, served: &'d Value) {
        let body = |value: &'d Value| value.pointer("/content/application~1json/schema");
        let at = |side: &str| format!("{} {side}", method.name);
        let Some(post) = served.get("post") else { return };
        if let Some(taken) = post.get("requestBody").and_then(body) {
            self.fields(&method.params, taken, &at("params"), DEPTH);
        }
        let answer = post.pointer("/responses/200").and_then(body);
        if let Some(result) = answer.and_then(|answer| answer.pointer("/properties/result")) {
            self.ty(listed(&method.answer.ty, result), result, &at("answer"), DEPTH);
        }
    }

    fn fields(&mut self, ours: &'d [Field], theirs: &'d Value, at: &str, depth: usize) {
        // PHP writes an object without properties as a list.
        let Some(served) = theirs.get("properties").and_then(Value::as_object) else { return };
        for field in ours.iter().filter(|field| !field.is_wildcard()) {
            if !served.contains_key(&field.name) {
                self.note(Kind::FieldUnknown, &format!("{at}.{}", field.name), String::new());
            }
        }
        for (name, served) in served {
            let at = format!("{at}.{name}");
            match ours.iter().find(|field| field.name == *name) {
                Some(field) => self.ty(&field.ty, served, &at, depth - 1),
                None => self.note(Kind::FieldUndescribed, &at, self.kind(served).to_owned()),
            }
        }
    }

    fn ty(&mut self, ours: &'d Type, theirs: &'d Value, at: &str, depth: usize) {
        let theirs = self.resolved(theirs);
        let (said, served) = (kind(ours), self.kind(theirs));
        match ours {
            _ if depth == 0 || served.is_empty() => {}
            Type::Any => self.note(Kind::Untold, at, format!("the portal says {served}")),
            Type::Union(members) if members.iter().any(|ty| kind(ty) == served) => {}
            _ if said != served => {
                let message = format!("the pages say {said}, the portal says {served}");
                self.note(Kind::Type, at, message);
            }
            Type::List(of) => {
                if let Some(items) = theirs.get("items") {
                    self.ty(of, items, at, depth - 1);
                }
            }
            Type::Record(body) => self.fields(&body.fields, theirs, at, depth),
            Type::Ref(name) => {
                let modules = [self.module, SHARED].into_iter();
                let found = modules.filter_map(|module| self.schema.modules.get(module));
                let record = found.flat_map(|m: &'d Module| &m.records).find(|r| r.name == *name);
                if let Some(record) = record {
                    self.fields(&record.body.fields, theirs, at, depth);
                }
            }
            _ => {}
        }
    }

    /// What a reference leads to.
    fn resolved(&self, value: &'d Value) -> &'d Value {
        let to = value.get("$ref").and_then(Value::as_str);
        let found = to.and_then(|to| self.document.pointer(to.strip_prefix('#')?));
        found.unwrap_or(value)
    }

    /// The kind of a served value in the words of [`kind`]; empty where the portal does not say it.
    fn kind(&self, value: &'d Value) -> &'static str {
        let value = self.resolved(value);
        match value.get("type").and_then(Value::as_str).unwrap_or_default() {
            "integer" | "number" | "float" => "a number",
            "string" => "a text",
            "boolean" => "a boolean",
            "array" => "a list",
            "object" => "an object",
            _ => "",
        }
    }
}

/// What a list holds, where the pages have it under a name and the portal has not.
fn listed<'t>(ours: &'t Type, theirs: &Value) -> &'t Type {
    let bare = theirs.get("type").and_then(Value::as_str) == Some("array");
    match ours {
        Type::Record(body) if bare => {
            let lists = body.fields.iter().find(|field| matches!(field.ty, Type::List(_)));
            lists.map_or(ours, |field| &field.ty)
        }
        ours => ours,
    }
}

/// The kind of a value, as coarse as a portal says it.
fn kind(ty: &Type) -> &'static str {
    match ty {
        Type::Integer | Type::Number | Type::Timestamp => "a number",
        Type::String | Type::Date | Type::DateTime => "a text",
        Type::Boolean(_) => "a boolean",
        Type::List(_) => "a list",
        Type::Map(_) | Type::Record(_) | Type::Ref(_) => "an object",
        Type::File => "a file",
        Type::Null => "null",
        Type::Any => "anything",
        Type::Union(_) => "one of several",
    }
}

#[cfg(test)]
mod tests {
    use b24_schema::{Answer, RecordBody};
    use serde_json::json;

    use super::*;

    #[test]
    fn names_and_types_are_compared() {
        let field = |name: &str, ty| Field::new(name, ty);
        let item = vec![
            field("id", Type::Integer),
            field("name", Type::Integer),
            field("gone", Type::Any),
            field("open", Type::Any),
        ];
        let list = Type::List(Box::new(Type::Record(RecordBody { fields: item, open: false })));
        let answer = Type::Record(RecordBody { fields: vec![field("items", list)], open: false });
        let mut method = Method::new("demo.item.list", Rest::V3, "demo.md");
        method.answer = Answer::new(answer);
        let mut module = Module::new("demo");
        module.methods = vec![method, Method::new("demo.item.drop", Rest::V3, "demo.md")];
        let schema = Schema { modules: [("demo".to_owned(), module)].into() };
        let item = json!({"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}, "open": {"type": "array"}, "more": {"type": "boolean"}}});
        let result = json!({"type": "array", "items": {"$ref": "#/components/schemas/item"}});
        let answer = json!({"content": {"application/json": {"schema": {"properties": {"result": result}}}}});
        let document = Document(json!({
            "paths": {"/demo.item.list": {"post": {"responses": {"200": answer}}}, "/demo.item.make": {}},
            "components": {"schemas": {"item": item}},
        }));
        let found: Vec<String> =
            document.compare(&schema).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "method-undescribed  demo.item.make",
                "method-unknown  demo.item.drop",
                "field-undescribed  demo.item.list answer.more: a boolean",
                "field-unknown  demo.item.list answer.gone",
                "untold  demo.item.list answer.open: the portal says a list",
                "type  demo.item.list answer.name: the pages say a number, the portal says a text",
            ]
        );
    }
}
