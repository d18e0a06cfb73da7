//! Requests to methods: authorization, limits, faults, repeated calls.

use std::collections::BTreeMap;
use std::time::Duration;

use hyper::header::{HeaderMap, HeaderValue};
use serde_json::{Map, Value};

use super::engine::Engine;
use super::faults::Fault;
use super::http::{self, Answer, Came, Cut};
use super::oauth::Check;
use super::record::{Kept, Logged};
use super::request::{Failure, Request};
use super::{batch, lock, query, request};
use crate::runtime::{Effect, effect};
use crate::schema::{Rest, catalog};

/// How long an answer is kept for its `Idempotency-Key`.
const KEPT: Duration = Duration::from_secs(24 * 3600);

/// Answers a request to a method, or says that its connection is to be cut.
pub(super) async fn answer(
    engine: &Engine,
    came: &Came,
    rest: Rest,
    webhook: Option<(&str, &str)>,
    method: &str,
) -> Result<Answer, Cut> {
    let method = method.strip_suffix(".json").unwrap_or(method);
    let read = request::body(came.header("content-type"), &came.body);
    let (mut params, mut calls) = params(rest, came, read.as_ref().ok());
    let mut token = params.shift_remove("auth").map(|auth| query::text(&auth));
    token = token.or_else(|| came.query.get("auth").map(query::text));
    token =
        token.or_else(|| came.header("authorization").strip_prefix("Bearer ").map(str::to_owned));
    let has_token = webhook.is_none();
    // PHP does not tell a list from an object with numbers for keys, which leaves room for `auth`.
    let is_call = |call: &Value| call["method"].is_string();
    if rest == Rest::V3 && !params.is_empty() && params.values().all(is_call) {
        calls = Some(params.values().cloned().collect());
    }

    let fault = lock(&engine.faults).pick(method, has_token);
    let refused = fault.and_then(|fault| prevented(engine, fault, token.as_deref()));
    let mut error = None;
    let mut outcome = match (fault, refused) {
        (Some(Fault::CutBefore), _) => Err(Cut { resets: false }),
        (Some(Fault::Reset), _) => Err(Cut { resets: true }),
        (Some(Fault::Unavailable), _) => Ok(http::html(503, http::HTML)),
        (_, Some(failure)) => {
            error = Some(failure.code.clone());
            Ok(http::json_answer(failure.status, &failure.body(rest)))
        }
        _ => {
            let is_json = came.header("content-type").starts_with("application/json");
            let is_form = rest == Rest::V3 && !came.body.is_empty() && !is_json;
            let calls =
                Calls { rest, method, params: &params, calls, is_broken: is_form || read.is_err() };
            Ok(admitted(engine, came, calls, webhook, token.as_deref(), &mut error))
        }
    };
    let status = outcome.as_ref().map_or(0, |answer| answer.status().as_u16());
    let shown = match webhook {
        Some((user, code)) => {
            came.path.replacen(&format!("/{user}/{code}/"), &format!("/{user}/***/"), 1)
        }
        None => came.path.clone(),
    };
    lock(&engine.record).request(Logged {
        http_method: came.http_method.clone(),
        path: shown,
        rest,
        method: catalog().get(method, rest).map_or(method, |known| known.name.as_str()).to_owned(),
        params,
        headers: headers(&came.headers),
        status,
        error,
        fault,
    });
    match fault {
        Some(Fault::CutAfter) => outcome = Err(Cut { resets: false }),
        Some(Fault::Truncated) => {
            if let Ok(answer) = &mut outcome {
                answer.body_mut().cut_in_half();
            }
        }
        Some(Fault::Garbage) => {
            outcome = Ok(http::answer(200, "application/json", "{\"result\":[{\"I"))
        }
        Some(Fault::Foreign) => outcome = Ok(http::answer(200, "application/json", http::FOREIGN)),
        Some(Fault::Html) => outcome = Ok(http::html(200, http::HTML)),
        Some(Fault::BadGateway) => outcome = Ok(http::html(502, http::HTML)),
        Some(Fault::Slow(time)) => tokio::time::sleep(time).await,
        _ => {}
    }
    outcome
}

