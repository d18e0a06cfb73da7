//! Every other block, and inline content.

use super::super::slug;
use super::{check, parse_files};

#[test]
fn headings_and_anchors() {
    check("# A b\n\n## C d {#e}\n### F {#g} {#h_1}", "h1(A b) h2(C d)#e h3(F)#g#h_1", &[]);
    check("### C {% #d %}\n### E{%#f%} {# g}", "h3(C)#d h3(E {# g})#f", &[]);
    check("## {#a} B `c` {#d}", "h2(B `c`)#a#d", &[]);
    check("## A <b>c</b> {#d}\ntext", "h2(A c)#d p(text)", &[]);
    check("- [{#T}](./a.md)", "list(item(p(<{#T}→./a.md>)))", &[]);
}

#[test]
fn ids_of_headings() {
    for (text, id) in [
        ("Parameter fields", "parameter-fields"),
        ("Параметр fields", "parametr-fields"),
        ("Что приходит в обработчик", "chto-prihodit-v-obrabotchik"),
        ("Объект `a.b`", "obuekt-ab"),
        ("Ещё: съёмка, жюри & щи", "eshyo-suyomka,-zhyuri-and-shi"),
        ("  a -  b*! ", "a-b"),
        ("snake_case", "snake_case"),
    ] {
        assert_eq!(slug(text), id, "{text}");
    }
}

#[test]
fn inline_content() {
    check("a **b** *c* `d` ``e`f`` <br> g<br/>h", "p(a **b** *c* `d` `e`f` / g/h)", &[]);
    check("**a**^*^ **b*** **c^*^**", "p(**a**^*^ **b*** **c^*^**)", &[]);
    check("[a](b.md#c) [d] [e]() https://f", "p(<a→b.md#c> [d] <e→> https://f)", &[]);
    check("a &amp; b &lt;c&gt; d\\*e", "p(a & b <c> d*e)", &[]);
    check(
        "a <selector> <node x>@<y> <i>b</i> **<id>**",
        "p(a <selector> <node x>@<y> b **<id>**)",
        &[],
    );
    check("![a](b.png) c ![d [e](f)](g)", "p( c )", &[]);
    check("a\nb  \nc\\\nd", "p(a/b/c/d)", &[]);
    check("a {{ b }} {.note}\n\n[x](y) {.note}", "p(a {{ b }}) p(<x→y>)", &[]);
    check("a <!-- b --> c", "p(a  c)", &[]);
    check("[*t]: one\n\n[*u]: two `x`\nmore", "p([*t]: one) p([*u]: two `x`/more)", &[]);
}

#[test]
fn html() {
    check("a\n\n<!-- b\n\n{% note info %}\n\n-->\n\nc", "p(a) p(c)", &[]);
    check("<div class=\"x\">a &lt; <b>c</b><br>d</div>", "p(a < c/d)", &[]);
    check("a\n\n<!-- b\n\nc", "p(a) p(c)", &["comment-unclosed"]);
}

#[test]
fn lists_and_quotes() {
    check(
        "- a\n- b\n\n  c\n\n1. d\n2. e",
        "list(item(p(a)) item(p(b) p(c))) list(item(p(d)) item(p(e)))",
        &[],
    );
    check("1. a\n\n   ```js\n   b\n   ```\n\n2. c", "list(item(p(a) code(js:b⏎)) item(p(c)))", &[]);
    check("> a [b](c)\n>\n> d", "quote(p(a <b→c>) p(d))", &[]);
    check(
        "> a\n>\n> {% note tip %}\n>\n> b\n>\n> {% endnote %}",
        "quote(p(a) note(tip:: p(b)))",
        &[],
    );
    check(
        "- a\n\n  {% note tip %}\n\n  b\n\n  {% endnote %}\n\n- c\n\nd",
        "list(item(p(a) note(tip:: p(b))) item(p(c))) p(d)",
        &[],
    );
    check(
        "1. a\n\n    {% cut \"b\" %}\n\nc\n\n- d\n\n    {% endcut %}\n\n2. e",
        "list(item(p(a) cut(b: p(c) list(item(p(d))))) item(p(e)))",
        &[],
    );
    check("- {% note tip %}\n- a", "list(item() item(p(a)))", &["note-unclosed"]);
}

