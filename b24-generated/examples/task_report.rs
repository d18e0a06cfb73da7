//! A table of the tasks whose deadline is in some time, by the people who are responsible. REST 3.0.
//!
//! ```console
//! $ export B24_WEBHOOK=https://example.bitrix24.com/rest/1/secret/
//! $ cargo run -p b24-generated --features tasks --example task_report -- 2026-01-01 2026-01-31
//! ```
//!
//! The webhook needs the scope `tasks`.

use std::collections::BTreeMap;
use std::error::Error;

use b24_generated::{Client, FilterV3, ListCall as _, v3};

/// The tasks of one person.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Count {
    pub(crate) all: usize,
    pub(crate) done: usize,
    /// Done after the deadline.
    pub(crate) late: usize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(from), Some(to)) = (args.next(), args.next()) else {
        return Err("usage: task_report FROM TO".into());
    };
    let webhook = std::env::var("B24_WEBHOOK").map_err(|_| "B24_WEBHOOK is not set")?;
    let b24 = Client::webhook(&webhook)?;
    println!("{:>8} {:>5} {:>5} {:>5}", "person", "tasks", "done", "late");
    for (person, count) in report(&b24, &from, &to).await? {
        println!("{person:>8} {:>5} {:>5} {:>5}", count.all, count.done, count.late);
    }
    Ok(())
}

/// Counts the tasks with a deadline from one day to another.
pub(crate) async fn report(
    b24: &Client,
    from: &str,
    to: &str,
) -> Result<BTreeMap<i64, Count>, b24_generated::Error> {
    let mut tasks = v3::tasks::task::list()
        .select(["id", "responsibleId", "status", "deadline", "closed"])
        .filter(FilterV3::new().between("deadline", from, to))
        .stream(b24);
    let mut people = BTreeMap::<i64, Count>::new();
    while let Some(task) = tasks.next().await {
        let task = task?;
        let count = people.entry(task.responsible_id.unwrap_or_default()).or_default();
        count.all += 1;
        if task.status.as_deref() == Some("completed") {
            count.done += 1;
            let closed = task.closed.and_then(|moment| moment.fixed());
            let deadline = task.deadline.and_then(|moment| moment.fixed());
            count.late += usize::from(closed > deadline);
        }
    }
    Ok(people)
}
