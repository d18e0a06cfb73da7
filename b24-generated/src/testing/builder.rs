//! How a portal is set up and started.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::watch;

use super::clock::Clock;
use super::engine::{Engine, Settings};
use super::faults::Random;
use super::limits::Bucket;
use super::oauth::{OAuth, Rotation};
use super::portal::FakePortal;
use super::server;

/// How a [`FakePortal`] is set up.
#[derive(Clone, Debug)]
pub struct Builder {
    settings: Settings,
    rotation: Rotation,
    address: SocketAddr,
    https: bool,
    frozen: bool,
    log_limit: usize,
    seed: u64,
    webhook_code: Option<String>,
}

impl Builder {
    pub(super) fn new() -> Self {
        Self {
            settings: Settings {
                bucket: Some(Bucket::STANDARD),
                operating_limit: Some(Duration::from_secs(480)),
                charges_batches: false,
                scopes: None,
                checks_required: true,
                as_php: false,
                redirect_uri: None,
                webhooks: Vec::new(),
            },
            rotation: Rotation::default(),
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            https: false,
            frozen: false,
            log_limit: 10_000,
            seed: 1,
            webhook_code: None,
        }
    }

    /// The limit on the rate of requests; [`Bucket::STANDARD`] if nothing is said.
    #[must_use]
    pub fn bucket(mut self, bucket: Bucket) -> Self {
        self.settings.bucket = Some(bucket);
        self
    }

    /// How long a method may run within [ten minutes](https://apidocs.bitrix24.com/limits.html); 480
    /// seconds if nothing is said.
    #[must_use]
    pub fn operating_limit(mut self, limit: Duration) -> Self {
        self.settings.operating_limit = Some(limit);
        self
    }

    /// Charges the running time of the commands of a batch of REST 2 to `batch`, as a box was seen to do, and not each to
    /// its method. All commands have the running time of `batch` then, and are refused with it only.
    #[must_use]
    pub fn charge_batches(mut self) -> Self {
        self.settings.charges_batches = true;
        self
    }

    /// Neither limit, as on-premise.
    #[must_use]
    pub fn no_limits(mut self) -> Self {
        self.settings.bucket = None;
        self.settings.operating_limit = None;
        self
    }

    /// The scopes that were granted; all if nothing is said. Others' methods are refused.
    #[must_use]
    pub fn scopes<'a>(mut self, scopes: impl IntoIterator<Item = &'a str>) -> Self {
        self.settings.scopes = Some(scopes.into_iter().map(str::to_owned).collect());
        self
    }

    /// Whether calls without required parameters are refused where the documentation alone answers
    /// them; they are if nothing is said.
    #[must_use]
    pub fn check_required(mut self, checks: bool) -> Self {
        self.settings.checks_required = checks;
        self
    }

    /// Numbers and booleans in documented answers as PHP often sends them: as text.
    #[must_use]
    pub fn php_values(mut self) -> Self {
        self.settings.as_php = true;
        self
    }

    /// What becomes of a refresh token once it was
    /// [used](https://apidocs.bitrix24.com/settings/oauth/auto-renewal.html).
    #[must_use]
    pub fn rotation(mut self, rotation: Rotation) -> Self {
        self.rotation = rotation;
        self
    }

    /// Where `/oauth/authorize/` sends the user back to; without one it shows the code.
    #[must_use]
    pub fn redirect_uri(mut self, uri: &str) -> Self {
        self.settings.redirect_uri = Some(uri.to_owned());
        self
    }

    /// The code of the webhook of user 1, for programs that have it in their settings. It must be
    /// of letters and digits.
    #[must_use]
    pub fn webhook_code(mut self, code: &str) -> Self {
        self.webhook_code = Some(code.to_owned());
        self
    }

    /// Listens here, and not on a free port of the loopback.
    #[must_use]
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Speaks https, with a certificate that [`FakePortal::certificate_pem`] gives.
    #[must_use]
    pub fn https(mut self) -> Self {
        self.https = true;
        self
    }

    /// Only [`FakePortal::advance`] moves the portal's clock.
    #[must_use]
    pub fn freeze_time(mut self) -> Self {
        self.frozen = true;
        self
    }

    /// How many requests [`FakePortal::log`] keeps, the latest ones; 10,000 if nothing is said.
    #[must_use]
    pub fn log_limit(mut self, requests: usize) -> Self {
        self.log_limit = requests;
        self
    }

    /// What codes, tokens and secrets are made from; 1 if nothing is said.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Starts the portal on the tokio runtime that this is awaited on.
    ///
    /// # Errors
    ///
    /// If the address cannot be listened on.
    pub async fn start(self) -> io::Result<FakePortal> {
        let (portal, server) = self.build()?;
        tokio::spawn(server);
        Ok(portal)
    }

    /// Starts the portal on a thread of its own, for programs without a runtime.
    ///
    /// # Errors
    ///
    /// If the address cannot be listened on, or the thread cannot be started.
    pub fn start_blocking(self) -> io::Result<FakePortal> {
        let (portal, server) = self.build()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = std::thread::Builder::new().name("fake-portal".to_owned());
        thread.spawn(move || runtime.block_on(server))?;
        Ok(portal)
    }

    fn build(
        mut self,
    ) -> io::Result<(FakePortal, impl Future<Output = io::Result<()>> + Send + 'static)> {
        let mut random = Random(self.seed);
        let code = self.webhook_code.unwrap_or_else(|| random.code()[..16].to_owned());
        self.settings.webhooks.push((1, code));
        let tls = self.https.then(server::Certificate::new).transpose()?.map(Arc::new);
        let listener = server::listen(self.address)?;
        let address = listener.local_addr()?;
        let scope =
            self.settings.scopes.as_ref().map_or("crm,user,task".to_owned(), |s| s.join(","));
        let oauth = OAuth::new(Random(random.next()), scope, self.rotation);
        let clock = Clock::new(self.frozen);
        let engine = Arc::new(Engine::new(self.settings, clock, oauth, self.log_limit));
        let scheme = if tls.is_some() { "https" } else { "http" };
        let _ = engine.url.set(format!("{scheme}://{address}"));
        let (stop, stopped) = watch::channel(());
        let portal = FakePortal {
            engine: engine.clone(),
            address,
            certificate: tls.as_ref().map(|tls| tls.pem.clone()),
            random: Mutex::new(random),
            _stop: stop,
        };
        Ok((portal, server::run(engine, listener, tls, stopped)))
    }
}
