//! What can be seen of calls from outside: log lines, and a hook for metrics.

use std::sync::Arc;
use std::time::Duration;

use b24_schema::Rest;
use tokio::time::Instant;
use tracing::{Span, debug, debug_span, field};

use super::answer::{Answer, Unfit};
use super::error::Error;
use super::request::Request;

/// What [`ClientBuilder::on_call`](crate::ClientBuilder::on_call) takes.
pub(crate) type OnCall = Arc<dyn Fn(&CallReport<'_>) + Send + Sync>;

/// What became of a call. A batch is one call.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallReport<'a> {
    /// The method.
    pub method: &'a str,
    /// The version of REST.
    pub rest: Rest,
    /// The portal's host.
    pub portal: &'a str,
    /// What the call is known by in logs: the `X-Request-ID` that was sent.
    pub request_id: &'a str,
    /// How many requests it took.
    pub attempts: u32,
    /// The HTTP status of the last answer.
    pub status: Option<u16>,
    /// How long it took in all.
    pub elapsed: Duration,
    /// How much of that it waited: for limits, and before repetitions.
    pub waited: Duration,
    /// For how many seconds the method has run within ten minutes, as the server counts it. A batch has such a time of
    /// its own only where the server charges it as a whole.
    pub operating: Option<f64>,
    /// Whether REST 3.0 answered with what an earlier attempt did.
    pub replayed: bool,
    /// Whether it would have been repeated, and the portal's
    /// [quota](crate::ClientBuilder::retry_quota) of repetitions was used up.
    pub out_of_quota: bool,
    /// Why it failed, if it did.
    pub error: Option<&'a Error>,
}

/// What is known of a call while it goes on.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    pub(crate) attempts: u32,
    pub(crate) status: Option<u16>,
    pub(crate) waited: Duration,
    pub(crate) operating: Option<f64>,
    pub(crate) replayed: bool,
    /// When the last attempt was sent.
    pub(crate) sent: Option<Instant>,
    /// Whether an attempt may have run, or run still.
    pub(crate) may_have_run: bool,
    /// Whether the last repetition took from the quota.
    pub(crate) was_repeated: bool,
    pub(crate) out_of_quota: bool,
}

pub(crate) fn span(request: &Request<'_>, portal: &str) -> Span {
    let rest = match request.rest {
        Rest::V2 => 2,
        Rest::V3 => 3,
    };
    let id = field::display(request.id);
    debug_span!("b24", method = request.name, rest, portal, request_id = id, attempt = field::Empty)
}

pub(crate) fn attempt(progress: &Progress) {
    Span::current().record("attempt", progress.attempts);
}

pub(crate) fn answered(progress: &Progress) {
    debug!(
        status = progress.status,
        operating = progress.operating,
        replayed = progress.replayed,
        elapsed = progress.sent.map(|sent| sent.elapsed().as_secs_f64()),
        "answered"
    );
}

pub(crate) fn failed(error: &Error, pause: Option<Duration>, out_of_quota: bool) {
    let cause = std::error::Error::source(error).map(field::display);
    match pause {
        Some(pause) => {
            let pause = pause.as_secs_f64();
            debug!(%error, cause, pause, "failed; will be sent again");
        }
        None if out_of_quota => {
            debug!(%error, cause, "failed; not sent again, since the portal's retry quota is used up");
        }
        None => debug!(%error, cause, "failed"),
    }
}

/// What does not fit its documented type; the value may be anyone's business, so it is not shown.
pub(crate) fn unfit<T>(method: &str, read: &Result<Answer<T>, Unfit>) {
    let unfit = match read {
        Ok(answer) => &answer.unfit[..],
        Err(unfit) => std::slice::from_ref(unfit),
    };
    for unfit in unfit {
        debug!(method, path = unfit.path, expected = unfit.expected, "does not fit its type");
    }
}
