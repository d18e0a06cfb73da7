//! Calls as the snippets of the documentation write them.

use b24_schema::Rest;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::json;
use crate::facts::{Auth, CallShape};

/// What stands for the address of a portal.
const ADDRESS: &str = "https://**put_your_bitrix24_address**";

/// What stands for the user and the secret of a webhook.
const WEBHOOK: &str = "**put_your_user_id_here**/**put_your_webhook_here**/";

/// What stands for the token of an application.
const TOKEN: &str = "**put_access_token_here**";

/// The parameter that holds it.
const AUTH: &str = "auth";

/// What a method's name has encoded as a part of an address.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'-');

/// A fence with the call.
pub(super) fn snippet(call: &CallShape) -> String {
    match call.auth {
        Auth::Webhook => curl(call, WEBHOOK, "", call.params.clone()),
        Auth::App => match &call.params {
            // The token is one of the parameters, where these have names and none is called so.
            Some(Value::Object(params)) if !params.contains_key(AUTH) => {
                curl(call, "", "", Some(with_token(params)))
            }
            Some(params) => curl(call, "", &format!("?{AUTH}={TOKEN}"), Some(params.clone())),
            None => curl(call, "", "", None),
        },
        Auth::Library => script(call),
    }
}

fn with_token(params: &Map<String, Value>) -> Value {
    let mut params = params.clone();
    params.insert(AUTH.to_owned(), Value::from(TOKEN));
    Value::Object(params)
}

fn curl(call: &CallShape, user: &str, query: &str, body: Option<Value>) -> String {
    let mut out = String::from("```bash\ncurl -X POST \\\n");
    if let Some(body) = body {
        out.push_str("-H \"Content-Type: application/json\" \\\n-d '");
        out.push_str(&json::pretty(&body));
        out.push_str("' \\\n");
    }
    let method = utf8_percent_encode(&call.method, SEGMENT);
    let rest = match call.rest {
        Some(Rest::V2) => "/rest/",
        Some(Rest::V3) => "/rest/api/",
        None => "/",
    };
    out.push_str(&format!("{ADDRESS}{rest}{user}{method}{query}\n```"));
    out
}

fn script(call: &CallShape) -> String {
    let method = json::line(&Value::from(call.method.as_str()));
    let params = call.params.as_ref().map(json::pretty);
    let Some(rest) = call.rest else {
        let params = params.map(|params| format!(", {params}")).unwrap_or_default();
        return format!("```js\nBX24.callMethod({method}{params});\n```");
    };
    let params = params.map(|params| format!(", params: {params}")).unwrap_or_default();
    let version = rest.number();
    format!("```js\n$b24.actions.v{version}.call.make({{method: {method}{params}}});\n```")
}
