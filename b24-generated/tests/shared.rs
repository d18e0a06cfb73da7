//! What clients of one portal share within a process, whoever made them.
#![allow(missing_docs)]

mod common;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use b24_generated::{App, Client, ClientBuilder, Limits, Tokens};
use common::{Reply, Server};
use serde_json::json;
use tokio::task::JoinSet;

/// Requests a second, and at once.
type Rate = (u32, u32);

const RATE: Rate = (50, 150);

/// A portal that counts requests: up by one each, down once a second, and refuses when it is full.
#[derive(Debug)]
struct Counter {
    rate: Rate,
    began: Instant,
    seconds: u64,
    level: u32,
    accepted: u32,
    refused: u32,
}

impl Counter {
    fn new(rate: Rate) -> Self {
        Self { rate, began: Instant::now(), seconds: 0, level: 0, accepted: 0, refused: 0 }
    }

    fn answer(&mut self) -> Reply {
        let seconds = self.began.elapsed().as_secs();
        let gone = (seconds - self.seconds) as u32 * self.rate.0;
        self.level = self.level.saturating_sub(gone);
        self.seconds = seconds;
        if self.level >= self.rate.1 {
            self.refused += 1;
            return Reply::error(503, "QUERY_LIMIT_EXCEEDED");
        }
        self.level += 1;
        self.accepted += 1;
        Reply::ok(1)
    }
}

async fn counting(rate: Rate) -> (Server, Arc<Mutex<Counter>>) {
    let counter = Arc::new(Mutex::new(Counter::new(rate)));
    let there = counter.clone();
    (Server::start(move |_| there.lock().unwrap().answer()).await, counter)
}

fn builder((per_second, burst): Rate) -> ClientBuilder {
    Client::builder().limits(Limits::OFF.rate(per_second, burst))
}

fn app(server: &Server) -> Client {
    let endpoint = format!("{}/rest/", server.origin);
    let tokens = Tokens::new("a223c6b3710f85df22e9377d6c4f7553", endpoint, "access", "refresh");
    builder(RATE).oauth(App::new("app.1", "key"), tokens).unwrap()
}

/// So many calls at once, by the clients in turn.
async fn call(clients: &[Client], calls: usize) {
    let mut tasks = JoinSet::new();
    for b24 in clients.iter().cycle().take(calls) {
        let b24 = b24.clone();
        tasks.spawn(async move { b24.call("user.get", json!({})).await });
    }
    while let Some(answer) = tasks.join_next().await {
        answer.unwrap().unwrap();
    }
}

#[tokio::test]
async fn two_clients_of_a_webhook_keep_one_limit() {
    let (server, counter) = counting(RATE).await;
    let clients = [0, 1].map(|_| builder(RATE).webhook(&server.webhook("c0de")).unwrap());
    call(&clients, 200).await;
    let counter = counter.lock().unwrap();
    assert_eq!((counter.accepted, counter.refused), (200, 0));
}

/// A portal counts by the address that requests come from, whoever sends them.
#[tokio::test]
async fn webhooks_and_applications_of_a_portal_keep_one_limit() {
    let (server, counter) = counting(RATE).await;
    let webhook = |code| builder(RATE).webhook(&server.webhook(code)).unwrap();
    call(&[webhook("one"), webhook("two"), app(&server)], 200).await;
    let counter = counter.lock().unwrap();
    assert_eq!((counter.accepted, counter.refused), (200, 0));
}

#[tokio::test]
async fn what_a_client_has_sent_counts_when_it_is_gone() {
    let rate = (5, 20);
    let (server, counter) = counting(rate).await;
    for seconds in 1..=40 {
        // However long one has to connect.
        let b24 = builder(rate).connect_timeout(Duration::from_secs(seconds));
        call(&[b24.webhook(&server.webhook("c0de")).unwrap()], 1).await;
    }
    let counter = counter.lock().unwrap();
    assert_eq!((counter.accepted, counter.refused), (40, 0));
}
