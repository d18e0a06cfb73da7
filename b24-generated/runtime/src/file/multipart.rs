//! One file as a form that holds nothing else.

use std::io::Read;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::content::{Source, Upload};
use crate::transport::{TransportError, TransportErrorKind};

/// How much is read at a time.
const PIECE: usize = 64 << 10;

/// The form: what stands before the file, the file, and what stands behind it.
pub(super) struct Form {
    before: Bytes,
    source: Source,
    /// What of the file is still to come.
    left: u64,
    after: Bytes,
}

impl Form {
    /// The form, and its media type.
    pub(super) fn new(field: &str, file: Upload) -> (Self, String) {
        let boundary = format!("b24-{:032x}", fastrand::u128(..));
        let (field, name) = (quoted(field), quoted(&file.name));
        let kind: String = file.content_type.chars().filter(|c| !c.is_control()).collect();
        let before = format!(
            "--{boundary}\r\n\
             Content-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: {kind}\r\n\r\n"
        );
        let after = format!("\r\n--{boundary}--\r\n");
        let form = Self {
            before: before.into(),
            source: file.source,
            left: file.length,
            after: after.into(),
        };
        (form, format!("multipart/form-data; boundary={boundary}"))
    }

    fn piece(&mut self) -> std::io::Result<Bytes> {
        let piece = match &mut self.source {
            Source::Bytes(bytes) => std::mem::take(bytes),
            Source::Reader(reader) => {
                let most = usize::try_from(self.left).unwrap_or(PIECE).min(PIECE);
                let mut piece = vec![0; most];
                reader.read_exact(&mut piece)?;
                piece.into()
            }
        };
        self.left -= piece.len() as u64;
        Ok(piece)
    }
}

impl HttpBody for Form {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let data = if !self.before.is_empty() {
            std::mem::take(&mut self.before)
        } else if self.left > 0 {
            match self.piece() {
                Ok(piece) => piece,
                Err(source) => {
                    let error = TransportError::new(TransportErrorKind::Broken, source);
                    return Poll::Ready(Some(Err(error)));
                }
            }
        } else if !self.after.is_empty() {
            std::mem::take(&mut self.after)
        } else {
            return Poll::Ready(None);
        };
        Poll::Ready(Some(Ok(Frame::data(data))))
    }

    fn size_hint(&self) -> SizeHint {
        let around = (self.before.len() + self.after.len()) as u64;
        SizeHint::with_exact(self.left.saturating_add(around))
    }
}

/// A name as forms write it between quotes.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
