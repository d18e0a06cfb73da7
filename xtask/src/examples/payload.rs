//! What an example in TypeScript declares its method to answer: `call.make<Result>({ method: 'x.y', … })`, and the types
//! that it names.
//!
//! Only types are read, and of these the forms that pages use; anything else is "any value".

use b24_schema::{Field, RecordBody, Type, Wire};

/// What stands before the type that a call answers.
const MAKE: &str = ".call.make<";

/// What canonical pages declare.
pub(crate) const RESULT: &str = "Result";

/// How deep types are read.
const DEPTH: usize = 24;

/// How far behind the type the method's name may stand, in bytes.
const NEAR: usize = 200;

/// The types that calls are declared to answer, each with the method's name; of a text that only declares
/// [`RESULT`], that one, with no name.
pub(crate) fn payloads(text: &str) -> Vec<(&str, Type)> {
    let mut out = Vec::new();
    for (at, _) in text.match_indices(MAKE) {
        let mut reader = Reader::new(text, at + MAKE.len());
        let ty = reader.ty();
        if let Some(method) = reader.eat(">").then(|| method(&text[reader.pos..])).flatten() {
            out.push((method, ty));
        }
    }
    if !text.contains(MAKE)
        && let Some(at) = declared(text, RESULT)
    {
        out.push(("", Reader::new(text, at).ty()));
    }
    out
}

/// The name in the options of a call.
fn method(rest: &str) -> Option<&str> {
    let near = rest.get(..rest.floor_char_boundary(NEAR))?;
    let (_, behind) = near.split_once("method:")?;
    let behind = behind.trim_start();
    let quote = behind.chars().next().filter(|c| matches!(c, '\'' | '"' | '`'))?;
    behind[1..].split_once(quote).map(|(name, _)| name)
}

