//! The binary, driven as a person or a CI service would, on a documentation of two small pages.

mod support;

use std::fs;

use support::{EN, RU, Workspace};

#[test]
fn import_then_regen_then_checks() {
    let ws = Workspace::new();
    ws.docs("up", EN, RU);
    ws.run(&["import", "up"]).code(0);
    let page = ws.read("docs-src/en/api-reference/demo/demo-item-get.md");
    assert!(page.contains("demo.item.get") && !page.contains("sentence of the author"), "{page}");
    assert!(ws.path("docs-src/ru/api-reference/demo/demo-item-get.md").is_file());
    assert!(ws.read("docs-src/en.summary.txt").contains("2  method"));
    ws.run(&["import", "up", "--check"]).code(0);

    ws.run(&["regen"]).code(0);
    let schema = ws.read("b24-generated/schema/demo.json");
    assert!(schema.contains("\"demo.item.get\"") && schema.contains("\"demo\""), "{schema}");
    assert!(ws.read("b24-generated/Cargo.toml").contains("demo = []"));
    assert!(ws.read("b24-generated/src/modules.rs").contains("schema/demo.json"));
    assert!(ws.read("b24-generated/API.txt").contains("demo::item::get("));
    assert!(ws.read("xtask/report.txt").contains("2  methods_rest2"));

    let before = ws.modified("b24-generated/schema/demo.json");
    ws.run(&["regen", "--check"]).code(0).out_has("0 files added, 0 changed");
    ws.run(&["regen"]).code(0);
    assert_eq!(
        ws.modified("b24-generated/schema/demo.json"),
        before,
        "unchanged files are not touched"
    );
    // The upstream pages say the same as the canonical ones.
    ws.run(&["regen", "--docs", "up", "--check"]).code(0);
}

#[test]
fn a_page_without_a_canonical_form_is_left_out_of_the_canonical_ones() {
    let ws = Workspace::new();
    ws.docs("up", EN, RU);
    // No cell of a table can hold what ends one.
    let errors = "\n### Errors of Fields\n\nError code: ||`CODE`\n\n#|\n|| **Field** | **Error description** ||\n|| `id` | Missing ||\n|#\n";
    let page =
        format!("{}\n## Error Handling\n{errors}", EN.replace("demo.item.get", "demo.item.add"));
    ws.write("up/en/api-reference/demo/demo-item-add.md", &page);
    let run = ws.run(&["import", "up"]).code(0);
    run.err_has("error[round-trip]: the page is left out")
        .err_has("--> up/en/api-reference/demo/demo-item-add.md:")
        .err_has("1 pages are left out");
    assert!(!ws.path("docs-src/en/api-reference/demo/demo-item-add.md").exists());
    assert!(ws.path("docs-src/en/api-reference/demo/demo-item-get.md").is_file());
    assert!(ws.read("docs-src/en.summary.txt").contains("1  error round-trip"));
    ws.run(&["regen"]).code(0);
    assert!(!ws.read("b24-generated/schema/demo.json").contains("demo.item.add"));
    // The page itself can be read, and so it is where it is read directly.
    ws.run(&["regen", "--docs", "up", "--prose", "none"]).code(0);
    assert!(ws.read("b24-generated/schema/demo.json").contains("demo.item.add"));
    ws.run(&["import", "up", "--deny-warnings"]).code(1).err_has("denied: 1 `round-trip`");
}

#[test]
fn faults_in_examples_are_told_with_their_line() {
    let ws = Workspace::new();
    let en = EN.replace("\"id\": 7\n", "\"id\": 7,\n");
    ws.docs("up", &en, RU);
    let line = en.lines().position(|line| line.trim() == "\"id\": 7,").unwrap() + 1;
    let run = ws.run(&["import", "up"]).code(0);
    run.err_has("warning[example-trailing-comma]").err_has(&format!("demo-item-get.md:{line}:"));
    assert!(ws.read("docs-src/en.summary.txt").contains("warning example-trailing-comma"));
}

