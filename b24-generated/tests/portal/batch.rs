//! Batches of REST 2.

use serde_json::{Value, json};

use super::{Site, deals};

#[tokio::test]
async fn commands_answer_under_their_keys() {
    let site = Site::new().await;
    site.portal.entity("crm.deal", deals(60));
    let cmd = json!({
        "all": "crm.deal.list?select[]=ID&filter[%3EID]=10",
        "one": "crm.deal.get?id=3",
        "none": "crm.deal.get?id=300",
        "what": "crm.dance",
    });
    let got = site.call("Batch", json!({ "CMD": cmd, "halt": 0 })).await;
    let result = got.result();
    assert_eq!(result["result"]["all"].as_array().unwrap().len(), 50);
    assert_eq!(result["result"]["one"]["TITLE"], "Deal 3");
    assert_eq!(result["result_total"], json!({ "all": 50 }));
    assert_eq!(result["result_next"], json!([]));
    assert_eq!(result["result_error"]["what"]["error"], "ERROR_METHOD_NOT_FOUND");
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&result["result_error"]), ["none", "what"]);
    assert_eq!(keys(&result["result_time"]), ["all", "one"]);
    assert!(result["result_time"]["one"]["operating"].is_number());
}

#[tokio::test]
async fn what_is_empty_is_a_list_and_so_is_what_is_numbered() {
    let site = Site::new().await;
    site.portal.entity("crm.deal", deals(60));
    let got = site.call("batch", json!({ "cmd": ["crm.deal.get?id=1", "crm.deal.list"] })).await;
    let result = got.result();
    assert_eq!(result["result"][0]["ID"], "1");
    assert_eq!(result["result_error"], json!([]));
    assert_eq!(result["result_next"], json!({ "1": 50 }));
    let got = site.call("batch", json!({ "cmd": {} })).await;
    for part in ["result", "result_error", "result_total", "result_next", "result_time"] {
        assert_eq!(got.result()[part], json!([]));
    }
}

#[tokio::test]
async fn it_can_be_sent_as_a_form_and_by_get() {
    let site = Site::new().await;
    site.portal.on("crm.lead.add", |request| request.param("fields")["TITLE"].clone());
    let query = "cmd[0]=crm.lead.add%3Ffields%5BTITLE%5D%3DJohn%2526Martin";
    let got = site.get(&format!("{}batch?{query}", site.portal.webhook())).await.unwrap();
    assert_eq!(got.result()["result"], json!(["John&Martin"]));
    assert_eq!(site.portal.journal()[0].command.as_deref(), Some("0"));
}

#[tokio::test]
async fn an_error_halts_or_does_not() {
    let site = Site::new().await;
    let deals = site.portal.entity("crm.deal", deals(3));
    let cmd = json!({ "a": "crm.deal.delete?id=1", "b": "crm.deal.delete?id=9", "c": "crm.deal.delete?id=2" });
    for halt in [json!(1), json!(true), json!("1")] {
        let got = site.call("batch", json!({ "cmd": cmd, "halt": halt })).await;
        assert_eq!(got.result()["result_error"].as_object().unwrap().len(), 1);
    }
    assert_eq!(deals.ids(), [2, 3]);
    site.call("batch", json!({ "cmd": cmd, "halt": false })).await;
    assert_eq!(deals.ids(), [3]);
}

#[tokio::test]
async fn some_commands_are_refused() {
    let site = Site::new().await;
    let cmd: Vec<&str> = std::iter::repeat_n("profile", 52).collect();
    let got = site.call("batch", json!({ "cmd": cmd })).await;
    assert_eq!(got.result()["result"].as_array().unwrap().len(), 50);
    let errors = &got.result()["result_error"];
    assert_eq!(errors["50"]["error"], "ERROR_BATCH_LENGTH_EXCEEDED");
    assert_eq!(errors.as_object().unwrap().len(), 2);
    let cmd = json!(["batch?cmd[]=profile", "disk.folder.uploadfile?id=1"]);
    let got = site.call("batch", json!({ "cmd": cmd })).await;
    for index in [0, 1] {
        let code = &got.result()["result_error"][index]["error"];
        assert_eq!(code, "ERROR_BATCH_METHOD_NOT_ALLOWED");
    }
}

#[tokio::test]
async fn commands_refer_to_earlier_results() {
    let site = Site::new().await;
    site.portal.entity("crm.deal", deals(120));
    site.portal.on("crm.lead.add", |request| request.param("fields").clone());
    let page = |from: &str| format!("crm.deal.list?order[ID]=ASC&start=-1&filter[%3EID]={from}");
    let cmd = json!({
        "p0": page("0"),
        "p1": page("$result[p0][49][ID]"),
        "p2": page("%24result%5Bp1%5D%5B49%5D%5BID%5D"),
        "text": "crm.lead.add?fields=$result[p1][0][TITLE] and $result[p0][1][ID]",
        "list": "crm.lead.add?fields[ALL]=$result[p2]",
        "key": { "method": "crm.lead.add", "params": { "fields": { "$result[p0][0][ID]": "x" } } },
    });
    let got = site.call("batch", json!({ "cmd": cmd })).await;
    let result = &got.result()["result"];
    let ids = |page: &str| -> Vec<String> {
        let rows = result[page].as_array().unwrap().iter();
        rows.map(|row| row["ID"].as_str().unwrap().to_owned()).collect()
    };
    let all: Vec<String> = [ids("p0"), ids("p1"), ids("p2")].concat();
    assert_eq!(all, (1..=120).map(|id| id.to_string()).collect::<Vec<_>>());
    assert_eq!(result["text"], "Deal 51 and 2");
    assert_eq!(result["list"]["ALL"], result["p2"]);
    assert_eq!(result["key"], json!({ "1": "x" }));
}
