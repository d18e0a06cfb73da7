//! A module's schema, and its texts where there are any.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use b24_schema::{Module, NameError, Prose};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, LitStr};

use crate::input::all;

/// The folder of the texts, beside that of the schema.
const PROSE: &str = "prose";

/// What a macro expands.
pub(crate) struct Loaded<'a> {
    /// The path of the schema, where all that is wrong with it is told.
    path: &'a LitStr,
    /// The module, with its texts.
    module: Module,
    /// The paths of the files that it came from.
    files: Vec<String>,
}

impl<'a> Loaded<'a> {
    /// Reads a file of the crate that is being compiled.
    pub(crate) fn of_crate(path: &'a LitStr) -> syn::Result<Self> {
        let Some(root) = std::env::var_os("CARGO_MANIFEST_DIR") else {
            let message = "CARGO_MANIFEST_DIR is not set, which tells where schemas are: build with cargo, \
                or set it to the folder of this crate's Cargo.toml";
            return Err(Error::new(path.span(), message));
        };
        Self::read(Path::new(&root), path)
    }

    /// Reads `root/schema/NAME.json` and, if it is there, `root/prose/NAME.json`. Errors name the files without
    /// `root`: where it was built is nobody's business.
    fn read(root: &Path, path: &'a LitStr) -> syn::Result<Self> {
        let error = |message: String| Error::new(path.span(), message);
        let name = path.value();
        let (schema, full) = (Path::new(&name), root.join(&name));
        let text = std::fs::read_to_string(&full).map_err(|e| {
            error(format!("cannot read {name}: {e}; paths begin at the folder of Cargo.toml"))
        })?;
        let mut module = Module::from_text(&text, schema).map_err(|e| error(e.to_string()))?;
        all(module.validate().iter().map(|violation| {
            let (at, reason) = (&violation.path, &violation.reason);
            error(format!("{name} breaks the rules of schemas at `{at}`: {reason}"))
        }))?;
        let mut files = vec![included(&full, schema).map_err(error)?];
        if let Some((path, full, prose)) = texts(root, schema, &module).map_err(error)? {
            prose.apply(&mut module);
            files.push(included(&full, &path).map_err(error)?);
        }
        Ok(Self { path, module, files })
    }

    /// Gives what `make` makes of the module.
    pub(crate) fn make<T>(
        &self,
        make: impl FnOnce(&Module) -> Result<T, NameError>,
    ) -> syn::Result<T> {
        let error = |e| Error::new(self.path.span(), format!("{}: {e}", self.path.value()));
        make(&self.module).map_err(error)
    }

    /// Gives the items that `make` makes of the module.
    pub(crate) fn items(
        &self,
        make: impl FnOnce(&Module) -> Result<TokenStream, NameError>,
    ) -> syn::Result<TokenStream> {
        let (items, files) = (self.make(make)?, &self.files);
        // cargo rebuilds when a file that the compiler included has changed.
        Ok(quote! {
            #items
            #(const _: &[u8] = ::core::include_bytes!(#files);)*
        })
    }
}

/// The texts of a module, and their file, where there is one: as errors name it, and as it is found.
type Texts = Option<(PathBuf, PathBuf, Prose)>;

/// Reads the texts that stand beside a schema.
fn texts(root: &Path, schema: &Path, module: &Module) -> Result<Texts, String> {
    let Some(path) = prose(schema) else { return Ok(None) };
    let full = root.join(&path);
    let shown = path.display();
    let text = match std::fs::read_to_string(&full) {
        Ok(text) => text,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => {
            return Err(format!("cannot read {shown}, the texts of {}: {e}", schema.display()));
        }
    };
    let prose = Prose::from_text(&text, &path).map_err(|e| e.to_string())?;
    if prose.module != module.module {
        let (found, wanted) = (prose.module, &module.module);
        return Err(format!(
            "{shown} has texts of the module `{found}`, not of `{wanted}`: write them anew with \
            `cargo xtask regen --docs`, or remove the file"
        ));
    }
    Ok(Some((path, full, prose)))
}

