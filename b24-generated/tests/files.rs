//! Files over a real connection: inside calls, uploaded, downloaded.
#![allow(missing_docs)]

use std::sync::{Arc, Mutex};

use b24_generated::{
    Arg, Call as _, Client, Download, Error, FileContent, FileError, Limits, Upload, catalog, disk,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A request: its head, and its body.
type Seen = Arc<Mutex<Vec<(String, Vec<u8>)>>>;

/// Answers the requests one after the other; `{host}` in an answer is the server's own.
async fn server(answers: Vec<Vec<u8>>) -> (Client, String, Seen) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    let seen = Seen::default();
    let (log, own) = (Arc::clone(&seen), host.clone());
    tokio::spawn(async move {
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut data = Vec::new();
            let (head, length) = loop {
                stream.read_buf(&mut data).await.unwrap();
                let Some(end) = data.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
                let head = String::from_utf8(data[..end].to_vec()).unwrap();
                let length: usize = head
                    .lines()
                    .find_map(|l| l.to_lowercase().strip_prefix("content-length: ")?.parse().ok())
                    .unwrap_or(0);
                data.drain(..end + 4);
                break (head, length);
            };
            while data.len() < length {
                assert_ne!(stream.read_buf(&mut data).await.unwrap(), 0, "a request is cut");
            }
            log.lock().unwrap().push((head, data));
            let answer = match String::from_utf8(answer) {
                Ok(text) => text.replace("{host}", &own).into_bytes(),
                Err(error) => error.into_bytes(),
            };
            let _ = stream.write_all(&answer).await;
            let _ = stream.shutdown().await;
        }
    });
    let b24 = Client::builder().limits(Limits::OFF);
    let b24 = b24.webhook(&format!("http://{host}/rest/1/s3cr3tc0d3/")).unwrap();
    (b24, host, seen)
}

fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let mut answer =
        format!("HTTP/1.1 {status}\r\n{headers}Connection: close\r\n\r\n").into_bytes();
    answer.extend_from_slice(body.as_ref());
    answer
}

fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(": ")?;
        key.eq_ignore_ascii_case(name).then_some(value)
    })
}

/// The form's parts as a server reads them: name, file name, content.
fn form(head: &str, body: &[u8]) -> Vec<(String, String, Vec<u8>)> {
    let boundary = header(head, "content-type").unwrap();
    let boundary = boundary.strip_prefix("multipart/form-data; boundary=").unwrap();
    let find =
        |data: &[u8], what: &str| data.windows(what.len()).position(|w| w == what.as_bytes());
    let mut parts = Vec::new();
    let mut rest = &body[find(body, &format!("--{boundary}\r\n")).unwrap()..];
    while let Some(more) = rest.strip_prefix(format!("--{boundary}\r\n").as_bytes()) {
        let end = find(more, "\r\n\r\n").unwrap();
        let head = std::str::from_utf8(&more[..end]).unwrap().to_owned();
        let content = &more[end + 4..];
        let end = find(content, &format!("\r\n--{boundary}")).unwrap();
        let told = |key: &str| {
            let (_, value) = head.split_once(&format!(" {key}=\"")).unwrap();
            value.split_once('"').unwrap().0.to_owned()
        };
        parts.push((told("name"), told("filename"), content[..end].to_vec()));
        rest = &content[end + 2..];
    }
    assert_eq!(rest, format!("--{boundary}--\r\n").as_bytes());
    parts
}