#[test]
fn texts_come_with_upstream_pages_and_go_again() {
    const TEXTS: &str = "b24-generated/prose/demo.json";
    let ws = Workspace::generated();
    let schema = ws.tree("b24-generated/schema");
    assert!(!ws.path("b24-generated/prose").exists(), "canonical pages have no texts");
    let before = ws.modified("b24-generated/src/modules.rs");
    ws.run(&["regen", "--docs", "up"]).code(0).out_has("texts: 2 methods");
    assert!(ws.read(TEXTS).contains("A sentence of the author"));
    assert!(ws.read(TEXTS).contains("\"Identifier.\""));
    assert_eq!(ws.tree("b24-generated/schema"), schema, "texts are no facts");
    let came = ws.modified("b24-generated/src/modules.rs");
    assert!(came > before, "cargo cannot watch what is not there");

    ws.run(&["regen"]).code(0);
    ws.run(&["regen", "--docs", "up", "--check"]).code(0);
    assert!(ws.read(TEXTS).contains("\"en\""), "nobody else touches them");
    ws.run(&["regen", "--docs", "up", "--prose", "ru"]).code(0);
    assert!(ws.read(TEXTS).contains("Фраза автора"));
    assert_eq!(ws.modified("b24-generated/src/modules.rs"), came, "cargo watches what is there");
    ws.run(&["regen", "--docs", "up", "--prose", "none"]).code(0);
    assert!(!ws.path(TEXTS).exists());
    assert!(ws.modified("b24-generated/src/modules.rs") > came);
    ws.run(&["regen", "--docs", "up", "--prose", "xx"]).code(2);
}

#[test]
fn drift_is_named_with_the_command_that_repairs_it() {
    let ws = Workspace::generated();
    let path = "b24-generated/schema/demo.json";
    let text = ws.read(path).replace("\"integer\"", "\"string\"");
    ws.write(path, &text);
    ws.write("b24-generated/schema/old.json", "{}");
    let run = ws.run(&["regen", "--check"]).code(1);
    run.err_has("differs  b24-generated/schema/demo.json")
        .err_has("stale  b24-generated/schema/old.json")
        .err_has("+++")
        .err_has("2 files are not up to date; repair: cargo xtask regen");
    assert_eq!(ws.read(path), text, "a check writes nothing");
    ws.run(&["regen"]).code(0).out_has("0 files added, 1 changed, 1 removed");
    assert!(!ws.path("b24-generated/schema/old.json").exists());
    ws.run(&["regen", "--check"]).code(0);

    // The same for a program.
    ws.write(path, "{}");
    let changes = ws.run(&["regen", "--check", "--message-format", "json"]).code(1).json("changes");
    assert_eq!(changes["changed"][0], path);
    assert_eq!(changes["repair"], "cargo xtask regen");
}

#[test]
fn a_page_that_is_gone_upstream_goes_here_too() {
    let ws = Workspace::generated();
    fs::remove_file(ws.path("up/en/api-reference/demo/demo-item-list.md")).unwrap();
    fs::remove_file(ws.path("up/ru/api-reference/demo/demo-item-list.md")).unwrap();
    ws.run(&["import", "up", "--check"])
        .code(1)
        .err_has("stale  en/api-reference/demo/demo-item-list.md");
    ws.run(&["import", "up"]).code(0);
    assert!(!ws.path("docs-src/en/api-reference/demo/demo-item-list.md").exists());
    ws.run(&["regen"]).code(0);
    assert!(!ws.read("b24-generated/API.txt").contains("demo::item::list("));
}

#[test]
fn languages_come_from_where_they_are() {
    let ws = Workspace::new();
    ws.docs("up", EN, RU);
    ws.run(&["import", "up/en"]).code(2).err_has("--lang en");
    ws.run(&["import", "up/en", "--lang", "en"]).code(0);
    assert!(!ws.path("docs-src/ru").exists());
    ws.run(&["import", "ru=up/ru", "--out", "elsewhere"]).code(0);
    assert!(ws.path("elsewhere/ru.summary.txt").is_file() && !ws.path("elsewhere/en").exists());
    ws.run(&["import", "en=up/en", "ru=up/ru"]).code(0);
    ws.run(&["import", "up/en", "--lang", "fr"]).code(2).err_has("the languages are en and ru");
    ws.run(&["regen", "--docs", "en=up/en", "--lang", "ru"]).code(2).err_has("add `ru=DIR`");
    fs::remove_dir_all(ws.path("up/ru")).unwrap();
    ws.run(&["import", "up"]).code(2).err_has("up has no folder `ru`");
}

