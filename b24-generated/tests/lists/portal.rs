//! A small server that answers lists as the documentation says: filters, orders, pages, batches with
//! references. Rows are added and deleted while it answers, and it misbehaves on demand.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use b24_generated::{Client, Limits};
use serde_json::{Map, Value, json};

/// A change between two pages.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Edit {
    Add(u64),
    Delete(u64),
    /// Nothing.
    Wait,
}

/// What the server does wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Fault {
    #[default]
    None,
    /// Filters do nothing.
    IgnoresFilter,
    /// Orders do nothing: the newest row comes first.
    IgnoresOrder,
    /// Every page is the first, and names a next one.
    RepeatsPages,
    /// The next page is always the second.
    RepeatsNext,
    /// Rows have no key.
    HidesKeys,
    /// References in batches become nothing.
    DropsReferences,
    /// The count is wrong.
    LiesOnTotal,
    /// The batch's command of this number fails.
    FailsCommand(usize),
    /// The request of this number is refused, counted from 1.
    Refuses(usize),
    /// A page has no more than so many rows, whatever was asked for.
    SmallPages(usize),
}

/// How a method spells its list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Family {
    /// Where rows stand in `result`; empty: there.
    pub(crate) items: &'static str,
    /// The key in rows.
    pub(crate) id: &'static str,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) rows: BTreeMap<u64, Value>,
    /// Applied after each page, the next one first.
    pub(crate) edits: Vec<Edit>,
    pub(crate) fault: Fault,
    /// Requests: method and parameters.
    pub(crate) seen: Vec<(String, Value)>,
}

impl State {
    fn row(id: u64) -> Value {
        let stage = if id.is_multiple_of(2) { "WON" } else { "NEW" };
        json!({ "ID": id.to_string(), "TITLE": format!("row {id}"), "STAGE_ID": stage })
    }

    pub(crate) fn edit(&mut self) {
        match self.edits.pop() {
            Some(Edit::Add(id)) => {
                self.rows.entry(id).or_insert_with(|| Self::row(id));
            }
            Some(Edit::Delete(id)) => {
                self.rows.remove(&id);
            }
            Some(Edit::Wait) | None => {}
        }
    }
}

#[derive(Clone)]
pub(crate) struct Portal {
    pub(crate) state: Arc<Mutex<State>>,
    pub(crate) b24: Client,
}

impl Portal {
    /// A server with these rows, for methods of all families at once.
    pub(crate) fn new(ids: impl IntoIterator<Item = u64>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let rows = ids.into_iter().map(|id| (id, State::row(id))).collect();
        let state = Arc::new(Mutex::new(State { rows, ..State::default() }));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, state) = (stream.unwrap(), Arc::clone(&shared));
                std::thread::spawn(move || serve(stream, &state));
            }
        });
        let b24 = Client::builder()
            .limits(Limits::OFF)
            .webhook(&format!("http://{address}/rest/1/s3cr3t/"))
            .unwrap();
        Self { state, b24 }
    }

    pub(crate) fn with(self, fault: Fault) -> Self {
        self.state.lock().unwrap().fault = fault;
        self
    }

    pub(crate) fn edited(self, mut edits: Vec<Edit>) -> Self {
        edits.reverse();
        self.state.lock().unwrap().edits = edits;
        self
    }

    pub(crate) fn requests(&self) -> Vec<(String, Value)> {
        self.state.lock().unwrap().seen.clone()
    }
}

