//! Calls in the languages of the libraries.

use serde_json::{Value, json};

use super::super::{SnippetLang, UNKNOWN, calls};
use super::{codes, one};

fn script(params: &str) -> Value {
    one("js", "", &format!("BX24.callMethod('a.b', {params}, done);")).params.unwrap()
}

fn php(params: &str) -> Value {
    one("php", "", &format!("$r = CRest::call('a.b', {params});")).params.unwrap()
}

fn go(params: &str) -> Value {
    one("go", "", &format!("res, err := client.Core().Call(ctx, \"a.b\", {params})"))
        .params
        .unwrap()
}

fn python(arguments: &str) -> Value {
    one("python", "", &format!("answer = client.a.b({arguments}).response")).params.unwrap()
}

#[test]
fn script_literals() {
    assert_eq!(
        script("{ id: 1, 'x-y': \"s\", list: [1, 'two', null,], on: true, f: .5, 7: -2 }"),
        json!({"id": 1, "x-y": "s", "list": [1, "two", null], "on": true, "f": 0.5, "7": -2})
    );
    assert_eq!(
        script(
            "{ a: now.toISOString(), b: x ? 'y' : 'z', c: 'p' + q, d: `t${n}`, e: `t`, ...more, f: g(1, [2]) }"
        ),
        json!({"a": "2000-01-01T00:00:00.000Z", "b": UNKNOWN, "c": UNKNOWN, "d": UNKNOWN, "e": "t", "f": UNKNOWN})
    );
    assert_eq!(
        script("{ /* no */ a: 24 * 60, // minutes\n b: Number(5), c: 'x' as const }"),
        json!({"a": UNKNOWN, "b": 5, "c": "x"})
    );
    assert_eq!(
        script(r#"{ a: "it\'s \`x\`", b: 'say "hi"', c: '\u0041\'' }"#),
        json!({"a": "it's `x`", "b": "say \"hi\"", "c": "A'"})
    );
    assert_eq!(script("[1, { ID: 'asc' }]"), json!([1, {"ID": "asc"}]));
    assert_eq!(
        script("{ run() { return { a: 1 } }, b: (x) => { y, z }, c: function () {}, d: 1 }"),
        json!({"b": UNKNOWN, "c": UNKNOWN, "d": 1})
    );
}

#[test]
fn script_calls() {
    let call = one(
        "ts",
        "JS (TS)",
        "const r = await $b24.actions.v2.call.make<{ a: number }[]>({\n  method: 'x.y',\n  params: { id: 1 },\n  requestId: uuid()\n})",
    );
    assert_eq!(
        (call.method.as_str(), call.rest3, call.lang),
        ("x.y", Some(false), SnippetLang::Ts)
    );
    assert_eq!(call.params, Some(json!({"id": 1})));
    let call = one("html", "", "<script>b.actions.v3.callList.make({ method: 'x.y' })</script>");
    assert_eq!((call.rest3, call.lang, call.params), (Some(true), SnippetLang::Umd, None));
    let call =
        one("js", "", "for await (const p of $b24.fetchListMethod('x.y', { a: 1 }, 'ID')) {}");
    assert_eq!((call.lang, call.params), (SnippetLang::Ts, Some(json!({"a": 1}))));
    let call = one("js", "", "BX24.callMethod('x.y', function (r) { show(r); });");
    assert_eq!((call.lang, call.params), (SnippetLang::Bx24Js, None));
    let (found, _) = calls(
        "js",
        "",
        "// BX24.callMethod('x.y', {});\nBX24.callMethod(name, {});\nb.callList.make()",
    );
    assert_eq!(found, vec![]);
    let (found, _) =
        calls("js", "", "BX24.callMethod('x.y', {}, () => BX24.callMethod('z', {a: 1}));");
    assert_eq!(found.len(), 2);
}

#[test]
fn variables_are_looked_up() {
    let text = "const list: string[] = ['a'];\nlet params: Some = { id: 7, list };\nBX24.callMethod('x.y', params, cb)";
    assert_eq!(one("js", "", text).params, Some(json!({"id": 7, "list": ["a"]})));
    let text =
        "$fields = ['A' => 1];\n$id == 5;\n$core->call('x.y', ['id' => $id, 'fields' => $fields]);";
    assert_eq!(one("php", "", text).params, Some(json!({"id": UNKNOWN, "fields": {"A": 1}})));
    let text = "order = {\"ID\": \"asc\"}\nclient.x.y(order=order, n=other)";
    assert_eq!(one("python", "", text).params, Some(json!({"order": {"ID": "asc"}, "n": UNKNOWN})));
    let (found, faults) = calls("js", "", "BX24.callMethod('x.y', params)");
    assert_eq!((found[0].params.clone(), codes(&faults)), (None, vec!["params-computed"]));
    // A name that stands for itself must not be looked up for ever.
    assert_eq!(
        one("js", "", "a = a; BX24.callMethod('x.y', { a })").params,
        Some(json!({"a": UNKNOWN}))
    );
}

#[test]
fn php_literals() {
    assert_eq!(
        php(
            "['a' => 1, \"b\" => array('c', 'd'), 'e' => ['f' => NULL, 'g' => true,], # no\n 'h' => 'it\\'s']"
        ),
        json!({"a": 1, "b": ["c", "d"], "e": {"f": null, "g": true}, "h": "it's"})
    );
    assert_eq!(
        php(
            "['d' => (new DateTime())->format(DateTime::ATOM), 'e' => \"x $y\", 'f' => $z ?: 1, 'g' => 'a' . 'b', 'h' => (int)'5']"
        ),
        json!({"d": "2000-01-01T00:00:00+00:00", "e": UNKNOWN, "f": UNKNOWN, "g": UNKNOWN, "h": "5"})
    );
    assert_eq!(php("[0 => 'a', 1 => 'b']"), json!(["a", "b"]));
    assert_eq!(php("['a' => 1, 'b']"), json!({"a": 1, "0": "b"}));
    assert_eq!(php("[]"), json!({}));
    let (found, faults) = calls("php", "", "$s->core->call('x.y', ['a' => ['b' => 1}, 'c' => 2])");
    assert_eq!(found[0].params, Some(json!({"a": {"b": 1}, "c": 2})));
    assert_eq!((found[0].lang, codes(&faults)), (SnippetLang::Php, vec!["bracket-mismatch"]));
    let (found, faults) =
        calls("php", "", "CRest::call('x.y', ['a' => ['b' => 'open\"],\n 'c' => 2])");
    assert_eq!(found[0].params, Some(json!({"a": {"b": "open"}, "c": 2})));
    assert_eq!((found[0].lang, codes(&faults)), (SnippetLang::CRest, vec!["quote-missing"]));
    assert_eq!(calls("php", "", "$x->getCRMScope()->deal()->add($fields);"), (vec![], vec![]));
}

#[test]
fn go_literals() {
    assert_eq!(
        go(
            "b24.Params{\"a\": 1, \"b\": []int{84, 83}, \"c\": map[string]any{\"d\": nil}, \"e\": []b24.Params{{\"f\": `raw`}}, \"g\": []string{}, \"h\": map[string]interface{}{}}"
        ),
        json!({"a": 1, "b": [84, 83], "c": {"d": null}, "e": [{"f": "raw"}], "g": [], "h": {}})
    );
    assert_eq!(
        go(
            "b24.Params{\"a\": time.Now().Format(time.RFC3339), \"b\": int64(5), \"c\": x, \"d\": [][]any{{\"id\", \">\", 5}}}, b24.Option()"
        ),
        json!({"a": "2000-01-01T00:00:00+00:00", "b": 5, "c": UNKNOWN, "d": [["id", ">", 5]]})
    );
    assert_eq!(one("go", "", "c.Call(ctx, \"a.b\", nil)").params, None);
}

#[test]
fn python_literals() {
    assert_eq!(
        python(
            "fields={\"a\": True, 'b': None, \"c\": (1, 2), \"d\": (\"x\" \"y\"), \"e\": f\"{z}\", \"f\": r\"w\"}, start=0"
        ),
        json!({"fields": {"a": true, "b": null, "c": [1, 2], "d": "xy", "e": UNKNOWN, "f": "w"}, "start": 0})
    );
    assert_eq!(python("5"), json!([5]));
    assert_eq!(python(""), json!({}));
    let call = one("python", "", "client.x.item.import_(a=[])");
    assert_eq!((call.method.as_str(), call.lang), ("x.item.import", SnippetLang::Python));
    // An underscore may stand for a capital.
    assert_eq!(calls("python", "", "client.x.set_all(a=1)"), (vec![], vec![]));
}

#[test]
fn authorization_is_no_parameter() {
    assert_eq!(php("['id' => 1, 'auth' => 'abc']"), json!({"id": 1}));
}
