//! Settings of clients.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::Portals;
use super::{CallOptions, Client, Core, Portal};
use crate::auth::{Access, App, Session, TokenStore, Tokens, Webhook};
use crate::error::Error;
use crate::limit::{Commons, Limiting, Limits, RateLimiter};
use crate::observe::{CallReport, OnCall};
use crate::transport::{Reqwest, Transport};

/// Settings of clients; the way of authorization comes last: [`webhook`](Self::webhook),
/// [`oauth`](Self::oauth) or [`portals`](Self::portals).
///
/// ```
/// use std::time::Duration;
///
/// use b24_generated::{Client, Limits};
///
/// let b24 = Client::builder()
///     .limits(Limits::ENTERPRISE)
///     .user_agent("warehouse-sync/1.2")
///     .options(|o| o.deadline(Duration::from_secs(300)))
///     .webhook("https://example.bitrix24.com/rest/1/secret/")?;
/// # Ok::<(), b24_generated::Error>(())
/// ```
#[must_use]
pub struct ClientBuilder {
    connect_timeout: Duration,
    read_timeout: Duration,
    user_agent: Option<String>,
    proxy: Option<String>,
    root_certificates: Vec<Vec<u8>>,
    any_certificate: bool,
    configure: Option<Configure>,
    stack: Stack,
    plain: bool,
    rest_path: String,
    longest_answer: usize,
    limits: Limits,
    rate_limiter: Option<Arc<dyn RateLimiter>>,
    retry_quota: Option<u32>,
    options: CallOptions,
    on_call: Option<OnCall>,
}

/// Where the HTTP stack comes from.
enum Stack {
    Own,
    Reqwest(reqwest::Client),
    Other(Arc<dyn Transport>),
}

/// Changes the settings of `reqwest`.
type Configure = Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// Nobody waits for longer, and clocks do not reach as far as `Duration::MAX`: a year.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

/// What is added to the time to connect until a request is there.
const ON_THE_WAY: Duration = Duration::from_secs(5);

