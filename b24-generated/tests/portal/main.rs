//! The fake portal, over real HTTP on the loopback, with nothing of this project's client.

mod auth;
mod batch;
mod batches;
mod faults;
mod limits;
mod lists;
mod rest3;
mod rows;
mod wire;

use b24_generated::testing::{Builder, FakePortal};
use serde_json::{Value, json};

/// A portal without limits, and a client to call it with.
struct Site {
    portal: FakePortal,
    http: reqwest::Client,
}

/// What came back.
#[derive(Debug)]
struct Got {
    status: u16,
    headers: reqwest::header::HeaderMap,
    body: Value,
}

fn http() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

impl Site {
    async fn new() -> Self {
        Self::with(FakePortal::builder().no_limits()).await
    }

    async fn with(builder: Builder) -> Self {
        Self { portal: builder.start().await.unwrap(), http: http() }
    }

    /// Calls a method of REST 2 with JSON.
    async fn call(&self, method: &str, params: Value) -> Got {
        self.post(&format!("{}{method}", self.portal.webhook()), params).await.unwrap()
    }

    /// Calls a method of REST 3.0.
    async fn call_v3(&self, method: &str, params: Value) -> Got {
        let webhook = self.portal.webhook().replace("/rest/", "/rest/api/");
        self.post(&format!("{webhook}{method}"), params).await.unwrap()
    }

    async fn post(&self, url: &str, params: Value) -> reqwest::Result<Got> {
        let request = self.http.post(url).header("content-type", "application/json");
        read(request.body(params.to_string()).send().await?).await
    }

    async fn get(&self, url: &str) -> reqwest::Result<Got> {
        read(self.http.get(url).send().await?).await
    }
}

async fn read(answer: reqwest::Response) -> reqwest::Result<Got> {
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let text = answer.text().await?;
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Ok(Got { status, headers, body })
}

impl Got {
    /// The result of an answer without an error.
    fn result(&self) -> &Value {
        assert_eq!(self.status, 200, "{}", self.body);
        &self.body["result"]
    }

    /// The status and the code of an error, in either version of REST.
    fn error(&self) -> (u16, &str) {
        let error = &self.body["error"];
        (self.status, error["code"].as_str().or(error.as_str()).unwrap_or("no error"))
    }
}

/// Deals with identifiers from 1 on.
fn deals(count: u32) -> impl Iterator<Item = Value> {
    let stage = |id: u32| if id.is_multiple_of(2) { "NEW" } else { "WON" };
    (1..=count).map(move |id| {
        json!({ "ID": id.to_string(), "TITLE": format!("Deal {id}"), "STAGE_ID": stage(id) })
    })
}
