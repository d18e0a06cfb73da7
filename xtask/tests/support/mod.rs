//! A small workspace to run the binary in.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use serde_json::Value;

/// The English page of `demo.item.get`; the page of `demo.item.list` is made from it.
pub(crate) const EN: &str = "\
# Get a Demo Item demo.item.get

> Scope: [`demo`](../scopes/permissions.md)
>
> Who can execute the method: any user

A sentence of the author, to be left out.

## Method Parameters

#|
|| **Name**
`type` | **Description** ||
|| **id***
[`integer`](../data-types.md) | Identifier. ||
|| **name**
[`string`](../data-types.md) | Name. ||
|#

## Code Examples

{% list tabs %}

- cURL (Webhook)

    ```bash
    curl -X POST \\
    -H \"Content-Type: application/json\" \\
    -d '{\"id\": 7, \"name\": \"x\"}' \\
    https://**put_your_bitrix24_address**/rest/**put_your_user_id_here**/**put_your_webhook_here**/demo.item.get
    ```

{% endlist %}

## Response Handling

HTTP status: **200**

```json
{
    \"result\": {
        \"id\": 7
    }
}
```

### Returned Data

#|
|| **Name**
`type` | **Description** ||
|| **result**
[`object`](../data-types.md) | The item. ||
|| **id**
[`integer`](../data-types.md) | Identifier. ||
|#
";

/// Its Russian twin.
pub(crate) const RU: &str = "\
# Получить элемент demo.item.get

> Scope: [`demo`](../scopes/permissions.md)
>
> Кто может выполнять метод: любой пользователь

Фраза автора.

## Параметры метода

#|
|| **Название**
`тип` | **Описание** ||
|| **id***
[`integer`](../data-types.md) | Идентификатор. ||
|| **name**
[`string`](../data-types.md) | Имя. ||
|#
";

const MANIFEST: &str = "\
[package]
name = \"demo\"

[features]
# features: begin (written by `cargo xtask regen`)
# features: end
";

/// A temporary workspace, and the binary to run in it.
pub(crate) struct Workspace(tempfile::TempDir);

impl Workspace {
    /// One without documentation.
    pub(crate) fn new() -> Self {
        let ws = Self(tempfile::tempdir().unwrap());
        ws.write("xtask/Cargo.toml", "");
        ws.write("xtask/errata.toml", "");
        ws.write("b24-generated/Cargo.toml", MANIFEST);
        ws
    }

    /// One that `import` and `regen` were run in.
    pub(crate) fn generated() -> Self {
        let ws = Self::new();
        ws.docs("up", EN, RU);
        ws.run(&["import", "up"]).code(0);
        ws.run(&["regen"]).code(0);
        ws
    }

    /// Documentation in both languages, of two methods.
    pub(crate) fn docs(&self, dir: &str, en: &str, ru: &str) {
        for (lang, text) in [("en", en), ("ru", ru)] {
            let base = format!("{dir}/{lang}/api-reference/demo/demo-item");
            self.write(&format!("{base}-get.md"), text);
            let other = if lang == "en" { EN } else { RU };
            self.write(&format!("{base}-list.md"), &other.replace("item.get", "item.list"));
        }
        if !en.contains("demo.item.get") {
            fs::remove_file(self.path(&format!("{dir}/en/api-reference/demo/demo-item-list.md")))
                .unwrap();
            fs::remove_file(self.path(&format!("{dir}/ru/api-reference/demo/demo-item-list.md")))
                .unwrap();
        }
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn modified(&self, path: &str) -> SystemTime {
        fs::metadata(self.path(path)).unwrap().modified().unwrap()
    }

    /// Path and content of every file below `dir`, sorted.
    pub(crate) fn tree(&self, dir: &str) -> Vec<(String, Vec<u8>)> {
        fn walk(dir: &Path, out: &mut Vec<(String, Vec<u8>)>) {
            for entry in fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, out);
                } else {
                    out.push((path.to_str().unwrap().to_owned(), fs::read(&path).unwrap()));
                }
            }
        }
        let mut out = Vec::new();
        walk(&self.path(dir), &mut out);
        out.sort();
        out
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, &[])
    }

    pub(crate) fn run_with(&self, args: &[&str], env: &[(&str, &str)]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(args)
            .envs(env.iter().copied())
            .current_dir(self.0.path())
            .output()
            .unwrap();
        Run { output, args: args.join(" ") }
    }
}

/// What a run gave.
pub(crate) struct Run {
    output: Output,
    args: String,
}

impl Run {
    fn out(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).unwrap()
    }

    fn err(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).unwrap()
    }

    #[track_caller]
    pub(crate) fn code(self, code: i32) -> Self {
        let (found, out, err) = (self.output.status.code(), self.out(), self.err());
        assert_eq!(found, Some(code), "xtask {}\n--- stdout\n{out}\n--- stderr\n{err}", self.args);
        self
    }

    #[track_caller]
    pub(crate) fn killed(self) {
        assert_eq!(self.output.status.code(), None, "xtask {} was not killed", self.args);
    }

    #[track_caller]
    pub(crate) fn out_has(&self, text: &str) -> &Self {
        assert!(self.out().contains(text), "`{text}` is not in\n{}", self.out());
        self
    }

    #[track_caller]
    pub(crate) fn err_has(&self, text: &str) -> &Self {
        assert!(self.err().contains(text), "`{text}` is not in\n{}", self.err());
        self
    }

    #[track_caller]
    pub(crate) fn err_is(&self, text: &str) {
        assert_eq!(self.err(), text);
    }

    /// The first line of JSON with that `reason`; every line must be JSON.
    #[track_caller]
    pub(crate) fn json(&self, reason: &str) -> Value {
        let out = self.out();
        let lines: Vec<Value> =
            out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let found = lines.iter().find(|line| line["reason"] == reason);
        found.unwrap_or_else(|| panic!("no `{reason}` in\n{out}")).clone()
    }
}
