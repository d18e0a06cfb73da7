//! The client against the fake portal: faults, expired tokens, long lists, batches, limits.
#![allow(deprecated, missing_docs)]

mod batches;
mod faults;
mod limits;
mod lists;
mod virtual_time;

use std::time::Duration;

use b24_generated::testing::FakePortal;
use b24_generated::{App, Client, ClientBuilder, Limits, Retry, Tokens};

/// A portal without limits that remembers no requests: there are many.
async fn portal() -> FakePortal {
    FakePortal::builder().no_limits().log_limit(0).start().await.unwrap()
}

/// A client without limits that does not wait long.
fn builder() -> ClientBuilder {
    let retry = Retry::backoff(20, Duration::from_millis(1), Duration::from_millis(20));
    Client::builder().limits(Limits::OFF).options(|o| o.retry(retry.longest_run(Duration::ZERO)))
}

/// A client with a webhook.
fn client(portal: &FakePortal) -> Client {
    builder().webhook(&portal.webhook()).unwrap()
}

/// A client of the application that is installed in the portal.
fn app(portal: &FakePortal, builder: ClientBuilder) -> Client {
    let (app, event) = (portal.app(), portal.event_auth());
    let app = App::new(app.client_id, app.client_secret).server(&portal.url()).unwrap();
    let text = |key: &str| event[key].as_str().unwrap().to_owned();
    let [member, portal, access, refresh] =
        ["member_id", "client_endpoint", "access_token", "refresh_token"].map(text);
    builder.oauth(app, Tokens::new(member, portal, access, refresh)).unwrap()
}
