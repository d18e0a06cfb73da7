//! Webhooks, tokens and the authorization server.

use std::time::Duration;

use b24_generated::testing::{FakePortal, Fault, Rotation};
use serde_json::{Value, json};

use super::{Got, Site};

/// Asks the authorization server with the right client.
async fn grant(site: &Site, kind: &str, name: &str, value: &str) -> reqwest::Result<Got> {
    let app = site.portal.app();
    site.get(&format!(
        "{}/oauth/token/?grant_type={kind}&client_id={}&client_secret={}&{name}={value}",
        site.portal.url(),
        app.client_id,
        app.client_secret
    ))
    .await
}

async fn refresh(site: &Site, token: &Value) -> reqwest::Result<Got> {
    grant(site, "refresh_token", "refresh_token", token.as_str().unwrap()).await
}

async fn profile(site: &Site, token: &Value) -> Got {
    site.post(&format!("{}/rest/profile", site.portal.url()), json!({ "auth": token }))
        .await
        .unwrap()
}

#[tokio::test]
async fn only_the_right_code_opens() {
    let site = Site::new().await;
    let right = site.portal.webhook();
    for wrong in
        [right.replace("/rest/1/", "/rest/2/"), right.replace(site.portal.webhook_code(), "x")]
    {
        let got = site.get(&format!("{wrong}profile")).await.unwrap();
        assert_eq!(got.error(), (401, "NO_AUTH_FOUND"));
    }
    let got = site.get(&format!("{}/rest/profile", site.portal.url())).await.unwrap();
    assert_eq!(got.error(), (401, "NO_AUTH_FOUND"));
    assert_eq!(profile(&site, &json!("made-up")).await.error(), (401, "NO_AUTH_FOUND"));
    let got = site.get(&format!("{}/rest/api/tasks.task.list", site.portal.url())).await.unwrap();
    assert_eq!(got.error(), (401, "NO_AUTH_FOUND"));
}

#[tokio::test]
async fn a_code_becomes_a_pair_once_within_30_seconds() {
    let site =
        Site::with(FakePortal::builder().freeze_time().redirect_uri("https://app.example/?a=1"))
            .await;
    let app = site.portal.app();
    let url = format!("{}/oauth/authorize/?state=s%26t&client_id=", site.portal.url());
    let got = site.get(&format!("{url}{}", app.client_id)).await.unwrap();
    let place = reqwest::Url::parse(got.headers["location"].to_str().unwrap()).unwrap();
    let query: std::collections::HashMap<_, _> = place.query_pairs().into_owned().collect();
    assert_eq!((got.status, &*query["a"], &*query["state"]), (302, "1", "s&t"));
    assert!(site.get(&format!("{url}other")).await.unwrap().headers.get("location").is_none());

    let got = grant(&site, "authorization_code", "code", &query["code"]).await.unwrap();
    assert_eq!(got.status, 200);
    assert_eq!(got.body["member_id"], query["member_id"]);
    assert_eq!(got.body["client_endpoint"], format!("{}/rest/", site.portal.url()));
    profile(&site, &got.body["access_token"]).await.result();

    let again = grant(&site, "authorization_code", "code", &query["code"]).await.unwrap();
    assert_eq!(again.error(), (400, "invalid_grant"));
    let code = site.portal.authorize();
    site.portal.advance(Duration::from_secs(30));
    let late = grant(&site, "authorization_code", "code", &code).await.unwrap();
    assert_eq!(late.error(), (400, "invalid_grant"));
}