#[test]
fn diagnostics_are_shown_counted_and_denied() {
    let ws = Workspace::new();
    let broken = EN.replace(
        "|| **name**\n[`string`](../data-types.md) | Name. ||",
        "|| **name**\n[`string`](../data-types.md) | Name.",
    );
    assert_ne!(broken, EN);
    ws.docs("up", &broken, RU);
    let run = ws.run(&["import", "up"]).code(0);
    run.err_has("warning[row-unclosed]").err_has("--> up/en/api-reference/demo/demo-item-get.md:");
    assert!(ws.read("docs-src/en.summary.txt").contains("1  warning row-unclosed"));
    ws.run(&["import", "up", "-q"]).code(0).err_is("");
    ws.run(&["import", "up", "-q", "--deny", "warnings"])
        .code(1)
        .err_has("denied: 1 `row-unclosed`");
    ws.run(&["import", "up", "--deny", "row-unclosed"]).code(1);
    ws.run(&["import", "up", "--deny", "errors"]).code(0);
    ws.run(&["import", "up", "--deny", "warnings", "--allow", "row-unclosed"]).code(0);
    ws.run(&["import", "up", "--deny", "colours"]).code(2).err_has("give `errors`, `warnings`");

    let found = ws.run(&["import", "up", "--message-format", "json"]).code(0).json("diagnostic");
    assert_eq!(found["code"], "row-unclosed");
    assert_eq!(found["file"], "up/en/api-reference/demo/demo-item-get.md");
    assert!(found["line"].as_u64() > Some(1));
    // A regen of the canonical pages finds nothing: they are closed.
    ws.run(&["regen", "--deny", "warnings"]).code(0);
}

#[test]
fn the_report_tells_of_every_page() {
    let ws = Workspace::generated();
    let run = ws.run(&["report", "--pages"]).code(0);
    run.out_has("2  methods_rest2")
        .out_has("en/api-reference/demo/demo-item-get.md  method  method demo.item.get");
    let page = ws.run(&["report", "--pages", "--message-format", "json"]).code(0).json("page");
    assert_eq!(page["page"]["fate"], "method");
    ws.run(&["report", "--docs", "up", "--min", "methods=2", "--max", "methods=2"]).code(0);
    ws.run(&["report", "--min", "methods=3"])
        .code(1)
        .out_has("methods is 2; it must be at least 3");
    ws.run(&["report", "--min", "colour=3"]).code(2).err_has("there is no number `colour`");
}

