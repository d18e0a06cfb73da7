//! A chat bot that repeats what it is told. It asks for what was written to it, so it needs no
//! address of its own that Bitrix24 could call.
//!
//! ```console
//! $ export B24_WEBHOOK=https://example.bitrix24.com/rest/1/secret/
//! $ export B24_BOT_TOKEN=any-text-that-is-the-secret-of-the-bot
//! $ cargo run -p b24-generated --features imbot --example chat_bot
//! ```
//!
//! The webhook needs the scope `imbot`. Registering a bot that is there already gives that bot.

use std::error::Error;
use std::time::Duration;

use b24_generated::{Client, imbot};

/// How long to wait if nobody wrote.
const PAUSE: Duration = Duration::from_secs(2);

/// The bot, as it proves itself to the server.
pub(crate) struct Bot {
    id: i64,
    token: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let webhook = std::env::var("B24_WEBHOOK").map_err(|_| "B24_WEBHOOK is not set")?;
    let token = std::env::var("B24_BOT_TOKEN").map_err(|_| "B24_BOT_TOKEN is not set")?;
    let b24 = Client::webhook(&webhook)?;
    let bot = register(&b24, token).await?;
    println!("the bot is user {}", bot.id);
    let mut offset = None;
    loop {
        match answer(&b24, &bot, offset).await {
            Ok((_, next)) if next > offset => offset = next,
            Ok(_) => tokio::time::sleep(PAUSE).await,
            Err(error) if error.is_retryable() => {
                eprintln!("{error}");
                tokio::time::sleep(10 * PAUSE).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Makes the bot.
pub(crate) async fn register(b24: &Client, token: String) -> Result<Bot, Box<dyn Error>> {
    let answer = imbot::v2::bot::register(|f| {
        f.code("echo")
            .bot_token(&token)
            .event_mode(imbot::v2::bot::RegisterFields::EVENT_MODE_FETCH)
            .properties(|p| p.name("Echo").work_position("Repeats everything"))
    });
    let bot = answer.send(b24).await?.bot.ok_or("the server does not describe the bot")?;
    Ok(Bot { id: bot.id.ok_or("the bot has no number")?, token })
}

/// Answers what was written since, and gives how many messages that were, and where to go on.
pub(crate) async fn answer(
    b24: &Client,
    bot: &Bot,
    offset: Option<i64>,
) -> Result<(usize, Option<i64>), b24_generated::Error> {
    let mut call = imbot::v2::event::get(bot.id).bot_token(&bot.token);
    if let Some(offset) = offset {
        // The server forgets the events before it.
        call = call.offset(offset);
    }
    let news = call.send(b24).await?;
    let mut answered = 0;
    for event in news.events.unwrap_or_default() {
        let data = event.data.unwrap_or_default();
        let text = |of: &str, field: &str| data.get(of).and_then(|it| it[field].as_str());
        let Some("ONIMBOTV2MESSAGEADD") = event.r#type.as_deref() else { continue };
        let (Some(chat), Some(said)) = (text("chat", "dialogId"), text("message", "text")) else {
            continue;
        };
        imbot::v2::chat::message::send(bot.id, chat)
            .bot_token(&bot.token)
            .fields(|f| f.message(format!("You said: {said}")))
            .send(b24)
            .await?;
        answered += 1;
    }
    Ok((answered, news.next_offset))
}