#[tokio::test]
async fn tokens_expire_and_are_refreshed() {
    let site = Site::with(FakePortal::builder().no_limits().freeze_time()).await;
    let tokens = site.portal.tokens();
    let (access, old) = (json!(tokens.access_token), json!(tokens.refresh_token));
    profile(&site, &access).await.result();
    site.portal.advance(Duration::from_secs(3600));
    assert_eq!(profile(&site, &access).await.error(), (401, "expired_token"));
    let first = refresh(&site, &old).await.unwrap().body;
    profile(&site, &first["access_token"]).await.result();
    site.portal.expire_tokens();
    assert_eq!(profile(&site, &first["access_token"]).await.error(), (401, "expired_token"));
    // The new pair has arrived, and the old token is worth nothing.
    assert_eq!(refresh(&site, &old).await.unwrap().error(), (400, "invalid_grant"));
    site.portal.advance(Duration::from_secs(180 * 24 * 3600));
    let late = refresh(&site, &first["refresh_token"]).await.unwrap();
    assert_eq!(late.error(), (400, "invalid_grant"));
    let stats = site.portal.stats();
    assert_eq!((stats.refreshes, stats.refused_grants), (1, 2));
    assert_eq!(stats.errors_of("expired_token"), 2);
}

#[tokio::test]
async fn a_lost_refresh_can_be_asked_for_again() {
    for (rotation, status) in [(Rotation::OnUse, 200), (Rotation::AtOnce, 400)] {
        let site = Site::with(FakePortal::builder().rotation(rotation)).await;
        let token = json!(site.portal.tokens().refresh_token);
        site.portal.fail_next_of("oauth.token", 1, Fault::CutAfter);
        assert!(refresh(&site, &token).await.is_err());
        assert_eq!(refresh(&site, &token).await.unwrap().status, status);
    }
}

#[tokio::test]
async fn events_and_placements_bring_tokens() {
    let site = Site::new().await;
    let (event, placement) = (site.portal.event_auth(), site.portal.placement());
    let domain = site.portal.url().replace("http://", "");
    assert_eq!((&event["domain"], &placement["DOMAIN"]), (&json!(domain), &json!(domain)));
    assert_eq!(event["application_token"], placement["APPLICATION_TOKEN"]);
    assert_eq!(event["member_id"], placement["member_id"]);
    assert_ne!(event["access_token"], placement["AUTH_ID"]);
    for (access, token) in [
        (&event["access_token"], &event["refresh_token"]),
        (&placement["AUTH_ID"], &placement["REFRESH_ID"]),
    ] {
        profile(&site, access).await.result();
        let pair = refresh(&site, token).await.unwrap().body;
        assert_eq!(pair["member_id"], event["member_id"]);
        profile(&site, &pair["access_token"]).await.result();
    }
}

#[tokio::test]
async fn the_authorization_server_refuses_as_documented() {
    let site = Site::new().await;
    let url = format!("{}/oauth/token/?grant_type=refresh_token&client_id=a", site.portal.url());
    assert_eq!(site.get(&url).await.unwrap().error(), (400, "invalid_client"));
    assert_eq!(grant(&site, "magic", "a", "b").await.unwrap().error(), (400, "invalid_request"));
    let token = json!(site.portal.tokens().refresh_token);
    site.portal.set_paid(false);
    assert_eq!(refresh(&site, &token).await.unwrap().error(), (400, "PAYMENT_REQUIRED"));
    site.portal.set_paid(true);
    site.portal.revoke_tokens();
    assert_eq!(refresh(&site, &token).await.unwrap().error(), (400, "invalid_grant"));
}

#[tokio::test]
async fn scopes_open_methods() {
    let site = Site::with(FakePortal::builder().scopes(["crm"])).await;
    site.call("crm.deal.list", json!({})).await.result();
    site.call("profile", json!({})).await.result();
    assert_eq!(site.call("department.get", json!({})).await.error(), (403, "insufficient_scope"));
    let code = "BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION";
    assert_eq!(site.call_v3("tasks.task.list", json!({})).await.error(), (403, code));
    let cmd = json!({ "cmd": ["crm.deal.list", "department.get"] });
    let got = site.call("batch", cmd).await;
    assert_eq!(got.result()["result_error"]["1"]["error"], "insufficient_scope");
}
