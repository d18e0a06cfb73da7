//! A file on its way from the server.

use std::fmt;
use std::io::Write;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap, HeaderName};
use http_body::Body as _;

use super::FileError;
use super::disposition::file_name;
use crate::error::Error;
use crate::transport::{Body, TransportError};

/// A file that the server is sending: a stream of pieces, or [all at once](Self::bytes).
///
/// It ends in an error where the file is longer than the caller allowed.
#[must_use = "the file is not fetched unless it is read"]
pub struct Download {
    name: Option<String>,
    content_type: Option<String>,
    length: Option<u64>,
    at_most: u64,
    read: u64,
    body: Body,
}

impl Download {
    pub(super) fn new(headers: &HeaderMap, body: Body, at_most: u64) -> Result<Self, FileError> {
        let text = |name: HeaderName| {
            // Names come in UTF-8 as often as not, though headers should not have it.
            let value = headers.get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let length = body.size_hint().exact();
        if length.is_some_and(|length| length > at_most) {
            return Err(FileError::TooLong { at_most });
        }
        Ok(Self {
            name: text(CONTENT_DISPOSITION).and_then(|header| file_name(&header)),
            content_type: text(CONTENT_TYPE),
            length,
            at_most,
            read: 0,
            body,
        })
    }

    /// The file's name, if the server gives one. It can be joined to a path: it names no other folder, drive or device,
    /// on Windows too. For example, `C:\x\CON.txt` becomes `_CON.txt`.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The media type, if the server gives one.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// How many bytes the file has, if the server says so. Compressed answers do not.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// If the connection breaks, or the file is too long.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|cx| self.poll(cx)).await.transpose()
    }

    /// The whole file.
    ///
    /// # Errors
    ///
    /// If the connection breaks, or the file is too long.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let mut whole = BytesMut::new();
        while let Some(piece) = self.chunk().await? {
            whole.extend_from_slice(&piece);
        }
        Ok(whole.freeze())
    }

    /// Writes the file, and says how many bytes it had. The writer should not block for long.
    ///
    /// # Errors
    ///
    /// If the connection breaks, the file is too long, or the writer fails.
    pub async fn write_to(mut self, mut to: impl Write) -> Result<u64, Error> {
        while let Some(piece) = self.chunk().await? {
            to.write_all(&piece).map_err(|source| FileError::Write { source })?;
        }
        to.flush().map_err(|source| FileError::Write { source })?;
        Ok(self.read)
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            let frame = match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                None => return Poll::Ready(None),
                Some(Err(source)) => return Poll::Ready(Some(Err(broken(source)))),
                Some(Ok(frame)) => frame,
            };
            let Ok(data) = frame.into_data() else { continue };
            self.read += data.len() as u64;
            if self.read > self.at_most {
                self.body = Bytes::new().into();
                let error = FileError::TooLong { at_most: self.at_most };
                return Poll::Ready(Some(Err(error.into())));
            }
            return Poll::Ready(Some(Ok(data)));
        }
    }
}

pub(super) fn broken(source: TransportError) -> Error {
    Error::Transport {
        method: super::DOWNLOAD.to_owned(),
        source,
        repeatable: true,
        request_id: None,
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}
