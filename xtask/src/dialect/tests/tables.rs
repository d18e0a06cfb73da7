//! Tables in every form the pages have them.

use super::check;

#[test]
fn rows_and_cells() {
    check("#|\n|| a | b ||\n|| c | d ||\n|#", "table([p(a)¦p(b)] [p(c)¦p(d)])", &[]);
    check("#|\n||a|b||\n|| c | ||\n|#\n", "table([p(a)¦p(b)] [p(c)¦])", &[]);
    check("#| \n|| a ||\n|#   \n\nx", "table([p(a)]) p(x)", &[]);
    check("x\n#|\n|| a ||\n|#\ny", "p(x) table([p(a)]) p(y)", &[]);
    check("#|\n|#", "table()", &[]);
}

#[test]
fn cells_of_several_lines() {
    check(
        "#|\n|| **id***\n[`integer`](../t.md#int) | Key.\n\nMore ||\n|#",
        "table([p(**id***/<`integer`→../t.md#int>)¦p(Key.) p(More)])",
        &[],
    );
    check(
        "#|\n|| **id**^*^\n`t` | x\n||\n|| **b^*^** | y\n\n||\n|#",
        "table([p(**id**^*^/`t`)¦p(x)] [p(**b^*^**)¦p(y)])",
        &[],
    );
    check("#|\n||  **a**\n    `t` | b ||\n|#", "table([p(**a**/`t`)¦p(b)])", &[]);
    check("#|\n||      a | b ||\n|#", "table([p(a)¦p(b)])", &[]);
}

#[test]
fn blocks_in_cells() {
    check(
        "#|\n|| a | One of:\n- `x` — first\n- `y`\n  - `z`\n||\n|#",
        "table([p(a)¦p(One of:) list(item(p(`x` — first)) item(p(`y`) list(item(p(`z`)))))])",
        &[],
    );
    check(
        "#|\n|| a | As:\n\n```json\n{ \"a\": \"b || c | d\" }\n```\n\nend ||\n|#",
        "table([p(a)¦p(As:) code(json:{ \"a\": \"b || c | d\" }⏎) p(end)])",
        &[],
    );
    check("#|\n|| a | ```\nx | y\n``` ||\n|#", "table([p(a)¦code(:x | y⏎)])", &[]);
    check("#|\n|| ```\nx\n``` | b ||\n|#", "table([code(:x⏎)¦p(b)])", &[]);
    check(
        "#|\n|| a | b\n\n{% note info %}\n\nc\n\n{% endnote %} ||\n|| {% note tip \"T\" %}\n\nd\n\n{% endnote %} | > | > ||\n|#",
        "table([p(a)¦p(b) note(info:: p(c))] [note(tip:T: p(d))¦p(>)¦p(>)])",
        &[],
    );
    check(
        "#|\n|| a | b\n\n    - c\n    - d ||\n|#",
        "table([p(a)¦p(b) list(item(p(c)) item(p(d)))])",
        &[],
    );
    check("#|\n|| ## Group | > ||\n|| a | ^ ||\n|#", "table([h2(Group)¦p(>)] [p(a)¦p(^)])", &[]);
}

#[test]
fn pipes_that_do_not_split() {
    check("#|\n|| a \\| b | `c\\|d` ||\n|#", "table([p(a | b)¦p(`c|d`)])", &[]);
    check(
        "#|\n|| `a|b` | ``c | `d` || e`` ||\n|#",
        "table([p(`a|b`)¦p(``c | `d` || e``)])"
            .replace("``c | `d` || e``", "`c | `d` || e`")
            .as_str(),
        &[],
    );
    check(
        "#|\n|| [```string | null```](x.md) | b ||\n|#",
        "table([p(<`string | null`→x.md>)¦p(b)])",
        &[],
    );
    check("#|\n|| a | b\n```{A}|{B}``` and\nc ||\n|#", "table([p(a)¦p(b/`{A}|{B}` and/c)])", &[]);
    check("#|\n|| it`s | b ||\n|| `c | d ||\n|#", "table([p(it`s)¦p(b)] [p(`c)¦p(d)])", &[]);
}

