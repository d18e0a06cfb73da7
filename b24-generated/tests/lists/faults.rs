//! Servers that do not do what the documentation says: an error or the whole list, never part of it,
//! and never a walk without an end.

use b24_generated::{Error, ListCall as _, ListError, Strategy, crm};

use crate::portal::{Fault, Portal};
use crate::walks::{ALL, walk};

fn list_error(error: Error) -> ListError {
    match error {
        Error::List(error) => *error,
        other => panic!("{other:?}"),
    }
}

async fn failed(fault: Fault, by: Strategy) -> ListError {
    let portal = Portal::new(1..=300).with(fault);
    list_error(crm::deal::list().stream(&portal.b24).by(by).all().await.unwrap_err())
}

#[tokio::test]
async fn a_server_that_ignores_the_filter_is_found_out() {
    for by in [Strategy::Keys, Strategy::Batches] {
        let error = failed(Fault::IgnoresFilter, by).await;
        assert!(matches!(error, ListError::Disorder { last: 50, found: 1, .. }), "{error}");
    }
}

#[tokio::test]
async fn a_server_that_ignores_the_order_is_found_out() {
    for by in [Strategy::Keys, Strategy::Batches] {
        let error = failed(Fault::IgnoresOrder, by).await;
        assert!(matches!(error, ListError::Disorder { last: 300, found: 299, .. }), "{error}");
    }
}

#[tokio::test]
async fn a_server_that_repeats_pages_is_found_out() {
    for fault in [Fault::RepeatsPages, Fault::RepeatsNext] {
        let error = failed(fault, Strategy::Pages).await;
        assert!(matches!(error, ListError::Repeated { .. }), "{fault:?}: {error}");
    }
}

#[tokio::test]
async fn rows_without_keys_cannot_be_walked_by_keys() {
    for by in [Strategy::Keys, Strategy::Batches] {
        let error = failed(Fault::HidesKeys, by).await;
        assert!(matches!(error, ListError::NoKey { key: "ID", .. }), "{error}");
    }
    let portal = Portal::new(1..=120).with(Fault::HidesKeys);
    let rows = crm::deal::list().stream(&portal.b24).by(Strategy::Pages).all().await.unwrap();
    assert_eq!(rows.len(), 120, "pages need no keys");
}

#[tokio::test]
async fn lost_references_cost_requests_and_no_rows() {
    let ids: Vec<u64> = (1..=730).collect();
    for list in ALL.into_iter().filter(|list| list.supports(Strategy::Batches)) {
        let portal = Portal::new(ids.iter().copied()).with(Fault::DropsReferences);
        assert_eq!(walk(list, &portal.b24, Some(Strategy::Batches)).await.unwrap(), ids);
    }
}

#[tokio::test]
async fn a_total_that_lies_changes_nothing() {
    let ids: Vec<u64> = (1..=230).collect();
    for by in [Strategy::Pages, Strategy::Keys, Strategy::Batches] {
        let portal = Portal::new(ids.iter().copied()).with(Fault::LiesOnTotal);
        let list = crate::walks::List::Deals;
        assert_eq!(walk(list, &portal.b24, Some(by)).await.unwrap(), ids);
    }
}

#[tokio::test]
async fn small_pages_are_not_the_end_where_sizes_are_asked_for() {
    let ids: Vec<u64> = (1..=230).collect();
    for (list, by) in [
        (crate::walks::List::TasksV3, Strategy::Pages),
        (crate::walks::List::TasksV3, Strategy::Keys),
        (crate::walks::List::EventLog, Strategy::Keys),
        (crate::walks::List::Deals, Strategy::Pages),
    ] {
        let portal = Portal::new(ids.iter().copied()).with(Fault::SmallPages(20));
        assert_eq!(walk(list, &portal.b24, Some(by)).await.unwrap(), ids, "{list:?} {by:?}");
    }
}

#[tokio::test]
async fn commands_that_fail_are_sent_again_by_themselves() {
    let ids: Vec<u64> = (1..=730).collect();
    for command in 0..4 {
        let portal = Portal::new(ids.iter().copied()).with(Fault::FailsCommand(command));
        let list = crate::walks::List::Deals;
        assert_eq!(walk(list, &portal.b24, Some(Strategy::Batches)).await.unwrap(), ids);
    }
}

#[tokio::test]
async fn an_error_of_the_server_is_the_end_and_the_walk_can_go_on_behind_the_last_row() {
    let portal = Portal::new(1..=400).with(Fault::Refuses(3));
    let mut deals = crm::deal::list().stream(&portal.b24).by(Strategy::Keys);
    let mut ids = Vec::new();
    let error = loop {
        match deals.next().await.expect("an error") {
            Ok(deal) => ids.push(deal.id.unwrap()),
            Err(error) => break error,
        }
    };
    let Error::Api(error) = error else { panic!("{error:?}") };
    assert_eq!((error.method.as_str(), error.code.as_str()), ("crm.deal.list", "ACCESS_DENIED"));
    let last = deals.progress().last.unwrap();
    assert_eq!((ids.len(), last), (100, 100), "two pages");
    assert!(deals.next().await.is_none(), "an error is the end");

    let rest = crm::deal::list().stream(&portal.b24).after(last).all().await.unwrap();
    ids.extend(rest.iter().map(|deal| deal.id.unwrap()));
    assert_eq!(ids, (1..=400).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_refused_row_is_an_error_in_its_place() {
    let portal = Portal::new(1..=3);
    portal.state.lock().unwrap().rows.insert(2, serde_json::json!({ "ID": 2 }));
    let mut titles = Vec::new();
    let mut deals = crm::deal::list().stream(&portal.b24);
    while let Some(deal) = deals.next().await {
        titles.push(deal.unwrap().title);
    }
    assert_eq!(titles, [Some("row 1".to_owned()), None, Some("row 3".to_owned())]);
}
