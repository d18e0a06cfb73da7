//! HTTP stacks of one's own.
#![allow(missing_docs)]

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use b24_generated::runtime::BoxFuture;
use b24_generated::{
    Body, Client, ErrorKind, Limits, Retry, Transport, TransportError, TransportErrorKind,
};
use bytes::Bytes;
use http_body::Frame;
use serde_json::json;

type Answer = Result<Body, TransportErrorKind>;

const URL: &str = "https://example.bitrix24.com/rest/1/c0de/";

/// Answers from a list, and keeps what it was given.
#[derive(Clone, Default)]
struct Recorder {
    answers: Arc<Mutex<Vec<Answer>>>,
    seen: Arc<Mutex<Vec<(String, String)>>>,
}

impl Transport for Recorder {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.bytes(1000).await?.expect("the request is short");
            let body = String::from_utf8(body.to_vec()).unwrap();
            self.seen.lock().unwrap().push((head.uri.to_string(), body));
            let answer = self.answers.lock().unwrap().remove(0);
            answer.map(http::Response::new).map_err(|kind| TransportError::new(kind, "on purpose"))
        })
    }
}

/// A body in pieces, which may break.
struct Pieces(Vec<Result<&'static str, TransportErrorKind>>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        let piece = self.0.remove(0).map(|text| Frame::data(Bytes::from(text)));
        Poll::Ready(Some(piece.map_err(|kind| TransportError::new(kind, "on purpose"))))
    }
}

fn client(answers: Vec<Answer>) -> (Client, Recorder) {
    let recorder = Recorder::default();
    *recorder.answers.lock().unwrap() = answers;
    let millisecond = Duration::from_millis(1);
    let b24 = Client::builder()
        .limits(Limits::OFF)
        .options(|o| o.retry(Retry::backoff(2, millisecond, millisecond)))
        .transport(recorder.clone())
        .webhook(URL)
        .unwrap();
    (b24, recorder)
}

