//! What may differ from call to call.

use std::time::Duration;

use crate::retry::Retry;

/// Options of calls: those that all calls of a client begin with, by
/// [`ClientBuilder::options`](crate::ClientBuilder::options), or those of some, by
/// [`Client::with`](crate::Client::with).
#[derive(Clone, Debug)]
pub struct CallOptions {
    pub(crate) retry: Retry,
    pub(crate) timeout: Duration,
    pub(crate) deadline: Option<Duration>,
    pub(crate) reads: bool,
    pub(crate) connector: Option<String>,
}

impl CallOptions {
    /// How often a failed call is repeated, and how soon. Default: [`Retry::standard`].
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// How long one request may take until the whole answer is there, without waits before it.
    /// Default: 75 seconds, since the cloud gives a call
    /// [60](https://apidocs.bitrix24.com/limits.html).
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long a call may take in all: with its waits for limits, and its repetitions. Default: as
    /// long as it takes.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// These calls only read, so they may be repeated whatever became of them. For methods that
    /// are not documented: they are thought to write.
    #[must_use]
    pub fn only_reads(mut self) -> Self {
        self.reads = true;
        self
    }

    /// Names the source of the changes that these calls make, by the parameter
    /// [`auth_connector`](https://apidocs.bitrix24.com/api-reference/events/offline-events.html). Changes do not come back as
    /// offline events of the same source, so that an application does not answer its own changes. Calls of
    /// `event.bind` and `event.offline.*` name it too.
    ///
    /// It is sent with the tokens of an application, once a request: a batch has it beside its commands. A
    /// webhook has no offline events, and sends none. If a call sets `auth_connector` itself, that counts.
    #[must_use]
    pub fn auth_connector(mut self, source: impl Into<String>) -> Self {
        self.connector = Some(source.into());
        self
    }
}

impl Default for CallOptions {
    fn default() -> Self {
        Self {
            retry: Retry::standard(),
            timeout: Duration::from_secs(75),
            deadline: None,
            reads: false,
            connector: None,
        }
    }
}
