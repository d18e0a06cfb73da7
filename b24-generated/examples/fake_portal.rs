//! The fake portal as a program, for clients in other languages and for benchmarks.
//!
//! ```text
//! cargo run -p b24-generated --features full,testing --example fake_portal -- --rows 100000
//! ```
//!
//! It prints one line of JSON with its addresses and secrets, and runs until it is killed.

use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::str::FromStr;

use b24_generated::schema::Rest;
use b24_generated::testing::{Bucket, FakePortal, Faults};
use serde_json::{Value, json};

const USAGE: &str = "\
Usage: fake_portal [OPTIONS]

  --port N             listen here (a free port)
  --rows N             how many rows each family of methods has (1000)
  --family NAME        only this family; may be said for several (crm.deal, crm.item, tasks.task,
                       user, department)
  --code CODE          the code of the webhook of user 1
  --https              speak https, with a certificate made for this run
  --certificate FILE   write the certificate to this file
  --no-limits          take any number of requests
  --bucket N,N         take so many requests at once, and so many more a second (50,2)
  --faults RATE        let this part of all requests fail, such as 0.2
  --seed N             what secrets and faults are made from (1)";

#[derive(Default)]
struct Options {
    port: u16,
    rows: Option<u32>,
    families: Vec<String>,
    code: Option<String>,
    https: bool,
    certificate: Option<String>,
    no_limits: bool,
    bucket: Option<Bucket>,
    faults: Option<f64>,
    seed: Option<u64>,
}

fn main() -> ExitCode {
    match options(std::env::args().skip(1)) {
        Ok(Some(options)) => match run(&options) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("fake_portal: {error}");
                ExitCode::FAILURE
            }
        },
        Ok(None) => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            eprintln!("fake_portal: {wrong}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// `None`: help was asked for.
fn options(mut args: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    fn parsed<T: FromStr>(flag: &str, text: &str) -> Result<T, String> {
        text.parse().map_err(|_| format!("`{flag}` cannot be `{text}`"))
    }
    let mut options = Options::default();
    while let Some(flag) = args.next() {
        let flag = flag.as_str();
        let mut value = || args.next().ok_or_else(|| format!("`{flag}` needs a value"));
        match flag {
            "--help" | "-h" => return Ok(None),
            "--https" => options.https = true,
            "--no-limits" => options.no_limits = true,
            "--port" => options.port = parsed(flag, &value()?)?,
            "--rows" => options.rows = Some(parsed(flag, &value()?)?),
            "--family" => options.families.push(value()?),
            "--code" => options.code = Some(value()?),
            "--certificate" => options.certificate = Some(value()?),
            "--faults" => options.faults = Some(parsed(flag, &value()?)?),
            "--seed" => options.seed = Some(parsed(flag, &value()?)?),
            "--bucket" => {
                let text = value()?;
                let (capacity, per_second) = text.split_once(',').unwrap_or((&text, ""));
                let bucket = Bucket::new(parsed(flag, per_second)?, parsed(flag, capacity)?);
                options.bucket = Some(bucket);
            }
            _ => return Err(format!("there is no `{flag}`")),
        }
    }
    Ok(Some(options))
}

fn run(options: &Options) -> io::Result<()> {
    // What nobody asks for is not kept: benchmarks send many requests.
    let mut builder = FakePortal::builder().log_limit(0).seed(options.seed.unwrap_or(1));
    builder = builder.address(SocketAddr::from((Ipv4Addr::LOCALHOST, options.port)));
    if options.https {
        builder = builder.https();
    }
    if options.no_limits {
        builder = builder.no_limits();
    }
    if let Some(bucket) = options.bucket {
        builder = builder.bucket(bucket);
    }
    if let Some(code) = &options.code {
        builder = builder.webhook_code(code);
    }
    let portal = builder.start_blocking()?;
    fill(&portal, options.rows.unwrap_or(1000), &options.families);
    if let Some(rate) = options.faults {
        portal.set_faults(Faults::seeded(options.seed.unwrap_or(1)).rate(rate));
    }
    if let (Some(file), Some(pem)) = (&options.certificate, portal.certificate_pem()) {
        std::fs::write(file, pem)?;
    }
    let (app, tokens) = (portal.app(), portal.tokens());
    let line = json!({
        "url": portal.url(),
        "webhook": portal.webhook(),
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "access_token": tokens.access_token,
        "refresh_token": tokens.refresh_token,
    });
    writeln!(io::stdout(), "{line}")?;
    loop {
        std::thread::park();
    }
}

/// The same number of rows for each family, spelled as the family spells them.
fn fill(portal: &FakePortal, count: u32, families: &[String]) {
    const MOMENT: &str = "2025-01-31T12:00:00+03:00";
    let rows = |row: fn(u32) -> Value| (1..=count).map(row);
    let is_asked = |family: &str| families.is_empty() || families.iter().any(|f| f == family);
    if is_asked("crm.deal") {
        let deal = |id: u32| {
            json!({
                "ID": id.to_string(), "TITLE": format!("Deal {id}"), "STAGE_ID": "NEW",
                "OPPORTUNITY": format!("{id}.50"), "CURRENCY_ID": "EUR", "CLOSED": "N",
                "DATE_CREATE": MOMENT, "ASSIGNED_BY_ID": "1",
            })
        };
        portal.entity("crm.deal", rows(deal));
    }
    if is_asked("crm.item") {
        let item = |id: u32| {
            json!({
                "id": id, "title": format!("Item {id}"), "stageId": "NEW", "opportunity": 10.5,
                "createdTime": MOMENT, "assignedById": 1,
            })
        };
        portal.entity("crm.item", rows(item));
    }
    if is_asked("tasks.task") {
        let task = |id: u32| {
            json!({
                "id": id.to_string(), "title": format!("Task {id}"), "status": "2",
                "responsibleId": "1", "createdDate": MOMENT,
            })
        };
        portal.entity("tasks.task", rows(task));
        let task = |id: u32| json!({ "id": id, "title": format!("Task {id}"), "responsibleId": 1 });
        portal.entity((Rest::V3, "tasks.task"), rows(task));
    }
    if is_asked("user") {
        let user = |id: u32| {
            json!({
                "ID": id.to_string(), "ACTIVE": true, "NAME": format!("User {id}"),
                "UF_DEPARTMENT": [1],
            })
        };
        portal.entity("user", rows(user));
    }
    if is_asked("department") {
        let unit = |id: u32| json!({ "ID": id.to_string(), "NAME": format!("Unit {id}") });
        portal.entity("department", rows(unit));
    }
}