#[test]
fn code() {
    check("```json\n{\n\n}\n```\na", "code(json:{⏎⏎}⏎) p(a)", &[]);
    check("~~~\n```\n~~~", "code(:```⏎)", &[]);
    check("````md\n```\n````", "code(md:```⏎)", &[]);
    check("  ```\n  a\n    b\n  ```", "code(:a⏎  b⏎)", &[]);
    check("```a``` b", "p(`a` b)", &[]);
    check("```\n{% note info %}\n#|\n```", "code(:{% note info %}⏎#|⏎)", &[]);
    check("    a\n\n    b", "code(:a⏎⏎b⏎)", &[]);
    check("```js\r\na\r\nb\r\n```\r\nc", "code(js:a⏎b⏎) p(c)", &[]);
    check("```\na", "code(:a⏎)", &["fence-unclosed"]);
    check(
        "```js\na\n\n## H\n\n```js\nb\n```",
        "code(js:a⏎) h2(H) code(js:b⏎)",
        &["fence-unclosed"],
    );
    check(
        "{% note tip %}\n\n  ```js\n  a\n\n{% endnote %}\n\nb",
        "note(tip:: code(js:a⏎)) p(b)",
        &["fence-unclosed"],
    );
}

#[test]
fn notes_and_cuts() {
    check("{% note info \"A \"b\" c\" %}\n\nd\n\n{% endnote %}", "note(info:A \"b\" c: p(d))", &[]);
    check("{%note warning%}\na\n{%endnote%}\nb", "note(warning:: p(a)) p(b)", &[]);
    check(
        "{% cut \"A\" %}\n\n{% note tip %}\n\nb\n\n{% endnote %}\n\n{% endcut %}",
        "cut(A: note(tip:: p(b)))",
        &[],
    );
    check("{% note tip \"A\" %} b {% endnote %} c", "note(tip:A: p(b)) p(c)", &[]);
    check("{% note tip %} a\n\nb\n\n{% endnote %} c", "note(tip:: p(a) p(b)) p(c)", &[]);
    check("{% note tip %}\n\na", "p(a)", &["note-unclosed"]);
    check("a\n\n{% endnote %}\n\nb", "p(a) p(b)", &["stray-directive"]);
    check(
        "{% cut \"a\" %}\n{% note tip %}\nb\n{% endcut %}\nc",
        "cut(a: p(b)) p(c)",
        &["note-unclosed"],
    );
    check("{% anchor %}\n\na {% b %}", "p(a {% b %})", &["unknown-directive"]);
}

#[test]
fn tabs() {
    check(
        "{% list tabs group=x %}\n\n- A `b` {#c}\n\n    ```bash\n    d \\\n      e\n    ```\n\n- F\n\n    g\n\n    - h\n    - i\n\n{% endlist %}\n\nj",
        "tabs(tab(A `b`: code(bash:d \\⏎  e⏎)) tab(F: p(g) list(item(p(h)) item(p(i))))) p(j)",
        &[],
    );
    check(
        "{% list tabs %}\n\n- A\n\n    {% list tabs %}\n\n    - B\n\n        c\n\n    {% endlist %}\n\n- D\n\n    e\n\n{% endlist %}",
        "tabs(tab(A: tabs(tab(B: p(c)))) tab(D: p(e)))",
        &[],
    );
    // A list inside a tab, with code in an item.
    check(
        "{% list tabs %}\n\n- A\n\n    1. b\n\n        ```\n        c\n        ```\n\n    2. d\n\n{% endlist %}",
        "tabs(tab(A: list(item(p(b) code(:c⏎)) item(p(d)))))",
        &[],
    );
    // Indentation that varies from tab to tab, and YAML at the margin.
    check(
        "{% list tabs %}\n\n - A\n\n     b\n\n- C\n\n    d\n\n{% endlist %}",
        "tabs(tab(A: p(b)) tab(C: p(d)))",
        &[],
    );
    check(
        "{% list tabs %}\n\n- A\n\n```yaml\n- b\n```\n\n{% endlist %}",
        "tabs(tab(A: code(yaml:- b⏎)))",
        &[],
    );
    check(
        "{% list tabs %}\n\na\n\n- B\n\n    c\n\n{% endlist %}",
        "p(a) tabs(tab(B: p(c)))",
        &["text-before-tabs"],
    );
    check(
        "{% list tabs %}\n\n```\n- a\n```\n\n- B\n\n```\nc\n```\n\n{% endlist %}",
        "code(:- a⏎) tabs(tab(B: code(:c⏎)))",
        &["text-before-tabs"],
    );
    check("{% list tabs %}\n\na\n\n{% endlist %}", "p(a)", &["tabs-empty"]);
    check("{% list tabs %}\n\n- A\n\n  b", "list(item(p(A) p(b)))", &["tabs-unclosed"]);
}

