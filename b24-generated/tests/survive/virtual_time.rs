//! Virtual time: the client and the portal share a clock that moves only when everybody waits. An hour
//! of the cloud's limits takes as long as the requests themselves.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use b24_generated::runtime::BoxFuture;
use b24_generated::testing::{Builder, FakePortal};
use b24_generated::{Body, Client, ClientBuilder, Transport, TransportError};
use tokio::runtime::{self, Handle};
use tokio::time::{Instant, sleep};

/// How long a request is on its way, and its answer again.
const WAY: Duration = Duration::from_millis(50);

/// Runs `work` in virtual time, with a portal and with a client that reaches it.
pub(crate) fn run<T>(
    portal: Builder,
    work: impl AsyncFnOnce(Arc<FakePortal>, ClientBuilder) -> T,
) -> T {
    let real = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let portal = real.block_on(portal.freeze_time().log_limit(0).start());
    let portal = Arc::new(portal.unwrap());
    let here = runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    here.unwrap().block_on(async {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let way = Way {
            http: reqwest::Client::new(),
            real: real.handle().clone(),
            portal: portal.clone(),
            began: Instant::now(),
            passed: Mutex::default(),
        };
        work(portal, Client::builder().transport(way)).await
    })
}

/// The way to a portal that lives on another runtime, where time is real. Keeps the portal's clock at
/// the time here.
struct Way {
    http: reqwest::Client,
    real: Handle,
    portal: Arc<FakePortal>,
    began: Instant,
    passed: Mutex<Duration>,
}

impl Way {
    fn set_clock(&self) {
        let mut passed = self.passed.lock().unwrap();
        let now = self.began.elapsed();
        self.portal.advance(now - *passed);
        *passed = now;
    }
}

impl Transport for Way {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            sleep(WAY).await;
            self.set_clock();
            let (head, body) = request.into_parts();
            let body = body.bytes(usize::MAX).await?.unwrap_or_default();
            let request = self.http.request(head.method, head.uri.to_string());
            let request = request.headers(head.headers).body(body);
            let real = self.real.clone();
            // Time stands still as long as such a thread works.
            let answer = tokio::task::spawn_blocking(move || {
                real.block_on(async {
                    let answer = request.send().await?;
                    Ok::<_, reqwest::Error>((answer.status(), answer.bytes().await?))
                })
            });
            let (status, bytes) = answer.await.expect("it does not panic")?;
            sleep(WAY).await;
            let mut answer = http::Response::new(Body::from(bytes));
            *answer.status_mut() = status;
            Ok(answer)
        })
    }
}