/// Where the type begins that a text declares under a name.
fn declared(text: &str, name: &str) -> Option<usize> {
    let ends = |at: usize| !text[at..].starts_with(is_word);
    let found = |keyword: &str| {
        let needle = format!("{keyword} {name}");
        text.match_indices(&needle).map(|(at, _)| at + needle.len()).find(|&at| ends(at))
    };
    let alias = found("type").and_then(|at| Some(at + text[at..].find('=')? + 1));
    alias.or_else(|| found("interface").and_then(|at| Some(at + text[at..].find('{')?)))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

struct Reader<'t> {
    text: &'t str,
    pos: usize,
    depth: usize,
    /// The named types that are being read: one that holds itself is any value there.
    open: Vec<&'t str>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, pos: usize) -> Self {
        Self { text, pos, depth: 0, open: Vec::new() }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.pos..]
    }

    /// Goes over spaces and comments.
    fn space(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.pos += rest.len() - trimmed.len();
            let end = if trimmed.starts_with("//") {
                trimmed.find('\n')
            } else if trimmed.starts_with("/*") {
                trimmed.find("*/").map(|at| at + 2)
            } else {
                return;
            };
            self.pos += end.unwrap_or(trimmed.len());
        }
    }

    fn eat(&mut self, expected: &str) -> bool {
        self.space();
        let found = self.rest().starts_with(expected);
        self.pos += if found { expected.len() } else { 0 };
        found
    }

    fn word(&mut self) -> &'t str {
        self.space();
        let rest = self.rest();
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        self.pos += end;
        &rest[..end]
    }

    /// A text in quotes, without them.
    fn quoted(&mut self) -> Option<&'t str> {
        self.space();
        let quote = self.rest().chars().next().filter(|c| matches!(c, '\'' | '"' | '`'))?;
        let inner = &self.rest()[1..];
        let end = inner.find(quote)?;
        self.pos += end + 2;
        Some(&inner[..end])
    }

    /// A type, with its alternatives.
    fn ty(&mut self) -> Type {
        self.depth += 1;
        if self.depth > DEPTH {
            self.pos = self.text.len();
            return Type::Any;
        }
        self.eat("|");
        let mut members = vec![self.all_of()];
        while self.eat("|") {
            members.push(self.all_of());
        }
        self.depth -= 1;
        one_of(members)
    }

    /// `A & B`: an object with the fields of both.
    fn all_of(&mut self) -> Type {
        let mut ty = self.postfix();
        while self.eat("&") {
            ty = match (ty, self.postfix()) {
                (Type::Record(mut a), Type::Record(b)) => {
                    a.fields.extend(b.fields);
                    Type::Record(a)
                }
                _ => Type::Any,
            };
        }
        ty
    }

    fn postfix(&mut self) -> Type {
        let mut ty = self.primary();
        while self.eat("[") {
            // `Item['field']` is the type of a field, which is not looked up.
            ty = if self.eat("]") { Type::List(Box::new(ty)) } else { self.skip_to("]") };
        }
        ty
    }

    fn skip_to(&mut self, end: &str) -> Type {
        let rest = self.rest();
        self.pos += rest.find(end).map_or(rest.len(), |at| at + end.len());
        Type::Any
    }

    fn primary(&mut self) -> Type {
        if self.eat("{") {
            return self.object();
        }
        if self.eat("(") {
            let inner = self.ty();
            if !self.eat(")") {
                return self.skip_to(")");
            }
            return inner;
        }
        if self.eat("[") {
            let mut items = Vec::new();
            while !self.eat("]") && self.pos < self.text.len() {
                let before = self.pos;
                items.push(self.ty());
                self.eat(",");
                if self.pos == before {
                    return Type::Any;
                }
            }
            return Type::List(Box::new(one_of(items)));
        }
        if self.quoted().is_some() {
            return Type::String;
        }
        let word = self.word();
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return Type::Number;
        }
        let mut arguments = Vec::new();
        if self.eat("<") {
            loop {
                arguments.push(self.ty());
                if !self.eat(",") {
                    break;
                }
            }
            if !self.eat(">") {
                return Type::Any;
            }
        }
        self.named(word, arguments)
    }

    fn named(&mut self, word: &'t str, mut arguments: Vec<Type>) -> Type {
        match word {
            "string" => Type::String,
            "number" | "bigint" => Type::Number,
            "boolean" | "true" | "false" => Type::Boolean(Wire::Json),
            "null" | "undefined" => Type::Null,
            "readonly" => self.postfix(),
            "Record" => Type::Map(Box::new(arguments.pop().unwrap_or(Type::Any))),
            "Array" | "ReadonlyArray" => Type::List(Box::new(arguments.pop().unwrap_or(Type::Any))),
            "Partial" | "Required" | "Readonly" | "NonNullable" => {
                arguments.pop().unwrap_or(Type::Any)
            }
            name if name.is_empty() || self.open.contains(&name) => Type::Any,
            name => {
                let Some(at) = declared(self.text, name) else { return Type::Any };
                let back = std::mem::replace(&mut self.pos, at);
                self.open.push(name);
                let ty = self.ty();
                self.open.pop();
                self.pos = back;
                ty
            }
        }
    }

    /// The fields of an object, behind its brace.
    fn object(&mut self) -> Type {
        let mut fields: Vec<Field> = Vec::new();
        let mut map = None;
        while !self.eat("}") && self.pos < self.text.len() {
            if self.eat(";") || self.eat(",") {
                continue;
            }
            let before = self.pos;
            if self.eat("[") {
                self.skip_to("]");
                if self.eat(":") {
                    map = Some(self.ty());
                }
                continue;
            }
            let name = match self.quoted() {
                Some(name) => name,
                None => match self.word() {
                    "readonly" if !self.rest().starts_with([':', '?']) => self.word(),
                    word => word,
                },
            };
            self.eat("?");
            if self.eat(":") {
                let ty = self.ty();
                if !name.is_empty() && fields.iter().all(|known| known.name != name) {
                    fields.push(Field::new(name, ty));
                }
            } else if self.pos == before {
                self.pos += self.rest().chars().next().map_or(0, char::len_utf8);
            }
        }
        match map {
            Some(of) if fields.is_empty() => Type::Map(Box::new(of)),
            _ if fields.is_empty() => Type::Map(Box::new(Type::Any)),
            map => Type::Record(RecordBody { fields, open: map.is_some() }),
        }
    }
}

/// One of several types. That there may be nothing is true of every field.
fn one_of(mut members: Vec<Type>) -> Type {
    members.sort();
    members.dedup();
    if members.len() > 1 {
        members.retain(|ty| *ty != Type::Null);
    }
    match members.len() {
        0 => Type::Any,
        1 => members.remove(0),
        _ if members.contains(&Type::Any) => Type::Any,
        _ => Type::Union(flat(members)),
    }
}

/// The members, those of unions among them.
fn flat(members: Vec<Type>) -> Vec<Type> {
    let each = members.into_iter().flat_map(|ty| match ty {
        Type::Union(inner) => inner,
        ty => vec![ty],
    });
    let mut out: Vec<Type> = each.collect();
    out.sort();
    out.dedup();
    out
}

/// A type as TypeScript writes it; [`payloads`] reads it back. Objects that are too long for a line have a line for
/// each field.
pub(crate) fn typescript(ty: &Type) -> String {
    written(ty, "\n")
}