/// What a fault answers in place of the method.
fn prevented(engine: &Engine, fault: Fault, token: Option<&str>) -> Option<Failure> {
    Some(match fault {
        Fault::QueryLimit => query_limit(),
        Fault::OperationTime => {
            let text = "Method is blocked due to operation time limit.";
            Failure::new(429, "OPERATION_TIME_LIMIT", text)
        }
        Fault::InternalError => Failure::new(500, "INTERNAL_SERVER_ERROR", "Internal server error"),
        Fault::ExpiredToken => {
            if let Some(token) = token {
                lock(&engine.oauth).expire(token);
            }
            expired()
        }
        _ => return None,
    })
}

fn query_limit() -> Failure {
    Failure::new(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")
}

fn expired() -> Failure {
    Failure::new(401, "expired_token", "The access token provided has expired.")
}

/// The parameters of a request, and the calls of a batch of REST 3.0.
fn params(
    rest: Rest,
    came: &Came,
    body: Option<&Value>,
) -> (Map<String, Value>, Option<Vec<Value>>) {
    // REST 3.0 reads no parameters from the query.
    let mut params = if rest == Rest::V2 { came.query.clone() } else { Map::new() };
    match body {
        Some(Value::Object(map)) => params.extend(map.clone()),
        Some(Value::Array(calls)) if rest == Rest::V3 => {
            params.insert("batch".to_owned(), Value::Array(calls.clone()));
            return (params, Some(calls.clone()));
        }
        // Parameters by their positions.
        Some(Value::Array(items)) => {
            params.extend(items.iter().enumerate().map(|(i, item)| (i.to_string(), item.clone())));
        }
        _ => {}
    }
    (params, None)
}

fn headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    let shown =
        headers.iter().filter(|(name, _)| !matches!(name.as_str(), "authorization" | "cookie"));
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    shown.map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

/// What a request asks for.
struct Calls<'a> {
    rest: Rest,
    method: &'a str,
    params: &'a Map<String, Value>,
    /// The calls of a batch of REST 3.0.
    calls: Option<Vec<Value>>,
    /// Whether the body is not what it must be.
    is_broken: bool,
}

