//! `modules.rs`, which stands at the root of the generated crate: an invocation for each module of the schema.

use b24_schema::{
    GENERAL, Method, Module, NameError, REST_3, Rest, SHARED, Schema, each_call_ident, method_path,
    module_feature,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::Home;
use crate::module::home;
use crate::names::ident;
use crate::render::features_of;

/// The whole file.
pub(crate) fn modules(schema: &Schema) -> Result<TokenStream, NameError> {
    let (rest_2, rest_3) = (version(schema, Rest::V2)?, version(schema, Rest::V3)?);
    let (name, each_call, files) = (ident(REST_3), each_call(schema), files(schema));
    Ok(quote! {
        #rest_2
        /// Constants of the scopes that an application or a webhook asks for to call methods.
        pub mod scope {
            b24_macros::scope_constants!("schema/shared.json");
        }
        /// Records that several modules share.
        pub mod shared {
            b24_macros::shared!("schema/shared.json");
        }
        /// Methods of REST 3.0, each behind the feature of its module.
        pub mod #name {
            #rest_3
        }
        #each_call
        #files
    })
}

/// The modules of one REST version, and the functions of methods of one word.
fn version(schema: &Schema, rest: Rest) -> Result<TokenStream, NameError> {
    let (mut modules, mut general, mut functions) = (Vec::new(), Vec::new(), Vec::new());
    for module in features_of(schema) {
        let feature = module_feature(&module.module);
        let file = format!("schema/{}.json", module.module);
        let number = Literal::u8_unsuffixed(rest.number());
        let bare = quote! {
            #[cfg(feature = #feature)]
            b24_macros::methods!(#file, rest = #number);
        };
        if is_general(module, rest) {
            general.push(bare);
            for method in methods(module, rest) {
                functions.push(function(method, &feature)?);
            }
            continue;
        }
        match home(module, rest)? {
            Home::Nowhere => {}
            Home::Scattered => modules.push(bare),
            Home::Module(home) => {
                let home = ident(&home);
                modules.push(quote! {
                    #[cfg(feature = #feature)]
                    #[b24_macros::module(#file, rest = #number)]
                    pub mod #home {}
                });
            }
        }
    }
    let general = (!general.is_empty()).then(|| {
        let name = ident(GENERAL);
        quote! {
            /// What belongs to methods whose names are one word; their functions stand one level up.
            pub mod #name { #(#general)* }
            #(#functions)*
        }
    });
    Ok(quote!(#(#modules)* #general))
}

/// The function of a method of one word, where users look for it.
fn function(method: &Method, feature: &str) -> Result<TokenStream, NameError> {
    let general = ident(GENERAL);
    let function = ident(&method_path(&method.name, method.rest)?.function);
    // The re-export itself is no use of it.
    let allowed = method.deprecated.as_ref().map(|_| quote!(#[allow(deprecated)]));
    Ok(quote! {
        #[cfg(feature = #feature)]
        #[cfg_attr(docsrs, doc(cfg(feature = #feature)))]
        #allowed
        pub use #general::#function;
    })
}

/// One function that goes through the calls of every module.
fn each_call(schema: &Schema) -> TokenStream {
    let mut calls = Vec::new();
    for rest in [Rest::V2, Rest::V3] {
        for module in features_of(schema).filter(|module| methods(module, rest).next().is_some()) {
            let feature = module_feature(&module.module);
            let version = (rest == Rest::V3).then_some(REST_3);
            let general = is_general(module, rest).then_some(GENERAL);
            let modules = version.into_iter().chain(general).map(ident);
            let function = ident(&each_call_ident(&module.module));
            calls.push(quote! {
                #[cfg(feature = #feature)]
                #(#modules::)* #function(visitor);
            });
        }
    }
    quote! {
        #[doc(hidden)]
        #[inline]
        pub fn each_call<V: crate::runtime::EachCall>(visitor: &mut V) {
            #(#calls)*
            let _ = visitor;
        }
    }
}

/// The schema files of the modules that are turned on, as the catalogue reads them.
fn files(schema: &Schema) -> TokenStream {
    let (names, features): (Vec<_>, Vec<_>) =
        features_of(schema).map(|module| (&module.module, module_feature(&module.module))).unzip();
    let path = |name: &str| format!("../schema/{name}.json");
    let (files, shared) = (names.iter().map(|name| path(name)), path(SHARED));
    quote! {
        pub(crate) const SCHEMA: &[(&str, &str)] = &[
            #( #[cfg(feature = #features)] (#names, include_str!(#files)), )*
            (#SHARED, include_str!(#shared)),
        ];
    }
}

fn methods(module: &Module, rest: Rest) -> impl Iterator<Item = &Method> {
    module.methods.iter().filter(move |method| method.rest == rest)
}

/// Methods of one word are functions at the root; their calls stand in the module `general`.
fn is_general(module: &Module, rest: Rest) -> bool {
    methods(module, rest).any(|method| !method.name.contains('.'))
}
