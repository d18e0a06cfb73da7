//! The portal as a test sees it.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;
use tokio::sync::watch;

use super::builder::Builder;
use super::clock::LONGEST;
use super::engine::{Engine, Route};
use super::faults::{Fault, Faults, Random};
use super::files::Uploaded;
use super::lists::Action;
use super::oauth::{App, TokenPair};
use super::record::{Logged, Stats, Write};
use super::request::{Reply, Request};
use super::rows::Rows;
use super::{lock, shapes};
use crate::schema::{Method, Rest, Type, catalog};

/// A portal that runs until it is dropped; see [the module](super).
pub struct FakePortal {
    pub(super) engine: Arc<Engine>,
    pub(super) address: SocketAddr,
    pub(super) certificate: Option<String>,
    pub(super) random: Mutex<Random>,
    /// When this goes, the server stops.
    pub(super) _stop: watch::Sender<()>,
}

impl fmt::Debug for FakePortal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakePortal").field("address", &self.address).finish_non_exhaustive()
    }
}

/// A method, and at which version of REST's address: a name alone means REST 2, or REST 3.0 if the
/// catalogue knows it only there.
#[derive(Clone, Debug)]
pub struct MethodName {
    name: String,
    rest: Rest,
}

impl From<&str> for MethodName {
    fn from(name: &str) -> Self {
        let versions: Vec<Rest> = catalog().find(name).map(|method| method.rest).collect();
        let rest = if versions == [Rest::V3] { Rest::V3 } else { Rest::V2 };
        Self { name: name.to_owned(), rest }
    }
}

impl From<(Rest, &str)> for MethodName {
    fn from((rest, name): (Rest, &str)) -> Self {
        Self { name: name.to_owned(), rest }
    }
}