const UPLOAD: &str = r#"{"result":{"field":"file1","uploadUrl":"http://{host}/rest/upload.json?auth=t0ps3cr3t&token=x"}}"#;
const UPLOADED: &str = r#"{"result":{"ID":7,"NAME":"a.txt"}}"#;

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_is_uploaded_arrives(
        content in proptest::collection::vec(any::<u8>(), 0..200_000),
        name in "[a-zа-я \";=\r\n]{1,12}",
        by_reader in any::<bool>(),
    ) {
        run(async {
            let (b24, _, seen) = server(vec![answer("200 OK", "", UPLOAD), answer("200 OK", "", UPLOADED)]).await;
            let file = if by_reader {
                let reader = std::io::Cursor::new(content.clone());
                Upload::from_reader(&name, content.len() as u64, reader)
            } else {
                FileContent::new(&name, content.clone()).into()
            };
            let call = disk::folder::upload_file(3).data(|d| d.name("n")).set("fileContent", "left out");
            let done = b24.upload(call, file).await.unwrap();
            prop_assert_eq!(done.id, Some(7));
            let seen = seen.lock().unwrap();
            prop_assert_eq!(serde_json::from_slice::<Value>(&seen[0].1).unwrap(), json!({ "id": 3, "data": { "NAME": "n" } }));
            let (head, body) = &seen[1];
            prop_assert!(head.starts_with("POST /rest/upload.json?auth=t0ps3cr3t&token=x HTTP/1.1"));
            prop_assert_eq!(header(head, "content-length").unwrap(), body.len().to_string());
            let name = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
            prop_assert_eq!(form(head, body), [("file1".to_owned(), name, content)]);
            Ok(())
        })?;
    }

    #[test]
    fn what_is_downloaded_is_what_was_sent_or_too_long(
        content in proptest::collection::vec(any::<u8>(), 0..100_000),
        at_most in 0..100_000_u64,
        told in any::<bool>(),
    ) {
        run(async {
            let length = if told { format!("Content-Length: {}\r\n", content.len()) } else { String::new() };
            let (b24, host, _) = server(vec![answer("200 OK", &length, &content)]).await;
            let done = match b24.download(&format!("http://{host}/x"), at_most).await {
                Ok(download) => download.bytes().await,
                Err(error) => Err(error),
            };
            match done {
                Ok(bytes) => prop_assert_eq!(&bytes[..], &content),
                Err(Error::File(FileError::TooLong { at_most: told, .. })) => {
                    prop_assert!(content.len() as u64 > at_most && told == at_most);
                }
                Err(other) => prop_assert!(false, "{other:?}"),
            }
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn a_file_that_is_shorter_than_told_is_no_upload() {
    let (b24, _, _) =
        server(vec![answer("200 OK", "", UPLOAD), answer("200 OK", "", UPLOADED)]).await;
    let file = Upload::from_reader("a", 10, std::io::Cursor::new(b"short".to_vec()));
    let error =
        b24.upload(disk::folder::upload_file(3).data(|d| d.name("n")), file).await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
}

#[tokio::test]
async fn json_that_is_not_of_rest_is_no_upload() {
    for (status, text) in [("200 OK", r#"{"status":"maintenance"}"#), ("404 No", "{}")] {
        let file = FileContent::new("a", "x");
        let (b24, _, _) =
            server(vec![answer("200 OK", "", UPLOAD), answer(status, "", text)]).await;
        let call = disk::folder::upload_file(3).data(|d| d.name("n"));
        let error = b24.upload(call, file).await.unwrap_err();
        assert!(matches!(error, Error::Http { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn errors_of_uploads_hold_no_secret() {
    let refused = r#"{"error":"NO","error_description":"bad token t0ps3cr3t of s3cr3tc0d3"}"#;
    let (b24, _, _) =
        server(vec![answer("200 OK", "", UPLOAD), answer("403 Forbidden", "", refused)]).await;
    let file = FileContent::new("a", "x");
    let error = b24
        .upload(disk::folder::upload_file(3).data(|d| d.name("n")), file.clone())
        .await
        .unwrap_err();
    let Error::Api(api) = &error else { panic!("{error:?}") };
    assert_eq!((api.code.as_str(), api.status), ("NO", 403));
    let shown = format!("{error} {error:?} {b24:?}");
    assert!(!shown.contains("t0ps3cr3t") && !shown.contains("s3cr3tc0d3"), "{shown}");

    let (b24, _, _) = server(vec![answer("200 OK", "", r#"{"result":{"ID":1}}"#)]).await;
    let error =
        b24.upload(disk::folder::upload_file(3).data(|d| d.name("n")), file).await.unwrap_err();
    assert!(matches!(error, Error::File(FileError::NoUploadAddress { .. })), "{error:?}");
}

#[tokio::test]
async fn downloads_are_asked_for_as_the_server_wants_it_and_carry_nothing_of_the_client() {
    let headers = "Content-Type: image/png\r\nContent-Disposition: attachment; filename=\"x\"; filename*=utf-8''%D1%84%2F..%2Fa%20b.png\r\n";
    let moved = "Location: http://{host}/elsewhere?sig=1\r\n";
    let (b24, host, seen) =
        server(vec![answer("302 Found", moved, ""), answer("200 OK", headers, "PNG")]).await;
    // Without a host it is the portal's.
    let file = b24.download("/rest/download.json?auth=a&token=b", 3).await.unwrap();
    assert_eq!((file.name(), file.content_type()), (Some("a b.png"), Some("image/png")));
    assert_eq!(format!("{file:?}").matches("token").count(), 0);
    let mut out = Vec::new();
    assert_eq!(file.write_to(&mut out).await.unwrap(), 3);
    assert_eq!(out, b"PNG");
    let seen = seen.lock().unwrap();
    let first: Vec<_> = seen.iter().map(|(head, _)| head.lines().next().unwrap()).collect();
    assert_eq!(
        first,
        ["GET /rest/download.json?auth=a&token=b HTTP/1.1", "GET /elsewhere?sig=1 HTTP/1.1"]
    );
    for (head, body) in seen.iter() {
        assert_eq!(header(head, "referer"), Some(format!("http://{host}/").as_str()));
        assert_eq!(header(head, "accept"), Some("*/*"));
        assert_eq!(header(head, "accept-language"), Some("en-US,en;q=0.9"));
        assert!(header(head, "user-agent").is_some_and(|name| !name.is_empty()));
        assert!(!head.contains("s3cr3tc0d3") && body.is_empty());
    }
}

#[tokio::test]
async fn downloads_do_not_go_round_in_circles_or_out_of_https() {
    let round = answer("302 Found", "Location: http://{host}/x\r\n", "");
    let (b24, host, seen) = server(vec![round; 9]).await;
    let error = b24.download(&format!("http://{host}/x"), 1).await.unwrap_err();
    assert!(matches!(error, Error::File(FileError::Address { .. })), "{error:?}");
    assert_eq!(seen.lock().unwrap().len(), 6);

    let away = answer("302 Found", "Location: http://example.com/x\r\n", "");
    let (b24, host, _) = server(vec![away]).await;
    let error = b24.download(&format!("http://{host}/x"), 1).await.unwrap_err();
    assert!(matches!(error, Error::File(FileError::Address { .. })), "{error:?}");
    for bad in ["http://example.com/x", "ftp://example.com/x", "file:///etc/passwd"] {
        let error = b24.download(bad, 1).await.unwrap_err();
        assert!(matches!(error, Error::File(FileError::Address { .. })), "{bad}: {error:?}");
    }
}

#[tokio::test]
async fn methods_that_answer_files_are_called_with_their_parameters() {
    let headers = "Content-Type: application/json\r\n";
    let (b24, _, seen) = server(vec![
        answer("200 OK", "Content-Type: image/jpeg\r\n", "JPG"),
        answer("200 OK", headers, r#"{"error":0,"error_description":"Required fields: fileId"}"#),
        answer("200 OK", headers, r#"{"a":1}"#),
    ])
    .await;
    let call =
        || catalog::product::download(|f| f.file_id(1).product_id(2).field_name("detailPicture"));
    let body = |file: Download| async { file.bytes().await.unwrap() };
    assert_eq!(body(call().download(&b24, 9).await.unwrap()).await, "JPG");
    let error = b24.send(call()).await.unwrap_err();
    assert!(matches!(&error, Error::File(FileError::IsAnswer { .. })), "{error:?}");
    // Nor in a batch, which would send it by itself and wait for JSON.
    let mut batch = b24.batch();
    batch.add(call());
    let error = batch.send().await.unwrap_err();
    assert!(matches!(&error, Error::File(FileError::IsAnswer { .. })), "{error:?}");
    let error = b24.download_from(call(), 999).await.unwrap_err();
    assert!(matches!(&error, Error::Api(error) if error.code == "0"), "{error:?}");
    assert_eq!(body(b24.download_from(call(), 999).await.unwrap()).await, r#"{"a":1}"#);
    let (head, sent) = seen.lock().unwrap()[0].clone();
    assert!(head.starts_with("POST /rest/1/s3cr3tc0d3/catalog.product.download HTTP/1.1"));
    let sent: Value = serde_json::from_slice(&sent).unwrap();
    assert_eq!(
        sent,
        json!({ "fields": { "fileId": 1, "productId": 2, "fieldName": "detailPicture" } })
    );
}

#[test]
fn files_in_calls_are_pairs_or_text() {
    let file = FileContent::from_reader("a.txt", &b"Test"[..], 4).unwrap();
    let call = disk::folder::upload_file(3).data(|d| d.name("n")).file_content(&file).into_params();
    assert_eq!(
        call.into_value().unwrap(),
        json!({ "id": 3, "data": { "NAME": "n" }, "fileContent": ["a.txt", "VGVzdA=="] })
    );
    assert_eq!(
        Arg::<b24_generated::runtime::FileData>::encode(&file).unwrap(),
        json!(["a.txt", "VGVzdA=="])
    );
    assert_eq!(file.file_data(), json!({ "fileData": ["a.txt", "VGVzdA=="] }));
    assert_eq!(file.base64(), "VGVzdA==");
    assert!(!format!("{file:?}").contains("VGVz"));
    assert!(FileContent::from_reader("a.txt", &b"Test"[..], 3).is_err());
    let whole = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    let opened = FileContent::open(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    assert_eq!((opened.name(), &opened.bytes()[..]), ("Cargo.toml", &whole[..]));
}

#[tokio::test]
async fn a_file_may_be_said_to_be_as_long_as_numbers_reach() {
    let (b24, _, _) = server(vec![answer("200 OK", "", UPLOAD), answer("200 OK", "", "")]).await;
    let call = disk::folder::upload_file(3).data(|d| d.name("n"));
    let file = Upload::from_reader("a.txt", u64::MAX, std::io::empty());
    let error = b24.upload(call, file).await.unwrap_err();
    assert!(matches!(&error, Error::Transport { .. }), "{error:?}");
}
