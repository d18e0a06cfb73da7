//! The client, measured on the fake portal in a process of its own: `cargo xtask bench client`.
//!
//! Each thing is measured in a process of its own, too, so that the most memory it held is its own. Every
//! line that is printed is one measurement, as JSON.
#![allow(deprecated, missing_docs)]

use std::error::Error;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use b24_generated::testing::FakePortal;
use b24_generated::{Client, Limits, ListCall as _, Strategy, crm};
use serde::Deserialize;
use serde_json::{Value, json};

/// Calls, one after the other.
const CALLS: i64 = 4_000;
/// Calls in batches of 50.
const COMMANDS: i64 = 50_000;
/// Rows of the list.
const ROWS: i64 = 100_000;

type Done = Result<i64, Box<dyn Error>>;

/// What is measured, and what it is compared with.
const MEASURED: [(&str, &str); 8] = [
    ("calls by hand", ""),
    ("calls, typed", "calls by hand"),
    ("commands in batches, typed", "calls, typed"),
    ("rows by hand, by keys", ""),
    ("rows by keys", "rows by hand, by keys"),
    ("rows by pages", "rows by hand, by keys"),
    ("rows by batches", "rows by hand, by keys"),
    ("no rows", ""),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    match (args.next().as_deref(), args.next()) {
        (None | Some("--runs"), runs) => compare(runs.map_or(Ok(3), |runs| runs.parse())?),
        (Some("portal"), None) => portal(),
        (Some(what), Some(webhook)) => measure(what, &webhook),
        _ => Err("usage: client [--runs N]".into()),
    }
}

/// Starts this program again, with what it prints to be read.
fn start(args: &[&str]) -> Result<Child, Box<dyn Error>> {
    let mut this = Command::new(std::env::current_exe()?);
    Ok(this.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?)
}

fn line(child: &mut Child) -> Result<String, Box<dyn Error>> {
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().ok_or("no output")?).read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

/// Measures everything in turns, so that a busy machine slows all, and prints the best of each.
fn compare(runs: u32) -> Result<(), Box<dyn Error>> {
    let mut portal = start(&["portal"])?;
    let webhook = line(&mut portal)?;
    let mut best: Vec<Option<Value>> = vec![None; MEASURED.len()];
    for _ in 0..runs {
        for ((what, _), best) in MEASURED.iter().zip(&mut best) {
            let mut child = start(&[what, &webhook])?;
            let found: Value = serde_json::from_str(&line(&mut child)?)?;
            if !child.wait()?.success() {
                return Err(format!("{what} failed").into());
            }
            let least = best.take().map_or(found.clone(), |best| least(&best, &found));
            *best = Some(least);
        }
    }
    // It ends when its input does.
    drop(portal.stdin.take());
    portal.wait()?;
    let mut best: Vec<Value> = best.into_iter().flatten().collect();
    for at in 0..best.len() {
        let base = MEASURED.iter().position(|(what, _)| *what == MEASURED[at].1);
        if let Some(base) = base.map(|base| best[base].clone()) {
            let ratio = |key: &str| -> Option<f64> {
                let one = best[at][key].as_f64()? / best[at]["count"].as_f64()?;
                Some(one * base["count"].as_f64()? / base[key].as_f64()?)
            };
            let (wall, cpu) = (ratio("wall"), ratio("cpu"));
            best[at]["against"] = MEASURED[at].1.into();
            best[at]["ratio_wall"] = json!(wall);
            best[at]["ratio_cpu"] = json!(cpu);
        }
        println!("{}", best[at]);
    }
    Ok(())
}

/// The least of each figure: noise only adds.
fn least(one: &Value, other: &Value) -> Value {
    let mut least = one.clone();
    for key in ["wall", "cpu", "memory"] {
        if other[key].as_f64() < one[key].as_f64() {
            least[key] = other[key].clone();
        }
    }
    least
}

/// The portal, until the input ends.
fn portal() -> Result<(), Box<dyn Error>> {
    let portal = FakePortal::builder().no_limits().log_limit(0).start_blocking()?;
    let deal = |id: i64| {
        json!({
            "ID": id.to_string(), "TITLE": format!("Deal {id}"), "STAGE_ID": "NEW",
            "OPPORTUNITY": format!("{id}.50"), "CURRENCY_ID": "EUR", "CLOSED": "N",
            "DATE_CREATE": "2025-01-31T12:00:00+03:00", "ASSIGNED_BY_ID": "1",
        })
    };
    portal.entity("crm.deal", (1..=ROWS).map(deal));
    println!("{}", portal.webhook());
    std::io::stdout().flush()?;
    std::io::stdin().lines().for_each(drop);
    Ok(())
}

