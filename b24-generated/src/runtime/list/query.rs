//! A command of a batch as the text that PHP reads: `method?a=1&b[c]=2`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::runtime::method::Method;
use crate::runtime::params::in_order;

const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// PHP reads no more variables than this, and drops the rest.
const MOST: usize = 1000;

/// The command; `None` if text cannot say it: it has no `null` and no empty list.
pub(super) fn text(method: &Method, params: Map<String, Value>) -> Option<String> {
    let params = in_order(params, method.positional());
    let mut pairs = Vec::new();
    for (key, value) in &params {
        write(encode(key), value, &mut pairs)?;
    }
    (pairs.len() <= MOST).then(|| format!("{}?{}", method.name, pairs.join("&")))
}

fn write(name: String, value: &Value, out: &mut Vec<String>) -> Option<()> {
    let mut pair = |text: &str| {
        out.push(format!("{name}={}", encode(text)));
        Some(())
    };
    match value {
        Value::Null => None,
        Value::Bool(yes) => pair(if *yes { "1" } else { "0" }),
        Value::Number(number) => pair(&number.to_string()),
        Value::String(text) => pair(text),
        Value::Array(items) if items.is_empty() => None,
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(at, item)| write(format!("{name}[{at}]"), item, out)),
        Value::Object(map) if map.is_empty() => None,
        Value::Object(map) => map
            .iter()
            .try_for_each(|(key, item)| write(format!("{name}[{}]", encode(key)), item, out)),
    }
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const METHOD: Method = Method::parse("a.list");

    fn command(params: Value) -> Option<String> {
        let Value::Object(params) = params else { return None };
        text(&METHOD, params)
    }

    #[test]
    fn nested_values_are_variables_of_their_own() {
        let params = json!({
            "filter": { ">ID": "$result[p0][49][ID]", "=TITLE": "a&b=c [é] 100%" },
            "select": ["ID", "TITLE"],
            "start": -1,
            "yes": true,
            "no": false,
        });
        let expected = [
            "a.list?filter[%3EID]=%24result%5Bp0%5D%5B49%5D%5BID%5D",
            "filter[%3DTITLE]=a%26b%3Dc%20%5B%C3%A9%5D%20100%25",
            "select[0]=ID",
            "select[1]=TITLE",
            "start=-1",
            "yes=1",
            "no=0",
        ];
        assert_eq!(command(params), Some(expected.join("&")));
    }

    #[test]
    fn what_text_cannot_say_is_no_command() {
        for nothing in [json!(null), json!([]), json!({})] {
            assert_eq!(command(json!({ "filter": { "A": nothing } })), None);
        }
        let many: Vec<u32> = (0..1001).collect();
        assert_eq!(command(json!({ "@ID": many })), None);
    }
}
