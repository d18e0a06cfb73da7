//! Opens an item of a smart process for a deal, once, and lists what is open in it.
//!
//! ```console
//! $ export B24_WEBHOOK=https://example.bitrix24.com/rest/1/secret/
//! $ cargo run -p b24-generated --features crm --example smart_process -- Contracts 42
//! ```
//!
//! The arguments: the title of the smart process, and the number of a deal. The two must be linked in
//! the settings of the process. The webhook needs the scope `crm`.

use std::error::Error;

use b24_generated::{Client, Filtering as _, ListCall as _, crm};

/// Items have the number of their deal in the field `parentId` with the number of the type of deals.
const DEAL: &str = "parentId2";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(process), Some(deal)) = (args.next(), args.next()) else {
        return Err("usage: smart_process TITLE DEAL".into());
    };
    let webhook = std::env::var("B24_WEBHOOK").map_err(|_| "B24_WEBHOOK is not set")?;
    let b24 = Client::webhook(&webhook)?;
    let process = find(&b24, &process).await?;
    let (id, is_new) = open(&b24, process, deal.parse()?).await?;
    println!("item {id} of the type {process} {}", if is_new { "is new" } else { "was there" });

    let mut items = crm::item::list(process).select(["id", "title", DEAL]).stream(&b24);
    while let Some(item) = items.next().await {
        let item = item?;
        // What depends on the portal stands beside the documented fields.
        let deal = item.extra.get_as::<i64>(DEAL).unwrap_or_default();
        println!("{:>6} {} for deal {deal}", item.id.unwrap_or(0), item.title.unwrap_or_default());
    }
    Ok(())
}

/// The type of the items of a smart process, from its title.
pub(crate) async fn find(b24: &Client, title: &str) -> Result<i64, Box<dyn Error>> {
    let types = crm::r#type::list().filter(|f| f.title(title)).send(b24).await?;
    let found = types.types.unwrap_or_default().into_iter().find_map(|it| it.entity_type_id);
    Ok(found.ok_or_else(|| format!("there is no smart process `{title}`"))?)
}

/// The item of a deal, and whether it had to be made.
pub(crate) async fn open(
    b24: &Client,
    process: i64,
    deal: i64,
) -> Result<(i64, bool), Box<dyn Error>> {
    let there =
        crm::item::list(process).select(["id"]).filter(|f| f.equal(DEAL, deal)).send(b24).await?;
    if let Some(id) = there.items.unwrap_or_default().into_iter().find_map(|item| item.id) {
        return Ok((id, false));
    }
    let new = crm::item::add(process, |f| f.title(format!("For deal {deal}")).set(DEAL, deal));
    let made = new.send(b24).await?.item.and_then(|item| item.id);
    Ok((made.ok_or("the server does not say what it made")?, true))
}
