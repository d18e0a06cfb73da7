//! A server on the loopback that answers as a test says.

use std::sync::{Arc, Mutex};

use b24_generated::Client;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server was sent in one request: the path without the webhook, and the body.
pub(crate) type Seen = (String, Value);

const WEBHOOK: &str = "/1/s3cr3t";

/// A client of a server that answers each request as `answer` says, with status and body.
pub(crate) async fn serve(mut answer: impl FnMut(Seen) -> (u16, Value) + Send + 'static) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let (status, body) = answer(request(&mut stream).await);
            let body = body.to_string();
            let length = body.len();
            let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {length}");
            let response = format!("{head}\r\nConnection: close\r\n\r\n{body}");
            stream.write_all(response.as_bytes()).await.unwrap();
        }
    });
    Client::webhook(&format!("http://{address}/rest{WEBHOOK}/")).unwrap()
}

/// What a server was sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<Seen>>>);

impl Log {
    pub(crate) fn seen(self) -> Vec<Seen> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// A client of a server that gives these answers, one a request.
pub(crate) async fn script(answers: Vec<(u16, Value)>) -> (Client, Log) {
    let log = Log::default();
    let (written, mut answers) = (log.clone(), answers.into_iter());
    let client = serve(move |seen| {
        written.0.lock().unwrap().push(seen);
        answers.next().unwrap_or((404, Value::Null))
    });
    (client.await, log)
}

async fn request(stream: &mut TcpStream) -> Seen {
    let mut request = Vec::new();
    loop {
        stream.read_buf(&mut request).await.unwrap();
        let text = String::from_utf8_lossy(&request);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head
            .lines()
            .find_map(|l| l.to_lowercase().strip_prefix("content-length: ")?.parse().ok())
            .unwrap_or(0);
        if body.len() == length {
            let path = head.split(' ').nth(1).unwrap().replace(WEBHOOK, "");
            return (path, serde_json::from_str(body).unwrap());
        }
    }
}