/// Longer objects are broken, in characters.
const LINE: usize = 80;

/// A type whose lines stand behind `indent`, which begins with the line break.
fn written(ty: &Type, indent: &str) -> String {
    let typescript = |ty: &Type| written(ty, indent);
    match ty {
        Type::String => "string".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean(_) => "boolean".to_owned(),
        Type::Null => "null".to_owned(),
        Type::List(of) if matches!(**of, Type::Union(_)) => format!("({})[]", typescript(of)),
        Type::List(of) => format!("{}[]", typescript(of)),
        Type::Map(of) => format!("Record<string, {}>", typescript(of)),
        Type::Union(members) => members.iter().map(typescript).collect::<Vec<_>>().join(" | "),
        Type::Record(body) => {
            let deeper = format!("{indent}  ");
            let field = |field: &Field| {
                let plain = field.name.chars().all(is_word);
                let name = if plain { field.name.clone() } else { format!("'{}'", field.name) };
                format!("{name}: {}", written(&field.ty, &deeper))
            };
            let mut fields: Vec<String> = body.fields.iter().map(field).collect();
            fields.extend(body.open.then(|| "[key: string]: unknown".to_owned()));
            let line = format!("{{ {} }}", fields.join(", "));
            if line.len() <= LINE && !line.contains('\n') {
                return line;
            }
            format!("{{{deeper}{}{indent}}}", fields.join(&format!(",{deeper}")))
        }
        _ => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn only(text: &str) -> String {
        let all = payloads(text);
        assert_eq!(all.len(), 1, "{all:?}");
        typescript(&all[0].1)
    }

    fn call(before: &str, ty: &str) -> String {
        format!(
            "{before}\nconst r = await $b24.actions.v2.call.make<{ty}>({{\n  method: 'a.b',\n  params: {{}}\n}})"
        )
    }

    #[test]
    fn the_type_of_a_call_and_the_types_that_it_names() {
        for (ty, read) in [
            ("boolean", "boolean"),
            ("string[]", "string[]"),
            ("Array<{ a: number }>", "{ a: number }[]"),
            ("number | null", "number"),
            ("'a' | 'b' | 3", "number | string"),
            (
                "{ a?: string; b: Record<string, number[]>, 'c.d': unknown }",
                "{ a: string, b: Record<string, number[]>, 'c.d': unknown }",
            ),
            ("{ [key: string]: boolean }", "Record<string, boolean>"),
            ("[string, number]", "(number | string)[]"),
            ("(string | boolean)[]", "(string | boolean)[]"),
            ("Item[]", "{ id: number, next: unknown }[]"),
            ("Item & { more: string }", "{ id: number, next: unknown, more: string }"),
            ("Elsewhere", "unknown"),
        ] {
            let text =
                call("// An item\ntype Item = { id: number /* its number */; next: Item }", ty);
            assert_eq!(payloads(&text)[0].0, "a.b");
            let same = |text: &str| text.replace("string | boolean", "boolean | string");
            assert_eq!(same(&only(&text)), same(read), "{ty}");
        }
        assert_eq!(
            only(&call("interface Item { id: number\n name: string }", "Item")),
            "{ id: number, name: string }"
        );
        assert_eq!(only("type Result = { a: string }"), "{ a: string }");
    }

    fn types() -> impl Strategy<Value = Type> {
        let leaf = prop::sample::select(vec![
            Type::String,
            Type::Number,
            Type::Boolean(Wire::Json),
            Type::Any,
        ]);
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                inner.clone().prop_map(|ty| Type::List(Box::new(ty))),
                inner.clone().prop_map(|ty| Type::Map(Box::new(ty))),
                prop::collection::btree_map("[a-z.]{1,6}", inner.clone(), 1..4).prop_map(|map| {
                    let fields = map.into_iter().map(|(name, ty)| Field::new(name, ty)).collect();
                    Type::Record(RecordBody { fields, open: false })
                }),
                (inner.clone(), inner).prop_map(|(a, b)| one_of(vec![a, b])),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(ty in types()) {
            let text = format!("type Result = {}", typescript(&ty));
            prop_assert_eq!(&payloads(&text)[0].1, &ty, "{}", text);
        }

        #[test]
        fn no_text_stops_it(text in "\\PC{0,40}", ty in "[\\[\\]{}<>()|&:;,.'a-z =?/*\n-]{0,40}") {
            payloads(&call(&text, &ty));
            payloads(&format!("type Result = {ty}"));
        }
    }
}
