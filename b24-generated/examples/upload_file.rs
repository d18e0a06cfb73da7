//! Uploads a file to a folder on the Drive of a Bitrix24, and fetches it back.
//!
//! ```text
//! B24_WEBHOOK=https://example.bitrix24.com/rest/1/secret/ \
//!     cargo run -p b24-generated --features disk --example upload_file -- 8930 report.pdf
//! ```
//!
//! The number is that of the folder; the webhook needs the scope `disk`.

use std::error::Error;
use std::path::Path;

use b24_generated::{Client, Upload, disk};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let webhook = std::env::var("B24_WEBHOOK").map_err(|_| "B24_WEBHOOK is not set")?;
    let mut args = std::env::args().skip(1);
    let (Some(folder), Some(path)) = (args.next(), args.next()) else {
        return Err("usage: upload_file FOLDER FILE".into());
    };
    let b24 = Client::webhook(&webhook)?;
    let bytes = there_and_back(&b24, folder.parse()?, Path::new(&path)).await?;
    println!("{bytes} bytes came back");
    Ok(())
}

/// Uploads a file, fetches it, and gives how many bytes came.
pub(crate) async fn there_and_back(
    b24: &Client,
    folder: u64,
    path: &Path,
) -> Result<u64, Box<dyn Error>> {
    let name = path.file_name().ok_or("that is no file")?.to_string_lossy();
    let call =
        disk::folder::upload_file(folder).data(|data| data.name(&name)).generate_unique_name(true);
    let file = b24.upload(call, Upload::open(path)?).await?;
    let id = file.id.ok_or("the server does not say where the file is")?;
    println!("uploaded as {id}: {}", file.name.unwrap_or_default());

    let file = disk::file::get(id).send(b24).await?;
    let address = file.download_url.ok_or("the file has no address")?;
    let length = std::fs::metadata(path)?.len();
    let copy = b24.download(&address, length).await?;
    Ok(copy.write_to(std::io::sink()).await?)
}
