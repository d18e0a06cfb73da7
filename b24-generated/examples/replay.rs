//! Holds recorded traffic against the documentation.
//!
//! Reads JSON Lines on the standard input, each a call with its answer:
//!
//! ```json
//! {"method": "crm.deal.get", "rest": 2, "params": {"id": 7}, "answer": {"result": {"ID": "7"}}}
//! ```
//!
//! and prints for each what the generated code makes of it: keys that the documentation does not
//! know, required parameters that are missing, and values that do not fit their types.
//!
//! ```text
//! cargo run -p b24-generated --features full --example replay < recorded.jsonl
//! ```

use std::collections::HashMap;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use b24_generated::catalog;
use b24_generated::replay::{Decoder, decoders};
use b24_generated::schema::{Rest, fit};
use serde_json::{Value, json};

#[derive(serde::Deserialize)]
struct Recorded {
    method: String,
    rest: Rest,
    params: Option<Value>,
    answer: Option<Value>,
}

fn main() -> io::Result<ExitCode> {
    let decoders: HashMap<_, _> =
        decoders().into_iter().map(|d| ((d.method.name, d.method.rest), d)).collect();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut code = ExitCode::SUCCESS;
    for (number, line) in io::stdin().lock().lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let report = match serde_json::from_str(&line) {
            Ok(recorded) => check(recorded, &decoders),
            Err(error) => {
                code = ExitCode::FAILURE;
                json!({ "error": format!("line {}: {error}", number + 1) })
            }
        };
        writeln!(out, "{report}")?;
    }
    out.flush()?;
    Ok(code)
}

fn check(recorded: Recorded, decoders: &HashMap<(&str, Rest), Decoder>) -> Value {
    let Recorded { method, rest, params, answer } = recorded;
    let known = catalog().get(&method, rest);
    let decoder = known.and_then(|known| decoders.get(&(known.name.as_str(), rest)));
    let sent = match (known, params) {
        (Some(known), Some(params)) => {
            let record = |name: &str| catalog().record(known, name).map(|record| &record.body);
            fit::Fit::new(&record).request(known, &params)
        }
        _ => fit::Misfits::default(),
    };
    let decoded = decoder.zip(answer).map(|(decoder, answer)| decoder.decode(answer));
    let unfit: Vec<Value> = decoded
        .iter()
        .flat_map(|decoded| &decoded.unfit)
        .map(|u| json!({ "path": u.path, "expected": u.expected, "found": u.found }))
        .collect();
    json!({
        "method": method,
        "rest": rest,
        "known": known.is_some(),
        "params": { "unknown": sent.unknown, "missing": sent.missing },
        "answer": {
            "typed": decoder.is_some_and(|decoder| decoder.typed),
            "unknown": decoded.as_ref().map(|d| d.unknown.as_slice()).unwrap_or_default(),
            "unfit": unfit,
            "error": decoded.as_ref().and_then(|d| d.error.as_deref()),
        },
    })
}
