use serde_json::json;

use super::*;
use crate::assemble;
use crate::corpus::{Corpus, File, FileId};
use crate::facts::read;

const PAGE: &str = "\
# Get a thing thing.item.get

> Scope: [`crm`](x.md)
>
> Who can execute the method: any user

`thing.item.get`

## Method Parameters

#|
|| **Name**
`type` | **Description** ||
|| **id***
[`integer`](x.md) | Identifier ||
|| **order**
[`object`](x.md) | Order ||
|#

## Code Examples

```bash
curl -X POST -d '{\"id\": 15}' https://**put_your_bitrix24_address**/rest/1/**code**/thing.item.get
```

```bash
curl -X POST -d '{\"ID\": 15}' https://**put_your_bitrix24_address**/rest/1/**code**/thing.item.get
```

```bash
curl -X POST -d '{\"nothing\": 15}' https://**put_your_bitrix24_address**/rest/1/**code**/thing.item.list
```

## Response Handling

HTTP status: **200**

```json
{\"result\": {\"id\": 15, \"name\": \"text\"}, \"time\": {}}
```

### Returned Data

#|
|| **Name**
`type` | **Description** ||
|| **result**
[`object`](x.md) | The thing ||
|| **id**
[`integer`](x.md) | Identifier ||
|#

## Error Handling

HTTP status: **400**

```json
{\"error\": \"NOT_FOUND\", \"error_description\": \"text\"}
```
";

fn pages(text: &str) -> Vec<PageFacts> {
    let path = "api-reference/thing/thing-item-get.md".to_owned();
    let corpus = Corpus::new(Lang::En, vec![File { path, text: text.to_owned() }]);
    vec![read::page(&corpus, FileId::new(Lang::En, 0)).facts]
}

#[test]
fn examples_of_the_method_are_found() {
    let pages = pages(PAGE);
    let built = assemble::assemble(&pages, &[]);
    let examples = examples(&built.schema, &pages);
    let found: Vec<_> = examples.iter().map(|e| (e.kind, e.value.clone().into_owned())).collect();
    let expected = [
        (Kind::Request, json!({"id": 2})),
        (Kind::Request, json!({"ID": 2})),
        (Kind::Answer, json!({"result": {"id": 2, "name": "text"}, "time": {}})),
    ];
    assert_eq!(found, expected, "another method's call and the error are none");
    let lines = examples.iter().map(|e| PAGE[..e.span.start as usize].matches('\n').count() + 1);
    assert_eq!(lines.collect::<Vec<_>>(), [22, 26, 38]);
}

#[test]
fn what_the_schema_does_not_explain_is_listed() {
    let without_name = PAGE.replace(r#", "name": "text""#, "");
    assert_ne!(without_name, PAGE);
    let built = assemble::assemble(&pages(&without_name), &[]);
    let (totals, findings) = check(&built.schema, &pages(&PAGE.replace("\"ID\"", "\"code\"")));
    let messages: Vec<_> = findings.iter().map(Finding::message).collect();
    assert_eq!(messages, ["unknown: code; missing: id", "unknown: name"]);
    let expected = Totals {
        fit_requests: 2,
        fit_requests_clean: 1,
        fit_requests_unknown: 1,
        fit_requests_missing: 1,
        fit_answers: 1,
        fit_answers_unknown: 1,
        ..Totals::default()
    };
    assert_eq!(totals, expected);
}

#[test]
fn what_an_example_does_not_tell_is_nothing() {
    let mut value = json!({"a": ["…", {"b": "…"}], "c": "text"});
    forget_unknown(&mut value);
    assert_eq!(value, json!({"a": [null, {"b": null}], "c": "text"}));
}

#[test]
fn a_finding_is_told_in_one_line() {
    let unfit = |path: &str| fit::Unfit {
        path: path.to_owned(),
        expected: "integer".to_owned(),
        found: "string \"x\"".to_owned(),
    };
    let finding = Finding {
        method: "a.b".to_owned(),
        rest: Rest::V2,
        page: "a.md".to_owned(),
        lang: "en",
        kind: Kind::Request,
        misfits: Misfits {
            unknown: vec!["a".to_owned(), "b.c".to_owned()],
            unfit: vec![unfit("d"), unfit("")],
            missing: vec!["e".to_owned()],
        },
        span: Span { file: FileId(0), start: 0, end: 0 },
    };
    let expected = "unknown: a, b.c; unfit: d is string \"x\", not integer; unfit: all of it is string \
                    \"x\", not integer; missing: e";
    assert_eq!(finding.message(), expected);
}