#[test]
fn examples_are_printed_and_held_against_the_schema() {
    let ws = Workspace::new();
    let wrong = EN.replace(r#""name": "x"}"#, r#""nome": "x"}"#);
    assert_ne!(wrong, EN);
    ws.docs("up", &wrong, RU);
    let page = r#""page":"api-reference/demo/demo-item-get.md","lang":"en"}"#;
    ws.run(&["examples", "--docs", "up", "--lang", "en"])
        .code(0)
        .out_has(&format!(
            r#"{{"method":"demo.item.get","rest":2,"params":{{"id":2,"nome":"text"}},{page}"#
        ))
        .out_has(&format!(
            r#"{{"method":"demo.item.get","rest":2,"answer":{{"result":{{"id":2}}}},{page}"#
        ));
    // What one example alone sends may be a slip: it is noted, and can be sent.
    ws.run(&["report", "--docs", "up", "--examples", "--choices"])
        .code(0)
        .out_has("params.nome  param-unsure: no table names the parameter")
        .out_has("0  fit_requests_unknown");
    let run = ws.run(&["report", "--docs", "up", "--choices", "--message-format", "json"]);
    let found = run.code(0).json("choice");
    assert_eq!(found["choice"]["code"], "param-unsure");
}

#[test]
fn expand_prints_a_method() {
    let ws = Workspace::generated();
    ws.run(&["expand", "demo.item.get"]).code(0).out_has("fn get");
    ws.run(&["expand", "Demo.Item.Get", "--rest", "2"]).code(0).out_has("fn get");
    ws.run(&["expand", "demo.item.gett"]).code(2).err_has("near it: demo.item.get");
    ws.run(&["expand", "demo.item.get", "--rest", "3"]).code(2);
    fs::remove_dir_all(ws.path("b24-generated/schema")).unwrap();
    ws.run(&["expand", "demo.item.get"]).code(2).err_has("`cargo xtask regen` writes it");
}

#[test]
fn errata_correct_and_expire() {
    let ws = Workspace::generated();
    let entry = "# One.\n[[erratum]]\npage = \"api-reference/demo/demo-item-get.md\"\nfix = \"scopes\"\n\
                 was = [\"demo\"]\nnow = [\"other\"]\nwhy = \"w\"\nevidence = \"e\"\n";
    ws.write("xtask/errata.toml", entry);
    ws.run(&["regen"]).code(0);
    assert!(ws.read("b24-generated/schema/demo.json").contains("\"scopes\": [\"other\"]"));
    assert!(ws.read("xtask/report.txt").contains("1  errata"));

    ws.write("xtask/errata.toml", &entry.replace("\"demo\"", "\"gone\""));
    let run = ws.run(&["regen"]).code(0);
    run.err_has("warning[erratum-stale]").err_has("--> xtask/errata.toml:2:1");
    ws.run(&["regen", "--deny-warnings"]).code(1).err_has("denied: 2 `erratum-stale`");
    ws.write("xtask/errata.toml", &entry.replace("fix", "fixx"));
    ws.run(&["regen"]).code(2).err_has("xtask/errata.toml:4: unknown field `fixx`");
}

#[test]
fn what_cannot_be_typed_is_left_out_and_reported() {
    let ws = Workspace::new();
    let odd = |page: &str| page.replace("|| **name**", "|| **$name**");
    ws.docs("up", &odd(EN), &odd(RU));
    ws.run(&["import", "up"]).code(0);
    let run = ws.run(&["regen"]).code(0);
    run.err_has(
        "warning[quarantined]: `params.$name` is left out of api-reference/demo/demo-item-get.md",
    )
    .err_has("docs-src/en/api-reference/demo/demo-item-get.md:");
    let schema = ws.read("b24-generated/schema/demo.json");
    assert!(!schema.contains("$name") && schema.contains("\"open\": true"), "{schema}");
    assert!(ws.read("xtask/report.txt").contains("quarantined"));
    ws.run(&["regen", "--deny-warnings"]).code(1).err_has("1 `quarantined`");
    ws.run(&["regen", "--deny-warnings", "--allow", "quarantined"]).code(0);
}

#[test]
fn a_method_may_be_described_on_the_page_of_something_else() {
    let ws = Workspace::new();
    ws.docs("up", EN, RU);
    ws.write("up/en/api-reference/demo/testing.md", "# How to Test\n\nCall it.\n");
    ws.write("up/ru/api-reference/demo/testing.md", "# Как проверить\n");
    let page = "api-reference/demo/testing.md";
    let entry = format!("[[described]]\nname = \"demo.test\"\nrest = 2\npage = \"{page}\"\n");
    ws.write("xtask/errata.toml", &entry);
    ws.run(&["import", "up"]).code(0);
    ws.run(&["regen"]).code(0);
    assert!(ws.read("b24-generated/API.txt").contains("demo::test("));
    ws.run(&["regen", "--docs", "up", "--check"]).code(0);
}

#[test]
fn bad_input_is_said_plainly() {
    let ws = Workspace::new();
    ws.run(&["import", "nowhere"]).code(2).err_has("nowhere is not a folder; give the checkout");
    ws.run(&["import"]).code(2);
    ws.run(&["frobnicate"]).code(2).err_has("unrecognized subcommand");
    ws.run(&["regen"]).code(2).err_has("`cargo xtask import` writes them");
    ws.run(&["regen", "--jobs", "0"]).code(2);
    fs::create_dir_all(ws.path("empty/en")).unwrap();
    fs::create_dir_all(ws.path("empty/ru")).unwrap();
    ws.run(&["import", "empty"]).code(2).err_has("there are no pages (`.md` files) in empty/en");
    ws.docs("prose", "# Hello\n\nNothing to see.\n", "# Привет\n");
    let run = ws.run(&["import", "prose", "--message-format", "json"]).code(2).json("error");
    assert!(run["message"].as_str().unwrap().contains("is it the Bitrix24 documentation?"));
    ws.run(&["help"]).code(0).out_has("Exit codes:");
}

#[test]
fn broken_text_is_read_all_the_same() {
    let ws = Workspace::new();
    ws.docs("up", EN, RU);
    let path = ws.path("up/en/api-reference/demo/demo-item-get.md");
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend(b"\n\xff\xfe\xc3\n");
    fs::write(path, bytes).unwrap();
    ws.run(&["import", "up"]).code(0).err_has("warning[not-utf8]");
    assert!(ws.read("docs-src/en/api-reference/demo/demo-item-get.md").contains("demo.item.get"));
}

#[test]
fn a_target_that_cannot_be_written_is_left_as_it_is() {
    let ws = Workspace::new();
    ws.docs("up", EN, RU);
    ws.write("file", "mine");
    ws.run(&["import", "up", "--out", "file"])
        .code(2)
        .err_has("file is a file, where a folder must be");
    ws.write("theirs/en/diary.md", "dear");
    ws.run(&["import", "up", "--out", "theirs"]).code(2).err_has("did not write");
    assert_eq!(ws.read("theirs/en/diary.md"), "dear");
    assert!(!ws.path("theirs/ru").exists());
    ws.write("b24-generated/Cargo.toml", "[features]\n");
    ws.run(&["regen", "--docs", "up"]).code(2).err_has("has no lines `# features: begin`");
}

#[cfg(unix)]
#[test]
fn a_read_only_target_is_an_error() {
    use std::os::unix::fs::PermissionsExt as _;
    let ws = Workspace::generated();
    let dir = ws.path("docs-src/en/api-reference/demo");
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o555)).unwrap();
    let root_may_all = fs::write(dir.join("probe"), "").is_ok();
    ws.docs("up", &EN.replace("**name**", "**label**"), RU);
    let before = ws.read("docs-src/en/api-reference/demo/demo-item-get.md");
    if !root_may_all {
        ws.run(&["import", "up"]).code(2).err_has("cannot write docs-src/en/api-reference/demo/");
        assert_eq!(ws.read("docs-src/en/api-reference/demo/demo-item-get.md"), before);
    }
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(unix)]
#[test]
fn a_killed_run_leaves_the_old_pages() {
    let ws = Workspace::generated();
    let before = ws.tree("docs-src");
    ws.docs("up", &EN.replace("**name**", "**label**"), RU);
    ws.run_with(&["import", "up"], &[("XTASK_KILL_BEFORE_COMMIT", "1")]).killed();
    let (left, kept): (Vec<_>, Vec<_>) =
        ws.tree("docs-src").into_iter().partition(|(path, _)| path.contains(".xtask-tmp-"));
    assert!(!left.is_empty(), "it was killed after writing");
    assert_eq!(kept, before);
    ws.run(&["import", "up"]).code(0);
    assert!(!ws.tree("docs-src").iter().any(|(path, _)| path.contains(".xtask-tmp-")));
    assert!(ws.read("docs-src/en/api-reference/demo/demo-item-get.md").contains("label"));
}

