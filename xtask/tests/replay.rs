//! Every documented answer and request, through the code that is generated from the documentation.

mod common;

use std::collections::HashMap;
use std::sync::OnceLock;

use b24_generated::Unfit;
use b24_generated::replay::{Decoded, Decoder, decoders};
use b24_generated::schema::Rest;
use b24_schema::Method;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use xtask::fit::{self, Kind};

/// An example of the documentation, and what the schema says of it.
struct Shown {
    method: Method,
    page: String,
    kind: Kind,
    value: Value,
    misfits: b24_schema::fit::Misfits,
}

struct Corpus {
    shown: Vec<Shown>,
    decoders: HashMap<(&'static str, Rest), Decoder>,
}

/// Both languages, from the canonical pages.
fn corpus() -> &'static Corpus {
    static CORPUS: OnceLock<Corpus> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let (schema, pages) = common::canonical();
        let shown = fit::examples(&schema, &pages)
            .into_iter()
            .map(|example| Shown {
                method: example.method.clone(),
                page: format!("{}/{}", example.lang.code(), example.method.page),
                kind: example.kind,
                misfits: fit::misfits(&schema, &example),
                value: example.value.into_owned(),
            })
            .collect();
        let decoders =
            decoders().into_iter().map(|d| ((d.method.name, d.method.rest), d)).collect();
        Corpus { shown, decoders }
    })
}

impl Corpus {
    fn answers(&self) -> Vec<&Shown> {
        self.shown.iter().filter(|shown| shown.kind == Kind::Answer).collect()
    }

    fn decode(&self, shown: &Shown, body: Value) -> Decoded {
        self.decoders[&(shown.method.name.as_str(), shown.method.rest)].decode(body)
    }
}

#[test]
fn every_method_of_the_schema_is_compiled_in() {
    let corpus = corpus();
    assert_eq!(corpus.decoders.len(), b24_generated::catalog().methods().count());
    for method in b24_generated::catalog().methods() {
        let decoder = &corpus.decoders[&(method.name.as_str(), method.rest)];
        assert!(decoder.method.scopes().eq(&method.scopes), "{}", method.name);
        assert_eq!(decoder.method.errors().count(), method.errors.len(), "{}", method.name);
    }
}

