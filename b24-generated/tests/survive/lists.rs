//! Long lists by each strategy, also while rows come and go.

use std::collections::BTreeSet;

use b24_generated::schema::Rest;
use b24_generated::testing::{FakePortal, Rows};
use b24_generated::{Client, Error, ListCall, Progress, Strategy, crm, tasks, user, v3};
use serde_json::{Value, json};

use crate::{client, portal};

const MANY: i64 = 100_000;

/// A list of each family that spells it in its own way.
#[derive(Clone, Copy, Debug)]
enum List {
    Deals,
    Items,
    Tasks,
    Users,
    TasksV3,
}

const ALL: [List; 5] = [List::Deals, List::Items, List::Tasks, List::Users, List::TasksV3];
const STRATEGIES: [Strategy; 3] = [Strategy::Pages, Strategy::Keys, Strategy::Batches];

impl List {
    fn supports(self, by: Strategy) -> bool {
        !matches!((self, by), (Self::TasksV3, Strategy::Batches))
    }

    fn row(self, id: i64) -> Value {
        match self {
            Self::Deals => json!({ "ID": id.to_string(), "TITLE": "a deal" }),
            Self::Items => json!({ "id": id, "title": "an item" }),
            Self::Tasks => json!({ "id": id.to_string(), "title": "a task" }),
            Self::Users => json!({ "ID": id.to_string(), "NAME": "Ann" }),
            Self::TasksV3 => json!({ "id": id, "title": "a task" }),
        }
    }

    fn rows(self, portal: &FakePortal, ids: impl IntoIterator<Item = i64>) -> Rows {
        let rows = ids.into_iter().map(|id| self.row(id));
        match self {
            Self::Deals => portal.rows("crm.deal.list", rows),
            Self::Items => portal.rows("crm.item.list", rows),
            Self::Tasks => portal.rows("tasks.task.list", rows),
            Self::Users => portal.rows("user.get", rows),
            Self::TasksV3 => portal.rows((Rest::V3, "tasks.task.list"), rows),
        }
    }

    /// The identifiers of all rows, in the order they came.
    async fn walk(
        self,
        b24: &Client,
        by: Strategy,
        watch: impl FnMut(&Progress) + Send + Sync,
    ) -> Result<Vec<i64>, Error> {
        macro_rules! ids {
            ($call:expr) => {{
                let rows = $call.stream(b24).by(by).on_progress(watch).all().await?;
                rows.iter().map(|row| number(&json!(row.id))).collect()
            }};
        }
        fn number(id: &Value) -> i64 {
            id.as_i64().or_else(|| id.as_str()?.parse().ok()).expect("an identifier")
        }
        Ok(match self {
            Self::Deals => ids!(crm::deal::list()),
            Self::Items => ids!(crm::item::list(2)),
            Self::Tasks => ids!(tasks::task::list()),
            Self::Users => ids!(user::get()),
            Self::TasksV3 => ids!(v3::tasks::task::list()),
        })
    }
}

fn walks() -> impl Iterator<Item = (List, Strategy)> {
    let each = |list: List| STRATEGIES.map(|by| (list, by));
    ALL.into_iter().flat_map(each).filter(|(list, by)| list.supports(*by))
}

#[tokio::test]
async fn lists_come_whole_and_in_order() {
    // Identifiers have gaps, as they do where rows were deleted.
    for (list, by) in walks() {
        for count in [0, 1, 49, 50, 51, 2551] {
            let ids: Vec<i64> = (1..=count).map(|n| n * 3).collect();
            let portal = portal().await;
            list.rows(&portal, ids.iter().copied());
            let found = list.walk(&client(&portal), by, |_| ()).await.unwrap();
            assert!(found == ids, "{list:?} by {by:?}: {} of {count} rows", found.len());
        }
    }
}

#[tokio::test]
async fn long_lists_come_whole_by_each_strategy() {
    let portal = portal().await;
    let b24 = client(&portal);
    let ids: Vec<i64> = (1..=MANY).map(|n| n * 2 + n % 2).collect();
    List::Users.rows(&portal, ids.iter().copied());
    for by in STRATEGIES {
        let mut requests = 0;
        let walk = List::Users.walk(&b24, by, |p| requests = p.requests);
        let found = walk.await.unwrap();
        assert!(found == ids, "by {by:?}: {} rows", found.len());
        let pages = u64::try_from(MANY / 50).unwrap();
        match by {
            Strategy::Pages => assert_eq!(requests, pages),
            // The last page is full: one more is needed to see that it is the last.
            Strategy::Keys => assert_eq!(requests, pages + 1),
            _ => assert!(requests <= pages / 50 + 5, "{requests} requests"),
        }
    }
}

#[tokio::test]
async fn rows_that_come_and_go_meanwhile_touch_no_other() {
    const BEFORE: i64 = 3000;
    for (list, by) in walks() {
        let portal = portal().await;
        let b24 = client(&portal);
        let rows = list.rows(&portal, (1..=BEFORE).map(|n| n * 3));
        let before: BTreeSet<i64> = rows.ids().into_iter().collect();
        let mut ever = before.clone();
        let mut random = fastrand::Rng::with_seed(7);
        let found = list.walk(&b24, by, |progress| {
            // In REST 3.0 only an empty page is the end, which must come once.
            if by == Strategy::Pages && progress.rows > BEFORE as u64 / 2 {
                return;
            }
            // Behind and before where the walk is, and at its end.
            for _ in 0..3 {
                let id = random.i64(1..BEFORE * 3);
                ever.insert(id);
                rows.add(list.row(id));
            }
            if random.u8(..4) == 0 {
                ever.insert(rows.add(list.row(rows.ids().last().unwrap() + 3)));
            }
            // Pages are by place: what is deleted before it moves what is behind.
            if by != Strategy::Pages {
                for _ in 0..5 {
                    rows.delete(random.i64(1..BEFORE) * 3);
                }
            }
        });
        let found = found.await.unwrap();
        let unique: BTreeSet<i64> = found.iter().copied().collect();
        assert_eq!(unique.len(), found.len(), "{list:?} by {by:?}: a row came twice");
        let after: BTreeSet<i64> = rows.ids().into_iter().collect();
        let lived: BTreeSet<i64> = before.intersection(&after).copied().collect();
        let lost: Vec<_> = lived.difference(&unique).collect();
        assert!(lost.is_empty(), "{list:?} by {by:?}: lost {lost:?}");
        assert!(unique.is_subset(&ever), "{list:?} by {by:?}: rows that never were");
    }
}

#[tokio::test]
async fn text_that_looks_like_a_reference_is_text() {
    const TITLE: &str = "$result[p0][0][ID]";
    let portal = portal().await;
    let row = |id: i64| json!({ "ID": id.to_string(), "TITLE": TITLE });
    portal.rows("crm.deal.list", (1..=300).map(row));
    let b24 = client(&portal);
    for by in STRATEGIES {
        let deals = crm::deal::list().filter(|f| f.set("TITLE", TITLE)).stream(&b24).by(by);
        assert_eq!(deals.all().await.unwrap().len(), 300, "by {by:?}");
    }
}
