//! Writes all deals of a Bitrix24 to a CSV file, with a progress bar.
//!
//! ```text
//! B24_WEBHOOK=https://example.bitrix24.com/rest/1/secret/ \
//!     cargo run -p b24-generated --features crm --example export_deals -- deals.csv
//! ```
//!
//! The webhook needs the scope `crm`.

use std::error::Error;
use std::path::Path;

use b24_generated::crm::{self, entity_type};
use b24_generated::{Client, ListCall as _};
use indicatif::{ProgressBar, ProgressStyle};

/// The fields, as they are called on the wire.
const FIELDS: [&str; 5] = ["id", "title", "stageId", "opportunity", "assignedById"];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let webhook = std::env::var("B24_WEBHOOK").map_err(|_| "B24_WEBHOOK is not set")?;
    let path = std::env::args().nth(1).unwrap_or_else(|| "deals.csv".to_owned());
    let b24 = Client::webhook(&webhook)?;
    let rows = export(&b24, Path::new(&path)).await?;
    println!("{rows} deals in {path}");
    Ok(())
}

/// Writes the deals, and gives how many there were.
pub(crate) async fn export(b24: &Client, path: &Path) -> Result<u64, Box<dyn Error>> {
    // The walk itself does not count: that costs the server more than the rows.
    let total = b24.answer(crm::item::list(entity_type::DEAL).select(["id"])).await?.total;
    let bar = ProgressBar::new(total.unwrap_or(0));
    bar.set_style(ProgressStyle::with_template("{bar:40} {pos} of {len}, {per_sec}, {eta} left")?);

    let mut csv = csv::Writer::from_path(path)?;
    csv.write_record(FIELDS)?;
    let progress = bar.clone();
    let mut deals = crm::item::list(entity_type::DEAL)
        .select(FIELDS)
        .stream(b24)
        .on_progress(move |now| progress.set_position(now.rows));
    while let Some(deal) = deals.next().await {
        let deal = deal?;
        csv.write_record([
            text(deal.id),
            text(deal.title),
            text(deal.stage_id),
            text(deal.opportunity),
            text(deal.assigned_by_id),
        ])?;
    }
    csv.flush()?;
    bar.finish();
    Ok(deals.progress().rows)
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