/// Requests of one connection.
fn serve(mut stream: TcpStream, state: &Mutex<State>) {
    let mut data = Vec::new();
    loop {
        let head = loop {
            if let Some(end) = data.windows(4).position(|w| w == b"\r\n\r\n") {
                break end;
            }
            let mut more = [0; 65_536];
            match stream.read(&mut more) {
                Ok(0) | Err(_) => return,
                Ok(count) => data.extend_from_slice(&more[..count]),
            }
        };
        let text = String::from_utf8(data[..head].to_vec()).unwrap();
        let length: usize = text
            .lines()
            .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok())
            .unwrap_or(0);
        while data.len() < head + 4 + length {
            let mut more = [0; 65_536];
            let count = stream.read(&mut more).unwrap();
            assert_ne!(count, 0, "a request is cut");
            data.extend_from_slice(&more[..count]);
        }
        let body: Value = serde_json::from_slice(&data[head + 4..head + 4 + length]).unwrap();
        data.drain(..head + 4 + length);
        let path = text.split(' ').nth(1).unwrap();
        let (v3, method) = (path.contains("/rest/api/"), path.rsplit('/').next().unwrap());
        let answer = {
            let mut state = state.lock().unwrap();
            state.seen.push((method.to_owned(), body.clone()));
            answer(&mut state, method, v3, &body).to_string()
        };
        let length = answer.len();
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{answer}");
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

fn answer(state: &mut State, method: &str, v3: bool, body: &Value) -> Value {
    match method {
        _ if state.fault == Fault::Refuses(state.seen.len()) => refusal(),
        "batch" => batch(state, body),
        _ if v3 => page_v3(state, method, body),
        _ => page(state, method, body),
    }
}

fn refusal() -> Value {
    json!({ "error": "ACCESS_DENIED", "error_description": "no" })
}

fn family(method: &str) -> Family {
    match method {
        "tasks.task.list" => Family { items: "tasks", id: "id" },
        "crm.item.list" => Family { items: "items", id: "id" },
        "crm.category.list" => Family { items: "categories", id: "id" },
        _ => Family { items: "", id: "ID" },
    }
}

fn shown(state: &State, family: Family, row: &Value) -> Value {
    let mut row = row.as_object().unwrap().clone();
    let id = row.remove("ID").unwrap();
    if state.fault != Fault::HidesKeys {
        row.insert(family.id.to_owned(), id);
    }
    Value::Object(row)
}

fn get<'v>(params: &'v Value, name: &str) -> Option<&'v Value> {
    params.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, v)| v)
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// Whether a row passes a filter of REST 2.
fn passes(id: u64, row: &Value, filter: Option<&Value>) -> bool {
    let Some(filter) = filter.and_then(Value::as_object) else { return true };
    filter.iter().all(|(key, value)| {
        let name = key.trim_start_matches(['>', '<', '=']);
        let operator = &key[..key.len() - name.len()];
        if name.eq_ignore_ascii_case("ID") {
            let id = i64::try_from(id).unwrap();
            // PHP takes what is no number for 0.
            let to = number(value).unwrap_or(0);
            match operator {
                ">" => id > to,
                ">=" => id >= to,
                "<" => id < to,
                "<=" => id <= to,
                _ => id == to,
            }
        } else {
            get(row, name) == Some(value)
        }
    })
}

