//! A server on the loopback that answers as a test says, for what a well-behaved server never does.
#![allow(dead_code)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use b24_generated::runtime::BoxFuture;
use b24_generated::{StoreError, TokenStore, Tokens};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) verb: String,
    /// With the query.
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) text: String,
}

impl Seen {
    /// The last part of the path.
    pub(crate) fn method(&self) -> &str {
        let path = self.path.split('?').next().unwrap();
        path.rsplit('/').next().unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn body(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// A parameter of the query.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        let url = reqwest::Url::parse("http://x/").unwrap().join(&self.path).unwrap();
        url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }
}

/// What is done with it.
pub(crate) enum Reply {
    /// An answer in JSON.
    Json(u16, Value),
    /// An answer in something else.
    Text(u16, &'static str),
    /// An answer that is packed by gzip.
    Packed(Vec<u8>),
    /// A redirect.
    To(u16, String),
    /// The connection is closed without an answer.
    Close,
    /// Half of the answer, then the connection is closed.
    Cut(Value),
    /// Later.
    After(Duration, Box<Reply>),
}

impl Reply {
    pub(crate) fn ok(result: impl Into<Value>) -> Self {
        Self::Json(200, serde_json::json!({ "result": result.into() }))
    }

    pub(crate) fn error(status: u16, code: &str) -> Self {
        Self::Json(status, serde_json::json!({ "error": code, "error_description": "no" }))
    }

    pub(crate) fn after(self, milliseconds: u64) -> Self {
        Self::After(Duration::from_millis(milliseconds), Box::new(self))
    }
}

pub(crate) struct Server {
    /// `http://127.0.0.1:port`
    pub(crate) origin: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (answer, log) = (Arc::new(answer), seen.clone());
        let task = tokio::spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else { continue };
                let (answer, log) = (answer.clone(), log.clone());
                tokio::spawn(async move {
                    let _ = serve(stream, &*answer, &log).await;
                });
            }
        });
        Self { origin, seen, task }
    }

    /// One that gives these answers in turn, and the last one for ever.
    pub(crate) async fn script(answers: Vec<Reply>) -> Self {
        let answers = Mutex::new(answers.into_iter());
        Self::start(move |_| answers.lock().unwrap().next().expect("no answer is left")).await
    }

    pub(crate) fn webhook(&self, code: &str) -> String {
        format!("{}/rest/1/{code}/", self.origin)
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn count(&self, method: &str) -> usize {
        self.seen.lock().unwrap().iter().filter(|seen| seen.method() == method).count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    mut stream: TcpStream,
    answer: &(dyn Fn(&Seen) -> Reply + Send + Sync),
    log: &Mutex<Vec<Seen>>,
) -> std::io::Result<()> {
    let mut input = Vec::new();
    loop {
        let seen = loop {
            if let Some(seen) = take(&mut input) {
                break seen;
            }
            if stream.read_buf(&mut input).await? == 0 {
                return Ok(());
            }
        };
        log.lock().unwrap().push(seen.clone());
        let mut reply = answer(&seen);
        while let Reply::After(wait, then) = reply {
            tokio::time::sleep(wait).await;
            reply = *then;
        }
        if let Reply::Packed(bytes) = reply {
            let head = format!(
                "HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
                bytes.len()
            );
            stream.write_all(&[head.as_bytes(), &bytes].concat()).await?;
            continue;
        }
        let (status, kind, location, text) = match reply {
            Reply::Json(status, value) => (status, "application/json", None, value.to_string()),
            Reply::Text(status, text) => (status, "text/html", None, text.to_owned()),
            Reply::To(status, to) => (status, "text/html", Some(to), String::new()),
            Reply::Close => return Ok(()),
            Reply::Cut(value) => {
                let text = value.to_string();
                let head = format!("HTTP/1.1 200 X\r\nContent-Length: {}\r\n\r\n", text.len());
                stream.write_all(format!("{head}{}", &text[..text.len() / 2]).as_bytes()).await?;
                return Ok(());
            }
            Reply::After(..) | Reply::Packed(_) => unreachable!(),
        };
        let location = location.map_or(String::new(), |to| format!("Location: {to}\r\n"));
        let answer = format!(
            "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n{location}Content-Length: {}\r\n\r\n{text}",
            text.len()
        );
        stream.write_all(answer.as_bytes()).await?;
    }
}

/// Takes a request out of what came, if it is whole.
fn take(input: &mut Vec<u8>) -> Option<Seen> {
    let end = input.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = String::from_utf8(input[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let mut first = lines.next().unwrap().split(' ');
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(key, value)| (key.to_lowercase(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(key, _)| key == "content-length");
    let length = length.map_or(0, |(_, value)| value.parse().unwrap());
    if input.len() < end + length {
        return None;
    }
    let text = String::from_utf8(input[end..end + length].to_vec()).unwrap();
    input.drain(..end + length);
    let mut next = || first.next().unwrap().to_owned();
    Some(Seen { verb: next(), path: next(), headers, text })
}

/// A store that others see too.
pub(crate) struct Shared<S>(pub(crate) Arc<S>);

impl<S: TokenStore> TokenStore for Shared<S> {
    fn load<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Option<Tokens>, StoreError>> {
        self.0.load(id)
    }

    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>> {
        self.0.save(tokens)
    }

    fn remove<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        self.0.remove(id)
    }
}
