//! Files on their way to the server.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::arg::{Arg, FileData, List};
use crate::encode::EncodeError;

/// A file in memory, to be sent inside a call: where a parameter takes a file, it goes as a pair of
/// its name and its content in base64.
///
/// ```
/// use b24_generated::FileContent;
/// use serde_json::json;
///
/// let photo = FileContent::new("photo.png", b"\x89PNG".to_vec());
/// assert_eq!(serde_json::to_value(&photo)?, json!(["photo.png", "iVBORw=="]));
/// assert_eq!(photo.file_data(), json!({ "fileData": ["photo.png", "iVBORw=="] }));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Large files go better by [`Client::upload`](crate::Client::upload), which does not hold them in
/// memory. See [how to upload files](https://apidocs.bitrix24.com/api-reference/files/how-to-upload-files.html).
#[derive(Clone, PartialEq, Eq)]
pub struct FileContent {
    name: String,
    bytes: Bytes,
}

impl FileContent {
    /// A file of this name and content.
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }

    /// A file on the disk, read whole.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        Ok(Self::new(name_of(path), std::fs::read(path)?))
    }

    /// What a reader gives, if that is not more than `at_most` bytes.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or is longer.
    pub fn from_reader(
        name: impl Into<String>,
        reader: impl Read,
        at_most: u64,
    ) -> io::Result<Self> {
        let mut bytes = Vec::new();
        reader.take(at_most.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > at_most {
            let message = format!("longer than {at_most} bytes");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        Ok(Self::new(name, bytes))
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The content.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The content in base64, for parameters that take it without a name.
    pub fn base64(&self) -> String {
        STANDARD.encode(&self.bytes)
    }

    /// The pair in an object, as the fields of leads, deals, contacts, companies and products take
    /// it.
    pub fn file_data(&self) -> Value {
        json!({ "fileData": self })
    }
}

impl Serialize for FileContent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.name, self.base64()).serialize(serializer)
    }
}

impl fmt::Debug for FileContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileContent")
            .field("name", &self.name)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

macro_rules! pairs {
    ($([$($generic:ident)?] $marker:ty => $t:ty;)*) => { $(
        impl<$($generic)?> Arg<$marker> for $t {
            fn encode(self) -> Result<Value, EncodeError> {
                Ok(json!(self))
            }
        }
    )* };
}
pairs! {
    [] FileData => FileContent;
    [] FileData => &FileContent;
    // Some pages call the pair a list.
    [M] List<M> => FileContent;
    [M] List<M> => &FileContent;
}

/// A file to be [uploaded](crate::Client::upload) as it is, in pieces.
pub struct Upload {
    pub(super) name: String,
    pub(super) content_type: String,
    pub(super) length: u64,
    pub(super) source: Source,
}

pub(super) enum Source {
    Bytes(Bytes),
    Reader(Box<dyn Read + Send + Sync>),
}

impl Upload {
    /// What a reader gives: `length` bytes. It is read in pieces of 64 KiB while it is sent, which
    /// should not block for long.
    ///
    /// Reading fails if there are fewer bytes; what comes after them is not read.
    pub fn from_reader(
        name: impl Into<String>,
        length: u64,
        reader: impl Read + Send + Sync + 'static,
    ) -> Self {
        Self::new(name.into(), length, Source::Reader(Box::new(reader)))
    }

    /// A file on the disk, which is read while it is sent.
    ///
    /// # Errors
    ///
    /// If it cannot be opened.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let file = File::open(path)?;
        Ok(Self::from_reader(name_of(path), file.metadata()?.len(), file))
    }

    /// The same with a media type; `application/octet-stream` otherwise.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    fn new(name: String, length: u64, source: Source) -> Self {
        Self { name, content_type: "application/octet-stream".to_owned(), length, source }
    }
}

impl From<FileContent> for Upload {
    fn from(file: FileContent) -> Self {
        Self::new(file.name, file.bytes.len() as u64, Source::Bytes(file.bytes))
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
