//! Records: builders over the same map as calls.

use b24_schema::{Field, NameError, Record, RecordBody, builder_ident, record_ident};
use proc_macro2::TokenStream;
use quote::quote;

use crate::call::{set, setters};
use crate::constants::Owner;
use crate::doc;
use crate::names::ident;
use crate::types::{Held, Types};

/// The documentation of the function that makes one.
const NEW: &str = "An empty one.";

/// Every record described in place, in the fields of `owner` and below; `kind` says what the
/// fields are, and `gate` stands before each item.
pub(crate) fn nested(
    owner: &str,
    kind: &str,
    gate: Option<&TokenStream>,
    fields: &[Field],
    types: &Types<'_>,
) -> Result<TokenStream, NameError> {
    let places = fields.iter().flat_map(|field| field.ty.records().map(move |body| (field, body)));
    let records = places.map(|(field, body)| {
        let name = record_ident(owner, &field.name)?;
        let docs = format!("The {kind} `{}` of [`{owner}`].", field.name);
        record(&name, &docs, gate, body, types)
    });
    records.collect()
}

/// A record that has a name of its own in the schema; `gate` stands before each of its items.
pub(crate) fn named(
    described: &Record,
    gate: Option<&TokenStream>,
    types: &Types<'_>,
) -> Result<TokenStream, NameError> {
    let name = builder_ident(&described.name)?;
    record(&name, &doc::record(described), gate, &described.body, types)
}

fn record(
    name: &str,
    docs: &str,
    gate: Option<&TokenStream>,
    body: &RecordBody,
    types: &Types<'_>,
) -> Result<TokenStream, NameError> {
    let required = body.fields.iter().filter(|field| field.required && !field.is_wildcard());
    let required: Vec<&str> = required.map(|field| &*field.name).collect();
    let (docs, required) = match required.as_slice() {
        [] => (docs.to_owned(), None),
        names => {
            let (docs, all) = (format!("{docs}\n\n{}", doc::required(names)), names.join(" "));
            (docs, Some(quote!(const REQUIRED: &'static str = #all;)))
        }
    };
    let constants = Owner::of(&body.fields);
    let setters = setters(name, &body.fields, &constants, types)?;
    let constants = constants.items();
    let set = body.open.then(|| set("field", types));
    let below = nested(name, "field", gate, &body.fields, types)?;
    let [params, record] = types.prelude.all(["Params", "Record"]);
    let name = ident(name);
    let items = quote! {
        #gate
        #[doc = #docs]
        #[must_use]
        pub struct #name(#params);
        #gate
        impl #name {
            #[doc = #NEW]
            #[inline]
            pub fn new() -> Self {
                Self(#params::new())
            }
            #constants
            #setters
            #set
        }
        #gate
        impl #record for #name {
            #required
            #[inline]
            fn params(&mut self) -> &mut #params {
                &mut #Held
            }
        }
    };
    Ok([items, below].into_iter().collect())
}
