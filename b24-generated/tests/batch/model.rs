//! Whatever is in a batch, its commands have the answers that they would have one after the other,
//! and nothing is written that should not be.

use std::sync::{Arc, Mutex};

use b24_generated::{Answers, BatchError, Error, Key, Params};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::loopback;

/// A call of `crm.x.get` or `crm.x.add`, which answers with what it was sent, or fails.
#[derive(Clone, Debug)]
struct Command {
    writes: bool,
    fails: bool,
    input: Input,
}

#[derive(Clone, Debug)]
enum Input {
    Text(String),
    /// A command before this one, and the path in its result.
    Earlier(prop::sample::Index, &'static [&'static str]),
}

/// What became of a command.
#[derive(Clone, Debug, PartialEq)]
enum Outcome {
    Result(Value),
    Failed,
    NoReferent,
    NotRun,
}

/// What a method does.
fn execute(method: &str, params: &Value, written: &mut Vec<Value>) -> Result<Value, Value> {
    if params["fails"] == "1" {
        return Err(json!({ "error": "FAILED", "error_description": "" }));
    }
    let input = match &params["input"] {
        Value::String(text) => json!(text),
        other => json!(format!("{} things", other.as_object().map_or(0, Map::len))),
    };
    if method == "crm.x.add" {
        written.push(input.clone());
    }
    Ok(json!({ "input": input, "list": [input, "0"], "nothing": null }))
}

/// What the documentation says of commands one after the other.
fn meant(commands: &[Command], halt: bool) -> (Vec<Outcome>, Vec<Value>) {
    let (mut outcomes, mut written) = (Vec::<Outcome>::new(), Vec::new());
    for (place, command) in commands.iter().enumerate() {
        let input = match &command.input {
            Input::Earlier(index, path) if place > 0 => match &outcomes[index.index(place)] {
                Outcome::Result(result) => {
                    let at = path.iter().try_fold(result, |value, key| match value {
                        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
                        value => value.get(key),
                    });
                    at.filter(|value| !value.is_null()).cloned()
                }
                _ => None,
            },
            Input::Earlier(..) => Some(json!("")),
            Input::Text(text) => Some(json!(text)),
        };
        let failed = |outcome: &Outcome| !matches!(outcome, Outcome::Result(_));
        outcomes.push(if halt && outcomes.iter().any(failed) {
            Outcome::NotRun
        } else if let Some(input) = input {
            let params = json!({ "input": input, "fails": if command.fails { "1" } else { "0" } });
            let method = if command.writes { "crm.x.add" } else { "crm.x.get" };
            execute(method, &params, &mut written).map_or(Outcome::Failed, Outcome::Result)
        } else {
            Outcome::NoReferent
        });
    }
    (outcomes, written)
}

/// The server: batches as PHP reads them, references filled with whatever is there.
fn answer((path, body): loopback::Seen, written: &mut Vec<Value>) -> (u16, Value) {
    let method = path.rsplit('/').next().unwrap();
    if method != "batch" {
        return match execute(method, &body, written) {
            Ok(result) => (200, json!({ "result": result })),
            Err(error) => (400, error),
        };
    }
    let (mut results, mut errors) = (Map::new(), Map::new());
    let cmd = body["cmd"].as_object().unwrap();
    assert!((2..=50).contains(&cmd.len()));
    for (key, command) in cmd {
        let (method, query) = command.as_str().unwrap().split_once('?').unwrap();
        let pairs = query.split('&').map(|pair| {
            let (name, value) = pair.split_once('=').unwrap();
            let value = percent_decode_str(value).decode_utf8().unwrap().into_owned();
            (name.to_owned(), filled(&value, &results))
        });
        match execute(method, &pairs.collect(), written) {
            Ok(result) => drop(results.insert(key.clone(), result)),
            Err(error) => {
                errors.insert(key.clone(), error);
                if body["halt"] == 1 {
                    break;
                }
            }
        }
    }
    let php = |map: Map<String, Value>| if map.is_empty() { json!([]) } else { Value::from(map) };
    (200, json!({ "result": { "result": php(results), "result_error": php(errors) } }))
}

