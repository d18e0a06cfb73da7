//! An example of a call, made of the method's facts. Tests compile the examples of all methods.

use b24_schema::{
    Field, GENERAL, Method, NameError, Paging, REST_3, RecordBody, Rest, RustPath, Type,
    answer_ident, builder_ident, field_ident, module_ident, record_ident, scope_const,
};

use crate::call::is_argument;
use crate::marker::places;
use crate::types::Types;

/// How many parameters are shown, at least, where there are so many.
const PARAMS: usize = 2;
/// How many fields of an object, unless more are required.
const FIELDS: usize = 2;
/// Longer chains of setters are broken.
const LINE: usize = 60;
/// And those in a closure, which stands behind the function's name.
const CLOSURE: usize = 45;
/// How deep objects are filled.
const DEPTH: usize = 4;

/// The example as a block of code.
pub(crate) fn example(
    method: &Method,
    path: &RustPath,
    types: &Types<'_>,
) -> Result<String, NameError> {
    let maker = Maker::new(method, path, types);
    let row = method.list.as_ref().and_then(|l| row(&method.answer.ty, &l.items, types));
    let call = maker.call(method, path, row)?;
    let (with, run) = match &method.list {
        Some(_) => {
            let shown = match row.and_then(telling) {
                Some(field) => format!("row?.{}", answer_ident(&field.name)?),
                None => "row?".to_owned(),
            };
            let call = call.ending(".stream(&b24)");
            let show = format!("    println!(\"{{:?}}\", {shown});");
            (
                "ListCall, ",
                format!(
                    "let mut rows = {call};\nwhile let Some(row) = rows.next().await {{\n{show}\n}}"
                ),
            )
        }
        None if method.answer.ty == Type::File => {
            let call = call.ending(".download(&b24, 10 << 20).await?");
            (
                "",
                format!("let file = {call};\nprintln!(\"{{}} bytes\", file.bytes().await?.len());"),
            )
        }
        None => {
            let shown = match types.body(&method.answer.ty).and_then(telling) {
                Some(field) => format!("{{:?}}\", answer.{}", answer_ident(&field.name)?),
                None => "{answer:?}\"".to_owned(),
            };
            (
                "",
                format!(
                    "let answer = {};\nprintln!(\"{shown});",
                    call.ending(".send(&b24).await?")
                ),
            )
        }
    };
    let root = if path.modules.is_empty() { &path.function } else { &path.modules[0] };
    let names = if with.is_empty() { root.clone() } else { format!("{{{with}{root}}}") };
    Ok(format!(
        "```no_run\n\
         # async fn example(b24: b24_generated::Client) -> Result<(), Box<dyn std::error::Error>> {{\n\
         use b24_generated::{names};\n\n{run}\n# Ok(())\n# }}\n```"
    ))
}

/// A call in the making: what starts it, and what follows.
struct Chain {
    start: String,
    setters: Vec<String>,
}

impl Chain {
    /// In one line where it is short, else a line for each setter.
    fn ending(&self, end: &str) -> String {
        let whole = format!("{}{}{end}", self.start, self.setters.concat());
        if whole.len() <= LINE && !whole.contains('\n') {
            return whole;
        }
        let mut out = self.start.clone();
        // `.await?` stands on a line of its own, as rustfmt has it.
        let ends = end.split_inclusive(')').map(str::to_owned);
        for part in self.setters.iter().cloned().chain(ends) {
            out.push_str("\n    ");
            out.push_str(&part);
        }
        out
    }
}

/// What values are made with.
struct Maker<'a> {
    types: &'a Types<'a>,
    /// The module of the call's own types.
    module: String,
}

impl<'a> Maker<'a> {
    fn new(method: &Method, path: &RustPath, types: &'a Types<'a>) -> Self {
        let module = match path.modules.join("::") {
            none if none.is_empty() => format!("b24_generated::{GENERAL}"),
            _ if method.rest == Rest::V3 && path.modules.len() == 1 => {
                format!("{REST_3}::{GENERAL}")
            }
            module => module,
        };
        Self { types, module }
    }

    fn call(
        &self,
        method: &Method,
        path: &RustPath,
        row: Option<&RecordBody>,
    ) -> Result<Chain, NameError> {
        let owner = &path.call_type;
        let arguments = method.params.iter().filter(|param| is_argument(method, param));
        let arguments = arguments.map(|param| self.taken(owner, param, 0));
        let arguments = arguments.collect::<Result<Vec<_>, _>>()?.join(", ");
        let mut setters = Vec::new();
        for param in shown(method) {
            let value = match &method.list {
                Some(list) if list.select == param.name => select(param, row),
                _ => None,
            };
            let value = match value {
                Some(value) => value,
                None => self.taken(owner, param, 0)?,
            };
            setters.push(format!(".{}({value})", field_ident(&param.name)?));
        }
        let path = if path.modules.is_empty() { path.function.clone() } else { path.to_string() };
        Ok(Chain { start: format!("{path}({arguments})"), setters })
    }