fn rows<'s>(
    state: &'s State,
    filter: Option<&'s Value>,
    rising: bool,
) -> Box<dyn Iterator<Item = (u64, &'s Value)> + 's> {
    let filter = filter.filter(|_| state.fault != Fault::IgnoresFilter);
    // Like an index: what is greater than a key is not looked for among the others.
    let from = filter
        .and_then(|filter| get(filter, ">ID"))
        .map_or(0, |from| u64::try_from(number(from).unwrap_or(0)).unwrap());
    let all = state.rows.range(from..).map(|(id, row)| (*id, row));
    let passing = move |(id, row): &(u64, &Value)| passes(*id, row, filter);
    if rising && state.fault != Fault::IgnoresOrder {
        Box::new(all.filter(passing))
    } else {
        Box::new(all.rev().filter(passing))
    }
}

fn page(state: &mut State, method: &str, params: &Value) -> Value {
    let family = family(method);
    let order = ["order", "element_order", "sort"].iter().find_map(|name| get(params, name));
    let rising = match order {
        Some(Value::Object(order)) => {
            let direction = order.iter().find(|(key, _)| key.eq_ignore_ascii_case("ID"));
            direction.is_some_and(|(_, d)| d.as_str().unwrap().eq_ignore_ascii_case("asc"))
        }
        Some(Value::String(_)) => {
            let by = get(params, "sort").and_then(Value::as_str);
            let direction = get(params, "order").and_then(Value::as_str).unwrap_or("ASC");
            by == Some("ID") && direction.eq_ignore_ascii_case("asc")
        }
        // The server's own order.
        _ => true,
    };
    let start = get(params, "start").and_then(number).unwrap_or(0);
    let fault = state.fault;
    let size = if let Fault::SmallPages(size) = fault { size } else { 50 };
    let found = || rows(state, get(params, "filter"), rising);
    let (skip, total) = match usize::try_from(start) {
        Err(_) => (0, 0),
        Ok(_) if fault == Fault::RepeatsPages => (0, found().count()),
        Ok(start) => (start, found().count()),
    };
    let found: Vec<(u64, &Value)> = found().skip(skip).take(size).collect();
    let count = i64::try_from(found.len()).unwrap();
    let list: Vec<Value> = found.iter().map(|(_, row)| shown(state, family, row)).collect();
    let result = match family.items {
        "" => json!(list),
        items => json!({ items: list }),
    };
    let mut answer = json!({ "result": result, "time": {} });
    answer["total"] = json!(if fault == Fault::LiesOnTotal { 7 } else { total });
    match fault {
        Fault::RepeatsPages => answer["next"] = json!(start + 50),
        Fault::RepeatsNext => answer["next"] = json!(50),
        _ if start >= 0 && usize::try_from(start + count).unwrap() < total => {
            answer["next"] = json!(start + count);
        }
        _ => {}
    }
    state.edit();
    answer
}

fn page_v3(state: &mut State, method: &str, params: &Value) -> Value {
    let family = Family { items: "items", id: "id" };
    let mut filter = Map::new();
    for condition in get(params, "filter").and_then(Value::as_array).into_iter().flatten() {
        filter.insert(
            format!("{}{}", condition[1].as_str().unwrap(), condition[0].as_str().unwrap()),
            condition[2].clone(),
        );
    }
    let (mut skip, mut limit) = (0, 50);
    if method.ends_with("tail") {
        let cursor = &params["cursor"];
        filter.insert(">ID".to_owned(), cursor["value"].clone());
        limit = usize::try_from(cursor["limit"].as_u64().unwrap()).unwrap();
    } else if let Some(page) = get(params, "pagination") {
        limit = usize::try_from(page["limit"].as_u64().unwrap()).unwrap();
        skip = usize::try_from(page["offset"].as_u64().unwrap_or(0)).unwrap();
    }
    if let Fault::SmallPages(size) = state.fault {
        limit = limit.min(size);
    }
    let filter = Value::Object(filter);
    let found = rows(state, Some(&filter), true).skip(skip).take(limit);
    let list: Vec<Value> = found.map(|(_, row)| shown(state, family, row)).collect();
    state.edit();
    json!({ "result": { "items": list }, "time": {} })
}

fn batch(state: &mut State, body: &Value) -> Value {
    let (mut results, mut errors) = (Map::new(), Map::new());
    for (at, (name, command)) in body["cmd"].as_object().unwrap().iter().enumerate() {
        let (method, query) = command.as_str().unwrap().split_once('?').unwrap();
        let filled = state.fault != Fault::DropsReferences;
        let params = php(query, &|text| refer(text, &results, filled));
        if state.fault == Fault::FailsCommand(at) {
            errors.insert(name.clone(), refusal());
            if number(&body["halt"]) == Some(1) {
                break;
            }
            continue;
        }
        let mut answer = page(state, method, &params);
        results.insert(name.clone(), answer["result"].take());
    }
    // PHP writes an empty object as an empty list.
    let php = |map: Map<String, Value>| if map.is_empty() { json!([]) } else { json!(map) };
    json!({ "result": { "result": php(results), "result_error": php(errors), "result_total": [], "result_next": [] } })
}

/// A text with its reference filled.
fn refer(text: &str, results: &Map<String, Value>, filled: bool) -> String {
    let Some(path) = text.strip_prefix("$result[").and_then(|path| path.strip_suffix(']')) else {
        return text.to_owned();
    };
    let mut keys = path.split("][");
    let mut value = results.get(keys.next().unwrap()).filter(|_| filled);
    for key in keys {
        value = value.and_then(|value| match value {
            Value::Array(items) => items.get(key.parse::<usize>().ok()?),
            value => value.get(key),
        });
    }
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// A query as PHP reads it.
pub(crate) fn php(query: &str, fill: &dyn Fn(&str) -> String) -> Value {
    let mut out = Value::Object(Map::new());
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap();
        let name = decode(name);
        let (first, rest) = name.split_once('[').unwrap_or((&name, ""));
        let mut place = &mut out[first];
        for key in rest.split('[').filter(|key| !key.is_empty()) {
            if place.is_null() {
                *place = Value::Object(Map::new());
            }
            place = &mut place[key.strip_suffix(']').unwrap()];
        }
        *place = Value::String(fill(&decode(value)));
    }
    out
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        bytes.push(match first {
            b'+' => b' ',
            b'%' => {
                let hex = std::str::from_utf8(&rest[..2]).unwrap();
                rest = &rest[2..];
                u8::from_str_radix(hex, 16).unwrap()
            }
            other => *other,
        });
    }
    String::from_utf8(bytes).unwrap()
}