#[test]
fn every_documented_answer_decodes_and_nothing_is_lost() {
    let corpus = corpus();
    let mut faults = Vec::new();
    for shown in corpus.answers() {
        let decoded = corpus.decode(shown, shown.value.clone());
        let Some(read) = &decoded.result else {
            faults.push(format!("{}: {:?}", shown.page, decoded.error));
            continue;
        };
        if let Some(lost) = difference(&shown.value["result"], read) {
            faults.push(format!("{}: lost {lost}", shown.page));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// The schema is held against the examples by `cargo xtask report`, the compiled types here: both
/// must say the same.
#[test]
fn the_generated_code_finds_what_the_report_finds() {
    let corpus = corpus();
    let mut faults = Vec::new();
    for shown in corpus.answers() {
        let decoded = corpus.decode(shown, shown.value.clone());
        let strip = |path: &str| match path.strip_prefix("result") {
            Some(rest) => rest.trim_start_matches('.').to_owned(),
            _ => path.to_owned(),
        };
        let mut unknown: Vec<_> = decoded.unknown.iter().map(|path| strip(path)).collect();
        let mut expected = shown.misfits.unknown.clone();
        unknown.sort();
        expected.sort();
        if unknown != expected {
            faults.push(format!("{}: unknown {unknown:?}, not {expected:?}", shown.page));
        }
        if decoded.unfit.is_empty() != shown.misfits.unfit.is_empty() {
            let (is, not) = (&decoded.unfit, &shown.misfits.unfit);
            faults.push(format!("{}: unfit {is:?}, not {not:?}", shown.page));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Where the second value lacks something of the first, up to the forms in which PHP writes one and
/// the same.
fn difference(raw: &Value, read: &Value) -> Option<String> {
    let differs = || Some(format!("{raw} became {read}"));
    match (raw, read) {
        (Value::Object(raw), Value::Object(read)) => raw.iter().find_map(|(key, value)| {
            let found = read.get(key);
            found.map_or_else(|| Some(key.clone()), |found| difference(value, found))
        }),
        (Value::Array(raw), Value::Array(read)) if raw.len() == read.len() => {
            raw.iter().zip(read).find_map(|(raw, read)| difference(raw, read))
        }
        // A list with gaps.
        (Value::Object(raw), Value::Array(read)) if raw.len() == read.len() => {
            raw.values().zip(read).find_map(|(raw, read)| difference(raw, read))
        }
        // A map whose keys count.
        (Value::Array(raw), Value::Object(read)) if raw.len() == read.len() => {
            raw.iter().zip(read.values()).find_map(|(raw, read)| difference(raw, read))
        }
        // Nothing, where a method answers that.
        (Value::Array(raw), Value::Null) if raw.is_empty() => None,
        (Value::Object(_) | Value::Array(_), _) => differs(),
        // Nothing at all, as a whole result.
        (raw, read) if is_nothing(raw) && is_nothing(read) => None,
        (raw, read) => (plain(raw) != plain(read)).then(differs).flatten(),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

/// What a scalar means: `1`, `"1"`, `"Y"` and `true` are one, and so are `1.50` and `"1.5"`.
fn plain(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match text.as_str() {
        "Y" | "y" | "true" => return "1".to_owned(),
        "N" | "n" | "false" => return "0".to_owned(),
        _ => {}
    }
    match text.parse::<f64>() {
        Ok(number) if text.len() < 16 => number.to_string(),
        _ => text,
    }
}

/// What PHP may do to a value, chosen by `dice`.
fn php(value: &Value, dice: &mut dyn FnMut(u32) -> u32) -> Value {
    match value {
        Value::Object(fields) => {
            if fields.is_empty() && dice(2) == 0 {
                return json!([]);
            }
            let mut out = Map::new();
            let letters = |key: &str| key.replace('_', "").to_lowercase();
            for (key, value) in fields {
                // A field that stands there in two spellings is read from the one that holds something.
                let twin = |other: &String| other != key && letters(other) == letters(key);
                let roll = dice(24);
                match if fields.keys().any(twin) { 24 } else { roll } {
                    0 => {}
                    1 => drop(out.insert(key.clone(), Value::Null)),
                    2 => drop(out.insert(key.clone(), json!(false))),
                    3 => drop(out.insert(key.clone(), json!(""))),
                    4 => drop(out.insert(key.clone(), json!({ "odd": ["shape", 1] }))),
                    5 => {
                        out.insert(key.clone(), php(value, dice));
                        out.insert(format!("NEW_{key}"), json!({ "a": [1, "x"] }));
                    }
                    _ => drop(out.insert(key.clone(), php(value, dice))),
                }
            }
            Value::Object(out)
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| php(item, dice)).collect();
            if !items.is_empty() && dice(6) == 0 {
                // A list with gaps.
                return items
                    .into_iter()
                    .enumerate()
                    .map(|(i, v)| ((2 * i + 1).to_string(), v))
                    .collect();
            }
            Value::Array(items)
        }
        Value::Number(number) if dice(2) == 0 => json!(number.to_string()),
        Value::String(text) if dice(2) == 0 => match text.parse::<i64>() {
            Ok(number) if number.to_string() == *text => json!(number),
            _ => value.clone(),
        },
        Value::Bool(yes) => {
            let forms = match yes {
                true => [json!(true), json!("Y"), json!("1"), json!(1)],
                false => [json!(false), json!("N"), json!("0"), json!(0)],
            };
            forms[dice(4) as usize].clone()
        }
        Value::Number(_) | Value::String(_) | Value::Null => value.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Each case puts every answer of the corpus through PHP, differently.
    #[test]
    fn what_php_makes_of_an_answer_decodes_and_nothing_is_lost(seed in any::<u64>()) {
        let corpus = corpus();
        let mut state = seed | 1;
        let mut dice = |sides: u32| {
            // xorshift: fast, and the same on every machine.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 33) as u32 % sides
        };
        for shown in corpus.answers() {
            let result = &shown.value["result"];
            // Of a result that is one plain value nothing but its form can change.
            let changed = php(result, &mut dice);
            let body = json!({ "result": changed });
            let decoded = corpus.decode(shown, body);
            let Some(read) = &decoded.result else {
                prop_assert!(false, "{}: {:?}\n{changed}", shown.page, decoded.error);
                unreachable!();
            };
            let whole = |unfit: &Unfit| unfit.found == changed;
            let lost = difference(&changed, read).filter(|_| !decoded.unfit.iter().any(whole));
            prop_assert!(lost.is_none(), "{}: lost {lost:?}\n{changed}", shown.page);
        }
    }
}

/// Answers that real portals gave and that did not fit what the pages say. They are read, and what is odd is reported.
#[test]
fn what_portals_answered_is_read() {
    let Some(docs) = std::env::var_os("B24_DOCS").map(std::path::PathBuf::from) else { return };
    let Ok(recorded) = std::fs::read_to_string(docs.join("../recorded.jsonl")) else { return };
    for line in recorded.lines() {
        let recorded: Value = serde_json::from_str(line).unwrap();
        let name = recorded["method"].as_str().unwrap();
        let rest = if recorded["rest"] == 3 { Rest::V3 } else { Rest::V2 };
        let decoded = corpus().decoders[&(name, rest)].decode(recorded["answer"].clone());
        assert_eq!(decoded.error, None, "{name}: {:?}", decoded.unfit);
    }
}

#[test]
fn one_thing_is_read_for_a_list_of_it_and_the_reverse() {
    let decode = |name: &str, result: Value| {
        corpus().decoders[&(name, Rest::V2)].decode(json!({ "result": result }))
    };
    let row = json!({ "ID": "42", "TASK_ID": "638" });
    for (name, as_documented, as_answered) in [
        ("task.elapseditem.get", json!([row]), row.clone()),
        ("crm.deal.get", json!({ "ID": "1" }), json!([{ "ID": "1" }])),
    ] {
        assert_eq!(decode(name, as_documented).unfit, []);
        let odd = decode(name, as_answered.clone());
        assert_eq!(odd.error, None, "{name}");
        let [unfit] = &odd.unfit[..] else { panic!("{name}: {:?}", odd.unfit) };
        assert_eq!((unfit.path.as_str(), &unfit.found), ("result", &as_answered), "{name}");
    }
    assert!(decode("crm.deal.get", json!([1, 2])).error.is_some());
}
