//! Tells Bitrix24 of a phone call that a telephone system of another maker took: registers it, ends
//! it, and attaches the record.
//!
//! ```console
//! $ export B24_CLIENT_ID=app.1 B24_CLIENT_SECRET=key
//! $ cargo run -p b24-generated --features telephony --example phone_call -- \
//!     MEMBER_ID 7 +15550102030 line-3/2026-01-31/0017 95 record.mp3
//! ```
//!
//! These methods are only for applications, not for webhooks: authorize one with `oauth_app` first,
//! which leaves its tokens in the folder `tokens`. The application needs the scope `telephony`.

use std::error::Error;
use std::time::Duration;

use b24_generated::telephony::external_call::{Register, attach_record, finish, register};
use b24_generated::{App, Client, FileContent, FileStore};

/// A call that is over.
pub(crate) struct PhoneCall {
    /// Who took it, in Bitrix24.
    pub(crate) user: i64,
    /// Who called.
    pub(crate) number: String,
    /// What the telephone system calls it. The same call that comes twice is then registered once.
    pub(crate) id: String,
    pub(crate) duration: Duration,
    pub(crate) record: FileContent,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Ok([member, user, number, id, seconds, record]) = <[String; 6]>::try_from(args) else {
        return Err("usage: phone_call MEMBER_ID USER NUMBER CALL_ID SECONDS RECORD".into());
    };
    let app = App::new(
        std::env::var("B24_CLIENT_ID").map_err(|_| "B24_CLIENT_ID is not set")?,
        std::env::var("B24_CLIENT_SECRET").map_err(|_| "B24_CLIENT_SECRET is not set")?,
    );
    let portals = Client::builder().portals(app, FileStore::new("tokens")?)?;
    let b24 = portals.get(&member).await?.ok_or("the application is not installed there")?;

    let duration = Duration::from_secs(seconds.parse()?);
    let record = FileContent::open(&record)?;
    let call = PhoneCall { user: user.parse()?, number, id, duration, record };
    println!("the record is file {}", tell(&b24, &call).await?);
    Ok(())
}

/// Tells of the call, and gives the number of the file with its record.
pub(crate) async fn tell(b24: &Client, call: &PhoneCall) -> Result<i64, Box<dyn Error>> {
    let registered = register(&call.number, Register::TYPE_INCOMING)
        .user_id(call.user)
        .external_call_id(&call.id)
        .crm_create(true) // A lead, if nobody in the CRM has the number.
        .show(false)
        .send(b24)
        .await?;
    let id = registered.call_id.ok_or("the server does not say what the call is called")?;

    // Only this makes the call appear in the CRM and in the statistics.
    finish(&id).user_id(call.user).duration(call.duration.as_secs()).send(b24).await?;
    let attached = attach_record(&id)
        .filename(call.record.name())
        .file_content(call.record.base64())
        .send(b24)
        .await?;
    Ok(attached.file_id.ok_or("the record was not taken")?)
}
