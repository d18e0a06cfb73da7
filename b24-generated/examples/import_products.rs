//! Imports products with their prices from a CSV file into a catalogue, in batches.
//!
//! ```console
//! $ export B24_WEBHOOK=https://example.bitrix24.com/rest/1/secret/
//! $ cargo run -p b24-generated --features catalog --example import_products -- 25 products.csv
//! ```
//!
//! The number is the `iblockId` of the catalogue, which `catalog.catalog.list` gives. The file has the
//! columns `section`, `code`, `name`, `price` and `currency`; sections that are not there are made. The
//! webhook needs the scope `catalog`.

use std::collections::HashMap;
use std::error::Error;
use std::process::ExitCode;

use b24_generated::{Client, ListCall as _, catalog};

/// A line of the file.
#[derive(serde::Deserialize)]
pub(crate) struct Product {
    section: String,
    code: String,
    name: String,
    /// As it is written: a price is no binary fraction.
    price: String,
    currency: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(catalog), Some(path)) = (args.next(), args.next()) else {
        return Err("usage: import_products CATALOG FILE".into());
    };
    let webhook = std::env::var("B24_WEBHOOK").map_err(|_| "B24_WEBHOOK is not set")?;
    let b24 = Client::webhook(&webhook)?;
    let products: Vec<Product> =
        csv::Reader::from_path(&path)?.deserialize().collect::<Result<_, _>>()?;
    let failed = import(&b24, catalog.parse()?, &products).await?;
    for (product, error) in &failed {
        eprintln!("{} {}: {error}", product.code, product.name);
    }
    println!("{} of {} products imported", products.len() - failed.len(), products.len());
    Ok(if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Adds the products, and gives those that could not be added, or not with their price.
pub(crate) async fn import<'a>(
    b24: &Client,
    catalog: i64,
    products: &'a [Product],
) -> Result<Vec<(&'a Product, b24_generated::Error)>, Box<dyn Error>> {
    let sections = sections(b24, catalog, products).await?;
    let types = catalog::price_type::list().filter(|f| f.base(true)).send(b24).await?;
    let base = types.price_types.unwrap_or_default().into_iter().find_map(|price| price.id);
    let base = base.ok_or("the catalogue has no base price")?;

    let mut batch = b24.batch();
    // First all that is referred to, then all that refers to it: that takes the fewest requests.
    let mut keys = Vec::new();
    for product in products {
        let call = catalog::product::add(|f| {
            let f = f.iblock_id(catalog).name(&product.name).xml_id(&product.code);
            match sections.get(&product.section) {
                Some(&section) => f.iblock_section_id(section),
                None => f,
            }
        });
        keys.push((product, batch.add(call)));
    }
    let mut added = Vec::new();
    for (product, key) in keys {
        let id = key.result().field("element").field("id");
        let price = batch.add(catalog::price::add(|f| {
            f.product_id(id)
                .catalog_group_id(base)
                .price(&product.price)
                .currency(&product.currency)
        }));
        added.push((product, key, price));
    }
    let mut answers = batch.send().await?;
    let mut failed = Vec::new();
    for (product, key, price) in added {
        // If the product is not there, its price was not sent.
        if let Err(error) = answers.take(key).and_then(|_| answers.take(price)) {
            failed.push((product, error));
        }
    }
    Ok(failed)
}

/// The sections that the products need, by name. Makes those that are missing.
async fn sections(
    b24: &Client,
    catalog: i64,
    products: &[Product],
) -> Result<HashMap<String, i64>, Box<dyn Error>> {
    let mut known = HashMap::new();
    let mut rows =
        catalog::section::list(|f| f.iblock_id(catalog)).select(["id", "name"]).stream(b24);
    while let Some(section) = rows.next().await {
        let section = section?;
        known.extend(section.name.zip(section.id));
    }
    for product in products {
        if !product.section.is_empty() && !known.contains_key(&product.section) {
            let call = catalog::section::add(|f| f.iblock_id(catalog).name(&product.section));
            let made = call.send(b24).await?.section.and_then(|section| section.id);
            known.insert(product.section.clone(), made.ok_or("no section was made")?);
        }
    }
    Ok(known)
}