/// Answers a request that nothing stands in the way of but limits and rights.
fn admitted(
    engine: &Engine,
    came: &Came,
    asked: Calls<'_>,
    webhook: Option<(&str, &str)>,
    token: Option<&str>,
    error: &mut Option<String>,
) -> Answer {
    let rest = asked.rest;
    let mut refuse = |failure: Failure, counts: bool| {
        if counts {
            lock(&engine.record).error(&failure.code);
        }
        *error = Some(failure.code.clone());
        http::json_answer(failure.status, &failure.body(rest))
    };
    if !engine.admits() {
        return refuse(query_limit(), true);
    }
    if *lock(&engine.is_overloaded) {
        let text = "REST API is blocked due to overload";
        return refuse(Failure::new(503, "OVERLOAD_LIMIT", text), true);
    }
    let (user, who) = match authorized(engine, webhook, token) {
        Ok(found) => found,
        Err(failure) => return refuse(failure, true),
    };
    if rest == Rest::V3 && asked.is_broken {
        let code = "BITRIX_REST_V3_EXCEPTION_INVALIDJSONEXCEPTION";
        return refuse(Failure::new(400, code, "The request body is not valid JSON"), true);
    }
    let key = came.headers.get("idempotency-key").filter(|_| rest == Rest::V3);
    let key = key.map(|key| String::from_utf8_lossy(key.as_bytes()).into_owned());
    if let Some(key) = &key
        && (!(1..=255).contains(&key.len()) || !key.bytes().all(|b| (0x20..0x7f).contains(&b)))
    {
        let code = "BITRIX_REST_V3_EXCEPTION_INVALIDIDEMPOTENCYKEYEXCEPTION";
        return refuse(Failure::new(400, code, "Invalid idempotency key"), true);
    }
    let kept_as =
        key.as_ref().filter(|_| asked.calls.is_some() || effect(asked.method) == Effect::Writes);
    let kept_as = kept_as.map(|key| format!("{who}\n{}\n{key}", asked.method.to_lowercase()));
    let body = Value::Object(asked.params.clone());
    let now = engine.clock.now();
    let kept = kept_as.as_ref().and_then(|kept_as| lock(&engine.record).kept.get(kept_as).cloned());
    if let Some(kept) = kept.filter(|kept| kept.until > now) {
        if kept.request != body {
            let code = "BITRIX_REST_V3_EXCEPTION_IDEMPOTENCYKEYREUSEDEXCEPTION";
            let text = "The idempotency key was used with another request";
            return refuse(Failure::new(422, code, text), true);
        }
        lock(&engine.record).stats.replays += 1;
        let mut replayed = http::json_answer(200, &kept.answer);
        echo(&mut replayed, key.as_deref(), true);
        return replayed;
    }
    let request = Request {
        method: asked.method.to_owned(),
        rest,
        params: asked.params.clone(),
        user,
        idempotency_key: key.clone(),
        command: None,
        who,
    };
    let answered = match &asked.calls {
        Some(calls) if asked.method.eq_ignore_ascii_case("batch") => {
            engine.batch_v3(|engine| batch::run_v3(engine, &request, calls))
        }
        None if asked.method.eq_ignore_ascii_case("batch") && rest == Rest::V3 => {
            let code = "BITRIX_REST_V3_EXCEPTION_INVALIDSELECTEXCEPTION";
            return refuse(Failure::new(400, code, "The batch is not a list of calls"), true);
        }
        _ => engine.call(request),
    };
    let result = match answered.reply.outcome {
        // It was counted where it came from.
        Err(failure) => return refuse(failure, false),
        Ok(result) if is_bare(asked.method, rest) => result,
        Ok(result) => {
            let mut body = super::object([("result", result)]);
            if let Some(next) = answered.reply.next {
                body["next"] = next.into();
            }
            if let Some(total) = answered.reply.total {
                body["total"] = total.into();
            }
            body["time"] = answered.time;
            body
        }
    };
    let mut reply = http::json_answer(200, &result);
    echo(&mut reply, key.as_deref(), false);
    if let Some(kept_as) = kept_as {
        let kept = Kept { request: body, answer: result, until: now + KEPT };
        lock(&engine.record).kept.insert(kept_as, kept);
    }
    reply
}

/// Whether the page of a method shows its answer without `result`.
fn is_bare(method: &str, rest: Rest) -> bool {
    catalog().get(method, rest).is_some_and(|method| method.answer.bare)
}

/// The headers that tell a repeated call from the first.
fn echo(answer: &mut Answer, key: Option<&str>, is_replay: bool) {
    if let Some(key) = key.and_then(|key| HeaderValue::from_str(key).ok()) {
        answer.headers_mut().insert("idempotency-key", key);
        if is_replay {
            answer.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
        }
    }
}

/// The user of a request, and whom its limits are counted for.
fn authorized(
    engine: &Engine,
    webhook: Option<(&str, &str)>,
    token: Option<&str>,
) -> Result<(u64, String), Failure> {
    let unknown = || Failure::new(401, "NO_AUTH_FOUND", "Wrong authorization data");
    if let Some((user, code)) = webhook {
        let known = engine.settings.webhooks.iter();
        let mut known = known.filter(|(id, own)| id.to_string() == user && own == code);
        let (user, _) = known.next().ok_or_else(unknown)?;
        return Ok((*user, format!("webhook of {user}")));
    }
    match lock(&engine.oauth).check(token.ok_or_else(unknown)?, engine.clock.elapsed()) {
        Check::Valid { user } => Ok((user, "application".to_owned())),
        Check::Expired => Err(expired()),
        Check::Unknown => Err(unknown()),
    }
}