#[tokio::test]
async fn what_is_sent_and_what_comes_goes_through_it() {
    let pieces = Pieces(vec![Ok(r#"{"resu"#), Ok(r#"lt":"#), Ok("7}")]);
    let (b24, recorder) = client(vec![Ok(Body::new(pieces)), Ok(Body::from(r#"{"result":8}"#))]);
    assert_eq!(b24.call("any.method", json!({ "a": 1 })).await.unwrap(), 7);
    assert_eq!(b24.call_v3("any.method", json!({})).await.unwrap(), 8);
    let seen = recorder.seen.lock().unwrap();
    let expected = [
        ("https://example.bitrix24.com/rest/1/c0de/any.method", r#"{"a":1}"#),
        ("https://example.bitrix24.com/rest/api/1/c0de/any.method", "{}"),
    ];
    assert_eq!(*seen, expected.map(|(url, body)| (url.to_owned(), body.to_owned())));
}

#[tokio::test]
async fn a_write_that_found_no_connection_is_repeated() {
    let (b24, recorder) =
        client(vec![Err(TransportErrorKind::Connect), Ok(Body::from(r#"{"result":7}"#))]);
    assert_eq!(b24.call("crm.deal.add", json!({})).await.unwrap(), 7);
    assert_eq!(recorder.seen.lock().unwrap().len(), 2);

    let (b24, recorder) = client((0..3).map(|_| Err(TransportErrorKind::Connect)).collect());
    let error = b24.call("crm.deal.add", json!({})).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Connect, true));
    assert_eq!(recorder.seen.lock().unwrap().len(), 3);
}

#[tokio::test]
async fn a_write_whose_answer_broke_is_not() {
    let broken = || Pieces(vec![Ok("{"), Err(TransportErrorKind::Broken)]);
    for answer in
        [Ok(Body::new(broken())), Err(TransportErrorKind::Broken), Err(TransportErrorKind::Timeout)]
    {
        let (b24, recorder) = client(vec![answer]);
        let error = b24.call("crm.deal.add", json!({})).await.unwrap_err();
        assert!(!error.is_retryable(), "{error:?}");
        assert_eq!(recorder.seen.lock().unwrap().len(), 1);
    }
    // A read is.
    let (b24, _) = client(vec![Ok(Body::new(broken())), Ok(Body::from(r#"{"result":7}"#))]);
    assert_eq!(b24.call("crm.deal.get", json!({})).await.unwrap(), 7);
}

/// Times that callers set may be longer than clocks reach.
#[tokio::test(start_paused = true)]
async fn the_longest_waits_are_no_trouble() {
    let longest = Duration::MAX;
    let refused = || Err(TransportErrorKind::Connect);
    let recorder = Recorder::default();
    *recorder.answers.lock().unwrap() =
        vec![refused(), refused(), refused(), Ok(Body::from(r#"{"result":7}"#))];
    let retry = Retry::custom(move || std::iter::repeat_n(longest, 3)).longest_run(longest);
    let b24 = Client::builder()
        .connect_timeout(longest)
        .read_timeout(longest)
        .limits(Limits::STANDARD.operating(Some(longest)))
        .options(|o| o.retry(retry).timeout(longest))
        .transport(recorder)
        .webhook(URL)
        .unwrap();
    assert_eq!(b24.call("crm.deal.add", json!({})).await.unwrap(), 7);
}

/// Answers as `F` says, in time that passes only when nothing else is to be done.
struct Clockwork<F>(F);

impl<F: Fn(u32) -> Answer + Send + Sync + 'static> Transport for Clockwork<F> {
    fn send(
        &self,
        _: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(80)).await;
            let second = START.with(|start| start.elapsed().as_secs() as u32);
            let answer = (self.0)(second);
            tokio::time::sleep(Duration::from_millis(120)).await;
            answer.map(http::Response::new).map_err(|kind| TransportError::new(kind, "on purpose"))
        })
    }
}

thread_local! {
    static START: tokio::time::Instant = tokio::time::Instant::now();
}

#[tokio::test(start_paused = true)]
async fn a_lost_write_of_rest_3_may_still_be_running_for_a_minute() {
    let seconds = Arc::new(Mutex::new(Vec::new()));
    let seen = seconds.clone();
    let transport = Clockwork(move |second| {
        let mut seen = seen.lock().unwrap();
        seen.push(second);
        match seen.len() % 2 {
            1 => Err(TransportErrorKind::Broken),
            _ => Ok(Body::from(r#"{"result":7}"#)),
        }
    });
    let b24 = Client::builder().transport(transport).webhook(URL).unwrap();
    b24.call_v3("tasks.task.add", json!({})).await.unwrap();
    b24.call_v3("tasks.task.get", json!({})).await.unwrap();
    let seconds = seconds.lock().unwrap();
    assert!((60..63).contains(&(seconds[1] - seconds[0])), "{seconds:?}");
    assert!(seconds[3] - seconds[2] < 3, "{seconds:?}");
}

/// Many tasks share a client: the server's counter never overflows, and the time is that of the limits.
#[tokio::test(start_paused = true)]
async fn a_burst_of_calls_takes_as_long_as_the_limits_say() {
    // Per second: the counter falls by two.
    let counter = Arc::new(Mutex::new((0_u32, 0_u32)));
    let state = counter.clone();
    let transport = Clockwork(move |second| {
        let (level, last) = &mut *state.lock().unwrap();
        *level = level.saturating_sub(2 * (second - *last)) + 1;
        *last = second;
        assert!(*level <= 50, "the counter overflows in second {second}");
        Ok(Body::from(r#"{"result":7}"#))
    });
    let b24 = Client::builder().transport(transport).webhook(URL).unwrap();
    let began = tokio::time::Instant::now();
    let tasks: Vec<_> = (0..64)
        .map(|_| {
            let b24 = b24.clone();
            tokio::spawn(async move {
                for _ in 0..20 {
                    b24.call("crm.deal.add", json!({})).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let allowed = f64::from(64 * 20 - 50) / 2.0;
    let took = began.elapsed().as_secs_f64();
    assert!(took < allowed * 1.05, "{took} of {allowed}");
}
