//! Files: inside calls, uploaded in two steps, downloaded.
//!
//! ```no_run
//! # async fn example(b24: b24_generated::Client) -> Result<(), Box<dyn std::error::Error>> {
//! use b24_generated::{FileContent, Upload, disk, user};
//!
//! // Inside a call: small files.
//! let photo = FileContent::open("photo.png")?;
//! user::update(7).personal_photo(photo).send(&b24).await?;
//!
//! // By an address that the server gives: files of any size.
//! let call = disk::folder::upload_file(8930).data(|data| data.name("film.mp4"));
//! let file = b24.upload(call, Upload::open("film.mp4")?).await?;
//!
//! let file = disk::file::get(file.id.unwrap_or_default()).send(&b24).await?;
//! let address = file.download_url.unwrap_or_default();
//! let film = b24.download(&address, 4 << 30).await?;
//! film.write_to(std::fs::File::create("copy.mp4")?).await?;
//! # Ok(())
//! # }
//! ```
//!
//! See the pages on [uploading](https://apidocs.bitrix24.com/api-reference/files/how-to-upload-files.html)
//! and on the [headers of downloads](https://apidocs.bitrix24.com/settings/how-to-call-rest-api/general-principles.html).

mod content;
mod disposition;
mod download;
mod error;
mod multipart;

use std::time::Duration;

use http::header::{
    ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap,
    HeaderValue, LOCATION, REFERER, USER_AGENT,
};
use http::{Method as Verb, Request as HttpRequest, Response};
use reqwest::Url;
use serde_json::Value;
use tokio::time::timeout;

pub use content::{FileContent, Upload};
pub use download::Download;
pub use error::FileError;

use super::answer::{self, Log};
use super::auth::{Access, check_scheme};
use super::call::Call;
use super::client::Client;
use super::codes;
use super::error::{ApiError, Error, ErrorKind, is_rest};
use super::limit::{Place, Sent};
use super::observe::Progress;
use super::params::in_order;
use super::request::{Request, RequestId};
use super::secret::Secret;
use super::transport::{Body, TransportError, TransportErrorKind};
use download::broken;
use multipart::Form;

/// What errors of downloads name as the method.
const DOWNLOAD: &str = "download";

/// The parameter that holds the content of a file; without it the server gives an address.
const CONTENT: &str = "fileContent";

/// How far a download is followed to where the file is.
const REDIRECTS: u32 = 5;

/// How long what the server says of an error may be.
const ERROR: usize = 64 << 10;

/// From how many signs on a value in an address is taken for a secret.
const SECRET: usize = 8;

impl Client {
    /// Uploads a file in two steps, as `disk.folder.uploadFile`, `disk.storage.uploadFile` and
    /// `disk.file.uploadVersion` offer: the call, without content, gives an address; the file goes
    /// there as a form, in pieces.
    ///
    /// The second step is never repeated: nobody knows whether a file that was cut off is there.
    ///
    /// <https://apidocs.bitrix24.com/api-reference/disk/folder/disk-folder-upload-file.html>
    ///
    /// # Errors
    ///
    /// Those of calls, and [`FileError::NoUploadAddress`] if the method gives none.
    pub async fn upload<C: Call>(
        &self,
        call: C,
        file: impl Into<Upload>,
    ) -> Result<C::Answer, Error> {
        let method = C::METHOD;
        let params = call.into_params().into_map();
        let mut params =
            params.map_err(|source| Error::Encode { method: method.name.to_owned(), source })?;
        params.retain(|name, _| !name.eq_ignore_ascii_case(CONTENT));
        let params = Value::Object(params);
        let call = Request::of(method, &params);
        let ready = self.exchange(call).await?;
        let told = |name: &str| ready.pointer(&format!("/result/{name}")).and_then(Value::as_str);
        let address =
            told("uploadUrl").ok_or(FileError::NoUploadAddress { method: method.name })?;
        let url = self.address_of_file(address)?;
        let (form, kind) = Form::new(told("field").unwrap_or("file"), file.into());
        let mut request = self.file_request(Verb::POST, &url, Body::new(form), call.id)?;
        let kind = HeaderValue::try_from(kind)
            .map_err(|_| FileError::Address { reason: "its form cannot be named" })?;
        request.headers_mut().insert(CONTENT_TYPE, kind);
        let sent = |error: Error| error.with_id(call.id);
        let place = self.portal.limiter.enter().await;
        let answer = self.carry_file(method.name, request, None, place).await;
        let (answer, place) = answer.map_err(sent)?;
        let answer = left(place, self.json(method.name, answer, &url).await).await.map_err(sent)?;
        answer::read(answer, &mut Log::default()).map(|answer| answer.result).map_err(|unfit| {
            Error::Unfit { method: method.name.to_owned(), unfit: Box::new(unfit) }
        })
    }