/// The path of a file as `include_bytes!` takes it; `name` stands in the error.
fn included(full: &Path, name: &Path) -> Result<String, String> {
    full.to_str().map(str::to_owned).ok_or_else(|| {
        let name = name.display();
        format!(
            "the path of the folder that {name} is in is not Unicode, so the compiler cannot be told to read it: \
            build in another folder"
        )
    })
}

/// Where the texts of a schema file stand: `schema/crm.json` has them in `prose/crm.json`.
fn prose(schema: &Path) -> Option<PathBuf> {
    Some(schema.parent()?.with_file_name(PROSE).join(schema.file_name()?))
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;

    const SCHEMA: &str = r#"{
        "schema": 1, "module": "vote", "methods": [{
            "name": "vote.get", "rest": 2, "page": "x.md", "title": {}, "scopes": [], "who": "any",
            "params": [{ "name": "id", "type": "integer", "required": true }], "answer": { "type": "any" }
        }]
    }"#;

    /// The module of a crate that has these texts, and its files; or the first error.
    fn read(prose: Option<&str>) -> Result<(Module, Vec<String>), String> {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("schema")).unwrap();
        std::fs::write(root.path().join("schema/vote.json"), SCHEMA).unwrap();
        if let Some(prose) = prose {
            std::fs::create_dir(root.path().join("prose")).unwrap();
            std::fs::write(root.path().join("prose/vote.json"), prose).unwrap();
        }
        let path = LitStr::new("schema/vote.json", Span::call_site());
        let loaded = Loaded::read(root.path(), &path).map_err(|e| e.to_string())?;
        Ok((loaded.module, loaded.files))
    }

    fn prose(module: &str, methods: &str) -> String {
        format!(
            r#"{{ "prose": 1, "module": "{module}", "language": "ru", "methods": {{ {methods} }} }}"#
        )
    }

    #[test]
    fn texts_are_put_on_the_module() {
        let texts = prose(
            "vote",
            r#""vote.get": { "text": "Gets.", "params": { "id": { "text": "Which." } } }"#,
        );
        let (module, files) = read(Some(&texts)).unwrap();
        assert_eq!(module.methods[0].text.as_str(), "Gets.");
        assert_eq!(module.methods[0].params[0].text.as_str(), "Which.");
        assert_eq!(module.language, Some(b24_schema::Language::Ru));
        assert!(files[0].ends_with("schema/vote.json") && files[1].ends_with("prose/vote.json"));
    }

    #[test]
    fn without_the_file_all_is_as_the_schema_says() {
        let (module, files) = read(None).unwrap();
        assert!(module.methods[0].text.is_empty() && module.language.is_none());
        assert_eq!(files.len(), 1);
    }

    #[test]
    fn texts_of_what_is_not_there_are_ignored() {
        let texts = prose(
            "vote",
            r#""vote.old": { "text": "Gone." }, "vote.get": { "params": { "x": { "text": "Gone." } } }"#,
        );
        let with = read(Some(&texts)).unwrap().0;
        assert_eq!(with.to_json(), read(None).unwrap().0.to_json());
        assert!(with.methods[0].text.is_empty());
    }

    #[test]
    fn what_is_wrong_with_texts_names_file_place_and_reason() {
        let broken = read(Some(&prose("vote", r#""vote.get": { "text": 5 }"#))).unwrap_err();
        assert_eq!(
            broken,
            "prose/vote.json:1:86: at `methods.vote.get.text`: invalid type: integer `5`, expected a string"
        );
        let other = read(Some(&prose("crm", ""))).unwrap_err();
        assert_eq!(
            other,
            "prose/vote.json has texts of the module `crm`, not of `vote`: write them anew with \
            `cargo xtask regen --docs`, or remove the file"
        );
        let newer = read(Some(r#"{ "prose": 7, "novelty": true }"#)).unwrap_err();
        assert!(newer.starts_with("prose/vote.json: texts of version 7"), "{newer}");
    }
}
