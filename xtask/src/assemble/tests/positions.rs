//! Parameters that the server reads by their order.

use super::*;

const ORDER: &str = "It is mandatory to follow the order of parameters in the request.";

fn rows() -> String {
    table(&[
        ("**TASKID**\n`integer`", "Which task"),
        ("**ORDER**\n`object`", "How to sort"),
        ("**ACTIONID**\n`integer`", "Which action"),
        ("**FORMAT**\n`string`", "In which format"),
    ])
}

/// The names of the parameters, those that are required with an asterisk.
fn marks(method: &Method) -> String {
    let mark = |p: &Field| format!("{}{}", p.name, if p.required { "*" } else { "" });
    method.params.iter().map(mark).collect::<Vec<_>>().join(" ")
}

fn method(sent: &Value, said: &str) -> Method {
    let body = format!("## Method Parameters\n\n{}\n{said}\n\n{}", rows(), example(sent.clone()));
    only(&Pages::default().method(NAME, &body).build()).clone()
}

#[test]
fn nothing_stands_for_a_number_that_others_follow() {
    let sent = json!({"TASKID": 1, "ORDER": {}, "ACTIONID": 2, "FORMAT": "x"});
    assert_eq!(marks(&method(&sent, ORDER)), "TASKID* ORDER ACTIONID* FORMAT");
    assert_eq!(marks(&method(&sent, "")), "TASKID ORDER ACTIONID FORMAT");
    let shifted = json!({"ORDER": {}, "ACTIONID": 2});
    assert_eq!(marks(&method(&shifted, ORDER)), "TASKID ORDER ACTIONID* FORMAT", "an example does");
}

#[test]
fn an_example_may_give_a_position_another_name() {
    let sent = json!({"taskId": 1, "ORDER": {}, "ACTION": 2, "FORMAT": "x"});
    assert_eq!(marks(&method(&sent, ORDER)), "TASKID* ORDER ACTIONID* FORMAT");
}

#[test]
fn what_two_pages_of_a_family_say_of_the_order_holds_for_all() {
    let said = format!("## Method Parameters\n\n{}\n{ORDER}", rows());
    let silent = format!("## Method Parameters\n\n{}", rows());
    let built = |second: &str| {
        let pages = Pages::default()
            .method("demo.item.update", &said)
            .method("demo.item.delete", second)
            .method("demo.item.add", &silent);
        let built = pages.build();
        let methods = &built.schema.modules["demo"].methods;
        methods.iter().find(|m| m.name == "demo.item.add").unwrap().positional
    };
    assert!(built(&said));
    assert!(!built(&silent));
}
