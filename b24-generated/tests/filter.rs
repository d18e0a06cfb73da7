//! Filters of both versions, as they are sent.
#![allow(deprecated, missing_docs)]

use b24_generated::{
    Call, DateTime, Extra, Filter, FilterV3, Filtering, crm, rpa, task, tasks, user, v3,
};
use serde_json::{Value, json};

fn filter(call: impl Call) -> Value {
    let params = call.into_params().into_value().unwrap();
    params.get("filter").or(params.get("FILTER")).unwrap().clone()
}

fn fails(call: impl Call) -> String {
    call.into_params().into_value().unwrap_err().to_string()
}

#[test]
fn each_operator_has_its_prefix() {
    let call = crm::deal::list().filter(|f| {
        f.equal("A", 1)
            .not_equal("B", "x")
            .not("C", true)
            .greater("D", 1.5)
            .at_least("E", 1)
            .less("F", 1)
            .at_most("G", 1)
            .contains("H", "x")
            .lacks("I", "x")
            .like("J", "x%")
            .not_like("K", "%x")
            .search("L", "x")
            .is_in("M", ["x", "y"])
            .not_in("N", vec![1, 2])
            .between("O", 1, 2)
            .outside("P", 1, 2)
    });
    let expected = json!({
        "=A": 1, "!=B": "x", "!C": true, ">D": 1.5, ">=E": 1, "<F": 1, "<=G": 1, "%H": "x",
        "!%I": "x", "=%J": "x%", "!=%K": "%x", "?L": "x", "@M": ["x", "y"], "!@N": [1, 2],
        "><O": [1, 2], "!><P": [1, 2],
    });
    assert_eq!(filter(call), expected);
}

#[test]
fn setters_are_fields_with_a_type() {
    use crm::deal::ListFilter;
    let answer = [("DAY".to_owned(), json!("2026-01-31T00:00:00+02:00"))];
    let day = answer.into_iter().collect::<Extra>().get_as::<DateTime>("DAY").unwrap();
    let call = crm::deal::list().filter(|f| {
        f.title("T")
            .at_least(ListFilter::opportunity, 1000)
            .equal(ListFilter::closed, true)
            .is_in(ListFilter::stage_id, ["NEW".to_owned()])
            .less("DATE_CREATE", &day)
            .set("!%=UF_CRM_1", "x%")
    });
    let expected = json!({
        "TITLE": "T", ">=OPPORTUNITY": 1000, "=CLOSED": "Y", "@STAGE_ID": ["NEW"],
        "<DATE_CREATE": "2026-01-31T00:00:00+02:00", "!%=UF_CRM_1": "x%",
    });
    assert_eq!(filter(call), expected);
}

#[test]
fn every_kind_of_filter_parameter_takes_a_filter() {
    let some = || Filter::new().greater("ID", 5);
    let expected = json!({ ">ID": 5 });
    assert_eq!(filter(crm::item::list(2).filter(|f| f.matching(some()))), expected);
    assert_eq!(filter(crm::r#type::list().filter(|f| f.matching(some()))), expected);
    assert_eq!(filter(rpa::r#type::list().filter(some())), expected);
    assert_eq!(filter(crm::invoice::list().filter(|f| f.matching(some()))), expected);
    assert_eq!(filter(crm::lead::list().filter(|f| f.matching(some()))), expected);
    assert_eq!(filter(tasks::task::list().filter(|f| f.greater("ID", 5))), expected);
    assert_eq!(filter(user::get().filter(|f| f.greater("ID", 5))), expected);
    let call = task::elapseditem::getlist().filter(|f| f.greater("ID", 5));
    assert_eq!(filter(call), expected);
    let some = FilterV3::new().greater("id", 5);
    assert_eq!(filter(v3::tasks::task::list().filter(some)), json!([["id", ">", 5]]));
}

#[test]
fn groups_stand_under_numbers() {
    let named = Filter::new().not_equal("name", "");
    let called = Filter::new().not_equal("lastName", "").equal("opened", "Y");
    let filter = Filter::new()
        .any_of([named.clone(), called])
        .is_in("stageId", ["NEW"])
        .any_of([named.clone(), Filter::new().any_of([named])]);
    let group = |filters: [Value; 2]| json!({ "logic": "OR", "0": filters[0], "1": filters[1] });
    let named = json!({ "!=name": "" });
    let inner = json!({ "0": { "logic": "OR", "0": named } });
    let expected = json!({
        "0": group([named.clone(), json!({ "!=lastName": "", "=opened": "Y" })]),
        "@stageId": ["NEW"],
        "1": group([named, inner]),
    });
    assert_eq!(self::filter(crm::item::list(2).filter(|f| f.matching(filter))), expected);
}

#[test]
fn empty_lists_and_groups_say_nothing_by_accident() {
    let none: [u8; 0] = [];
    assert_eq!(filter(crm::deal::list().filter(|f| f.not_in("ID", none))), json!({}));
    let text = "`filter` cannot be sent: the list after `@` is empty";
    assert_eq!(fails(crm::deal::list().filter(|f| f.is_in("ID", none))), text);
    assert_eq!(
        fails(crm::item::list(2).filter(|f| f.matching(Filter::new().is_in("id", none)))),
        text
    );
    let text = "`filter` cannot be sent: it must be one of no filters";
    assert_eq!(fails(crm::item::list(2).filter(|f| f.matching(Filter::new().any_of([])))), text);
    let text = "`filter` cannot be sent: one of the filters has no conditions";
    assert_eq!(
        fails(crm::item::list(2).filter(|f| f.matching(Filter::new().any_of([Filter::new()])))),
        text
    );
    let call = crm::deal::list().filter(|f| f.less(crm::deal::ListFilter::opportunity, f64::NAN));
    assert_eq!(fails(call), "`filter.OPPORTUNITY` cannot be sent: NaN is not a finite number");
}