impl ClientBuilder {
    pub(super) fn new() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(65),
            user_agent: None,
            proxy: None,
            root_certificates: Vec::new(),
            any_certificate: false,
            configure: None,
            stack: Stack::Own,
            plain: false,
            rest_path: "/rest".to_owned(),
            longest_answer: 64 << 20,
            limits: Limits::STANDARD,
            rate_limiter: None,
            retry_quota: Some(100),
            options: CallOptions::default(),
            on_call: None,
        }
    }

    /// How long it may take to connect. Default: 10 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout.min(LONGEST);
        self
    }

    /// How long the server may be silent. Default: 65 seconds, since the cloud gives a call
    /// [60](https://apidocs.bitrix24.com/limits.html).
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout.min(LONGEST);
        self
    }

    /// What the client calls itself: `integration-name/version`, as the
    /// [documentation](https://apidocs.bitrix24.com/settings/how-to-call-rest-api/general-principles.html)
    /// wants it.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// A proxy for all requests. Without it, `HTTPS_PROXY` and its like in the environment count.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Trusts the certificates in `pem` too, besides those that the system trusts: for a box whose certificate
    /// a company has issued itself. `pem` is the text of one file with one certificate or several; call it once for
    /// each file.
    ///
    /// ```no_run
    /// # use b24_generated::Client;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let b24 = Client::builder()
    ///     .root_certificate(std::fs::read("company-ca.pem")?)
    ///     .webhook("https://portal.local/b24/rest/1/secret/")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.root_certificates.push(pem.as_ref().to_vec());
        self
    }

    /// Accepts every certificate: of any host, expired or made by anybody.
    ///
    /// Everyone on the way can then pretend to be the portal, read the authorization and use it. This is for a
    /// trial on a network of your own. To trust the certificate of a box, use
    /// [`root_certificate`](Self::root_certificate).
    pub fn danger_accept_any_certificate(mut self) -> Self {
        self.any_certificate = true;
        self
    }

    /// Changes the settings of `reqwest` that this builder does not name, after it has set its own. For example, limits
    /// HTTP to version 1.1:
    ///
    /// ```
    /// # use b24_generated::Client;
    /// let b24 = Client::builder()
    ///     .configure_http(|http| http.http1_only())
    ///     .webhook("https://example.bitrix24.com/rest/1/secret/")?;
    /// # Ok::<(), b24_generated::Error>(())
    /// ```
    ///
    /// A [provider of cryptography](Self::http_client) is there before `change` runs. Leave redirects off: the address
    /// of a webhook is a secret.
    pub fn configure_http(
        mut self,
        change: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.configure = Some(match self.configure {
            None => Box::new(change),
            Some(first) => Box::new(|http| change(first(http))),
        });
        self
    }

    /// An HTTP client of your own. The settings of this builder that concern connections do not count then:
    /// timeouts, proxy, certificates, [`configure_http`](Self::configure_http). It must not follow redirects: the
    /// address of a webhook is a secret.
    ///
    /// This crate builds `reqwest` without a provider of cryptography, and `reqwest` panics when it builds a client
    /// and the program has none. Install one first, with `rustls` 0.23 and its feature `ring` among your
    /// dependencies:
    ///
    /// ```
    /// // It fails if there is one already, which is as good.
    /// let _ = rustls::crypto::ring::default_provider().install_default();
    /// let http = reqwest::Client::builder()
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .build()?;
    /// let b24 = b24_generated::Client::builder()
    ///     .http_client(http)
    ///     .webhook("https://example.bitrix24.com/rest/1/secret/")?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [`configure_http`](Self::configure_http) needs none of this.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.stack = Stack::Reqwest(client);
        self
    }

    /// Another HTTP stack. What else calls the portal from where it sends requests is not known, so the client keeps
    /// limits of its own; a [`rate_limiter`](Self::rate_limiter) that several are given to is shared.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.stack = Stack::Other(Arc::new(transport));
        self
    }

    /// Allows plain `http` to any host, for a server of one's own in a network that can be trusted.
    /// Everyone on the way can read the authorization.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain = true;
        self
    }

    /// The path of REST on a box whose administrator has changed it, by the option `rest_server_path` of the module
    /// `rest`. Default: `/rest`.
    ///
    /// It tells where in the address of a webhook the user and the code begin, and does not count for OAuth, where
    /// [`Tokens::client_endpoint`] holds the whole address. If a portal lies below a path of its server, as in
    /// `https://portal.local/b24/rest/1/secret/`, nothing needs to be set.
    ///
    /// ```
    /// # use b24_generated::Client;
    /// let b24 = Client::builder()
    ///     .rest_server_path("/services")
    ///     .webhook("https://portal.local/services/1/secret/")?;
    /// # Ok::<(), b24_generated::Error>(())
    /// ```
    pub fn rest_server_path(mut self, path: impl Into<String>) -> Self {
        self.rest_path = path.into();
        self
    }

    /// How many bytes an answer may have, unpacked. Default: 64 MiB.
    pub fn longest_answer(mut self, bytes: usize) -> Self {
        self.longest_answer = bytes;
        self
    }

    /// The limits of the portal's plan. Default: [`Limits::STANDARD`].
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Keeps the rate of requests by this limiter, which may share it among processes. Default: the
    /// [`LocalLimiter`](crate::LocalLimiter) that all clients of this process share.
    pub fn rate_limiter(mut self, limiter: impl RateLimiter) -> Self {
        self.rate_limiter = Some(Arc::new(limiter));
        self
    }

    /// How many repetitions all calls of a portal have together, so that an outage does not multiply requests. Default:
    /// 100. `None` does not count them.
    ///
    /// A repetition after a failure takes one. A call that succeeds gives one back if it was repeated, and a fifth of one
    /// if it was not. When none is left, a call that fails is not repeated and has the error that it failed with; it is as
    /// [retryable](Error::is_retryable) as ever, later. Refusals for the portal's limits take none: the limits see to
    /// those. All clients of a portal in this process share what is left.
    pub fn retry_quota(mut self, repetitions: impl Into<Option<u32>>) -> Self {
        self.retry_quota = repetitions.into();
        self
    }

    /// The options that all calls begin with.
    pub fn options(mut self, change: impl FnOnce(CallOptions) -> CallOptions) -> Self {
        self.options = change(self.options);
        self
    }

    /// Sees every call when it is done: for metrics. It must be quick.
    pub fn on_call(mut self, hook: impl Fn(&CallReport<'_>) + Send + Sync + 'static) -> Self {
        self.on_call = Some(Arc::new(hook));
        self
    }

    /// A client for an incoming webhook, by the address that Bitrix24 shows for it. If a web server before a box
    /// asks for HTTP basic authorization, put it before the host: `https://user:pass@portal.local/rest/1/secret/`.
    ///
    /// # Errors
    ///
    /// If the address is not one of a webhook or not `https`, or the settings do not work.
    pub fn webhook(self, url: &str) -> Result<Client, Error> {
        let access = Access::Webhook(Webhook::parse(url, &self.rest_path, self.plain)?);
        self.client(|_| Ok(access))
    }

    /// A client of an application for one portal, whose tokens are renewed but not kept when the
    /// program ends. [`portals`](Self::portals) keeps them.
    ///
    /// # Errors
    ///
    /// If the portal's address is not `https`, or the settings do not work.
    pub fn oauth(self, app: App, tokens: Tokens) -> Result<Client, Error> {
        self.client(|core| {
            let session = Session::new(app, core.transport.clone(), None, core.plain, tokens);
            let session = session.map_err(|error| Error::auth("oauth/token", error))?;
            Ok(Access::Tokens(Arc::new(session)))
        })
    }

    /// The clients of an application, for any number of portals; their tokens are kept in `store`.
    ///
    /// # Errors
    ///
    /// If the settings do not work.
    pub fn portals(self, app: App, store: impl TokenStore) -> Result<Portals, Error> {
        Ok(Portals::new(app, Arc::new(store), Arc::new(self.core()?)))
    }

    fn client(self, access: impl FnOnce(&Core) -> Result<Access, Error>) -> Result<Client, Error> {
        let core = self.core()?;
        let access = access(&core)?;
        let limiter = Arc::new(core.limiting.of(access.portal(), access.account()));
        let portal = Portal { access, limiter };
        Ok(Client::new(Arc::new(core), Arc::new(portal)))
    }

    fn core(self) -> Result<Core, Error> {
        let default = match &self.stack {
            // It has its own.
            Stack::Reqwest(_) => None,
            _ => Some(concat!("b24-generated/", env!("CARGO_PKG_VERSION"))),
        };
        let user_agent = self.user_agent.as_deref().or(default).map(HeaderValue::from_str);
        let user_agent = user_agent.transpose().map_err(|source| Error::Setup {
            reason: "the user agent is not one line of ASCII",
            source: Some(source.into()),
        })?;
        let commons = match &self.stack {
            Stack::Other(_) => Commons::default(),
            _ => Commons::of_process(),
        };
        let transport: Arc<dyn Transport> = match self.stack {
            Stack::Own => {
                let mut http = http(self.connect_timeout, self.read_timeout);
                // Those to the authorization server, too.
                if let Some(name) = &user_agent {
                    http = http.user_agent(name.clone());
                }
                if let Some(proxy) = self.proxy {
                    http = http.proxy(reqwest::Proxy::all(proxy).map_err(|e| broken(HTTP, e))?);
                }
                for pem in self.root_certificates {
                    http = http.tls_certs_merge(certificates(&pem)?);
                }
                if self.any_certificate {
                    http = http.tls_danger_accept_invalid_certs(true);
                }
                if let Some(change) = self.configure {
                    http = change(http);
                }
                Arc::new(Reqwest(http.build().map_err(|e| broken(HTTP, e))?))
            }
            Stack::Reqwest(client) => Arc::new(Reqwest(client)),
            Stack::Other(transport) => transport,
        };
        Ok(Core {
            transport,
            plain: self.plain,
            user_agent,
            longest_answer: self.longest_answer,
            limiting: Limiting {
                limits: self.limits,
                commons,
                limiter: self.rate_limiter,
                retry_quota: self.retry_quota,
                latest: self.connect_timeout + ON_THE_WAY,
            },
            options: Arc::new(self.options),
            on_call: self.on_call,
        })
    }
}

