//! Gives all deals of one stage to another person, in batches:
//!
//! ```console
//! $ export B24_WEBHOOK=https://example.bitrix24.com/rest/1/secret/
//! $ cargo run -p b24-generated --features crm --example bulk_update -- NEW 7
//! ```
//!
//! The webhook needs the scope `crm`.

use std::process::ExitCode;

use b24_generated::crm::{self, entity_type};
use b24_generated::{Client, Error, Filter, Filtering as _, ListCall as _};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(stage), Some(person)) = (args.next(), args.next()) else {
        return Err("usage: bulk_update STAGE PERSON".into());
    };
    let webhook = std::env::var("B24_WEBHOOK").map_err(|_| "B24_WEBHOOK is not set")?;
    let b24 = Client::webhook(&webhook)?;

    let updated = hand_over(&b24, &stage, person.parse()?).await?;
    let mut failed = 0;
    for (id, update) in &updated {
        if let Err(error) = update {
            eprintln!("deal {id}: {error}");
            failed += 1;
        }
    }
    println!("{} deals updated, {failed} failed", updated.len() - failed);
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Updates the deals of a stage, and gives what became of each.
pub(crate) async fn hand_over(
    b24: &Client,
    stage: &str,
    person: i64,
) -> Result<Vec<(i64, Result<(), Error>)>, Error> {
    // All of them before the first is changed: a changed one is not in the list any more.
    let filter = Filter::new().equal("stageId", stage).not_equal("assignedById", person);
    let found = crm::item::list(entity_type::DEAL)
        .select(["id"])
        .filter(|f| f.matching(filter))
        .all(b24)
        .await?;
    let deals: Vec<i64> = found.into_iter().filter_map(|deal| deal.id).collect();

    let mut batch = b24.batch();
    let keys: Vec<_> = deals
        .iter()
        .map(|&id| {
            batch.add(crm::item::update(entity_type::DEAL, id, |f| f.assigned_by_id(person)))
        })
        .collect();
    let mut answers = batch.send().await?;
    let update = |(id, key)| (id, answers.take(key).map(drop));
    Ok(deals.into_iter().zip(keys).map(update).collect())
}
