//! One method: its function, its call type, the records it takes.

use std::fmt::Write;

use b24_schema::{
    Effect, Field, Method, NameError, Rest, RustPath, Type, Who, field_ident, method_path,
    plain_path, referred,
};

use crate::answer::Answers;
use crate::constants::Owner;
use crate::doc;
use crate::listing;
use crate::marker::{Markers, Taken};
use crate::record;

/// The items of one method.
pub(crate) fn items(
    method: &Method,
    markers: &Markers<'_>,
    answers: &Answers<'_>,
    out: &mut String,
) -> Result<(), NameError> {
    let path = method_path(&method.name, method.rest)?;
    let name = &path.call_type;
    let constants = Owner::of(&method.params);
    function(method, &path, &constants, markers, answers, out)?;
    let answer = format!("{name}Answer");
    let ty = answers.whole(&answer, &method.answer.ty)?;
    call_type(method, &path, &ty, &constants, markers, out)?;
    if let Some(list) = &method.list {
        let row = answers.row(&answer, &method.answer.ty, &list.items)?;
        listing::items(name, &row, list, markers.prelude, out);
    }
    record::nested(name, "parameter", "", &method.params, markers, out)?;
    let docs = format!("What [`{name}`] answers.");
    answers.nested(&answer, &docs, "", &method.answer.ty, out)
}

/// Required parameters are arguments, unless they belong to some of several sets of which one will
/// do.
pub(crate) fn is_argument(method: &Method, param: &Field) -> bool {
    let sets = method.alternatives.len();
    let within = method.alternatives.iter().filter(|set| set.contains(&param.name)).count();
    param.required && !param.is_wildcard() && (within == 0 || within == sets)
}

fn function(
    method: &Method,
    path: &RustPath,
    constants: &Owner<'_>,
    markers: &Markers<'_>,
    answers: &Answers<'_>,
    out: &mut String,
) -> Result<(), NameError> {
    let RustPath { function, call_type: name, .. } = path;
    let docs = doc::method(method, path, constants, markers, answers)?;
    let aliases = doc::alias::method(method, function);
    let deprecated = match &method.deprecated {
        None => String::new(),
        Some(gone) if gone.replacement.is_empty() => "#[deprecated] ".to_owned(),
        Some(gone) => {
            let list: Vec<_> =
                gone.replacement.iter().map(|to| format!("`{}`", plain(to))).collect();
            format!("#[deprecated(note = {:?})] ", format!("use {}", list.join(", ")))
        }
    };
    let mut arguments = String::new();
    let mut puts = String::new();
    for param in method.params.iter().filter(|p| is_argument(method, p)) {
        let argument = field_ident(&param.name)?;
        let (ty, put) = taking(&argument, name, param, markers)?;
        let _ = write!(arguments, "{argument}: {ty}, ");
        puts.push_str(&put);
    }
    let params = markers.prelude.path("Params");
    let _ = writeln!(
        out,
        "#[doc = {docs:?}] {aliases}{deprecated}#[inline] \
         pub fn {function}({arguments}) -> {name} {{ {name}({params}Params::new(){puts}) }}"
    );
    Ok(())
}

/// The name of a method that another refers to.
fn plain(reference: &str) -> String {
    match referred(reference) {
        (Rest::V2, name) => name.to_owned(),
        (Rest::V3, name) => format!("{name} of REST 3.0"),
    }
}

/// The type of an argument, and the call on `Params` that stores it.
fn taking(
    argument: &str,
    owner: &str,
    field: &Field,
    markers: &Markers<'_>,
) -> Result<(String, String), NameError> {
    let key = &field.name;
    Ok(match markers.taken(owner, field)? {
        Taken::Record(record) => (
            format!("impl {}({record}) -> {record}", markers.prelude.get("FnOnce")),
            format!(".record({key:?}, {argument}({record}::new()))"),
        ),
        Taken::Arg(marker) => (
            format!("impl {}<{marker}>", markers.prelude.get("Arg")),
            format!(".put({key:?}, {argument})"),
        ),
    })
}

/// The setters of the fields that have one.
pub(crate) fn setters<'f>(
    owner: &str,
    fields: impl IntoIterator<Item = &'f Field>,
    constants: &Owner<'_>,
    markers: &Markers<'_>,
    out: &mut String,
) -> Result<(), NameError> {
    for field in fields.into_iter().filter(|f| !f.is_wildcard()) {
        let setter = field_ident(&field.name)?;
        let docs = doc::setter(field, constants);
        let deprecated = if field.deprecated { "#[deprecated] " } else { "" };
        let (ty, put) = taking("value", owner, field, markers)?;
        let _ = writeln!(
            out,
            "#[doc = {docs:?}] {deprecated}#[inline] \
             pub fn {setter}(self, value: {ty}) -> Self {{ Self(self.0{put}) }}"
        );
    }
    Ok(())
}

