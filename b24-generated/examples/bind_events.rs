//! Makes a portal send an application these events and no others.
//!
//! ```console
//! $ export B24_CLIENT_ID=app.1 B24_CLIENT_SECRET=key
//! $ cargo run -p b24-generated --features event --example bind_events -- \
//!     MEMBER_ID https://app.example.com/events ONCRMDEALADD ONCRMDEALUPDATE
//! ```
//!
//! Events are for applications, not for webhooks: authorize one with `oauth_app` first, which leaves
//! its tokens in the folder `tokens`. An event opens with the scope of its module. Running it again
//! changes nothing, so an installer can do it each time: updates of an application drop its events.

use std::collections::BTreeSet;
use std::error::Error;

use b24_generated::{App, Client, FileStore, event};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [member, handler, events @ ..] = args.as_slice() else {
        return Err("usage: bind_events MEMBER_ID HANDLER [EVENT…]".into());
    };
    let app = App::new(
        std::env::var("B24_CLIENT_ID").map_err(|_| "B24_CLIENT_ID is not set")?,
        std::env::var("B24_CLIENT_SECRET").map_err(|_| "B24_CLIENT_SECRET is not set")?,
    );
    let portals = Client::builder().portals(app, FileStore::new("tokens")?)?;
    let b24 = portals.get(member).await?.ok_or("the application is not installed there")?;
    let (bound, unbound) = bind(&b24, handler, events).await?;
    println!("{bound} events bound, {unbound} unbound");
    Ok(())
}

/// Binds what is missing, unbinds what is too much, and counts both.
pub(crate) async fn bind(
    b24: &Client,
    handler: &str,
    events: &[String],
) -> Result<(usize, usize), b24_generated::Error> {
    let wanted: BTreeSet<String> = events.iter().map(|event| event.to_uppercase()).collect();
    let bound = event::get().send(b24).await?;
    let ours = bound.into_iter().filter(|it| it.handler.as_deref() == Some(handler));
    let present: BTreeSet<String> =
        ours.filter_map(|it| it.event).map(|event| event.to_uppercase()).collect();

    let mut batch = b24.batch();
    let missing: Vec<_> =
        wanted.difference(&present).map(|event| batch.add(event::bind(event, handler))).collect();
    let surplus: Vec<_> =
        present.difference(&wanted).map(|event| batch.add(event::unbind(event, handler))).collect();
    let counts = (missing.len(), surplus.len());
    let mut answers = batch.send().await?;
    missing.into_iter().try_for_each(|key| answers.take(key).map(drop))?;
    surplus.into_iter().try_for_each(|key| answers.take(key).map(drop))?;
    Ok(counts)
}