impl FakePortal {
    /// A portal to be set up.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// A portal as it is if nothing is said.
    ///
    /// # Errors
    ///
    /// If no port of the loopback can be listened on.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// The address, without a slash at its end: `http://127.0.0.1:12345`.
    pub fn url(&self) -> String {
        self.engine.url()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of the webhook of user 1, as the portal shows it.
    pub fn webhook(&self) -> String {
        format!("{}/rest/1/{}/", self.url(), self.webhook_code())
    }

    /// The secret part of [`webhook`](Self::webhook), for tests that look for it where it must not be.
    pub fn webhook_code(&self) -> &str {
        self.engine.settings.webhooks.first().map_or("", |(_, code)| code)
    }

    /// The certificate to be trusted, if the portal speaks https.
    pub fn certificate_pem(&self) -> Option<&str> {
        self.certificate.as_deref()
    }

    /// Answers a list method from these rows, which can be changed at any time through the result.
    ///
    /// Pages have [50 rows](https://apidocs.bitrix24.com/settings/how-to-call-rest-api/list-methods-pecularities.html);
    /// with `start=-1` nothing is
    /// [counted](https://apidocs.bitrix24.com/settings/performance/huge-data.html).
    pub fn rows(
        &self,
        method: impl Into<MethodName>,
        rows: impl IntoIterator<Item = Value>,
    ) -> Rows {
        let MethodName { name, rest } = method.into();
        let rows = self.table(catalog().get(&name, rest), rows);
        self.engine.route(rest, &name, Route::Rows(Action::List, rows.clone()));
        rows
    }

    /// Answers a list method from this many rows of its documented shape, with identifiers from 1 on.
    pub fn generate(&self, method: impl Into<MethodName>, count: usize) -> Rows {
        let method = method.into();
        let rows = documented_rows(&method, count, self.engine.settings.as_php);
        self.rows(method, rows)
    }

    /// Answers the methods `list`, `get`, `add`, `update` and `delete` of a family, such as
    /// `crm.deal`, from the same rows.
    ///
    /// Where the family has no `list`, its `get` lists, as in `user.get`.
    pub fn entity(
        &self,
        family: impl Into<MethodName>,
        rows: impl IntoIterator<Item = Value>,
    ) -> Rows {
        let MethodName { name: family, rest } = family.into();
        let method = |last: &str| catalog().get(&format!("{family}.{last}"), rest);
        let rest = if method("get").or(method("list")).is_none() { Rest::V3 } else { rest };
        let method = |last: &str| catalog().get(&format!("{family}.{last}"), rest);
        let lists = method("list").or_else(|| method("getlist"));
        let actions = [
            (lists.or_else(|| method("get")), Action::List),
            (lists.and_then(|_| method("get")), Action::Get),
            (method("add"), Action::Add),
            (method("update"), Action::Update),
            (method("delete"), Action::Delete),
        ];
        let rows = self.table(actions[0].0, rows);
        for (method, action) in actions {
            if let Some(method) = method {
                self.engine.route(rest, &method.name, Route::Rows(action, rows.clone()));
            }
        }
        rows
    }

    fn table(&self, method: Option<&Method>, rows: impl IntoIterator<Item = Value>) -> Rows {
        let item = method.and_then(|method| shapes::list_of(method).1.map(|item| (method, item)));
        let fields = item.and_then(|(method, item)| shapes::fields(method, item));
        let mut fields = fields.unwrap_or_default().iter();
        let id = fields.find(|field| field.name.eq_ignore_ascii_case("id"));
        let (id, is_text) = id.map_or(("ID", true), |id| (&id.name, id.ty == Type::String));
        Rows::new(rows).with_id(id, is_text)
    }

    /// Answers a method with what a function gives. It takes the place of what answered before.
    ///
    /// ```
    /// # use b24_generated::testing::{FakePortal, Reply};
    /// # use serde_json::json;
    /// # let portal = FakePortal::builder().start_blocking()?;
    /// portal.on("crm.deal.add", |request| match request.param("fields").get("TITLE") {
    ///     Some(_) => Reply::from(json!(7)),
    ///     None => Reply::error(400, "", "No title"),
    /// });
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn on<R: Into<Reply>>(
        &self,
        method: impl Into<MethodName>,
        handler: impl Fn(&Request) -> R + Send + Sync + 'static,
    ) {
        let MethodName { name, rest } = method.into();
        let handler = Arc::new(move |request: &Request| handler(request).into());
        self.engine.route(rest, &name, Route::Handler(handler));
    }

    /// The application that is installed.
    pub fn app(&self) -> App {
        lock(&self.engine.oauth).app.clone()
    }

    /// A [code](https://apidocs.bitrix24.com/settings/oauth/index.html) for
    /// `grant_type=authorization_code`, as if user 1 had come back with it. It lives 30 seconds.
    pub fn authorize(&self) -> String {
        lock(&self.engine.oauth).code(1, self.engine.clock.elapsed())
    }

    /// The `auth` of an [event](https://apidocs.bitrix24.com/api-reference/common/events/on-app-install.html),
    /// with a new pair of user 1.
    pub fn event_auth(&self) -> Value {
        let (url, now) = (self.url(), self.engine.clock.elapsed());
        lock(&self.engine.oauth).event_auth(1, &url, now)
    }

    /// What an application gets when user 1
    /// [opens it](https://apidocs.bitrix24.com/settings/oauth/simple-way.html), with a new pair: the
    /// parameters of the query and of the body together.
    pub fn placement(&self) -> Value {
        let (url, now) = (self.url(), self.engine.clock.elapsed());
        lock(&self.engine.oauth).placement(1, &url, now)
    }

    /// A new pair of tokens of user 1.
    pub fn tokens(&self) -> TokenPair {
        lock(&self.engine.oauth).pair(1, None, self.engine.clock.elapsed())
    }

    /// Makes every access token expire.
    pub fn expire_tokens(&self) {
        lock(&self.engine.oauth).expire_all();
    }

    /// Makes every refresh token useless: the application must be authorized anew.
    pub fn revoke_tokens(&self) {
        let mut oauth = lock(&self.engine.oauth);
        oauth.expire_all();
        oauth.revoke_all();
    }

    /// Whether the application is paid for; without that, the authorization server refuses.
    pub fn set_paid(&self, is_paid: bool) {
        lock(&self.engine.oauth).is_paid = is_paid;
    }

    /// Blocks the whole REST API with `OVERLOAD_LIMIT`, or opens it again; see the
    /// [error codes](https://apidocs.bitrix24.com/error-codes.html).
    pub fn set_overloaded(&self, is_overloaded: bool) {
        *lock(&self.engine.is_overloaded) = is_overloaded;
    }

    /// Sends every request on to another address with status 302, as a portal that was
    /// [renamed](https://apidocs.bitrix24.com/settings/how-to-call-rest-api/change-domen.html).
    pub fn move_to(&self, url: &str) {
        *lock(&self.engine.moved_to) = Some(url.trim_end_matches('/').to_owned());
    }

    /// What a call of a method counts for the [limit](https://apidocs.bitrix24.com/limits.html) on
    /// running time; without it, the time it really takes, which is next to nothing. An empty name stands for all methods that have none set.
    pub fn set_operating(&self, method: &str, cost: Duration) {
        lock(&self.engine.costs).insert(method.to_lowercase(), cost.min(LONGEST));
    }

    /// Moves the portal's clock, by a thousand years in all at most.
    pub fn advance(&self, by: Duration) {
        self.engine.clock.advance(by);
    }

    /// Lets requests fail at random from now on.
    pub fn set_faults(&self, faults: Faults) {
        lock(&self.engine.faults).random = Some(faults);
    }

    /// Lets nothing fail any more.
    pub fn clear_faults(&self) {
        let mut plan = lock(&self.engine.faults);
        plan.random = None;
        plan.next.clear();
    }

    /// Lets the next requests to methods fail.
    pub fn fail_next(&self, requests: usize, fault: Fault) {
        let next = std::iter::repeat_n((None, fault), requests);
        lock(&self.engine.faults).next.extend(next);
    }

    /// Lets the next requests of one method fail. `batch` is a method, and `oauth.token` stands for
    /// the authorization server.
    pub fn fail_next_of(&self, method: &str, requests: usize, fault: Fault) {
        let next = std::iter::repeat_n((Some(method.to_lowercase()), fault), requests);
        lock(&self.engine.faults).next.extend(next);
    }

    /// Holds a file, and gives the address it can be downloaded from.
    pub fn file(&self, name: &str, content: impl Into<Bytes>) -> String {
        let token = lock(&self.random).code();
        let url = format!("{}/rest/download.json?token={token}", self.url());
        lock(&self.engine.files).put(token, name, content.into());
        url
    }

    /// The files that were uploaded to addresses that methods gave, as
    /// [`disk.folder.uploadfile`](https://apidocs.bitrix24.com/api-reference/disk/folder/disk-folder-upload-file.html#uploadurl)
    /// does.
    pub fn uploads(&self) -> Vec<Uploaded> {
        lock(&self.engine.files).uploaded()
    }

    /// Counts of what happened.
    pub fn stats(&self) -> Stats {
        let mut stats = lock(&self.engine.record).stats.clone();
        stats.highest_level = lock(&self.engine.level).highest;
        stats
    }

    /// The latest requests to methods, in the order they were answered.
    pub fn log(&self) -> Vec<Logged> {
        lock(&self.engine.record).log.iter().cloned().collect()
    }

    /// Every write that ran, in order: calls that changed something, or would have.
    pub fn journal(&self) -> Vec<Write> {
        lock(&self.engine.record).journal.clone()
    }

    /// Forgets what happened: counts, log and journal.
    pub fn clear_record(&self) {
        lock(&self.engine.record).clear();
        lock(&self.engine.level).highest = 0;
    }
}

fn documented_rows(method: &MethodName, count: usize, as_php: bool) -> Vec<Value> {
    let known = catalog().get(&method.name, method.rest);
    let model = known.map(|known| shapes::row(known, as_php)).unwrap_or_default();
    let id = model.keys().find(|key| key.eq_ignore_ascii_case("id")).cloned();
    let id = id.unwrap_or_else(|| "ID".to_owned());
    let title = model.keys().find(|key| matches!(key.to_uppercase().as_str(), "TITLE" | "NAME"));
    let title = title.cloned();
    let is_text = model.get(&id).is_none_or(Value::is_string);
    let row = |number: usize| {
        let mut row = model.clone();
        let value = if is_text { number.to_string().into() } else { number.into() };
        row.insert(id.clone(), value);
        if let Some(title) = &title {
            row.insert(title.clone(), format!("Row {number}").into());
        }
        Value::Object(row)
    };
    (1..=count).map(row).collect()
}
