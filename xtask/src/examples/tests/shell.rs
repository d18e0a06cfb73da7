//! Commands and requests.

use serde_json::json;

use super::super::{Auth, SnippetLang, UNKNOWN, calls};
use super::{codes, one};

#[test]
fn a_command() {
    let text = "curl -X POST \\\n-H \"Accept: application/json\" \\\n-d '{\"id\":[1,2],\"x\":{\"y\":\"z\"}}' \\\nhttps://**portal**/rest/**user**/**secret**/shop.item.get\n";
    let call = one("bash", "cURL (Webhook)", text);
    assert_eq!(call.method, "shop.item.get");
    assert_eq!((call.rest3, call.auth, call.lang), (Some(false), Auth::Webhook, SnippetLang::Curl));
    assert_eq!(call.params, Some(json!({"id": [1, 2], "x": {"y": "z"}})));
    assert_eq!(&text[call.offset..call.offset + 5], "{\"id\"");
}

#[test]
fn authorization_is_no_parameter() {
    let text = "curl -d '{\"id\":1,\"auth\":\"**token**\"}' https://x/rest/api/shop.item.get.json";
    let call = one("bash", "", text);
    assert_eq!(
        (call.rest3, call.auth, call.method.as_str()),
        (Some(true), Auth::OAuth, "shop.item.get")
    );
    assert_eq!(call.params, Some(json!({"id": 1})));

    // Lost braces put it into the last object.
    let text = "curl -d '{\"a\":{\"b\":1,\"auth\":\"**token**\"}' https://x/rest/shop.item.get";
    let (found, faults) = calls("bash", "", text);
    assert_eq!(found[0].params, Some(json!({"a": {"b": 1}})));
    assert_eq!(codes(&faults), ["bracket-missing"]);

    // A surplus brace puts it behind the body.
    let text = "curl -d '{\"a\":{\"b\":1}},\"auth\":\"**token**\"}' https://x/rest/shop.item.get";
    let (found, faults) = calls("bash", "", text);
    assert_eq!(found[0].params, Some(json!({"a": {"b": 1}})));
    assert_eq!(codes(&faults), ["bracket-extra"]);

    // A line of its own, and a placeholder without quotes.
    let text =
        "curl -d '{\n\"a\": **put_a_here**,\nauth=YOUR_TOKEN\n}' https://x/rest/shop.item.get";
    let (found, faults) = calls("bash", "", text);
    assert_eq!(found[0].params, Some(json!({"a": UNKNOWN})));
    assert_eq!(codes(&faults), ["bare-value", "separator", "bare-key", "bare-value"]);

    // A tab that holds the other example.
    let (found, faults) = calls("bash", "cURL (OAuth)", "curl https://x/rest/1/abc/shop.item.get");
    assert_eq!((found[0].auth, codes(&faults)), (Auth::OAuth, vec!["auth-mismatch"]));
}

#[test]
fn quotes_of_the_shell() {
    let body = |body: &str| {
        one("bash", "", &format!("curl -d {body} https://x/rest/1/s/a.b")).params.unwrap()
    };
    assert_eq!(
        body(r#"'{"a":"Ann's toys","b":"'x' and 'y'"}'"#),
        json!({"a": "Ann's toys", "b": "'x' and 'y'"})
    );
    assert_eq!(
        body(r#"'{"a":"'"$(date -Iseconds --date='+1 day')"'"}'"#),
        json!({"a": "2000-01-01T00:00:00+00:00"})
    );
    assert_eq!(
        body(r#"'{"a":"'$(date --date='TZ="X/Y" now' +%Y-%m-%d)'"}'"#),
        json!({"a": "2000-01-01"})
    );
    assert_eq!(
        body(r#"'{"a":'"$id"',"b":"'"$name"'","c":1}'"#),
        json!({"a": UNKNOWN, "b": UNKNOWN, "c": 1})
    );
    assert_eq!(body(r#""{\"a\":\"b\",\"c\":{\"d\":1}}""#), json!({"a": "b", "c": {"d": 1}}));
    assert_eq!(body(r#""{"a":1}""#), json!({"a": 1}));
}

#[test]
fn missing_words_and_strange_continuations() {
    let call =
        one("curl", "", "-X POST \\\n-d '{\"a\":1}' \\ # a remark\nhttps://x/rest/1/s/a.b.c\n");
    assert_eq!((call.method.as_str(), call.params), ("a.b.c", Some(json!({"a": 1}))));
    let call = one("bash", "", "curl -X POST /\n-d '{\"a\":1}' /\nhttps://x/rest/1/s/a.b.c\n");
    assert_eq!((call.method.as_str(), call.params), ("a.b.c", Some(json!({"a": 1}))));
    let call = one("", "", "curl https://x/rest/1/s/events\n");
    assert_eq!((call.method.as_str(), call.params), ("events", None));
    let (found, _) = calls(
        "bash",
        "",
        "curl -d '{\"a\":1}' https://x/rest/1/s/a.b\ncurl https://x/rest/1/s/c.d",
    );
    assert_eq!(found.iter().map(|call| call.method.as_str()).collect::<Vec<_>>(), ["a.b", "c.d"]);
}

#[test]
fn forms_and_queries() {
    let call = one("bash", "", "curl -d 'ID=1&x[y]=a%20b&l[]=1&l[]=2' https://x/rest/a.b?auth=t");
    assert_eq!(call.params, Some(json!({"ID": "1", "x": {"y": "a b"}, "l": ["1", "2"]})));
    assert_eq!(call.auth, Auth::OAuth);
    let call = one("bash", "", "curl --data-urlencode 'a=1&2' -F \"b=x\" https://x/rest/1/s/a.b");
    assert_eq!(call.params, Some(json!({"a": "1&2", "b": "x"})));
    let call = one("http", "", "GET https://x/rest/1/s/a.b.json?id=7&f=N HTTP/1.1\n");
    assert_eq!((call.method.as_str(), call.params), ("a.b", Some(json!({"id": "7", "f": "N"}))));
}

#[test]
fn raw_requests() {
    let call = one("http", "", "POST https://x/rest/api/1/s/a.b\nAccept: */*\n\n{\n\"id\": 3\n}\n");
    assert_eq!((call.rest3, call.params), (Some(true), Some(json!({"id": 3}))));
}

#[test]
fn positional_parameters() {
    let call = one("bash", "", "curl -d '[{\"ID\":\"desc\"},4]' https://x/rest/1/s/a.b");
    assert_eq!(call.params, Some(json!([{"ID": "desc"}, 4])));
    let (found, faults) = calls(
        "bash",
        "",
        "curl -d '{[{\"ID\":\"desc\"},4],\"auth\":\"**t**\"}' https://x/rest/a.b",
    );
    assert_eq!(found[0].params, Some(json!([{"ID": "desc"}, 4])));
    assert_eq!(codes(&faults), ["key-missing"]);
    assert_eq!(one("bash", "", "curl -d '[]' https://x/rest/1/s/a.b").params, Some(json!({})));
}

#[test]
fn commands_that_call_no_method() {
    assert_eq!(calls("bash", "", "npm install something\n"), (vec![], vec![]));
    assert_eq!(calls("bash", "", "curl https://oauth.example.com/oauth/token/?a=b").0, vec![]);
    let (found, faults) = calls("bash", "", "curl -d '{\"a\":1}' https://x/other/a.b");
    assert_eq!((found, codes(&faults)), (vec![], vec!["address-missing"]));
}
