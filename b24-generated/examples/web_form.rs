//! Takes what a visitor wrote into a web form: finds the contact by phone or e-mail or makes a new
//! one, and opens a deal for it.
//!
//! ```console
//! $ export B24_WEBHOOK=https://example.bitrix24.com/rest/1/secret/
//! $ cargo run -p b24-generated --features crm --example web_form -- "Ann Lee" +15550102030 ann@example.com "A garden shed"
//! ```
//!
//! The webhook needs the scope `crm`.

use std::error::Error;

use b24_generated::Client;
use b24_generated::crm::duplicate::{Findbycomm, findbycomm};
use b24_generated::crm::item::AddFieldsFm;
use b24_generated::crm::{self, entity_type};

/// What the visitor wrote.
pub(crate) struct Form {
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) email: String,
    pub(crate) wish: String,
}

/// What became of it.
#[derive(Debug, PartialEq)]
pub(crate) struct Taken {
    pub(crate) contact: i64,
    pub(crate) is_known: bool,
    pub(crate) deal: i64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Ok([name, phone, email, wish]) = <[String; 4]>::try_from(args) else {
        return Err("usage: web_form NAME PHONE EMAIL WISH".into());
    };
    let webhook = std::env::var("B24_WEBHOOK").map_err(|_| "B24_WEBHOOK is not set")?;
    let b24 = Client::webhook(&webhook)?;
    let taken = take(&b24, &Form { name, phone, email, wish }).await?;
    let which = if taken.is_known { "known" } else { "new" };
    println!("deal {} for the {which} contact {}", taken.deal, taken.contact);
    Ok(())
}

/// Makes the deal, and the contact if nobody has this phone or e-mail.
pub(crate) async fn take(b24: &Client, form: &Form) -> Result<Taken, Box<dyn Error>> {
    let known = find(b24, form).await?;

    // One batch: the deal refers to the contact that is made before it. Nothing is made after an error.
    let mut batch = b24.batch().halt();
    let contact = known.is_none().then(|| {
        let way = |kind, value| AddFieldsFm::new().type_id(kind).value_type("WORK").value(value);
        let ways = [way("PHONE", &form.phone), way("EMAIL", &form.email)];
        batch.add(crm::item::add(entity_type::CONTACT, |f| f.name(&form.name).fm(ways)))
    });
    let deal = batch.add(crm::item::add(entity_type::DEAL, |f| {
        let f = f.title(&form.wish).source_id("WEB").comments("From the form on our site");
        match (known, &contact) {
            (None, Some(contact)) => f.contact_id(contact.result().field("item").field("id")),
            (known, _) => f.contact_id(known.unwrap_or_default()),
        }
    }));
    let mut answers = batch.send().await?;

    let made = match contact {
        Some(key) => answers.take(key)?.item.and_then(|item| item.id),
        None => known,
    };
    let deal = answers.take(deal)?.item.and_then(|item| item.id);
    Ok(Taken {
        contact: made.ok_or("the server does not say which contact it made")?,
        is_known: known.is_some(),
        deal: deal.ok_or("the server does not say which deal it made")?,
    })
}

/// A contact with this phone, or else with this e-mail.
async fn find(b24: &Client, form: &Form) -> Result<Option<i64>, b24_generated::Error> {
    let mut batch = b24.batch();
    let search =
        |kind, value| findbycomm(kind, [value]).entity_type(Findbycomm::ENTITY_TYPE_CONTACT);
    let by_phone = batch.add(search(Findbycomm::TYPE_PHONE, &form.phone));
    let by_email = batch.add(search(Findbycomm::TYPE_EMAIL, &form.email));
    let mut answers = batch.send().await?;
    let found = [answers.take(by_phone)?, answers.take(by_email)?];
    Ok(found.into_iter().find_map(|found| found.contact?.first().copied()))
}