    /// What a setter or a function takes.
    fn taken(&self, owner: &str, field: &Field, depth: usize) -> Result<String, NameError> {
        let body = match &field.ty {
            Type::Record(body) => Some((record_ident(owner, &field.name)?, body)),
            Type::Ref(to) => Some((builder_ident(to)?, self.record(to))),
            _ => None,
        };
        let Some((name, body)) = body else { return self.value(owner, field, &field.ty, depth) };
        // The first letter of the parameter, as people write it.
        let letter = field.name.chars().find(char::is_ascii_alphabetic).unwrap_or('r');
        let letter = letter.to_ascii_lowercase();
        let setters = self.setters(&name, body, depth)?;
        // Long ones are a line each, but for those within another closure.
        let long = depth == 0 && setters.iter().map(String::len).sum::<usize>() > CLOSURE;
        let between = if long { "\n        " } else { "" };
        let setters: String = setters.into_iter().flat_map(|s| [between.to_owned(), s]).collect();
        Ok(format!("|{letter}| {letter}{setters}"))
    }

    /// The fields of a record as setters: what is required, or else a few.
    fn setters(
        &self,
        name: &str,
        body: &RecordBody,
        depth: usize,
    ) -> Result<Vec<String>, NameError> {
        if depth >= DEPTH {
            return Ok(Vec::new());
        }
        let named = || body.fields.iter().filter(|field| !field.is_wildcard());
        let mut fields: Vec<&Field> = named().filter(|field| field.required).collect();
        if fields.is_empty() {
            fields.extend(named().filter(|f| is_plain(&f.ty) && !f.deprecated).take(FIELDS));
        }
        if fields.is_empty() && body.open {
            return Ok(vec![".set(\"FIELD\", \"value\")".to_owned()]);
        }
        let setter = |field: &Field| {
            let value = self.taken(name, field, depth + 1)?;
            Ok(format!(".{}({value})", field_ident(&field.name)?))
        };
        fields.into_iter().map(setter).collect()
    }

    /// A value of a type.
    fn value(
        &self,
        owner: &str,
        field: &Field,
        ty: &Type,
        depth: usize,
    ) -> Result<String, NameError> {
        let value = |ty: &Type| self.value(owner, field, ty, depth);
        Ok(match ty {
            Type::Integer => self.constant(field, true).unwrap_or_else(|| integer(field)),
            Type::Number => "9.99".to_owned(),
            Type::String => self.constant(field, false).unwrap_or_else(|| text(field)),
            Type::Boolean(_) => "true".to_owned(),
            Type::Date => "\"2026-01-31\"".to_owned(),
            Type::DateTime => "\"2026-01-31T10:00:00+00:00\"".to_owned(),
            Type::Timestamp => "1_769_850_000".to_owned(),
            Type::File => "(\"note.txt\", \"aGVsbG8=\")".to_owned(),
            Type::Null => "()".to_owned(),
            Type::Any => "\"value\"".to_owned(),
            Type::List(of) => format!("[{}]", value(of)?),
            Type::Map(of) => format!("[(\"key\", {})]", value(of)?),
            Type::Record(body) => {
                let name = record_ident(owner, &field.name)?;
                let setters = self.setters(&name, body, depth + 1)?.concat();
                format!("{}::{name}::new(){setters}", self.module)
            }
            Type::Ref(to) => {
                let path = self.types.builder(to)?;
                let path = self.rooted(&format!("{}::{}", path.module, path.name));
                let setters = self.setters(&builder_ident(to)?, self.record(to), depth + 1)?;
                format!("{path}::new(){}", setters.concat())
            }
            Type::Union(members) => {
                // A date is text to whoever takes both.
                let date = members.iter().find(|member| is_date(member));
                let first = places(members).and_then(|all| all.into_iter().flatten().next());
                match date.or(first) {
                    Some(Type::Map(of)) => {
                        let of = value(of)?;
                        format!("std::collections::BTreeMap::from([(\"key\", {of})])")
                    }
                    Some(member) => value(member)?,
                    None => "\"value\"".to_owned(),
                }
            }
        })
    }

