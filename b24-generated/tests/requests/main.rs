//! What typed calls send is what the documentation shows.
//!
//! The expected requests are those of the documentation's examples with neutral values, as `cargo
//! xtask examples` prints them. User fields, properties with a number in their name, and filters
//! with prefixes go through `set`: the documentation cannot name them.
#![allow(deprecated)]

mod crm;
mod office;
mod platform;
mod talk;
mod timeline;
mod trade;
mod work;

use std::collections::BTreeSet;

use b24_generated::{Call, Rest, catalog};
use serde_json::Value;

/// The methods whose requests were compared.
#[derive(Default)]
struct Tested(BTreeSet<&'static str>);

impl Tested {
    /// A method of REST 2 sends what is documented.
    #[track_caller]
    fn sends<C: Call>(&mut self, name: &str, call: C, documented: Value) {
        self.compare(name, Rest::V2, call, documented);
    }

    /// A method of REST 3.0 sends what is documented.
    #[track_caller]
    fn sends_v3<C: Call>(&mut self, name: &str, call: C, documented: Value) {
        self.compare(name, Rest::V3, call, documented);
    }

    #[track_caller]
    fn compare<C: Call>(&mut self, name: &str, rest: Rest, call: C, documented: Value) {
        assert_eq!((C::METHOD.name, C::METHOD.rest), (name, rest));
        assert_eq!(call.into_params().into_value().unwrap(), documented, "{name}");
        self.0.insert(C::METHOD.name);
    }

    fn all() -> Self {
        let mut tested = Self::default();
        for requests in [
            crm::requests,
            office::requests,
            platform::requests,
            talk::requests,
            timeline::requests,
            trade::requests,
            work::requests,
        ] {
            requests(&mut tested);
        }
        tested
    }
}

fn module(name: &str) -> String {
    name.split('.').next().unwrap_or_default().to_lowercase()
}

#[test]
fn every_module_sends_its_documented_requests() {
    let tested = Tested::all();
    let tested: BTreeSet<String> = tested.0.iter().map(|name| module(name)).collect();
    let with_params = catalog().methods().filter(|method| !method.params.is_empty());
    let expected: BTreeSet<String> = with_params.map(|method| module(&method.name)).collect();
    let missing: Vec<_> = expected.difference(&tested).collect();
    assert!(missing.is_empty(), "no request of {missing:?} is tested");
}
