//! Sending calls.

mod builder;
mod options;
mod portals;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use b24_schema::Rest;
use http::HeaderValue;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub use builder::ClientBuilder;
pub use options::CallOptions;
pub use portals::Portals;

use super::answer::{self, Answer, Log, Typed};
use super::arg::{Any, Arg};
use super::auth::{Access, Tokens};
use super::encode::EncodeError;
use super::error::Error;
use super::file::FileError;
use super::limit::{Limiter, Limiting};
use super::method::Method;
use super::observe::{self, OnCall};
use super::params::{Params, by_itself, in_order};
use super::request::Request;
use super::transport::Transport;

/// A connection to one Bitrix24, for one user. Cheap to clone; clones share connections,
/// authorization and limits.
///
/// It needs a tokio runtime. See [`blocking`](crate::blocking) for programs without one.
#[derive(Clone)]
pub struct Client {
    pub(super) core: Arc<Core>,
    pub(super) portal: Arc<Portal>,
    pub(super) options: Arc<CallOptions>,
}

/// What the clients of one builder have in common.
pub(crate) struct Core {
    pub(crate) transport: Arc<dyn Transport>,
    /// Whether plain http is allowed to other hosts than the loopback.
    pub(crate) plain: bool,
    pub(crate) user_agent: Option<HeaderValue>,
    pub(crate) longest_answer: usize,
    pub(crate) limiting: Limiting,
    pub(crate) options: Arc<CallOptions>,
    pub(crate) on_call: Option<OnCall>,
}

/// What the clients of one portal have in common.
pub(crate) struct Portal {
    pub(crate) access: Access,
    pub(crate) limiter: Arc<Limiter>,
}

/// What [`Call`](crate::Call)s can be decoded as: anything that serde can deserialize.
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
        let mut shown = f.debug_struct("Client");
        shown.field("portal", &self.portal.access.host());
        match &self.portal.access {
            Access::Webhook(webhook) => {
                shown.field("user", &webhook.user()).field("code", webhook.code())
            }
            Access::Tokens(session) => shown.field("tokens", &session.current()),
        };
        shown.field("options", &self.options).finish_non_exhaustive()
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
        Self::builder().webhook(url)
    }

    /// Settings for a client, and other ways of authorization.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    pub(super) fn new(core: Arc<Core>, portal: Arc<Portal>) -> Self {
        let options = core.options.clone();
        Self { core, portal, options }
    }

    /// The same client with other options for its calls. It shares everything else, and is as cheap as
    /// a clone.
    ///
    /// ```no_run
    /// # async fn example(b24: b24_generated::Client) -> Result<(), b24_generated::Error> {
    /// use std::time::Duration;
    ///
    /// use b24_generated::Retry;
    /// use serde_json::json;
    ///
    /// let now = b24.with(|o| o.retry(Retry::never()).deadline(Duration::from_secs(5)));
    /// now.call("server.time", json!({})).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with(&self, change: impl FnOnce(CallOptions) -> CallOptions) -> Self {
        let options = Arc::new(change(CallOptions::clone(&self.options)));
        Self { options, ..self.clone() }
    }

    /// The tokens that calls are authorized with now; `None` with a webhook.
    pub fn tokens(&self) -> Option<Tokens> {
        match &self.portal.access {
            Access::Webhook(_) => None,
            Access::Tokens(session) => Some(Tokens::clone(&session.current())),
        }
    }

    /// Renews the tokens although they may be good, and stores them.
    ///
    /// Calls do it when it is needed. This is for portals that are seldom called: a refresh token is good
    /// for [180 days](https://apidocs.bitrix24.com/settings/oauth/auto-renewal.html). Bitrix24 may block
    /// an application that does it often. With a webhook there is nothing to renew.
    ///
    /// # Errors
    ///
    /// If the authorization server refuses or cannot be reached, or the store fails.
    pub async fn renew_tokens(&self) -> Result<(), Error> {
        let Access::Tokens(session) = &self.portal.access else { return Ok(()) };
        let renewed = session.renew(session.current()).await;
        renewed.map_err(|error| Error::auth("oauth/token", error))
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
                let body = params.and_then(|params| by_itself(&params).map(|()| params));
                let body = body.map_err(|source| encode(&method, source))?;
                let answer = self.exchange(Request::new(&method, rest, &body)).await?;
                Ok(typed::<Value>(&method, answer)?.result)
            }),
        }
    }

    // What generated code calls: without the call's own type in it, the compiler has less to prove
    // for each of the generated methods.
    #[doc(hidden)]
    pub fn begin<T: Typed>(&self, method: &'static Method, mut params: Params) -> Sending<'_, T> {
        params.choose(method.alternatives());
        let body = self.start(method, params.into_map());
        Sending {
            future: Box::pin(async move { Ok(typed::<T>(method.name, body.await?)?.result) }),
        }
    }

    /// Sends a call and gives all that came.
    pub(super) fn begin_whole<T: Typed>(
        &self,
        method: &'static Method,
        params: Params,
    ) -> Sending<'_, Answer<T>> {
        let body = self.start(method, params.into_map());
        Sending { future: Box::pin(async move { typed(method.name, body.await?) }) }
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
            if method.answers_file {
                return Err(FileError::IsAnswer { method: method.name }.into());
            }
            let params = params.map_err(|source| encode(method.name, source))?;
            let params = in_order(params, method.positional());
            self.exchange(Request::of(method, &Value::Object(params))).await
        })
    }
}

fn typed<T: Typed>(method: &str, body: Value) -> Result<Answer<T>, Error> {
    let read = answer::read(body, &mut Log::default());
    observe::unfit(method, &read);
    read.map_err(|unfit| Error::Unfit { method: method.to_owned(), unfit: Box::new(unfit) })
}

fn encode(method: &str, source: EncodeError) -> Error {
    Error::Encode { method: method.to_owned(), source }
}