#[test]
fn a_release_needs_generated_files_and_prose() {
    let ws = Workspace::generated();
    let run = ws.run(&["package"]).code(1);
    run.out_has("ok  generated files")
        .err_has("prose: there is no b24-generated/prose")
        .err_has("cargo xtask regen --docs DIR");
    let prose = |text: &str| ws.write("b24-generated/prose/demo.json", text);
    let fails = |why: &str| {
        ws.run(&["package"]).code(1).err_has(why);
    };
    ws.write(
        "b24-generated/prose/shared.json",
        r#"{"prose": 1, "module": "shared", "language": "en"}"#,
    );
    ws.write("b24-generated/prose/other.json", "{}");
    fails("the module `demo` has no file in b24-generated/prose");
    prose("{}");
    fails("b24-generated/prose/demo.json:1:2: at `.`: missing field `prose`");
    let of = |method: &str, params: &str| {
        format!(
            r#"{{"prose": 1, "module": "demo", "language": "en",
                "methods": {{"{method}": {{"text": "x", "params": {{{params}}}}}}}}}"#
        )
    };
    prose(&of("demo.item.gone", ""));
    fails("b24-generated/prose/demo.json is of another schema: there is no `demo.item.gone`");
    prose(&of("demo.item.get", r#""gone": {"text": "x"}"#));
    fails("b24-generated/prose/demo.json is of another schema: it has texts of parameters");
    prose(&of("demo.item.get", r#""id": {"text": "x"}"#));
    fails("b24-generated/prose/other.json is of another schema: there is no such module");
    fs::remove_file(ws.path("b24-generated/prose/other.json")).unwrap();
    // What comes next is asked of git, and there is none here.
    ws.run(&["package"])
        .code(2)
        .out_has("ok  prose: 1 of 2 methods, in English")
        .err_has("git status");

    ws.write("b24-generated/schema/old.json", "{}");
    let failed = ws.run(&["package", "--message-format", "json"]).code(1).json("package");
    assert_eq!(failed["step"], "generated files");
    assert_eq!(failed["verdict"], "fails");
    assert_eq!(
        failed["detail"],
        "repair it with `cargo xtask regen`, and correct what that reports"
    );
    ws.run(&["package", "--no-prose", "--docs", "up"]).code(2).err_has("cannot be used with");
}
