//! The HTTP stack: what carries a request there and its answer back.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http_body::{Body as HttpBody, Frame, SizeHint};

/// A future in a box, as traits return them that are used as objects.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What carries requests to the server. A [`Client`](crate::Client) uses `reqwest`; another HTTP
/// stack, a recorder or a fake comes in by
/// [`ClientBuilder::transport`](crate::ClientBuilder::transport).
///
/// It sends what it is given, once: repeating, limits and authorization are not its business. It
/// must not follow redirects. Addresses and bodies hold secrets, so it must not log them.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and gives the answer as soon as its head is there.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;
}

/// Why a request got no whole answer; never with its address.
#[derive(Debug, thiserror::Error)]
#[error("{kind}")]
pub struct TransportError {
    kind: TransportErrorKind,
    #[source]
    source: Box<dyn StdError + Send + Sync>,
}

/// How far a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: nothing of the request was sent.
    Connect,
    /// The answer took too long; nobody knows whether the call ran.
    Timeout,
    /// The connection broke before the whole answer was there; nobody knows whether the call ran.
    Broken,
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "no connection",
            Self::Timeout => "no answer in time",
            Self::Broken => "the connection broke",
        })
    }
}

impl TransportError {
    /// An error of this kind. The source is shown in errors and logs, so it must hold no address.
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self { kind, source: source.into() }
    }

    /// How far the request came.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl From<reqwest::Error> for TransportError {
    fn from(source: reqwest::Error) -> Self {
        // A connection that takes too long is both; nothing was sent over it.
        let kind = if source.is_connect() || source.is_builder() {
            TransportErrorKind::Connect
        } else if source.is_timeout() {
            TransportErrorKind::Timeout
        } else {
            TransportErrorKind::Broken
        };
        Self::new(kind, source.without_url())
    }
}

/// The body of a request or an answer: all at once, or in pieces as they come.
pub struct Body(Repr);

enum Repr {
    Full(Bytes),
    Stream(Pin<Box<dyn HttpBody<Data = Bytes, Error = TransportError> + Send + Sync>>),
}

impl Body {
    /// Pieces as another body gives them.
    pub fn new<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes, Error = TransportError> + Send + Sync + 'static,
    {
        Self(Repr::Stream(Box::pin(body)))
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// If the connection breaks.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        loop {
            let frame = std::future::poll_fn(|cx| Pin::new(&mut *self).poll_frame(cx)).await;
            match frame.transpose()?.map(Frame::into_data) {
                None => return Ok(None),
                Some(Ok(data)) => return Ok(Some(data)),
                // Trailers.
                Some(Err(_)) => {}
            }
        }
    }

    /// All of it, or `None` if it is longer than `limit` bytes.
    ///
    /// # Errors
    ///
    /// If the connection breaks.
    pub async fn bytes(mut self, limit: usize) -> Result<Option<Bytes>, TransportError> {
        if self.size_hint().lower() > limit as u64 {
            return Ok(None);
        }
        let mut whole = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            if chunk.len() > limit - whole.len() {
                return Ok(None);
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(Some(whole.freeze()))
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(Repr::Full(bytes.into()))
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        match &mut self.0 {
            Repr::Full(bytes) if bytes.is_empty() => Poll::Ready(None),
            Repr::Full(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Repr::Stream(body) => body.as_mut().poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Repr::Full(bytes) => bytes.is_empty(),
            Repr::Stream(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Repr::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Repr::Stream(body) => body.size_hint(),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body")
    }
}

/// [`Transport`] by `reqwest`.
pub(crate) struct Reqwest(pub(crate) reqwest::Client);

impl Transport for Reqwest {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let request = request.map(|body| match body.0 {
                Repr::Full(bytes) => reqwest::Body::from(bytes),
                Repr::Stream(_) => reqwest::Body::wrap(body),
            });
            let answer = self.0.execute(request.try_into()?).await?;
            let answer: http::Response<reqwest::Body> = answer.into();
            Ok(answer.map(|body| Body::new(FromReqwest(body))))
        })
    }
}

struct FromReqwest(reqwest::Body);

impl HttpBody for FromReqwest {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        Pin::new(&mut self.0).poll_frame(cx).map_err(TransportError::from)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}
