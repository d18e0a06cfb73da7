//! One method: its function, its call type, the records it takes.

use b24_schema::{
    Effect, Field, Method, NameError, Rest, RustPath, Type, Who, answer_type, field_ident,
    method_path, plain_path, referred,
};
use proc_macro2::TokenStream;
use quote::quote;

use crate::answer;
use crate::constants::Owner;
use crate::doc;
use crate::listing;
use crate::marker::Taken;
use crate::names::ident;
use crate::record;
use crate::types::{Held, RustType, Types};

/// The documentation of the function that sends a call, and of that which gets a file.
const SEND: &str = "Calls the method.";
const DOWNLOAD: &str = "Calls the method, which answers with a file of at most `at_most` bytes.";

/// The items of one method.
pub(crate) fn items(method: &Method, types: &Types<'_>) -> Result<TokenStream, NameError> {
    let path = method_path(&method.name, method.rest)?;
    let name = &path.call_type;
    let constants = Owner::of(&method.params);
    let function = function(method, &path, &constants, types)?;
    let answered = answer_type(name);
    let ty = types.whole(&answered, &method.answer.ty)?;
    let call_type = call_type(method, &path, &ty, &constants, types)?;
    let list = match &method.list {
        Some(list) => {
            let row = types.row(&answered, &method.answer.ty, &list.items)?;
            listing::items(name, &row, list, &method.params, &types.prelude)
        }
        None => TokenStream::new(),
    };
    let taken = record::nested(name, "parameter", None, &method.params, types)?;
    let docs = format!("What [`{name}`] answers.");
    let given = answer::nested(&answered, &docs, None, &method.answer.ty, types)?;
    Ok([function, call_type, list, taken, given].into_iter().collect())
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
    types: &Types<'_>,
) -> Result<TokenStream, NameError> {
    let docs = doc::method(method, path, constants, types)?;
    let aliases = doc::alias::method(method, &path.function);
    let deprecated = method.deprecated.as_ref().map(|gone| {
        if gone.replacement.is_empty() {
            return quote!(#[deprecated]);
        }
        let list: Vec<_> = gone.replacement.iter().map(|to| format!("`{}`", plain(to))).collect();
        let note = format!("use {}", list.join(", "));
        quote!(#[deprecated(note = #note)])
    });
    let [params, fn_once, arg] = types.prelude.all(["Params", "FnOnce", "Arg"]);
    let (mut arguments, mut puts) = (Vec::new(), Vec::new());
    for param in method.params.iter().filter(|p| is_argument(method, p)) {
        let key = &param.name;
        let name = ident(&field_ident(key)?);
        match types.taken(&path.call_type, param)? {
            Taken::Record(record) => {
                arguments.push(quote!(#name: impl #fn_once(#record) -> #record));
                puts.push(quote!(.record(#key, #name(#record::new()))));
            }
            Taken::Arg(marker) => {
                arguments.push(quote!(#name: impl #arg<#marker>));
                puts.push(quote!(.put(#key, #name)));
            }
        }
    }
    let (name, call) = (ident(&path.function), ident(&path.call_type));
    Ok(quote! {
        #[doc = #docs]
        #aliases
        #deprecated
        #[inline]
        pub fn #name(#(#arguments),*) -> #call {
            #call(#params::new() #(#puts)*)
        }
    })
}

/// The name of a method that another refers to.
fn plain(reference: &str) -> String {
    match referred(reference) {
        (Rest::V2, name) => name.to_owned(),
        (Rest::V3, name) => format!("{name} of REST 3.0"),
    }
}

/// The setters of the fields that have one.
pub(crate) fn setters<'f>(
    owner: &str,
    fields: impl IntoIterator<Item = &'f Field>,
    constants: &Owner<'_>,
    types: &Types<'_>,
) -> Result<TokenStream, NameError> {
    let [fn_once, arg] = types.prelude.all(["FnOnce", "Arg"]);
    let setters = fields.into_iter().filter(|f| !f.is_wildcard()).map(|field| {
        let key = &field.name;
        let name = ident(&field_ident(key)?);
        let docs = doc::setter(field, constants);
        let deprecated = field.deprecated.then(|| quote!(#[deprecated]));
        Ok(match types.taken(owner, field)? {
            Taken::Record(record) => quote! {
                #[doc = #docs]
                #deprecated
                #[inline]
                pub fn #name(self, value: impl #fn_once(#record) -> #record) -> Self {
                    Self(#Held.record(#key, value(#record::new())))
                }
            },
            Taken::Arg(marker) => quote! {
                #[doc = #docs]
                #deprecated
                #[inline]
                pub fn #name(self, value: impl #arg<#marker>) -> Self {
                    Self(#Held.put(#key, value))
                }
            },
        })
    });
    setters.collect()
}

/// The setter for any key.
pub(crate) fn set(what: &str, types: &Types<'_>) -> TokenStream {
    let docs = format!("Sets a {what} by its name on the wire.");
    let [key, arg, any] = types.prelude.all(["IntoKey", "Arg", "Any"]);
    quote! {
        #[doc = #docs]
        #[inline]
        pub fn set(self, key: impl #key, value: impl #arg<#any>) -> Self {
            Self(#Held.set(key, value))
        }
    }
}

fn call_type(
    method: &Method,
    path: &RustPath,
    answer: &RustType,
    constants: &Owner<'_>,
    types: &Types<'_>,
) -> Result<TokenStream, NameError> {
    let RustPath { function, call_type: name, .. } = path;
    let docs =
        format!("A call of `{}`, made by [`{function}`]({}()).", method.name, plain_path(function));
    let optional = method.params.iter().filter(|param| !is_argument(method, param));
    let setters = setters(name, optional, constants, types)?;
    let constants = constants.items();
    let set = method.open.then(|| set("parameter", types));
    let [params, client, call] = types.prelude.all(["Params", "Client", "Call"]);
    let send = match method.answer.ty {
        Type::File => {
            let [file, result, error] = types.prelude.all(["Download", "Result", "Error"]);
            quote! {
                #[doc = #DOWNLOAD]
                pub async fn download(
                    self,
                    b24: &#client,
                    at_most: u64
                ) -> #result<#file, #error> {
                    b24.download_from(self, at_most).await
                }
            }
        }
        _ => {
            let sending = types.prelude.get("Sending");
            quote! {
                #[doc = #SEND]
                #[inline]
                pub fn send(self, b24: &#client) -> #sending<'_, #answer> {
                    b24.begin(<Self as #call>::METHOD, #Held)
                }
            }
        }
    };
    let (name, facts) = (ident(name), facts(method));
    Ok(quote! {
        #[doc = #docs]
        #[must_use]
        pub struct #name(#params);
        impl #name {
            #constants
            #setters
            #set
            #send
        }
        impl #call for #name {
            type Answer = #answer;
            const FACTS: &'static str = #facts;
            #[inline]
            fn params(&mut self) -> &mut #params {
                &mut #Held
            }
        }
    })
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
        ("b", answer.bare),
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
