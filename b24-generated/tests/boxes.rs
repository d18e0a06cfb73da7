//! Servers of one's own: certificates that a company has issued, a portal below a path, a web server before it that
//! asks for a password.
#![allow(missing_docs)]

mod common;

use std::error::Error as _;
use std::sync::Arc;

use b24_generated::{
    App, Client, ClientBuilder, Error, ErrorKind, EventAuth, Limits, MemoryStore, Retry, Tokens,
};
use common::{Reply, Server};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// `u:p@ss`
const BASIC: &str = "Basic dTpwQHNz";

fn builder() -> ClientBuilder {
    Client::builder().limits(Limits::OFF).options(|o| o.retry(Retry::never()))
}

/// A server with a certificate that nobody knows; its address and the certificate.
async fn https() -> (String, String) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let _ = stream.read(&mut [0; 4096]).await;
            let answer =
                "HTTP/1.1 200 X\r\nContent-Length: 12\r\nConnection: close\r\n\r\n{\"result\":1}";
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (format!("https://localhost:{port}/rest/1/c0de/"), made.cert.pem())
}

#[tokio::test]
async fn a_certificate_of_ones_own_is_trusted_when_it_is_named() {
    let (url, pem) = https().await;
    let call = |b24: ClientBuilder| async { b24.webhook(&url)?.call("profile", json!({})).await };
    let error = call(builder()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert_eq!(call(builder().root_certificate(&pem)).await.unwrap(), 1);
    assert_eq!(call(builder().danger_accept_any_certificate()).await.unwrap(), 1);

    // That of another server does not help.
    let (_, other) = https().await;
    let error = call(builder().root_certificate(&other)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    // Nor does it do harm.
    assert_eq!(call(builder().root_certificate(&other).root_certificate(pem)).await.unwrap(), 1);
    for wrong in ["", "company-ca.pem", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----"]
    {
        let error = builder().root_certificate(wrong).webhook(&url).unwrap_err();
        assert!(error.to_string().contains("root certificate"), "{error}");
    }
}

#[tokio::test]
async fn reqwest_is_configured_with_a_provider_there() {
    let server = Server::start(|_| Reply::ok(1)).await;
    let configured = builder()
        .configure_http(|http| {
            // Panics without one.
            reqwest::Client::builder().build().unwrap();
            http.default_headers([("x-a", "1"), ("x-b", "1")].map(header).into_iter().collect())
        })
        .configure_http(|http| http.default_headers([header(("x-b", "2"))].into_iter().collect()));
    let b24 = configured.webhook(&server.webhook("c0de")).unwrap();
    b24.call("profile", json!({})).await.unwrap();
    let seen = &server.seen()[0];
    assert_eq!((seen.header("x-a"), seen.header("x-b")), (Some("1"), Some("2")));

    let error = builder()
        .configure_http(|http| http.user_agent("a\nb"))
        .webhook(&server.webhook("c0de"))
        .unwrap_err();
    assert!(matches!(error, Error::Setup { .. }) && error.source().is_some(), "{error:?}");
}

fn header((name, value): (&str, &str)) -> (http::HeaderName, http::HeaderValue) {
    (name.parse().unwrap(), value.parse().unwrap())
}

#[tokio::test]
async fn a_portal_may_lie_below_a_path() {
    let server = Server::start(|_| Reply::ok(1)).await;
    let origin = &server.origin;
    let calls = async |b24: Client| {
        b24.call("profile", json!({})).await.unwrap();
        b24.call_v3("profile", json!({})).await.unwrap();
        let seen = server.seen();
        [&seen[seen.len() - 2], &seen[seen.len() - 1]].map(|seen| seen.path.clone())
    };
    for (path, below) in [
        ("/b24/rest/1/c0de/", "/b24/rest"),
        ("/a/b24/rest/api/1/c0de", "/a/b24/rest"),
        ("/b24/rest/1/c0de/profile.json", "/b24/rest"),
        ("/rest/1/c0de/", "/rest"),
    ] {
        let b24 = builder().webhook(&format!("{origin}{path}")).unwrap();
        let expected = [format!("{below}/1/c0de/profile"), format!("{below}/api/1/c0de/profile")];
        assert_eq!(calls(b24).await, expected);
    }
    for rest in ["/b24/services", "b24/services/"] {
        let b24 = builder().rest_server_path(rest);
        let b24 = b24.webhook(&format!("{origin}/x/b24/services/1/c0de/")).unwrap();
        let below = "/x/b24/services";
        let expected = [format!("{below}/1/c0de/profile"), format!("{below}/api/1/c0de/profile")];
        assert_eq!(calls(b24).await, expected);
    }
    let tokens = Tokens::new("m", format!("{origin}/b24/rest/"), "access", "refresh");
    let b24 = builder().oauth(App::new("app.1", "key"), tokens).unwrap();
    assert_eq!(calls(b24).await, ["/b24/rest/profile", "/b24/rest/api/profile"].map(str::to_owned));

    // What is no webhook's address is told so, as before.
    for wrong in ["/b24/1/c0de/", "/company/personal/user/1/tasks/", "/b24/rest/", "/rest/x/c0de/"]
    {
        builder().webhook(&format!("{origin}{wrong}")).unwrap_err();
    }
    builder().rest_server_path("/services").webhook(&server.webhook("c0de")).unwrap_err();

    let app = App::new("app.1", "key");
    for portal in ["portal.local/b24", "https://portal.local/b24/"] {
        let url = app.authorization_url(portal, "s").unwrap();
        assert_eq!(url, "https://portal.local/b24/oauth/authorize/?client_id=app.1&state=s");
    }
}

/// The address of a server, with a user name and a password in it.
fn with_password(url: &str) -> String {
    url.replacen("http://", "http://u:p%40ss@", 1)
}

#[tokio::test]
async fn the_password_of_a_web_server_before_a_portal_goes_to_it_in_a_header() {
    let server = Server::start(|seen| match seen.header("authorization") {
        Some(BASIC) => Reply::ok(1),
        _ => Reply::Text(401, "<html>"),
    })
    .await;
    let webhook = server.webhook("c0de");
    let error = builder().webhook(&webhook).unwrap().call("profile", json!({})).await.unwrap_err();
    assert!(matches!(error, Error::Http { status: 401, .. }));
    let b24 = builder().webhook(&with_password(&webhook)).unwrap();
    b24.call("profile", json!({})).await.unwrap();
    b24.call_v3("profile", json!({})).await.unwrap();
    let _ = b24.download("/file", 99).await.unwrap();

    let tokens = Tokens::new("m", with_password(&format!("{}/rest/", server.origin)), "a", "r");
    let b24 = builder().oauth(App::new("app.1", "key"), tokens).unwrap();
    b24.call("profile", json!({})).await.unwrap();
    let _ = b24.download("/file", 99).await.unwrap();
    assert!(!format!("{b24:?}").contains("p%40ss"), "{b24:?}");

    // Not to other servers.
    let other = Server::start(|_| Reply::ok(1)).await;
    let _ = b24.download(&format!("{}/file", other.origin), 99).await.unwrap();
    assert_eq!(other.seen()[0].header("authorization"), None);
}

#[tokio::test]
async fn new_tokens_keep_the_password_and_events_bring_none() {
    let server = Server::start(|seen| match seen.header("authorization") {
        Some(BASIC) if seen.body()["auth"] == "access0" => Reply::error(401, "expired_token"),
        Some(BASIC) => Reply::ok(1),
        _ => Reply::Text(401, "<html>"),
    })
    .await;
    let endpoint = format!("{}/rest/", server.origin);
    let pair = json!({
        "access_token": "access1", "refresh_token": "refresh1", "member_id": "m",
        "client_endpoint": endpoint,
    });
    let oauth = Server::start(move |_| Reply::Json(200, pair.clone())).await;
    let app = App::new("app.1", "key").server(&oauth.origin).unwrap();
    let portals = builder().portals(app, MemoryStore::new()).unwrap();
    let tokens = Tokens::new("m", with_password(&endpoint), "access0", "refresh0");
    let b24 = portals.install(tokens).await.unwrap();
    b24.call("profile", json!({})).await.unwrap();
    assert_eq!(oauth.seen()[0].header("authorization"), None);
    assert_eq!(b24.tokens().unwrap().client_endpoint, with_password(&endpoint));

    let event = |endpoint: &str| {
        let auth = "auth[member_id]=m&auth[access_token]=a&auth[refresh_token]=b";
        EventAuth::from_form(&format!("{auth}&auth[client_endpoint]={endpoint}")).unwrap().tokens()
    };
    let b24 = portals.install(event(&endpoint).unwrap()).await.unwrap();
    b24.call("profile", json!({})).await.unwrap();
    assert!(event("https://portal.bitrix24.com:x@evil.com/rest/").is_none());
}