#[test]
fn indented_tables() {
    check(
        "- a\n\n    #|\n    || b | c ||\n    |#\n\n- d",
        "list(item(p(a) table([p(b)¦p(c)])) item(p(d)))",
        &[],
    );
    check(
        "#|\n    || a\n    `t` | b ||\n|| c | d ||\n|#",
        "table([p(a/`t`)¦p(b)] [p(c)¦p(d)])",
        &[],
    );
    check(
        "{% list tabs %}\n\n- one\n\n    #|\n    || a | b ||\n|| c\n`t` | d ||\n    |#\n\n- two\n\n    x\n\n{% endlist %}",
        "tabs(tab(one: table([p(a)¦p(b)] [p(c/`t`)¦p(d)])) tab(two: p(x)))",
        &[],
    );
}

#[test]
fn nested_tables() {
    check(
        "#|\n|| a | Values:\n\n#|\n||ID|Name||\n||X|Ex||\n|#\n\nend ||\n|| b | c ||\n|#",
        "table([p(a)¦p(Values:) table([p(ID)¦p(Name)] [p(X)¦p(Ex)]) p(end)] [p(b)¦p(c)])",
        &[],
    );
    check("#|\n|| #|\n|| a ||\n|#\n||\n|#", "table([table([p(a)])])", &[]);
}

#[test]
fn faulty_rows() {
    check("#|\n|| a | b\n|| c | d ||\n|#", "table([p(a)¦p(b)] [p(c)¦p(d)])", &["row-unclosed"]);
    check("#|\n|| a | b ||\n|| c | d\n|#", "table([p(a)¦p(b)] [p(c)¦p(d)])", &["row-unclosed"]);
    check(
        "#|\n|| a | b || ||\n|| c | d ||\n|#",
        "table([p(a)¦p(b)] [p(c)¦p(d)])",
        &["stray-row-mark"],
    );
    check(
        "#|\n|| a | b ||\n- || **c** | d ||\n|#",
        "table([p(a)¦p(b)] [p(**c**)¦p(d)])",
        &["row-bullet"],
    );
    check(
        "#|s\n|| a ||\nand so on\n|| b ||\n|#",
        "table([p(a)] [p(b)])",
        &["text-between-rows"; 2],
    );
    check("#|\n|| a || || b ||\n|#", "table([p(a)] [p(b)])", &[]);
    check(
        "#|\n|| a | ```json\nx ||\n|| b | c ||\n|#\n\ny",
        "table([p(a)¦code(json:x⏎)] [p(b)¦p(c)]) p(y)",
        &["fence-unclosed"; 2],
    );
}

#[test]
fn faulty_ends() {
    check("#|\n|| a ||\n|#b\n\nc", "table([p(a)]) p(b) p(c)", &[]);
    check("#|\n|| a ||\n|# {.wide #x}\n\nc", "table([p(a)]) p(c)", &[]);
    check(
        "#|\n|| a ||\n\n## H\n\nb\n\n#|\n|| c ||\n|#",
        "table([p(a)]) h2(H) p(b) table([p(c)])",
        &["table-unclosed"],
    );
    check("#|\n|| a ||\n\n#|\n|| b ||\n|#", "table([p(a)]) table([p(b)])", &["table-unclosed"]);
    check("#|\n|| a | b", "table([p(a)¦p(b)])", &["row-unclosed", "table-unclosed"]);
    check("a\n\n|#", "p(a) p(|#)", &[]);
}

#[test]
fn pipe_tables() {
    check("| a | b |\n|---|:-:|\n| `c` | **d** |\n", "table([p(a)¦p(b)] [p(`c`)¦p(**d**)])", &[]);
}
