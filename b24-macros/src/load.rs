//! A module's schema, and its texts where there are any.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use b24_schema::{Module, Prose};

/// The folder of the texts, beside that of the schema.
const PROSE: &str = "prose";

/// What a macro expands.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// The module, with its texts.
    pub module: Module,
    /// The paths of the files that it came from.
    pub files: Vec<String>,
}

/// What is wrong with a file, each with file, place and reason.
type Problems = Vec<String>;

impl Loaded {
    /// Reads a file of the crate that is being compiled.
    pub(crate) fn of_crate(path: &Path) -> Result<Self, Problems> {
        let root = std::env::var_os("CARGO_MANIFEST_DIR")
            .ok_or_else(|| vec!["CARGO_MANIFEST_DIR is not set; build with cargo".to_owned()])?;
        Self::read(Path::new(&root), path)
    }

    /// Reads `root/schema/NAME.json` and, if it is there, `root/prose/NAME.json`. Errors name the files without
    /// `root`: where it was built is nobody's business.
    fn read(root: &Path, path: &Path) -> Result<Self, Problems> {
        let one = |problem: String| vec![problem];
        let full = root.join(path);
        let text = std::fs::read_to_string(&full)
            .map_err(|e| one(format!("cannot read {}: {e}", path.display())))?;
        let mut module = Module::from_text(&text, path).map_err(|e| one(e.to_string()))?;
        let violations = module.validate();
        if !violations.is_empty() {
            let shown = path.display();
            let said = violations.iter().map(|v| format!("{shown}: at `{}`: {}", v.path, v.reason));
            return Err(said.collect());
        }
        let mut files = vec![shown(&full).map_err(one)?];
        if let Some((full, prose)) = texts(root, path, &module).map_err(one)? {
            prose.apply(&mut module);
            files.push(shown(&full).map_err(one)?);
        }
        Ok(Self { module, files })
    }
}

/// The texts of a module, and their file, where there is one.
fn texts(root: &Path, schema: &Path, module: &Module) -> Result<Option<(PathBuf, Prose)>, String> {
    let Some(path) = prose(schema) else { return Ok(None) };
    let full = root.join(&path);
    let text = match std::fs::read_to_string(&full) {
        Ok(text) => text,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(format!("cannot read {}: {e}", path.display())),
    };
    let prose = Prose::from_text(&text, &path).map_err(|e| e.to_string())?;
    if prose.module != module.module {
        let (shown, other) = (path.display(), prose.module);
        return Err(format!("{shown}: it holds texts of the module `{other}`"));
    }
    Ok(Some((full, prose)))
}

/// A path as the compiler's `include_bytes!` takes it.
fn shown(path: &Path) -> Result<String, String> {
    path.to_str().map(str::to_owned).ok_or("the path of the schema is not Unicode".to_owned())
}

/// Where the texts of a schema file stand: `schema/crm.json` has them in `prose/crm.json`.
fn prose(schema: &Path) -> Option<PathBuf> {
    Some(schema.parent()?.with_file_name(PROSE).join(schema.file_name()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: &str = r#"{
        "schema": 1, "module": "vote", "methods": [{
            "name": "vote.get", "rest": 2, "page": "x.md", "title": {}, "scopes": [], "who": "any",
            "params": [{ "name": "id", "type": "integer", "required": true }], "answer": { "type": "any" }
        }]
    }"#;

    /// The module of a crate that has these texts.
    fn read(prose: Option<&str>) -> Result<Loaded, Problems> {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("schema")).unwrap();
        std::fs::write(root.path().join("schema/vote.json"), SCHEMA).unwrap();
        if let Some(prose) = prose {
            std::fs::create_dir(root.path().join("prose")).unwrap();
            std::fs::write(root.path().join("prose/vote.json"), prose).unwrap();
        }
        Loaded::read(root.path(), Path::new("schema/vote.json"))
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
        let Loaded { module, files } = read(Some(&texts)).unwrap();
        assert_eq!(module.methods[0].text.as_str(), "Gets.");
        assert_eq!(module.methods[0].params[0].text.as_str(), "Which.");
        assert_eq!(module.language, Some(b24_schema::Language::Ru));
        assert!(files[0].ends_with("schema/vote.json") && files[1].ends_with("prose/vote.json"));
    }

    #[test]
    fn without_the_file_all_is_as_the_schema_says() {
        let Loaded { module, files } = read(None).unwrap();
        assert!(module.methods[0].text.is_empty() && module.language.is_none());
        assert_eq!(files.len(), 1);
    }

    #[test]
    fn texts_of_what_is_not_there_are_ignored() {
        let texts = prose(
            "vote",
            r#""vote.old": { "text": "Gone." }, "vote.get": { "params": { "x": { "text": "Gone." } } }"#,
        );
        let with = read(Some(&texts)).unwrap().module;
        assert_eq!(with.to_json(), read(None).unwrap().module.to_json());
        assert!(with.methods[0].text.is_empty());
    }

    #[test]
    fn what_is_wrong_with_texts_names_file_place_and_reason() {
        let broken = read(Some(&prose("vote", r#""vote.get": { "text": 5 }"#))).unwrap_err();
        assert_eq!(
            broken[0],
            "prose/vote.json:1:86: at `methods.vote.get.text`: invalid type: integer `5`, expected a string"
        );
        let other = read(Some(&prose("crm", ""))).unwrap_err();
        assert_eq!(other, ["prose/vote.json: it holds texts of the module `crm`"]);
        let newer = read(Some(r#"{ "prose": 7, "novelty": true }"#)).unwrap_err();
        assert!(newer[0].starts_with("prose/vote.json: texts of version 7"), "{newer:?}");
    }
}
