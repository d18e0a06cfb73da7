//! How a method gives out a list: one implementation without a body.

use b24_schema::{Field, KeySet, Listing, Paging};
use proc_macro2::TokenStream;
use quote::quote;

use crate::names::{Prelude, ident};
use crate::types::RustType;

/// The implementation of `ListCall` for a call type, with the parameters of its method; `row` is the Rust type of
/// its rows.
pub(crate) fn items(
    name: &str,
    row: &RustType,
    list: &Listing,
    params: &[Field],
    prelude: &Prelude,
) -> TokenStream {
    let Listing { items, id, select, paging, key } = list;
    let [call, listing, pages, set, option] =
        prelude.all(["ListCall", "Listing", "Paging", "KeySet", "Option"]);
    let paging = match paging {
        Paging::Start(start) => quote!(#pages::Start(#start)),
        Paging::Offset { limit, offset } => {
            quote!(#pages::Offset { limit: #limit, offset: #offset })
        }
        Paging::Pagination(param) => quote!(#pages::Pagination(#param)),
        Paging::Cursor { param, next } => quote!(#pages::Cursor { param: #param, next: #next }),
        Paging::Tail(param) => quote!(#pages::Tail(#param)),
    };
    let key = match key {
        None => quote!(#option::None),
        Some(KeySet { field, filter, order, direction, beside, batch }) => {
            let own: Vec<&str> = list.params().collect();
            let other = |name: &&str| !own.contains(name) && !beside.iter().any(|b| b == name);
            let names = params.iter().map(|param| param.name.as_str());
            let others = names.filter(other).collect::<Vec<_>>().join(" ");
            quote! {
                #option::Some(#set {
                    field: #field,
                    filter: #filter,
                    order: #order,
                    direction: #direction,
                    others: #others,
                    batch: #batch
                })
            }
        }
    };
    let name = ident(name);
    quote! {
        impl #call for #name {
            type Item = #row;
            const LIST: &'static #listing = &#listing {
                items: #items,
                id: #id,
                select: #select,
                paging: #paging,
                key: #key
            };
        }
    }
}
