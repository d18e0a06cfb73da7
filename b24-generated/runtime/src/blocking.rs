//! Calls from programs without async.
//!
//! ```no_run
//! use b24_generated::blocking::Client;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let b24 = Client::webhook("https://example.bitrix24.com/rest/1/secret/")?;
//! let me = b24.send(b24_generated::user::current())?;
//! # Ok(())
//! # }
//! ```

use std::sync::Arc;

use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use super::answer::Answer;
use super::arg::{Any, Arg};
use super::call::Call;
use super::client::Decode;
use super::error::Error;

/// A [`Client`](crate::Client) whose calls wait until they are done. Cheap to clone, and clones may
/// be used in several threads.
///
/// It must not be used within an async runtime: it would stop the thread that others run on, and tokio panics instead.
/// It may be dropped there.
#[derive(Clone, Debug)]
pub struct Client {
    client: crate::Client,
    runtime: Arc<Own>,
}

/// A runtime that may be dropped anywhere. One of tokio's waits for its threads then, and panics where that would stop
/// another runtime: in an `async fn` that a blocking client was moved to.
#[derive(Debug)]
struct Own(Option<Runtime>);

impl Own {
    fn block_on<F: Future>(&self, work: F) -> F::Output {
        match &self.0 {
            Some(runtime) => runtime.block_on(work),
            None => unreachable!("it is there until it is dropped"),
        }
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Client {
    /// A client for an incoming webhook, by the address that Bitrix24 shows for it.
    ///
    /// # Errors
    ///
    /// As of [`Client::webhook`](crate::Client::webhook).
    pub fn webhook(url: &str) -> Result<Self, Error> {
        Self::new(crate::Client::webhook(url)?)
    }

    /// By a client that was set up in another way.
    ///
    /// # Errors
    ///
    /// If the system gives no thread or timer.
    pub fn new(client: crate::Client) -> Result<Self, Error> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime
            .map_err(|source| Error::Setup { reason: "no runtime", source: Some(source.into()) })?;
        Ok(Self { client, runtime: Arc::new(Own(Some(runtime))) })
    }

    /// The client itself: to set options of calls, or for what [`wait`](Self::wait) waits for.
    pub fn client(&self) -> &crate::Client {
        &self.client
    }

    /// The same client with other options for its calls; see
    /// [`Client::with`](crate::Client::with).
    #[must_use]
    pub fn with(&self, change: impl FnOnce(crate::CallOptions) -> crate::CallOptions) -> Self {
        Self { client: self.client.with(change), runtime: self.runtime.clone() }
    }

    /// Waits for anything that the async [`client`](Self::client) does.
    pub fn wait<F: Future>(&self, work: F) -> F::Output {
        self.runtime.block_on(work)
    }

    /// Sends a call.
    ///
    /// # Errors
    ///
    /// As of the call.
    pub fn send<C: Call>(&self, call: C) -> Result<C::Answer, Error> {
        self.wait(self.client.send(call))
    }

    /// Sends a call and decodes the result as `T`.
    ///
    /// # Errors
    ///
    /// As of the call, and if the result is not a `T`.
    pub fn send_as<T: Decode, C: Call>(&self, call: C) -> Result<T, Error> {
        self.wait(call.send_as(&self.client))
    }

    /// Sends a call and gives all that came; see [`Client::answer`](crate::Client::answer).
    ///
    /// # Errors
    ///
    /// As of the call.
    pub fn answer<C: Call>(&self, call: C) -> Result<Answer<C::Answer>, Error> {
        self.wait(self.client.answer(call))
    }

    /// Calls a method by its name, in REST 2.
    ///
    /// # Errors
    ///
    /// As of the call.
    pub fn call(&self, method: &str, params: impl Arg<Any>) -> Result<Value, Error> {
        self.wait(self.client.call(method, params))
    }

    /// Calls a method by its name, in REST 3.0.
    ///
    /// # Errors
    ///
    /// As of the call.
    pub fn call_v3(&self, method: &str, params: impl Arg<Any>) -> Result<Value, Error> {
        self.wait(self.client.call_v3(method, params))
    }
}
