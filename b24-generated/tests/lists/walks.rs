//! What a walk gives out is what was there.

use std::collections::BTreeSet;

use b24_generated::{Client, Error, ListCall, Strategy, crm, lists, tasks, user, v3};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::strategy::Strategy as _;
use serde_json::json;

use crate::portal::{Edit, Portal};

/// The lists that are walked: of each family that spells them in its own way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum List {
    Deals,
    Items,
    Tasks,
    Users,
    Elements,
    TasksV3,
    EventLog,
}

pub(crate) const ALL: [List; 7] = [
    List::Deals,
    List::Items,
    List::Tasks,
    List::Users,
    List::Elements,
    List::TasksV3,
    List::EventLog,
];

fn all<T: ListCall>(call: T, b24: &Client, by: Option<Strategy>) -> Walked<'_, T::Item> {
    let mut rows = call.stream(b24);
    if let Some(by) = by {
        rows = rows.by(by);
    }
    rows.all()
}

type Walked<'a, T> = b24_generated::All<'a, T>;

/// The keys of all rows, in the order they came.
pub(crate) async fn walk(
    list: List,
    b24: &Client,
    by: Option<Strategy>,
) -> Result<Vec<u64>, Error> {
    macro_rules! ids {
        ($call:expr) => {
            all($call, b24, by).await?.iter().map(|row| number(&json!(row.id))).collect()
        };
    }
    fn number(id: &serde_json::Value) -> u64 {
        id.as_u64().or_else(|| id.as_str()?.parse().ok()).expect("the row has a key")
    }
    Ok(match list {
        List::Deals => ids!(crm::deal::list()),
        List::Items => ids!(crm::item::list(2)),
        List::Tasks => ids!(tasks::task::list()),
        List::Users => ids!(user::get()),
        List::Elements => ids!(lists::element::get("lists").iblock_id(29)),
        List::TasksV3 => ids!(v3::tasks::task::list()),
        List::EventLog => ids!(v3::main::eventlog::tail()),
    })
}

impl List {
    pub(crate) fn supports(self, by: Strategy) -> bool {
        match self {
            Self::TasksV3 => by != Strategy::Batches,
            Self::EventLog => by == Strategy::Keys,
            _ => true,
        }
    }
}

const STRATEGIES: [Strategy; 3] = [Strategy::Pages, Strategy::Keys, Strategy::Batches];

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn list() -> impl proptest::strategy::Strategy<Value = List> {
    prop::sample::select(ALL.to_vec())
}

fn edit() -> impl proptest::strategy::Strategy<Value = Edit> {
    prop_oneof![
        (1..900_u64).prop_map(Edit::Add),
        (1..900_u64).prop_map(Edit::Delete),
        Just(Edit::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn lists_that_stand_still_come_whole(ids in btree_set(1..900_u64, 0..420), list in list()) {
        for by in STRATEGIES.into_iter().filter(|by| list.supports(*by)) {
            let portal = Portal::new(ids.iter().copied());
            let found = run(walk(list, &portal.b24, Some(by))).unwrap();
            prop_assert_eq!(&found, &ids.iter().copied().collect::<Vec<_>>(), "{:?}", by);
        }
    }

    #[test]
    fn walks_by_keys_lose_and_repeat_nothing_while_rows_come_and_go(
        ids in btree_set(1..900_u64, 0..420),
        edits in vec(edit(), 0..60),
        list in list(),
    ) {
        for by in [Strategy::Keys, Strategy::Batches].into_iter().filter(|by| list.supports(*by)) {
            let portal = Portal::new(ids.iter().copied()).edited(edits.clone());
            let found = run(walk(list, &portal.b24, Some(by))).unwrap();
            prop_assert!(found.windows(2).all(|w| w[0] < w[1]), "{by:?} repeats or mixes");
            let found: BTreeSet<u64> = found.into_iter().collect();
            let deleted: BTreeSet<u64> = edits.iter().filter_map(|edit| match edit {
                Edit::Delete(id) => Some(*id),
                _ => None,
            }).collect();
            let added = edits.iter().filter_map(|edit| match edit {
                Edit::Add(id) => Some(*id),
                _ => None,
            });
            let lived: BTreeSet<u64> = ids.difference(&deleted).copied().collect();
            prop_assert!(lived.is_subset(&found), "{by:?} lost {:?}", lived.difference(&found));
            let ever: BTreeSet<u64> = ids.iter().copied().chain(added).collect();
            prop_assert!(found.is_subset(&ever), "{by:?} made rows up");
        }
    }

    #[test]
    fn pages_never_repeat_a_row_and_lose_none_if_none_is_deleted(
        ids in btree_set(1..900_u64, 0..420),
        edits in vec((1..900_u64).prop_map(Edit::Add), 0..12),
        list in list().prop_filter("a tail has no pages", |list| list.supports(Strategy::Pages)),
    ) {
        let mut edits = edits;
        if list == List::TasksV3 {
            // Nothing tells the last page but an empty one: rows that are added all the time push
            // the end away for ever, which ends in an error.
            edits.truncate(2);
        }
        let portal = Portal::new(ids.iter().copied()).edited(edits);
        let found = run(walk(list, &portal.b24, Some(Strategy::Pages))).unwrap();
        let unique: BTreeSet<u64> = found.iter().copied().collect();
        prop_assert_eq!(unique.len(), found.len(), "a row came twice");
        prop_assert!(ids.is_subset(&unique), "lost {:?}", ids.difference(&unique));
    }

    #[test]
    fn a_walk_goes_on_where_another_ended(
        ids in btree_set(1..900_u64, 0..420),
        taken in 0..420_usize,
    ) {
        let portal = Portal::new(ids.iter().copied());
        let found: Vec<u64> = run(async {
            let mut found = Vec::new();
            let mut first = crm::deal::list().stream(&portal.b24);
            while found.len() < taken && let Some(deal) = first.next().await {
                found.push(u64::try_from(deal.unwrap().id.unwrap()).unwrap());
            }
            drop(first);
            let mut second = crm::deal::list().stream(&portal.b24);
            if let Some(last) = found.last() {
                second = second.after(*last);
            }
            while let Some(deal) = second.next().await {
                found.push(u64::try_from(deal.unwrap().id.unwrap()).unwrap());
            }
            found
        });
        prop_assert_eq!(found, ids.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn long_lists_come_by_each_strategy() {
    long(10_000);
}

/// A minute without optimization: `cargo test -- --ignored`.
#[test]
#[ignore = "slow"]
fn a_hundred_thousand_rows_come_by_each_strategy() {
    long(100_000);
}

fn long(rows: u64) {
    // Keys have gaps, as they do where rows were deleted.
    let ids: Vec<u64> = (1..=rows).map(|n| n * 3).collect();
    for by in STRATEGIES {
        let portal = Portal::new(ids.iter().copied());
        let found = run(walk(List::Users, &portal.b24, Some(by))).unwrap();
        assert_eq!(found, ids, "{by:?}");
        let (requests, pages) = (portal.requests().len() as u64, rows / 50);
        match by {
            Strategy::Pages => assert_eq!(requests, pages),
            // The last page is full: one more is needed to see that it is the last.
            Strategy::Keys => assert_eq!(requests, pages + 1),
            _ => assert!(requests <= pages / 50 + 5, "{requests} requests"),
        }
    }
}