    /// The first constant of the set that a field takes, where the set is of the same module.
    fn constant(&self, field: &Field, numbers: bool) -> Option<String> {
        let module = self.types.module;
        let [of] = field.constants.as_slice() else { return None };
        let set = module.constants.iter().find(|set| set.reference(&module.module) == *of)?;
        let constant = set.constants.first().filter(|_| set.numbers == numbers)?;
        let home = [module_ident(&module.module), module_ident(&set.name)];
        let [Ok(home), Ok(set)] = home else { return None };
        let name = scope_const(&constant.name).ok()?;
        Some(self.rooted(&format!("{home}::{set}::{name}")))
    }

    /// A path from the root of the crate: the module of the call itself is in scope.
    fn rooted(&self, path: &str) -> String {
        let own = path.split("::").next() == self.module.split("::").next();
        let root = if own { "" } else { "b24_generated::" };
        format!("{root}{path}")
    }

    /// The fields of a named record; of one that is not at hand, none.
    fn record(&self, name: &str) -> &'a RecordBody {
        const UNKNOWN: &RecordBody = &RecordBody { fields: Vec::new(), open: false };
        self.types.own(name).map_or(UNKNOWN, |record| &record.body)
    }
}

/// The setters that are shown: of parameters of which one must be given, and a few more.
fn shown(method: &Method) -> Vec<&Field> {
    let (arguments, optional): (Vec<_>, Vec<_>) =
        method.params.iter().filter(|p| !p.is_wildcard()).partition(|p| is_argument(method, p));
    let first = method.alternatives.first();
    let chosen = |param: &Field| first.is_some_and(|set| set.contains(&param.name));
    let mut shown: Vec<&Field> = optional.iter().copied().filter(|param| chosen(param)).collect();
    // Pages and their order are what a stream takes care of.
    let own: Vec<&str> = method.list.iter().flat_map(|list| list.params()).collect();
    let select = method.list.as_ref().map_or("", |list| &list.select);
    let page = match method.list.as_ref().map(|list| &list.paging) {
        Some(Paging::Start(param)) => param,
        _ => "",
    };
    let walks =
        |name: &str| name != select && own.contains(&name) || name.eq_ignore_ascii_case(page);
    let more = optional.into_iter().filter(|param| {
        !chosen(param)
            && !param.deprecated
            && !walks(&param.name)
            && method.alternatives.iter().flatten().all(|name| *name != param.name)
            && !matches!(param.ty, Type::Any | Type::Union(_))
    });
    shown.extend(more.take(PARAMS.saturating_sub(arguments.len() + shown.len())));
    // Positional parameters and the page have them in their order.
    shown.sort_by_key(|param| method.params.iter().position(|p| p.name == param.name));
    shown
}

/// The fields to select: the first ones of a row.
fn select(param: &Field, row: Option<&RecordBody>) -> Option<String> {
    let Type::List(_) = param.ty else { return None };
    let allowed = param.values.iter().map(|value| value.value.as_str());
    let known = row.into_iter().flat_map(|row| &row.fields).filter(|f| is_plain(&f.ty));
    let names: Vec<&str> = if param.values.is_empty() {
        known.map(|field| field.name.as_str()).take(FIELDS).collect()
    } else {
        allowed.take(FIELDS).collect()
    };
    (!names.is_empty()).then(|| format!("{names:?}"))
}

fn integer(field: &Field) -> String {
    let value = field.values.iter().find_map(|v| v.value.parse::<i64>().ok());
    value.unwrap_or(1).max(field.limits.min.unwrap_or(i64::MIN)).to_string()
}

fn text(field: &Field) -> String {
    match field.values.first() {
        Some(value) => format!("{:?}", value.value),
        None => "\"text\"".to_owned(),
    }
}

fn is_date(ty: &Type) -> bool {
    matches!(ty, Type::Date | Type::DateTime)
}

fn is_plain(ty: &Type) -> bool {
    is_date(ty)
        || matches!(
            ty,
            Type::Integer | Type::Number | Type::String | Type::Boolean(_) | Type::Timestamp
        )
}

/// The field of an answer that is printed: the first plain one, or the first.
fn telling(body: &RecordBody) -> Option<&Field> {
    let mut fields = body.fields.iter().filter(|f| !f.is_wildcard());
    let plain = fields.clone().find(|f| is_plain(&f.ty));
    plain.or_else(|| fields.next())
}

fn row<'t>(ty: &'t Type, items: &str, types: &'t Types<'_>) -> Option<&'t RecordBody> {
    let list = if items.is_empty() {
        ty
    } else {
        &types.body(ty)?.fields.iter().find(|field| field.name == items)?.ty
    };
    types.body(list.item()?)
}
