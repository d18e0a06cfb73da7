//! Runs calls: limits, rights, rows, handlers, documented answers.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, RwLock};
use std::time::Duration;

use serde_json::{Value, json};

use super::clock::{Clock, rfc3339};
use super::faults::Plan;
use super::limits::{Bucket, Level, Operating, Spent};
use super::lists::{self, Action};
use super::oauth::OAuth;
use super::record::{Record, Write};
use super::request::{Failure, Reply, Request};
use super::rows::Rows;
use super::{batch, lock, shapes};
use crate::runtime::{Effect, effect};
use crate::schema::{Method, Rest, catalog};

/// How the portal is set up.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) bucket: Option<Bucket>,
    pub(super) operating_limit: Option<Duration>,
    /// Whether the running time of commands is charged to their batch.
    pub(super) charges_batches: bool,
    pub(super) scopes: Option<Vec<String>>,
    pub(super) checks_required: bool,
    pub(super) as_php: bool,
    /// Where `/oauth/authorize/` sends the user back to.
    pub(super) redirect_uri: Option<String>,
    /// Users and the codes of their webhooks.
    pub(super) webhooks: Vec<(u64, String)>,
}

/// What answers a method.
#[derive(Clone)]
pub(super) enum Route {
    Rows(Action, Rows),
    Handler(Arc<dyn Fn(&Request) -> Reply + Send + Sync>),
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rows(action, _) => write!(f, "Rows({action:?})"),
            Self::Handler(_) => f.write_str("Handler"),
        }
    }
}

/// The portal behind its address.
pub(super) struct Engine {
    pub(super) settings: Settings,
    pub(super) clock: Clock,
    pub(super) level: Mutex<Level>,
    pub(super) operating: Mutex<Operating>,
    /// What a call of a method costs; under an empty name, what any other costs.
    pub(super) costs: Mutex<HashMap<String, Duration>>,
    pub(super) is_overloaded: Mutex<bool>,
    /// The address of this portal, and the one it was moved to.
    pub(super) url: OnceLock<String>,
    pub(super) moved_to: Mutex<Option<String>>,
    pub(super) oauth: Mutex<OAuth>,
    pub(super) faults: Mutex<Plan>,
    pub(super) record: Mutex<Record>,
    pub(super) files: Mutex<super::files::Files>,
    routes: RwLock<HashMap<(Rest2, String), Route>>,
}

/// [`Rest`], as a key.
type Rest2 = u8;

/// A call's answer with what stands beside it.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) reply: Reply,
    pub(super) time: Value,
}

impl Engine {
    pub(super) fn new(settings: Settings, clock: Clock, oauth: OAuth, log_limit: usize) -> Self {
        Self {
            settings,
            clock,
            level: Mutex::default(),
            operating: Mutex::default(),
            costs: Mutex::default(),
            is_overloaded: Mutex::default(),
            url: OnceLock::new(),
            moved_to: Mutex::default(),
            oauth: Mutex::new(oauth),
            faults: Mutex::default(),
            record: Mutex::new(Record::new(log_limit)),
            files: Mutex::default(),
            routes: RwLock::default(),
        }
    }

    pub(super) fn route(&self, rest: Rest, method: &str, route: Route) {
        let key = (rest.number(), method.to_lowercase());
        self.routes.write().unwrap_or_else(|e| e.into_inner()).insert(key, route);
    }

    fn route_of(&self, rest: Rest, method: &str) -> Option<Route> {
        let routes = self.routes.read().unwrap_or_else(|e| e.into_inner());
        routes.get(&(rest.number(), method.to_lowercase())).cloned()
    }

    pub(super) fn url(&self) -> String {
        self.url.get().cloned().unwrap_or_default()
    }

    /// Runs a batch of REST 3.0, whose commands are calls of their own.
    pub(super) fn batch_v3(&self, run: impl FnOnce(&Self) -> Reply) -> Answered {
        let start = self.clock.now();
        let reply = run(self);
        Answered { reply, time: self.time(start, None) }
    }

    /// Whether the rate of requests allows one more.
    pub(super) fn admits(&self) -> bool {
        let elapsed = self.clock.elapsed();
        self.settings.bucket.is_none_or(|bucket| lock(&self.level).take(bucket, elapsed))
    }