#[test]
fn an_unclosed_fence_ends_with_its_tab() {
    check(
        "{% list tabs %}\n\n- A\n\n    ```bash\n    a\n\n- B\n\n    ```js\n    b\n    ```\n\n{% endlist %}\n\nc",
        "tabs(tab(A: code(bash:a⏎)) tab(B: code(js:b⏎))) p(c)",
        &["fence-unclosed"],
    );
    check(
        "{% list tabs %}\n\n- A\n\n    ```bash\n    a\n        ```\n\n- B\n\n    b\n\n{% endlist %}",
        "tabs(tab(A: code(bash:a⏎)) tab(B: p(b)))",
        &[],
    );
    check(
        "{% list tabs %}\n\n- A\n\n    ```bash\n    a\n\n{% endlist %}\n\n```js\nb\n```",
        "tabs(tab(A: code(bash:a⏎))) code(js:b⏎)",
        &["fence-unclosed"],
    );
}

#[test]
fn conditions() {
    let text = |condition: &str| {
        format!("{{% if {condition} %}}\n\na\n\n{{% else %}}\n\nb\n\n{{% endif %}}\n\nc")
    };
    for (condition, sketch, codes) in [
        ("build == 'dev'", "p(b) p(c)", &[][..]),
        ("build == \"prod\"", "p(a) p(c)", &[]),
        ("build != 'dev'", "p(a) p(c)", &[]),
        ("build", "p(a) p(c)", &[]),
        ("lang == 'x'", "p(a) p(c)", &["condition-unknown"]),
        ("build == 'dev' or build == 'x'", "p(a) p(c)", &["condition-unknown"]),
    ] {
        check(&text(condition), sketch, codes);
    }
    check("{% if build == 'dev' %}\n#|\n|| a ||\n|#\n{% endif %}\nb", "p(b)", &[]);
    check(
        "{% if build == 'dev' %}\na\n{% elsif build == 'prod' %}\nb\n{% else %}\nc\n{% endif %}",
        "p(b)",
        &[],
    );
    check(
        "{% if build == 'prod' %}\n{% if build == 'dev' %}\na\n{% else %}\nb\n{% endif %}\n{% else %}\nc\n{% endif %}",
        "p(b)",
        &[],
    );
}

#[test]
fn includes() {
    let fragment = (
        "x/_includes/f.md",
        "# T\n\na [b](../c.md)\n\n## S {#s}\n\nd\n\n### U\n\ne\n\n## V\n\ng\n",
    );
    for (text, sketch, codes) in [
        (
            "{% include [t](_includes/f.md) %}",
            "h1(T) p(a <b→../c.md>) h2(S)#s p(d) h3(U) p(e) h2(V) p(g)",
            &[][..],
        ),
        ("{% include notitle [t](./_includes/f.md#s) %}", "p(d) h3(U) p(e)", &[]),
        ("{% include [t](../x/_includes/f.md#v) %}\n\nz", "h2(V) p(g) p(z)", &[]),
        ("- a\n\n    {% include [t](_includes/f.md#v) %}", "list(item(p(a) h2(V) p(g)))", &[]),
        ("{% include [t](_includes/f.md#w) %}", "", &["include-section-missing"]),
        ("{% include [t](nowhere.md) %}", "", &["include-missing"]),
        ("{% include [t](https://example.com/a.md) %}", "", &["include-missing"]),
        ("{% include t %}", "", &["include-malformed"]),
        ("a\n\n{% include [t](./page.md) %}\n\nb", "p(a) p(b)", &["include-cycle"]),
    ] {
        let (found, found_codes) = parse_files(&[("x/page.md", text), fragment]);
        assert_eq!((found.as_str(), &found_codes[..]), (sketch, codes), "{text}");
    }
}

#[test]
fn metadata_is_left_out() {
    check("---\na: b\n---\n\n# C", "h1(C)", &[]);
    check("---\n\na", "p(a)", &[]);
}
