//! Requests and answers on the wire, and what stands at which address.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION};
use hyper::{Response, StatusCode};
use serde_json::{Map, Value, json};

use super::engine::Engine;
use super::faults::Fault;
use super::{calls, lock, oauth, php, query, request};
use crate::schema::Rest;

/// The page of a proxy.
pub(super) const HTML: &str =
    "<html><head><title>Error</title></head><body><h1>nginx</h1></body></html>";

/// JSON of a proxy.
pub(super) const FOREIGN: &str = "{\"status\":\"maintenance\"}";

/// The connection is to be cut.
#[derive(Debug)]
pub(super) struct Cut {
    pub(super) resets: bool,
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection was cut on purpose")
    }
}

impl std::error::Error for Cut {}

/// The body of an answer, which may end too early.
#[derive(Debug)]
pub(super) struct Body {
    left: Bytes,
    length: u64,
    is_cut: bool,
}

impl Body {
    pub(super) fn cut_in_half(&mut self) {
        self.left.truncate(self.left.len() / 2);
        self.is_cut = true;
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        Poll::Ready(match std::mem::take(&mut self.left) {
            left if !left.is_empty() => Some(Ok(Frame::data(left))),
            _ if self.is_cut => Some(Err(Cut { resets: false })),
            _ => None,
        })
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty() && !self.is_cut
    }
}

pub(super) type Answer = Response<Body>;

pub(super) fn answer(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Answer {
    let left = body.into();
    let mut answer = Response::new(Body { length: left.len() as u64, left, is_cut: false });
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}

pub(super) fn json_answer(status: u16, body: &Value) -> Answer {
    answer(status, "application/json; charset=utf-8", body.to_string())
}

pub(super) fn html(status: u16, body: impl Into<Bytes>) -> Answer {
    answer(status, "text/html; charset=utf-8", body)
}

/// A request, read to its end.
pub(super) struct Came {
    pub(super) http_method: String,
    pub(super) path: String,
    pub(super) query: Map<String, Value>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Came {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// Answers a request, or says that its connection is to be cut.
pub(super) async fn serve(
    engine: &Engine,
    request: hyper::Request<Incoming>,
) -> Result<Answer, Cut> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| Cut { resets: false })?.to_bytes();
    let query = head.uri.query().unwrap_or_default();
    let came = Came {
        http_method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: php::decode(query),
        headers: head.headers,
        body,
    };
    if let Some(to) = lock(&engine.moved_to).clone() {
        let mark = if query.is_empty() { "" } else { "?" };
        let mut moved = html(302, "");
        if let Ok(place) = HeaderValue::from_str(&format!("{to}{}{mark}{query}", came.path)) {
            moved.headers_mut().insert(LOCATION, place);
        }
        return Ok(moved);
    }
    let parts: Vec<&str> = came.path.split('/').filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        ["oauth", "token"] => token(engine, &came).await,
        ["oauth", "authorize"] => Ok(authorize(engine, &came)),
        ["rest", "upload" | "upload.json"] | ["rest", _, _, "upload" | "upload.json"] => {
            Ok(upload(engine, &came))
        }
        ["rest", "download" | "download.json"] | ["rest", _, _, "download" | "download.json"] => {
            Ok(download(engine, &came))
        }
        ["rest", "api", user, code, method] => {
            calls::answer(engine, &came, Rest::V3, Some((*user, *code)), method).await
        }
        ["rest", "api", method] => calls::answer(engine, &came, Rest::V3, None, method).await,
        ["rest", user, code, method] => {
            calls::answer(engine, &came, Rest::V2, Some((*user, *code)), method).await
        }
        ["rest", method] => calls::answer(engine, &came, Rest::V2, None, method).await,
        _ => Ok(html(404, HTML)),
    }
}

