//! What is searched for when an item is meant.

use b24_schema::{Method, Title};
use proc_macro2::TokenStream;
use quote::quote;

/// Of a method: its name, and the words of its Russian title. `function` is the name that it has in
/// Rust anyway; parts of the path (`deal add`) are found without an alias.
pub(crate) fn method(method: &Method, function: &str) -> Option<TokenStream> {
    let mut all = vec![method.name.clone()];
    all.extend(words(&method.title));
    all.retain(|alias| alias != function);
    attribute(&all)
}

/// Of a module: the words of its Russian title.
pub(crate) fn module(title: &Title) -> Option<TokenStream> {
    attribute(&words(title))
}

/// The words of a Russian title, each once; search takes whole words only.
fn words(title: &Title) -> Vec<String> {
    let mut out = Vec::new();
    // Shorter ones are prepositions.
    let is_word = |word: &&str| word.chars().count() > 3 && !word.is_ascii();
    for word in title.ru.split(|c: char| !c.is_alphanumeric()).filter(is_word) {
        let word = word.to_lowercase();
        if !out.contains(&word) {
            out.push(word);
        }
    }
    out
}

fn attribute(aliases: &[String]) -> Option<TokenStream> {
    (!aliases.is_empty()).then(|| quote!(#[doc(alias(#(#aliases),*))]))
}

#[cfg(test)]
mod tests {
    use b24_schema::Rest;

    use super::*;

    #[test]
    fn names_and_russian_words_lead_to_a_method() {
        let mut add = Method::new("crm.deal.add", Rest::V2, "x.md");
        add.title.ru = "Добавить сделку в CRM: новую сделку".to_owned();
        let expected = quote!(#[doc(alias("crm.deal.add", "добавить", "сделку", "новую"))]);
        assert_eq!(method(&add, "add").unwrap().to_string(), expected.to_string());
        assert!(method(&Method::new("profile", Rest::V2, "x.md"), "profile").is_none());
    }
}