    /// Runs a call and says how long it took.
    pub(super) fn call(&self, mut request: Request) -> Answered {
        let method = catalog().get(&request.method, request.rest);
        if let Some(method) = method {
            method.name.clone_into(&mut request.method);
        }
        let start = self.clock.now();
        let (who, name) = (request.who.clone(), request.method.clone());
        let rest = request.rest;
        let is_batch = rest == Rest::V2 && name.eq_ignore_ascii_case("batch");
        let is_command = rest == Rest::V2 && request.command.is_some();
        // `batch` stands for its commands, each of which is counted, or for all of them together.
        let as_whole = self.settings.charges_batches && (is_batch || is_command);
        let counted = if as_whole { "batch" } else { &*name };
        let is_checked = if as_whole { is_batch } else { !is_batch };
        let limit = self.settings.operating_limit.filter(|_| is_checked);
        if let Some(limit) = limit
            && !lock(&self.operating).allows(&who, counted, limit, start)
        {
            let text = "Method is blocked due to operation time limit.";
            let failure = Failure::new(429, "OPERATION_TIME_LIMIT", text);
            return self.answered(failure.into(), start, None);
        }
        let reply = match is_batch {
            true => batch::run(self, &request).into(),
            false => self.run(&request, method),
        };
        let spent = (as_whole || !is_batch).then(|| {
            let now = self.clock.now();
            let costs = lock(&self.costs);
            let set = costs.get(&name.to_lowercase()).or_else(|| costs.get("")).copied();
            let cost = set.unwrap_or_else(|| now.saturating_sub(start));
            // A batch itself adds nothing to its commands.
            let cost = if is_batch { Duration::ZERO } else { cost };
            lock(&self.operating).spend(&who, counted, cost, now)
        });
        self.answered(reply, start, spent)
    }

    fn answered(&self, reply: Reply, start: Duration, spent: Option<Spent>) -> Answered {
        if let Err(failure) = &reply.outcome {
            lock(&self.record).error(&failure.code);
        }
        Answered { reply, time: self.time(start, spent) }
    }

    /// The `time` of an answer.
    fn time(&self, start: Duration, spent: Option<Spent>) -> Value {
        let finish = self.clock.now();
        let duration = finish.saturating_sub(start).as_secs_f64();
        let mut time = json!({
            "start": start.as_secs_f64(),
            "finish": finish.as_secs_f64(),
            "duration": duration,
            "processing": duration,
            "date_start": rfc3339(start),
            "date_finish": rfc3339(finish),
        });
        if let Some(spent) = spent {
            time["operating_reset_at"] = spent.reset_at.as_secs().into();
            time["operating"] = spent.operating.as_secs_f64().into();
        }
        time
    }

    fn run(&self, request: &Request, method: Option<&Method>) -> Reply {
        if let Some(failure) = method.and_then(|method| self.lacks_scope(method)) {
            return failure.into();
        }
        let route = self.route_of(request.rest, &request.method);
        if route.is_none() && method.is_none() {
            let text = format!("Method not found: {}", request.method);
            return Failure::new(404, "ERROR_METHOD_NOT_FOUND", text).into();
        }
        lock(&self.record).call(&request.method);
        let writes = || effect(&request.method) == Effect::Writes;
        let (reply, writes) = match route {
            Some(Route::Rows(action, rows)) => {
                let writes = !matches!(action, Action::List | Action::Get);
                (lists::answer(action, request, method, &rows), writes)
            }
            Some(Route::Handler(handler)) => (handler(request), writes()),
            None => (self.documented(request, method), writes()),
        };
        if writes && reply.outcome.is_ok() {
            lock(&self.record).write(Write {
                method: request.method.clone(),
                rest: request.rest,
                params: request.params.clone(),
                user: request.user,
                command: request.command.clone(),
                idempotency_key: request.idempotency_key.clone(),
            });
        }
        reply
    }

    fn lacks_scope(&self, method: &Method) -> Option<Failure> {
        let granted = self.settings.scopes.as_ref()?;
        let may = method.scopes.is_empty()
            || method.scopes.iter().any(|scope| scope == "basic" || granted.contains(scope));
        let (code, text) = match method.rest {
            Rest::V2 => (
                "insufficient_scope",
                "The request requires higher privileges than provided by the webhook token",
            ),
            Rest::V3 => {
                ("BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION", "Insufficient scope")
            }
        };
        (!may).then(|| Failure::new(403, code, text))
    }

    /// An answer made from what the documentation says of the method.
    fn documented(&self, request: &Request, method: Option<&Method>) -> Reply {
        let Some(method) = method else { return Value::Null.into() };
        // The first of two steps: the file itself goes to an address.
        let takes_file = method.name.starts_with("disk.")
            && method.params.iter().any(|param| param.name == "fileContent");
        if takes_file && request.param("fileContent").is_null() {
            let token = lock(&self.oauth).secret();
            let url = format!("{}/rest/upload.json?token={token}", self.url());
            lock(&self.files).expect(token);
            return json!({ "field": super::files::FIELD, "uploadUrl": url }).into();
        }
        let missing: Vec<&str> = method
            .params
            .iter()
            .filter(|param| param.required && !param.is_wildcard())
            .map(|param| param.name.as_str())
            .filter(|name| !method.alternatives.iter().flatten().any(|other| other == name))
            .filter(|name| request.param(name).is_null())
            .collect();
        // Positional parameters come under their numbers.
        let by_position = method.positional && request.params.contains_key("0");
        if self.settings.checks_required && !missing.is_empty() && !by_position {
            return lists::missing(request.rest, Some(method), &missing).into();
        }
        // A list has one row, with the identifier 1. Walks of REST 3.0 go on until nothing comes.
        if lists::is_behind_first(request, method) {
            return lists::wrapped(Some(method), Vec::new()).into();
        }
        let reply = Reply::from(shapes::answer(method, self.settings.as_php));
        if method.answer.total { reply.total(1) } else { reply }
    }
}
