//! Sending calls.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use reqwest::Url;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::answer::{self, Answer, Log, Typed};
use super::arg::{Any, Arg};
use super::error::{ApiError, Error};
use super::method::{Call, Method, Rest};
use super::params::{EncodeError, Params, in_order};
use super::request::Request;
use super::secret::Secret;

/// A connection to one Bitrix24. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    http: reqwest::Client,
    /// The portal, with a path that ends in a slash.
    portal: Url,
    user: String,
    code: Secret,
}

/// What [`Call`]s can be decoded as: anything that serde can deserialize.
pub trait Decode: DeserializeOwned + Send {}

impl<T: DeserializeOwned + Send> Decode for T {}

/// A call on its way; await it.
#[must_use = "a call is sent when it is awaited"]
pub struct Sending<'a, T> {
    future: Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>,
}

impl<T> Future for Sending<'_, T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.future.as_mut().poll(cx)
    }
}

impl<T> fmt::Debug for Sending<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sending")
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("portal", &self.shared.portal.as_str())
            .field("user", &self.shared.user)
            .field("code", &self.shared.code)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// A client for an incoming webhook, by the address that Bitrix24 shows for it.
    ///
    /// # Errors
    ///
    /// If the address is not one of a webhook, or not `https` (plain `http` is allowed to the
    /// loopback only, for tests).
    pub fn webhook(url: &str) -> Result<Self, Error> {
        let wrong = |reason| Error::Webhook { reason };
        let mut portal = Url::parse(url.trim()).map_err(|_| wrong("it is not a URL"))?;
        match portal.scheme() {
            "https" => {}
            "http" if is_loopback(&portal) => {}
            "http" => return Err(wrong("it must start with https://")),
            _ => return Err(wrong("it does not start with https://")),
        }
        if !portal.username().is_empty() || portal.password().is_some() {
            return Err(wrong("it holds a user name or a password before the host"));
        }
        let parts: Vec<String> = portal
            .path_segments()
            .map(|parts| parts.filter(|p| !p.is_empty()).map(str::to_owned).collect())
            .unwrap_or_default();
        // A copied example may end in a method's name or `profile.json`; the first three decide.
        let (user, code) = match parts.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["rest", "api", user, code, ..] | ["rest", user, code, ..] => (*user, *code),
            _ => return Err(wrong("its path is not /rest/<user>/<code>/")),
        };
        if user.is_empty() || !user.bytes().all(|b| b.is_ascii_digit()) {
            return Err(wrong("the part after /rest/ is not the number of a user"));
        }
        if !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(wrong("the webhook's code holds other signs than letters and digits"));
        }
        let (user, code) = (user.to_owned(), Secret::new(code));
        portal.set_path("/");
        portal.set_query(None);
        portal.set_fragment(None);
        // An application that has chosen a provider of its own keeps it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .user_agent(concat!("b24-generated/", env!("CARGO_PKG_VERSION")))
            // A redirect would carry the webhook's code to wherever it points.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|source| Error::Setup { source: source.without_url() })?;
        Ok(Self { shared: Arc::new(Shared { http, portal, user, code }) })
    }

    /// Calls a method by its name, in REST 2.
    ///
    /// For methods that are not documented; the answer is the body's `result`.
    pub fn call(&self, method: &str, params: impl Arg<Any>) -> Sending<'_, Value> {
        self.call_named(method, Rest::V2, params.encode())
    }

    /// Calls a method by its name, in REST 3.0.
    pub fn call_v3(&self, method: &str, params: impl Arg<Any>) -> Sending<'_, Value> {
        self.call_named(method, Rest::V3, params.encode())
    }

    fn call_named(
        &self,
        method: &str,
        rest: Rest,
        params: Result<Value, EncodeError>,
    ) -> Sending<'_, Value> {
        let method = method.to_owned();
        Sending {
            future: Box::pin(async move {
                let body = params.map_err(|source| encode(&method, source))?;
                let answer = self.exchange(Request::new(&method, rest, &body)).await?;
                Ok(typed::<Value>(&method, false, answer)?.result)
            }),
        }
    }

    /// Sends a call; what the `send` of each call does.
    pub fn send<C: Call>(&self, call: C) -> Sending<'_, C::Answer> {
        self.begin(C::METHOD, call.into_params())
    }

    /// Sends a call and gives all that came: the result, counts, times, and what does not fit.
    pub fn answer<C: Call>(&self, call: C) -> Sending<'_, Answer<C::Answer>> {
        let body = self.start(C::METHOD, call.into_params().into_map());
        Sending {
            future: Box::pin(async move { typed(C::METHOD.name, C::METHOD.bare, body.await?) }),
        }
    }

    // What generated code calls: without the call's own type in it, the compiler has less to prove
    // for each of the generated methods.
    #[doc(hidden)]
    pub fn begin<T: Typed>(&self, method: &'static Method, params: Params) -> Sending<'_, T> {
        let body = self.start(method, params.into_map());
        Sending {
            future: Box::pin(async move {
                Ok(typed::<T>(method.name, method.bare, body.await?)?.result)
            }),
        }
    }

    pub(super) fn begin_as<T: Decode>(
        &self,
        method: &'static Method,
        params: Params,
    ) -> Sending<'_, T> {
        let body = self.begin::<Value>(method, params);
        Sending {
            future: Box::pin(async move {
                serde_json::from_value(body.await?)
                    .map_err(|source| Error::Decode { method: method.name.to_owned(), source })
            }),
        }
    }

    /// The one send that every call goes through.
    fn start(
        &self,
        method: &'static Method,
        params: Result<Map<String, Value>, EncodeError>,
    ) -> Pin<Box<dyn Future<Output = Result<Value, Error>> + Send + '_>> {
        Box::pin(async move {
            let mut params = params.map_err(|source| encode(method.name, source))?;
            if method.is_positional() {
                params = in_order(params, method.positional());
            }
            self.exchange(Request::new(method.name, method.rest, &Value::Object(params))).await
        })
    }

    /// Sends one request and gives the whole body of its answer; what the server answers as an
    /// error is one.
    pub(crate) async fn exchange(&self, request: Request<'_>) -> Result<Value, Error> {
        let Request { name: method, rest, body, .. } = request;
        let transport = |source: reqwest::Error| Error::Transport {
            method: method.to_owned(),
            source: source.without_url(),
        };
        let json = HeaderValue::from_static("application/json");
        let answer = self
            .shared
            .http
            .post(self.shared.address(method, rest))
            .header(CONTENT_TYPE, json.clone())
            .header(ACCEPT, json)
            .body(body.to_string())
            .send()
            .await
            .map_err(transport)?;
        let status = answer.status().as_u16();
        let bytes = answer.bytes().await.map_err(transport)?;
        let body: Value = serde_json::from_slice(&bytes).map_err(|source| Error::NotJson {
            method: method.to_owned(),
            status,
            source,
        })?;
        if let Some(error) = ApiError::find(method, status, &body) {
            return Err(Error::Api(Box::new(error)));
        }
        Ok(body)
    }
}

fn typed<T: Typed>(method: &str, bare: bool, body: Value) -> Result<Answer<T>, Error> {
    answer::read(body, bare, &mut Log::default())
        .map_err(|unfit| Error::Unfit { method: method.to_owned(), unfit: Box::new(unfit) })
}

fn encode(method: &str, source: EncodeError) -> Error {
    Error::Encode { method: method.to_owned(), source }
}

impl Shared {
    fn address(&self, method: &str, rest: Rest) -> Url {
        let mut url = self.portal.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push("rest");
            if rest == Rest::V3 {
                path.push("api");
            }
            path.push(&self.user).push(self.code.reveal()).push(method);
        }
        url
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost" | "[::1]") => true,
        Some(host) => host.parse().is_ok_and(|ip: std::net::Ipv4Addr| ip.is_loopback()),
        None => false,
    }
}
