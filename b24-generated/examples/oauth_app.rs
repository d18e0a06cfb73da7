//! An application that is authorized by OAuth 2.0 on any number of portals, and keeps their tokens.
//!
//! ```text
//! export B24_CLIENT_ID=app.1 B24_CLIENT_SECRET=key
//! cargo run -p b24-generated --features user --example oauth_app -- link example.bitrix24.com
//! cargo run -p b24-generated --features user --example oauth_app -- code CODE
//! cargo run -p b24-generated --features user --example oauth_app -- event < body
//! cargo run -p b24-generated --features user --example oauth_app -- portal MEMBER_ID
//! ```
//!
//! `link` prints where to send a user, who comes back with a code; an event `ONAPPINSTALL` brings the
//! tokens itself. From then on the portal is known by its `member_id`. The application needs the scope
//! `user`.

use std::error::Error;

use b24_generated::{App, Client, EventAuth, FileStore, Portals, user};

const USAGE: &str = "usage: oauth_app link PORTAL | code CODE | event | portal MEMBER_ID";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let id = std::env::var("B24_CLIENT_ID").map_err(|_| "B24_CLIENT_ID is not set")?;
    let secret = std::env::var("B24_CLIENT_SECRET").map_err(|_| "B24_CLIENT_SECRET is not set")?;
    let app = App::new(id, secret);
    let mut args = std::env::args().skip(1);
    let (what, value) = (args.next().ok_or(USAGE)?, args.next());
    if what == "link" {
        // A program that serves many users makes a state for each, and compares it when they are back.
        println!("{}", app.authorization_url(&value.ok_or(USAGE)?, "state")?);
        return Ok(());
    }
    let value = match value {
        Some(value) => value,
        None => std::io::read_to_string(std::io::stdin())?,
    };
    let portals = Client::builder().portals(app, FileStore::new("tokens")?)?;
    let b24 = open(&portals, &what, &value).await?;
    println!("{}", who(&b24).await?);
    Ok(())
}

/// The client of a portal: a new one, or one whose tokens are there.
pub(crate) async fn open(
    portals: &Portals,
    what: &str,
    value: &str,
) -> Result<Client, Box<dyn Error>> {
    match what {
        "code" => Ok(portals.authorize(value.trim()).await?),
        "event" => {
            // Anyone can send such a body. A server that takes events compares the application token
            // of a portal that it knows with the one that came.
            let event = EventAuth::from_form(value.trim()).ok_or("that is no event")?;
            Ok(portals.install(event.tokens().ok_or("it brings no tokens")?).await?)
        }
        "portal" => {
            let known = portals.get(value.trim()).await?;
            Ok(known.ok_or("the application is not installed there")?)
        }
        _ => Err(USAGE.into()),
    }
}

/// Whose tokens they are, and where.
pub(crate) async fn who(b24: &Client) -> Result<String, Box<dyn Error>> {
    let me = user::current().send(b24).await?;
    let member = b24.tokens().map(|tokens| tokens.member_id).unwrap_or_default();
    Ok(format!("{} at {member}", me.name.unwrap_or_default()))
}