    /// Fetches a file from its address, a `DOWNLOAD_URL` or `urlMachine` for example; one without a
    /// host is taken as the portal's.
    ///
    /// The address is all that opens the file: the client's own authorization goes nowhere with it.
    /// `at_most` is how many bytes the file may have.
    ///
    /// # Errors
    ///
    /// If the address cannot be used, the server refuses, or the file is known to be too long.
    pub async fn download(&self, address: &str, at_most: u64) -> Result<Download, Error> {
        let mut url = self.address_of_file(address)?;
        let id = RequestId::new();
        let sent = |error: Error| error.with_id(id);
        for _ in 0..=REDIRECTS {
            let request = self.file_request(Verb::GET, &url, Body::from(""), id)?;
            let place = self.portal.limiter.enter().await;
            let answer = self.carry_file(DOWNLOAD, request, Some(self.options.timeout), place);
            let (answer, place) = answer.await.map_err(sent)?;
            if !answer.status().is_redirection() {
                let file = self.file(DOWNLOAD, answer, &url, at_most).await;
                return left(place, file).await.map_err(sent);
            }
            place.leave(Sent::Reached).await;
            let to = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok());
            let to = to.and_then(|to| url.join(to).ok());
            let to = to.ok_or(FileError::Address { reason: "it leads nowhere" })?;
            if url.scheme() == "https" && to.scheme() != "https" {
                return Err(
                    FileError::Address { reason: "it leads to a place without https" }.into()
                );
            }
            check_scheme(&to, self.core.plain).map_err(|reason| FileError::Address { reason })?;
            url = to;
        }
        Err(FileError::Address { reason: "it leads from place to place" }.into())
    }

    /// Calls a method that answers with a file, not JSON, such as `catalog.product.download` and
    /// `vote.AttachedVote.download`. Does what the `download` of such a call does.
    ///
    /// `at_most` is how many bytes the file may have.
    ///
    /// # Errors
    ///
    /// Those of calls, and [`FileError::TooLong`].
    pub async fn download_from<C: Call>(&self, call: C, at_most: u64) -> Result<Download, Error> {
        let method = C::METHOD;
        let named = || method.name.to_owned();
        let params = call.into_params().into_map();
        let params = params.map_err(|source| Error::Encode { method: named(), source })?;
        let body = Value::Object(in_order(params, method.positional()));
        let auth = |source| Error::auth(method.name, source);
        let mut renewed = false;
        loop {
            let call = Request::of(method, &body);
            let sent = |error: Error| error.with_id(call.id);
            let place = self.wait_for_limits(&call, &mut Progress::default()).await?;
            let signed = self.sign(&call).map_err(|e| auth(e.into()))?;
            let mut request =
                self.file_request(Verb::POST, &signed.url, signed.body.into(), call.id)?;
            let json = HeaderValue::from_static("application/json");
            request.headers_mut().insert(CONTENT_TYPE, json);
            if let Some(authorization) = signed.authorization {
                request.headers_mut().insert(AUTHORIZATION, authorization);
            }
            let answer = self.carry_file(method.name, request, Some(self.options.timeout), place);
            let (answer, place) = answer.await.map_err(sent)?;
            let file =
                left(place, self.file(method.name, answer, &signed.url, at_most).await).await;
            if file.as_ref().is_err_and(|error| error.kind() == ErrorKind::OperatingLimit) {
                self.portal.limiter.refused(&call);
            }
            match (file, signed.tokens) {
                (Err(Error::Api(error)), Some(tokens))
                    if !renewed && error.is(codes::EXPIRED_TOKEN) =>
                {
                    renewed = true;
                    if let Access::Tokens(session) = &self.portal.access {
                        session.renew(tokens).await.map_err(auth)?;
                    }
                }
                (done, _) => return done.map_err(sent),
            }
        }
    }

    fn address_of_file(&self, address: &str) -> Result<Url, FileError> {
        let unusable = |reason| FileError::Address { reason };
        let portal = self.portal.access.endpoint(self.core.plain);
        let url = match portal {
            Some(portal) => portal.join(address),
            None => Url::parse(address),
        };
        let url = url.map_err(|_| unusable("it is not a URL"))?;
        check_scheme(&url, self.core.plain).map_err(unusable)?;
        Ok(url)
    }

    /// A request with the headers that the server wants of those who fetch files.
    fn file_request(
        &self,
        verb: Verb,
        url: &Url,
        body: Body,
        id: RequestId,
    ) -> Result<HttpRequest<Body>, FileError> {
        let unusable = |_| FileError::Address { reason: "it cannot be requested" };
        let mut request = HttpRequest::builder()
            .method(verb)
            .uri(url.as_str())
            .header(ACCEPT, "*/*")
            .header(ACCEPT_LANGUAGE, "en-US,en;q=0.9")
            .body(body)
            .map_err(unusable)?;
        let headers = request.headers_mut();
        id.set(headers);
        if let Some(name) = &self.core.user_agent {
            headers.insert(USER_AGENT, name.clone());
        }
        if let Some(portal) = self.portal.access.endpoint(self.core.plain) {
            let origin = portal.origin();
            if let Ok(origin) = HeaderValue::try_from(format!("{}/", origin.ascii_serialization()))
            {
                headers.insert(REFERER, origin);
            }
            // The password is for the server before the portal, not for where files may lie.
            if url.origin() == origin
                && let Some(authorization) = self.portal.access.before_portal()
            {
                headers.insert(AUTHORIZATION, authorization);
            }
        }
        Ok(request)
    }

    /// Sends a request once, and gives its place back with the answer. `within` is how long the answer may take to begin;
    /// a file that is sent takes as long as it takes.
    async fn carry_file<'p>(
        &self,
        method: &str,
        request: HttpRequest<Body>,
        within: Option<Duration>,
        place: Place<'p>,
    ) -> Result<(Response<Body>, Place<'p>), Error> {
        let sending = self.core.transport.send(request);
        let answer = match within {
            None => sending.await,
            Some(within) => timeout(within, sending)
                .await
                .unwrap_or_else(|late| Err(TransportError::new(TransportErrorKind::Timeout, late))),
        };
        let source = match answer {
            Ok(answer) => return Ok((answer, place)),
            Err(source) => source,
        };
        let unsent = source.kind() == TransportErrorKind::Connect;
        if unsent {
            place.leave(Sent::Unsent).await;
        }
        let repeatable = method == DOWNLOAD || unsent;
        Err(Error::Transport { method: method.to_owned(), source, repeatable, request_id: None })
    }

    /// The file in an answer, or the error.
    async fn file(
        &self,
        method: &str,
        answer: Response<Body>,
        url: &Url,
        at_most: u64,
    ) -> Result<Download, Error> {
        let (head, body) = answer.into_parts();
        let status = head.status.as_u16();
        if status >= 300 {
            let body = body.bytes(ERROR).await.map_err(broken)?.unwrap_or_default();
            let body: Value = serde_json::from_slice(&body).unwrap_or_default();
            let refusal = Some(&body).filter(|body| is_rest(status, body, false));
            let refusal = refusal.and_then(|body| self.refusal(method, status, body, url));
            return Err(refusal.unwrap_or(Error::Http {
                method: method.to_owned(),
                status,
                repeatable: status >= 500 || status == 408 || status == 429,
                request_id: None,
            }));
        }
        if !may_be_error(&head.headers) {
            return Ok(Download::new(&head.headers, body, at_most)?);
        }
        let limit = usize::try_from(at_most).unwrap_or(usize::MAX);
        let body = body.bytes(limit).await.map_err(broken)?;
        let body = body.ok_or(FileError::TooLong { at_most })?;
        match serde_json::from_slice(&body).ok().and_then(|v| self.refusal(method, status, &v, url))
        {
            Some(error) => Err(error),
            None => Ok(Download::new(&head.headers, body.into(), at_most)?),
        }
    }

    /// The JSON in an answer, or the error.
    async fn json(&self, method: &str, answer: Response<Body>, url: &Url) -> Result<Value, Error> {
        let named = || method.to_owned();
        let (head, body) = answer.into_parts();
        let status = head.status.as_u16();
        let limit = self.core.longest_answer;
        let body = body.bytes(limit).await;
        let body = body.map_err(|source| Error::Transport {
            method: named(),
            source,
            repeatable: false,
            request_id: None,
        })?;
        let body = body.ok_or(Error::TooLong { method: named(), limit, request_id: None })?;
        let foreign =
            || Error::Http { method: named(), status, repeatable: false, request_id: None };
        let body = match serde_json::from_slice(&body) {
            Ok(body) if is_rest(status, &body, false) => body,
            Ok(_) => return Err(foreign()),
            Err(_) if status >= 300 => return Err(foreign()),
            Err(source) => {
                return Err(Error::NotJson {
                    method: named(),
                    status,
                    source,
                    repeatable: false,
                    request_id: None,
                });
            }
        };
        match self.refusal(method, status, &body, url) {
            Some(error) => Err(error),
            None => Ok(body),
        }
    }

    /// The error that a body is, without the secrets of the address.
    fn refusal(&self, method: &str, status: u16, body: &Value, url: &Url) -> Option<Error> {
        let mut error = ApiError::find(method, status, body).filter(|_| body.is_object())?;
        for text in error.texts() {
            self.portal.access.hide_in(text);
            for (_, value) in url.query_pairs().filter(|(_, value)| value.len() >= SECRET) {
                Secret::new(value).hide_in(text);
            }
        }
        Some(Error::Api(Box::new(error)))
    }
}

/// Leaves the place of a request that was answered, with what came of it.
async fn left<T>(place: Place<'_>, done: Result<T, Error>) -> Result<T, Error> {
    let refused = done.as_ref().is_err_and(|error| error.kind() == ErrorKind::RateLimit);
    place.leave(if refused { Sent::Refused } else { Sent::Reached }).await;
    done
}

/// Whether an answer with a status of success may be an error nonetheless: JSON that is not meant to
/// be saved.
fn may_be_error(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.trim_start().to_ascii_lowercase().starts_with("application/json")
        && !headers.contains_key(CONTENT_DISPOSITION)
}