fn measure(what: &str, webhook: &str) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let b24 = Client::builder().limits(Limits::OFF).webhook(webhook)?;
    let http = reqwest::Client::new();
    let (cpu, clock) = (usage().0, Instant::now());
    let count = runtime.block_on(async {
        match what {
            "calls by hand" => calls_by_hand(&http, webhook).await,
            "calls, typed" => calls(&b24).await,
            "commands in batches, typed" => commands(&b24).await,
            "rows by hand, by keys" => rows_by_hand(&http, webhook).await,
            "rows by keys" => rows(&b24, Strategy::Keys).await,
            "rows by pages" => rows(&b24, Strategy::Pages).await,
            "rows by batches" => rows(&b24, Strategy::Batches).await,
            "no rows" => Ok(0),
            _ => Err("there is no such measurement".into()),
        }
    })?;
    let wall = clock.elapsed().as_secs_f64();
    let (now, memory) = usage();
    println!(
        "{}",
        json!({
            "what": what, "count": count, "wall": wall, "cpu": now - cpu, "memory": memory,
        })
    );
    Ok(())
}

/// Seconds of CPU, and the most memory held, in bytes.
#[cfg(unix)]
fn usage() -> (f64, i64) {
    use nix::sys::resource::{UsageWho, getrusage};
    let Ok(usage) = getrusage(UsageWho::RUSAGE_SELF) else { return (0.0, 0) };
    let seconds =
        |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    // Linux counts kilobytes, macOS bytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    (seconds(usage.user_time()) + seconds(usage.system_time()), usage.max_rss() * unit)
}

#[cfg(not(unix))]
fn usage() -> (f64, i64) {
    (0.0, 0)
}

/// A deal as one would write it down for `serde`, with what the typed one reads.
#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
struct Deal {
    id: String,
    title: String,
    stage_id: String,
    opportunity: String,
    currency_id: String,
    closed: String,
    date_create: String,
    assigned_by_id: String,
}

impl Deal {
    /// Looks at every field, and gives the identifier.
    fn id(&self) -> Result<i64, Box<dyn Error>> {
        let text =
            [&self.title, &self.stage_id, &self.opportunity, &self.currency_id, &self.closed];
        std::hint::black_box((text, &self.date_create, &self.assigned_by_id));
        Ok(self.id.parse()?)
    }
}

#[derive(Deserialize)]
struct Answer<T> {
    result: T,
}

async fn by_hand<T: serde::de::DeserializeOwned>(
    http: &reqwest::Client,
    url: &str,
    params: &Value,
) -> Result<T, Box<dyn Error>> {
    let request = http.post(url).header("content-type", "application/json");
    let answer = request.body(serde_json::to_vec(params)?).send().await?.error_for_status()?;
    let answer: Answer<T> = serde_json::from_slice(&answer.bytes().await?)?;
    Ok(answer.result)
}

async fn calls_by_hand(http: &reqwest::Client, webhook: &str) -> Done {
    let url = format!("{webhook}crm.deal.get");
    for id in 1..=CALLS {
        let deal: Deal = by_hand(http, &url, &json!({ "id": id })).await?;
        expect(deal.id()?, id)?;
    }
    Ok(CALLS)
}

async fn calls(b24: &Client) -> Done {
    for id in 1..=CALLS {
        let deal = crm::deal::get(id).send(b24).await?;
        expect(deal.id.unwrap_or_default(), id)?;
    }
    Ok(CALLS)
}

async fn commands(b24: &Client) -> Done {
    for first in (1..=COMMANDS).step_by(1000) {
        let mut batch = b24.batch();
        let keys: Vec<_> =
            (first..first + 1000).map(|id| (id, batch.add(crm::deal::get(id)))).collect();
        let mut answers = batch.send().await?;
        for (id, key) in keys {
            expect(answers.take(key)?.id.unwrap_or_default(), id)?;
        }
    }
    Ok(COMMANDS)
}

async fn rows_by_hand(http: &reqwest::Client, webhook: &str) -> Done {
    let url = format!("{webhook}crm.deal.list");
    let mut last = 0;
    loop {
        let params = json!({ "filter": { ">ID": last }, "order": { "ID": "ASC" }, "start": -1 });
        let page: Vec<Deal> = by_hand(http, &url, &params).await?;
        for deal in &page {
            last += 1;
            expect(deal.id()?, last)?;
        }
        if page.len() < 50 {
            expect(last, ROWS)?;
            return Ok(last);
        }
    }
}

async fn rows(b24: &Client, by: Strategy) -> Done {
    let mut deals = crm::deal::list().stream(b24).by(by);
    let mut last = 0;
    while let Some(deal) = deals.next().await {
        last += 1;
        expect(deal?.id.unwrap_or_default(), last)?;
    }
    expect(last, ROWS)?;
    Ok(last)
}

fn expect(found: i64, wanted: i64) -> Result<(), Box<dyn Error>> {
    (found == wanted).then_some(()).ok_or_else(|| format!("{found} instead of {wanted}").into())
}