/// `/oauth/token/`: a pair of tokens for a code or for a refresh token.
async fn token(engine: &Engine, came: &Came) -> Result<Answer, Cut> {
    let body = request::body(came.header("content-type"), &came.body);
    let mut params = came.query.clone();
    if let Ok(Value::Object(body)) = body {
        params.extend(body);
    }
    let fault = lock(&engine.faults).pick(oauth::METHOD, false);
    match fault {
        Some(Fault::CutBefore) => return Err(Cut { resets: false }),
        Some(Fault::Reset) => return Err(Cut { resets: true }),
        Some(fault) if !fault.runs() => return Ok(html(503, HTML)),
        _ => {}
    }
    let param = |name: &str| params.get(name).map(query::text).unwrap_or_default();
    let now = engine.clock.elapsed();
    let granted = lock(&engine.oauth).grant(&param, &engine.url(), now);
    let mut reply = match granted {
        Ok((body, is_refresh)) => {
            lock(&engine.record).stats.refreshes += u64::from(is_refresh);
            json_answer(200, &body)
        }
        Err((code, text)) => {
            lock(&engine.record).stats.refused_grants += 1;
            json_answer(400, &json!({ "error": code, "error_description": text }))
        }
    };
    match fault {
        Some(Fault::CutAfter) => return Err(Cut { resets: false }),
        Some(Fault::Truncated) => reply.body_mut().cut_in_half(),
        Some(Fault::Garbage) => return Ok(answer(200, "application/json", "{\"acc")),
        Some(Fault::Foreign) => return Ok(answer(200, "application/json", FOREIGN)),
        Some(Fault::Html) => return Ok(html(200, HTML)),
        Some(Fault::BadGateway) => return Ok(html(502, HTML)),
        Some(Fault::Slow(time)) => tokio::time::sleep(time).await,
        _ => {}
    }
    Ok(reply)
}

/// `/oauth/authorize/`: sends the user back to the application with a code, or shows the code.
fn authorize(engine: &Engine, came: &Came) -> Answer {
    let param = |name: &str| came.query.get(name).map(query::text).unwrap_or_default();
    let user = engine.settings.webhooks.first().map_or(1, |(user, _)| *user);
    let mut server = lock(&engine.oauth);
    if param("client_id") != server.app.client_id {
        return html(200, "<html><body>The application is not installed</body></html>");
    }
    let code = server.code(user, engine.clock.elapsed());
    let Some(redirect) = &engine.settings.redirect_uri else {
        return html(200, format!("<html><body><code>{code}</code></body></html>"));
    };
    let domain = oauth::host(&engine.url()).to_owned();
    let fields = [
        ("code", code),
        ("state", param("state")),
        ("domain", domain),
        ("member_id", server.member_id.clone()),
        ("scope", server.scope.clone()),
        ("server_domain", "oauth.bitrix.info".to_owned()),
    ];
    let query: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", php::percent_encoded(value)))
        .collect();
    let mark = if redirect.contains('?') { '&' } else { '?' };
    let mut answer = html(302, "");
    if let Ok(place) = HeaderValue::from_str(&format!("{redirect}{mark}{}", query.join("&"))) {
        answer.headers_mut().insert(LOCATION, place);
    }
    answer
}

/// A form with a file, at an address that a method gave.
fn upload(engine: &Engine, came: &Came) -> Answer {
    let token = came.query.get("token").map(query::text).unwrap_or_default();
    let content_type = came.header("content-type");
    match super::files::take(&mut lock(&engine.files), &token, content_type, &came.body) {
        Ok(file) => json_answer(200, &json!({ "result": file })),
        Err(failure) => json_answer(failure.status, &failure.body(Rest::V2)),
    }
}

fn download(engine: &Engine, came: &Came) -> Answer {
    let token = came.query.get("token").map(query::text).unwrap_or_default();
    let Some((name, content)) = lock(&engine.files).get(&token) else { return html(404, HTML) };
    let mut answer = answer(200, "application/octet-stream", content);
    let attached = format!("attachment; filename=\"{name}\"");
    if let Ok(attached) = HeaderValue::from_str(&attached) {
        answer.headers_mut().insert("content-disposition", attached);
    }
    answer
}