const HTTP: &str = "its settings for HTTP do not work";

fn broken(reason: &'static str, source: reqwest::Error) -> Error {
    Error::Setup { reason, source: Some(source.without_url().into()) }
}

fn certificates(pem: &[u8]) -> Result<Vec<reqwest::Certificate>, Error> {
    let found = reqwest::Certificate::from_pem_bundle(pem)
        .map_err(|e| broken("a root certificate is not PEM", e))?;
    match found.is_empty() {
        true => Err(Error::Setup {
            reason: "a root certificate holds no `-----BEGIN CERTIFICATE-----`; give the text of a PEM file",
            source: None,
        }),
        false => Ok(found),
    }
}

fn http(connect_timeout: Duration, read_timeout: Duration) -> reqwest::ClientBuilder {
    // An application that has chosen a provider of its own keeps it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .connect_timeout(connect_timeout)
        .read_timeout(read_timeout)
        // Shorter than servers keep connections that nobody uses: a write that goes out on one just
        // when it is closed could not be repeated.
        .pool_idle_timeout(Duration::from_secs(20))
        // Whether and where to, the exchange decides: the address of a webhook is a secret.
        .redirect(reqwest::redirect::Policy::none())
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address of a proxy may hold a password.
        f.debug_struct("ClientBuilder")
            .field("limits", &self.limits)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