/// Text with a reference in it, as the server fills it: a path leads as far as it can.
fn filled(text: &str, results: &Map<String, Value>) -> Value {
    let Some(at) = text.to_lowercase().find("$result[") else { return json!(text) };
    let all = Value::from(results.clone());
    let path = text[at + "$result[".len()..].trim_end_matches(']').split("][");
    let mut value = &all;
    for key in path {
        let next = match value {
            Value::Array(items) => key.parse().ok().and_then(|at: usize| items.get(at)),
            value => value.get(key),
        };
        match next.filter(|next| !next.is_null()) {
            Some(next) => value = next,
            None => break,
        }
    }
    if at == 0 { value.clone() } else { json!(format!("{}{value}", &text[..at])) }
}

fn outcome(answers: &mut Answers, key: Key<Value>) -> Outcome {
    match answers.take(key) {
        Ok(result) => Outcome::Result(result),
        Err(Error::Api(error)) if error.code == "FAILED" => Outcome::Failed,
        Err(Error::Batch(error)) => match *error {
            BatchError::NoReferent { .. } => Outcome::NoReferent,
            BatchError::NotRun { .. } => Outcome::NotRun,
            other => panic!("{other}"),
        },
        Err(other) => panic!("{other}"),
    }
}

async fn check(commands: Vec<Command>, halt: bool) {
    let written = Arc::new(Mutex::new(Vec::new()));
    let writing = Arc::clone(&written);
    let b24 = loopback::serve(move |seen| answer(seen, &mut writing.lock().unwrap())).await;
    let mut batch = b24.batch();
    if halt {
        batch = batch.halt();
    }
    let mut keys: Vec<Key<Value>> = Vec::new();
    for command in &commands {
        let params = match &command.input {
            Input::Text(text) => Params::new().set("input", text),
            Input::Earlier(_, _) if keys.is_empty() => Params::new().set("input", ""),
            Input::Earlier(index, path) => {
                let result = keys[index.index(keys.len())].result();
                match path {
                    [] => Params::new().set("input", result),
                    [first, rest @ ..] => {
                        let field = rest.iter().fold(result.field(first), |r, key| r.field(key));
                        Params::new().set("input", field)
                    }
                }
            }
        };
        let params = params.set("fails", if command.fails { "1" } else { "0" });
        keys.push(batch.call(if command.writes { "crm.x.add" } else { "crm.x.get" }, params));
    }
    let mut answers = batch.send().await.unwrap();
    let got: Vec<_> = keys.into_iter().map(|key| outcome(&mut answers, key)).collect();
    let (meant, written_meant) = meant(&commands, halt);
    assert_eq!(got, meant);
    assert_eq!(*written.lock().unwrap(), written_meant);
}

const PATHS: &[&[&str]] =
    &[&[], &["input"], &["list", "0"], &["list", "7"], &["nothing"], &["other", "x"]];

fn commands() -> impl Strategy<Value = Vec<Command>> {
    let path = prop::sample::select(PATHS);
    let text = prop_oneof![
        4 => "[a-z&=%+ ]{0,4}",
        1 => r"(is )?\$(result|RESULT)\[c[0-3]\](\[input\])?",
    ];
    let input = prop_oneof![
        text.prop_map(Input::Text),
        (any::<prop::sample::Index>(), path).prop_map(|(index, path)| Input::Earlier(index, path)),
    ];
    let command = (any::<bool>(), prop::bool::weighted(0.1), input)
        .prop_map(|(writes, fails, input)| Command { writes, fails, input });
    prop::collection::vec(command, 0..90)
}

proptest! {
    #![proptest_config(ProptestConfig {
        // Each case is many requests.
        cases: ProptestConfig::default().cases / 4,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_batch_is_its_commands_one_after_the_other(commands in commands(), halt: bool) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(check(commands, halt));
    }
}
