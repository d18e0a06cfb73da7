//! With the texts of the documentation and without them: the same items, the same facts.
#![allow(missing_docs)]

use std::path::Path;

use b24_schema::{Module, Rest, SHARED, Text};
use proc_macro2::{Group, TokenStream, TokenTree};
use syn::{Expr, ExprLit, Lit, MetaNameValue};

/// A text with all that Markdown can put in the way of a table.
const TEXT: &str = "First | line,\nsecond.\n\n- item `a|b`\n\n```json\n{\n\n}\n```\n\n> **Note**";

fn with_texts(module: &Module) -> Module {
    let mut module = module.clone();
    for method in &mut module.methods {
        method.text = Text::from(TEXT);
        method.answer.text = Text::from(TEXT);
        method.errors.iter_mut().for_each(|error| error.text = Text::from(TEXT));
    }
    for record in &mut module.records {
        record.text = Text::from(TEXT);
    }
    module.each_field_mut(&mut |field| field.text = Text::from(TEXT));
    module
}

/// The code without its documentation, and the documentation of each item.
fn split(tokens: TokenStream) -> (String, Vec<String>) {
    fn walk(tokens: TokenStream, code: &mut String, docs: &mut Vec<String>) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => match text(&group) {
                    Some(text) => docs.push(text),
                    None => {
                        code.push_str(&format!("{:?} ", group.delimiter()));
                        walk(group.stream(), code, docs);
                        code.push_str("end ");
                    }
                },
                other => code.push_str(&format!("{other} ")),
            }
        }
    }
    let (mut code, mut docs) = (String::new(), Vec::new());
    walk(tokens, &mut code, &mut docs);
    (code, docs)
}

/// The text of `[doc = "…"]`.
fn text(group: &Group) -> Option<String> {
    let doc: MetaNameValue = syn::parse2(group.stream()).ok()?;
    match doc.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if doc.path.is_ident("doc") => {
            Some(text.value())
        }
        _ => None,
    }
}

/// Whether a line of facts is there: the line itself, or a row that has its cells, and perhaps more.
fn has(docs: &str, line: &str) -> bool {
    docs.lines().any(|other| {
        let cells = |row: &str| row.split(" | ").map(str::to_owned).collect::<Vec<_>>();
        let (mine, others) = (cells(line.trim_end_matches(" |")), cells(other));
        other == line
            || line.starts_with('|')
                && mine.len() <= others.len()
                && mine.iter().all(|cell| others.iter().any(|o| o.contains(&**cell)))
    })
}

#[test]
fn texts_change_neither_items_nor_facts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../b24-generated/schema");
    let (mut items, mut longer) = (0, 0);
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "json") {
            continue;
        }
        let module = Module::read(&path).unwrap();
        let expand = |module: &Module, rest| {
            if module.module == SHARED {
                b24_expand::shared(module).unwrap()
            } else {
                b24_expand::methods(module, rest).unwrap()
            }
        };
        for rest in [Rest::V2, Rest::V3] {
            let (code, docs) = split(expand(&module, rest));
            let (told, texts) = split(expand(&with_texts(&module), rest));
            assert!(code == told, "{}: the items differ", path.display());
            assert_eq!(docs.len(), texts.len());
            for (without, with) in docs.iter().zip(&texts) {
                items += 1;
                // rustdoc takes it for an anchor, and says nothing.
                let dead = without
                    .split("](")
                    .skip(1)
                    .any(|to| to.split(')').next().unwrap().contains("r#"));
                assert!(!dead, "a link to a raw identifier in\n{without}");
                longer += usize::from(with.len() > without.len());
                for line in without.lines().filter(|line| !line.is_empty()) {
                    assert!(has(with, line), "{line}\nis not in\n{with}");
                }
            }
        }
    }
    assert!(items > 10_000 && longer > items / 2, "{longer} of {items}");
}
