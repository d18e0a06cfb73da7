//! The Rust code of README.md: each piece of it stands here as the body of a function, so that it
//! compiles, and a test holds the two against each other. What can run on the fake portal runs.
#![allow(dead_code, missing_docs)]

use std::error::Error;

use b24_generated::crm::{self, entity_type};
use b24_generated::testing::FakePortal;
use b24_generated::{Client, ListCall as _, user};

mod first {
    use b24_generated::crm::{self, entity_type};
    use b24_generated::{Client, ListCall as _, user};

    #[tokio::main]
    async fn main() -> Result<(), Box<dyn std::error::Error>> {
        let b24 = Client::webhook(&std::env::var("B24_WEBHOOK")?)?;

        let me = user::current().send(&b24).await?;
        println!("I am {:?}", me.name);

        let new = crm::item::add(entity_type::DEAL, |f| {
            f.title("A boat").opportunity(100).set("ufCrm_1", "blue")
        });
        let deal = new.send(&b24).await?.item.ok_or("no deal was made")?;
        println!("made deal {:?} in {:?}", deal.id, deal.extra.get("ufCrm_1"));

        let mut deals = crm::item::list(entity_type::DEAL).select(["id", "title"]).stream(&b24);
        while let Some(deal) = deals.next().await {
            println!("{:?}", deal?.title);
        }
        Ok(())
    }
}

async fn lists(b24: Client) -> Result<usize, Box<dyn Error>> {
    use b24_generated::Filtering as _;

    let anns = crm::item::list(entity_type::CONTACT).filter(|f| f.contains("name", "Ann"));
    let contacts = anns.all(&b24).await?;
    Ok(contacts.len())
}

fn filters() -> impl Sized {
    use b24_generated::{Filter, FilterV3, Filtering as _, user, v3};
    use user::GetFilter;

    let annas = user::get().filter(|f| f.contains(GetFilter::name, "ann").set("ACTIVE", true));
    let rich = Filter::new().at_least("opportunity", 100_000).not_in("stageId", ["WON", "LOSE"]);
    let deals = crm::item::list(entity_type::DEAL).filter(|f| f.matching(rich));
    let late = FilterV3::new().less("deadline", "2026-01-31").not_equal("status", "completed");
    let tasks = v3::tasks::task::list().filter(late);
    (annas, deals, tasks)
}

fn boxes() -> Result<Client, Box<dyn Error>> {
    let b24 = Client::builder()
        .root_certificate(std::fs::read("company-ca.pem")?)
        .webhook("https://user:pass@portal.local/b24/rest/1/secret/")?;
    Ok(b24)
}

async fn batches(b24: &Client) -> Result<(), Box<dyn Error>> {
    let mut batch = b24.batch().halt(); // stop at the first error
    let contact = batch.add(crm::item::add(entity_type::CONTACT, |f| f.name("Ann")));
    let id = contact.result().field("item").field("id");
    let deal = batch.add(crm::item::add(entity_type::DEAL, |f| f.title("A boat").contact_id(id)));
    let mut answers = batch.send().await?;
    println!("{:?} {:?}", answers.take(contact)?.item, answers.take(deal)?.item);
    Ok(())
}

async fn errors(b24: Client) -> Result<(), Box<dyn Error>> {
    use b24_generated::{ErrorKind, codes};

    match crm::item::get(entity_type::DEAL, 7).send(&b24).await {
        Ok(deal) => println!("{:?}", deal.item),
        Err(error) if error.kind() == ErrorKind::NotFound => println!("no such deal"),
        Err(error) if error.is_retryable() => println!("later, perhaps: {error}"),
        Err(error) if error.api().is_some_and(|e| e.is(codes::INSUFFICIENT_SCOPE)) => {
            println!("the webhook needs {:?}", b24_generated::scopes![crm::item::get]);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

#[allow(unused_variables, reason = "the second client shadows the first")]
async fn applications(code: &str, member_id: &str) -> Result<impl Sized, Box<dyn Error>> {
    use b24_generated::{App, FileStore};

    let app = App::new("app.1", "key");
    let url = app.authorization_url("example.bitrix24.com", "state")?; // send the user there
    let portals = Client::builder().portals(app, FileStore::new("tokens")?)?;
    let b24 = portals.authorize(code).await?; // what came back
    let b24 = portals.get(member_id).await?; // at any time later
    Ok((url, b24))
}

async fn files(b24: Client) -> Result<(), Box<dyn Error>> {
    use b24_generated::{FileContent, Upload, disk};

    user::update(7).personal_photo(FileContent::open("photo.png")?).send(&b24).await?;

    let call = disk::folder::upload_file(8930).data(|data| data.name("film.mp4"));
    let file = b24.upload(call, Upload::open("film.mp4")?).await?;
    let film = b24.download(&file.download_url.unwrap_or_default(), 4 << 30).await?;
    film.write_to(std::fs::File::create("copy.mp4")?).await?;
    Ok(())
}

#[test]
fn scopes() {
    use b24_generated::{scope, scopes};

    assert_eq!(scopes![crm::item::add, user::current], [scope::CRM, scope::USER]);
}

#[tokio::test]
async fn tests() -> Result<(), Box<dyn Error>> {
    use b24_generated::testing::{FakePortal, Fault};
    use serde_json::json;

    let portal = FakePortal::start().await?;
    let deals = portal.entity("crm.item", [json!({ "id": 7, "title": "A boat" })]);
    let b24 = Client::webhook(&portal.webhook())?;

    portal.fail_next(1, Fault::CutAfter);
    assert!(crm::item::delete(entity_type::DEAL, 7).send(&b24).await.is_err());
    assert!(deals.is_empty(), "it ran, and the answer was lost");
    assert_eq!(portal.journal()[0].method, "crm.item.delete");
    Ok(())
}

/// The Rust code of the README, line by line and without indentation.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().map(str::trim);
    while let Some(line) = lines.next() {
        if line.starts_with("```rust") {
            blocks.push(lines.by_ref().take_while(|line| *line != "```").collect());
        }
    }
    blocks
}

#[test]
fn each_piece_of_the_readme_is_here() {
    let file = |path: &str| {
        std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    let (readme, here) = (file("../README.md"), file("tests/readme.rs"));
    let here: Vec<&str> = here.lines().map(str::trim).collect();
    let blocks = blocks(&readme);
    assert!(blocks.len() >= 9, "{} blocks", blocks.len());
    for block in blocks {
        let is_here = here.windows(block.len()).any(|lines| lines == block);
        assert!(is_here, "this is in README.md, but not in this file:\n{}", block.join("\n"));
    }
}

#[tokio::test]
async fn what_can_run_runs() {
    let portal = FakePortal::start().await.unwrap();
    let b24 = Client::webhook(&portal.webhook()).unwrap();
    let ann = serde_json::json!({ "id": 1, "name": "Ann Lee" });
    let items = portal.entity("crm.item", [ann]);
    assert_eq!(lists(b24.clone()).await.unwrap(), 1);
    batches(&b24).await.unwrap();
    assert_eq!(items.get(3).unwrap()["contactId"], 2, "the deal is of the new contact");
    portal.on("crm.item.get", |_| b24_generated::testing::Reply::error(400, "NOT_FOUND", ""));
    errors(b24).await.unwrap();
}
