//! Gives all deals of one stage to another person, in batches:
//!
//! ```console
//! $ export B24_WEBHOOK=https://example.bitrix24.com/rest/1/secret/
//! $ cargo run -p b24-generated --features crm --example bulk_update -- NEW 7
//! ```
//!
//! The webhook needs the scope `crm`.

use std::error::Error;
use std::process::ExitCode;

use b24_generated::{Client, Filter, crm};

/// What deals are among the types of `crm.item.*`.
const DEALS: i64 = 2;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(stage), Some(person)) = (args.next(), args.next()) else {
        return Err("usage: bulk_update STAGE PERSON".into());
    };
    let person: i64 = person.parse()?;
    let webhook = std::env::var("B24_WEBHOOK").map_err(|_| "B24_WEBHOOK is not set")?;
    let b24 = Client::webhook(&webhook)?;

    let deals = find(&b24, &stage, person).await?;
    println!("{} deals to update", deals.len());

    let mut batch = b24.batch();
    let updates: Vec<_> = deals
        .into_iter()
        .map(|id| {
            let update = crm::item::update(DEALS, id, |f| f.assigned_by_id(person));
            (id, batch.add(update))
        })
        .collect();
    let mut answers = batch.send().await?;

    let mut failed = 0;
    for (id, update) in updates {
        if let Err(error) = answers.take(update) {
            eprintln!("deal {id}: {error}");
            failed += 1;
        }
    }
    println!("{} updated, {failed} failed", answers.len() - failed);
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The deals of a stage that someone else is responsible for, from the first to the last.
async fn find(b24: &Client, stage: &str, person: i64) -> Result<Vec<i64>, Box<dyn Error>> {
    let mut found = Vec::new();
    loop {
        let filter = Filter::new()
            .equal("stageId", stage)
            .not_equal("assignedById", person)
            .greater("id", found.last().copied().unwrap_or(0));
        let page = crm::item::list(DEALS)
            .select(["id"])
            .filter(filter)
            .order([("id", "ASC")])
            .start(-1)
            .send(b24)
            .await?;
        let items = page.items.unwrap_or_default();
        found.extend(items.iter().filter_map(|item| item.id));
        if items.len() < 50 {
            return Ok(found);
        }
    }
}
