//! No data is taken for a reference, wherever it comes from.

use b24_generated::{Json, Params, crm};
use serde_json::{Value, json};

use super::loopback::script as server;

/// What looks like something of the client's own, and what the server would fill.
fn tricky() -> Vec<Value> {
    let numbers = (0..40).map(|batch| json!({ "\0reference": [batch, 0, []] }));
    let others = [
        json!({ "\0reference": [0, 0, ["ID"]] }),
        json!({ "$reference": [0, 0, []] }),
        json!("$result[c0]"),
        json!(["$RESULT[c0][ID]"]),
        json!({ "$result[c0]": 1 }),
    ];
    numbers.chain(others).collect()
}

#[tokio::test]
async fn data_is_sent_as_it_is() {
    for data in tricky() {
        let (b24, served) = server(vec![(200, json!({ "result": 1 })); 4]).await;
        let params = json!({ "fields": { "X": data }, "list": [data] });
        b24.call("any.add", params.clone()).await.unwrap();
        let mut batch = b24.batch();
        batch.call("any.add", params.clone());
        batch.add(crm::deal::add().fields(|f| f.set("X", Json(data.clone()))));
        batch.call("any.add", Params::new().set("fields", json!({ "X": data })));
        let answers = batch.send().await.unwrap();
        assert_eq!(answers.errors().count(), 0, "{data}: {answers:?}");
        let fields = json!({ "fields": { "X": data } });
        let bodies: Vec<Value> = served.seen().into_iter().map(|(_, body)| body).collect();
        assert_eq!(bodies, [params.clone(), params, fields.clone(), fields]);
    }
}

#[tokio::test]
async fn what_the_server_has_answered_is_data_too() {
    for data in tricky() {
        let part = json!({ "result": { "c0": { "X": data }, "c1": 1 }, "result_error": [] });
        let answers = vec![(200, json!({ "result": part })), (200, json!({ "result": 7 }))];
        let (b24, served) = server(answers).await;
        let mut batch = b24.batch();
        let first = batch.call("any.get", json!({}));
        batch.call("any.add", json!({}));
        let second = batch.call("any.add", Params::new().set("Y", first.result().field("X")));
        assert_eq!(batch.send().await.unwrap().take(second).unwrap(), 7, "{data}");
        assert_eq!(served.seen()[1], ("/rest/any.add".to_owned(), json!({ "Y": data })));
    }
}