/// The setter for any key.
pub(crate) fn set(what: &str, markers: &Markers<'_>, out: &mut String) {
    let p = |name| markers.prelude.get(name);
    let (key, arg, any) = (p("IntoKey"), p("Arg"), p("Any"));
    let _ = writeln!(
        out,
        "#[doc = \"Sets a {what} by its name on the wire.\"] #[inline] \
         pub fn set(self, key: impl {key}, value: impl {arg}<{any}>) -> Self \
         {{ Self(self.0.set(key, value)) }}"
    );
}

fn call_type(
    method: &Method,
    path: &RustPath,
    answer: &str,
    constants: &Owner<'_>,
    markers: &Markers<'_>,
    out: &mut String,
) -> Result<(), NameError> {
    let RustPath { function, call_type: name, .. } = path;
    let p = |name| markers.prelude.get(name);
    let docs =
        format!("A call of `{}`, made by [`{function}`]({}()).", method.name, plain_path(function));
    let params = p("Params");
    let _ =
        write!(out, "#[doc = {docs:?}] #[must_use] pub struct {name}({params});\nimpl {name} {{\n");
    let optional = method.params.iter().filter(|param| !is_argument(method, param));
    constants.items(out);
    setters(name, optional, constants, markers, out)?;
    if method.open {
        set("parameter", markers, out);
    }
    let (client, call) = (p("Client"), p("Call"));
    let facts = facts(method);
    match method.answer.ty {
        Type::File => {
            let (file, result, error) = (p("Download"), p("Result"), p("Error"));
            let _ = writeln!(
                out,
                "#[doc = \"Calls the method, which answers with a file of at most `at_most` bytes.\"] \
                 pub async fn download(self, b24: &{client}, at_most: u64) \
                 -> {result}<{file}, {error}> {{ b24.download_from(self, at_most).await }}"
            );
        }
        _ => {
            let sending = p("Sending");
            let _ = writeln!(
                out,
                "#[doc = \"Calls the method.\"] #[inline] \
                 pub fn send(self, b24: &{client}) -> {sending}<'_, {answer}> \
                 {{ b24.begin(<Self as {call}>::METHOD, self.0) }}"
            );
        }
    }
    let _ = writeln!(
        out,
        "}}\nimpl {call} for {name} {{ type Answer = {answer}; \
         const FACTS: &'static str = {facts:?}; \
         #[inline] fn params(&mut self) -> &mut {params} {{ &mut self.0 }} }}"
    );
    Ok(())
}

/// The static description as one text, which `Method::parse` of the runtime reads: a text is the
/// cheapest constant there is for the compiler, and only calls that are used are read.
///
/// Lines: name; page; flags; scopes; the parameter that names a scope; the positional parameters, with
/// `*` after those that hold many; sets of parameters of which one must be given; then an error each, with its status (0: none) before its code.
fn facts(method: &Method) -> String {
    let Method {
        name,
        rest,
        page,
        title: _,
        effect,
        scopes,
        scope_from,
        who,
        deprecated,
        app_only,
        positional,
        params,
        open: _,
        alternatives,
        answer,
        list: _,
        errors,
        related: _,
        text: _,
    } = method;
    let flags = [
        ("3", *rest == Rest::V3),
        ("a", *who == Who::Admin),
        ("r", *who == Who::Restricted),
        ("d", deprecated.is_some()),
        ("f", answer.ty == Type::File),
        ("o", *app_only),
        // It only gets something.
        ("g", *effect == Effect::Reads),
    ];
    let mut lines = vec![
        name.clone(),
        page.clone(),
        flags.iter().filter(|(_, set)| *set).map(|(flag, _)| *flag).collect(),
        scopes.join(" "),
        scope_from.as_ref().map(|from| from.param.clone()).unwrap_or_default(),
    ];
    let slot = |p: &Field| format!("{}{}", p.name, if holds_many(&p.ty) { "*" } else { "" });
    let slots = params.iter().filter(|_| *positional).map(slot);
    lines.push(slots.collect::<Vec<_>>().join(" "));
    lines.push(alternatives.iter().map(|set| set.join("+")).collect::<Vec<_>>().join(" "));
    lines.extend(errors.iter().map(|e| format!("{} {}", e.status.unwrap_or(0), e.code)));
    lines.join("\n").trim_end_matches('\n').to_owned()
}

/// Whether a positional parameter that is left out is filled with an empty array.
fn holds_many(ty: &Type) -> bool {
    let many =
        |ty: &Type| matches!(ty, Type::List(_) | Type::Map(_) | Type::Record(_) | Type::Ref(_));
    ty.walk_into(|ty| matches!(ty, Type::Union(_))).any(many)
}
