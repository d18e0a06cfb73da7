//! Filters of REST 3.0: lists of conditions.

use serde_json::{Value, json};

use crate::arg::{Any, Arg, List};
use crate::encode::EncodeError;

/// A filter of REST 3.0; see the [module](super).
///
/// <https://apidocs.bitrix24.com/api-reference/rest-v3.html#filter>
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct FilterV3 {
    /// Each must hold; each is a list of conditions of which one must. That is all that the
    /// documented form can say, and enough to say everything.
    clauses: Vec<Vec<Value>>,
    failed: Option<EncodeError>,
}

/// More clauses are no filter that anyone wrote.
const MOST_CLAUSES: usize = 1000;

impl FilterV3 {
    /// One without conditions, which lets everything pass.
    pub fn new() -> Self {
        Self::default()
    }

    /// `=`: equal.
    pub fn equal(self, field: &str, value: impl Arg<Any>) -> Self {
        self.condition(field, "=", value.encode())
    }

    /// `!=`: not equal.
    pub fn not_equal(self, field: &str, value: impl Arg<Any>) -> Self {
        self.condition(field, "!=", value.encode())
    }

    /// `>`: greater.
    pub fn greater(self, field: &str, value: impl Arg<Any>) -> Self {
        self.condition(field, ">", value.encode())
    }

    /// `>=`: greater or equal.
    pub fn at_least(self, field: &str, value: impl Arg<Any>) -> Self {
        self.condition(field, ">=", value.encode())
    }

    /// `<`: less.
    pub fn less(self, field: &str, value: impl Arg<Any>) -> Self {
        self.condition(field, "<", value.encode())
    }

    /// `<=`: less or equal.
    pub fn at_most(self, field: &str, value: impl Arg<Any>) -> Self {
        self.condition(field, "<=", value.encode())
    }

    /// `in`: one of these. An empty list is an error when the call is sent: what the server makes
    /// of it is not documented.
    pub fn is_in(self, field: &str, values: impl IntoIterator<Item = impl Arg<Any>>) -> Self {
        let values = values.into_iter().map(Arg::encode).collect();
        let some = |values: Vec<Value>| match values.is_empty() {
            true => Err(EncodeError::new("the list after `in` is empty")),
            false => Ok(Value::Array(values)),
        };
        self.condition(field, "in", Result::and_then(values, some))
    }

    /// `between`: between these two, or equal to one of them.
    pub fn between<V: Arg<Any>>(self, field: &str, from: V, to: V) -> Self {
        let range = from.encode().and_then(|from| Ok(json!([from, to.encode()?])));
        self.condition(field, "between", range)
    }

    /// With a group of which one filter at least must let an item pass: `logic: or`.
    ///
    /// Where the filters have several conditions each, the group is sent as several, of one
    /// condition from each: the documented form has no other way to say it.
    pub fn any_of(mut self, filters: impl IntoIterator<Item = Self>) -> Self {
        // One clause for each way to take a clause of every filter.
        let mut group = vec![Vec::new()];
        for filter in filters {
            if let Some(error) = filter.failed {
                self.failed.get_or_insert(error);
            }
            if group.len() * filter.clauses.len() > MOST_CLAUSES {
                self.failed.get_or_insert(EncodeError::new("too many combinations of conditions"));
                return self;
            }
            let with = |clause: &Vec<Value>| {
                let clause = clause.clone();
                filter.clauses.iter().map(move |more| [clause.as_slice(), more].concat())
            };
            group = group.iter().flat_map(with).collect();
        }
        if group.iter().any(Vec::is_empty) {
            self.failed.get_or_insert(EncodeError::new("it must be one of no filters"));
        }
        self.clauses.extend(group);
        self
    }

    fn condition(mut self, field: &str, operator: &str, value: Result<Value, EncodeError>) -> Self {
        match value {
            Ok(value) => self.clauses.push(vec![json!([field, operator, value])]),
            Err(error) => {
                self.failed.get_or_insert(error.at(field));
            }
        }
        self
    }
}

impl Arg<Any> for FilterV3 {
    fn encode(self) -> Result<Value, EncodeError> {
        let written = |mut clause: Vec<Value>| match clause.len() {
            1 => clause.remove(0),
            _ => json!({ "logic": "or", "conditions": clause }),
        };
        match self.failed {
            None => Ok(self.clauses.into_iter().map(written).collect()),
            Some(error) => Err(error),
        }
    }
}

impl<M> Arg<List<M>> for FilterV3 {
    fn encode(self) -> Result<Value, EncodeError> {
        Arg::<Any>::encode(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(filter: FilterV3) -> String {
        Arg::<Any>::encode(filter).unwrap().to_string()
    }

    fn failed(filter: FilterV3) -> String {
        Arg::<Any>::encode(filter).unwrap_err().to_string()
    }

    #[test]
    fn filters_are_written_as_documented() {
        let filter = FilterV3::new()
            .equal("status", "NEW")
            .any_of([FilterV3::new().is_in("id", [1, 2]), FilterV3::new().is_in("id", [3, 4, 5])]);
        let text = r#"[["status","=","NEW"],{"logic":"or","conditions":[["id","in",[1,2]],["id","in",[3,4,5]]]}]"#;
        assert_eq!(written(filter), text);
        let filter = FilterV3::new()
            .not_equal("status", "CLOSED")
            .greater("date", "2025-01-01")
            .at_least("price", 1000)
            .less("date", "2026-01-01")
            .at_most("price", 2000.5)
            .between("date", "2025-01-01", "2025-12-31");
        let text = r#"[["status","!=","CLOSED"],["date",">","2025-01-01"],["price",">=",1000],["date","<","2026-01-01"],["price","<=",2000.5],["date","between",["2025-01-01","2025-12-31"]]]"#;
        assert_eq!(written(filter), text);
        assert_eq!(written(FilterV3::new()), "[]");
    }

    #[test]
    fn what_no_filter_says_is_an_error() {
        let nothing = FilterV3::new().is_in("id", [0_u8; 0]);
        let text = "`id` cannot be sent: the list after `in` is empty";
        assert_eq!(failed(nothing.clone()), text);
        assert_eq!(failed(FilterV3::new().any_of([nothing])), text);
        assert!(failed(FilterV3::new().any_of([])).ends_with("one of no filters"));
        let three = |name: &str| (0..3).fold(FilterV3::new(), |f, n| f.equal(name, n));
        let many = FilterV3::new().any_of((0..9).map(|n| three(&n.to_string())));
        assert!(failed(many).ends_with("too many combinations of conditions"));
    }

    /// A filter over the bits of a number, and what it should let pass.
    #[derive(Clone, Debug)]
    enum Tree {
        Bit(u8, bool),
        All(Vec<Tree>),
        Any(Vec<Tree>),
    }

    fn filter(tree: &Tree) -> FilterV3 {
        match tree {
            Tree::Bit(bit, yes) => FilterV3::new().equal(&bit.to_string(), yes),
            Tree::All(trees) => trees.iter().map(filter).fold(FilterV3::new(), |mut all, one| {
                all.clauses.extend(one.clauses);
                all
            }),
            Tree::Any(trees) => FilterV3::new().any_of(trees.iter().map(filter)),
        }
    }

    fn meant(tree: &Tree, number: u8) -> bool {
        match tree {
            Tree::Bit(bit, yes) => (number >> bit & 1 == 1) == *yes,
            Tree::All(trees) => trees.iter().all(|tree| meant(tree, number)),
            Tree::Any(trees) => trees.iter().any(|tree| meant(tree, number)),
        }
    }

    /// As the documentation says it is read: lists are AND, groups are OR.
    fn passes(condition: &Value, number: u8) -> bool {
        match condition {
            Value::Object(group) => {
                let conditions = group["conditions"].as_array().unwrap();
                group["logic"] == "or" && conditions.iter().any(|c| passes(c, number))
            }
            single => {
                let bit: u8 = single[0].as_str().unwrap().parse().unwrap();
                single[1] == "=" && (number >> bit & 1 == 1) == single[2]
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn groups_let_pass_what_they_say(tree in (0..4_u8, any::<bool>())
            .prop_map(|(bit, yes)| Tree::Bit(bit, yes))
            .prop_recursive(3, 8, 3, |inner| {
                let some = prop::collection::vec(inner, 1..3);
                prop_oneof![some.clone().prop_map(Tree::All), some.prop_map(Tree::Any)]
            })
        ) {
            let written = Arg::<Any>::encode(filter(&tree)).unwrap();
            for number in 0..16 {
                let all = written.as_array().unwrap().iter().all(|c| passes(c, number));
                prop_assert_eq!(all, meant(&tree, number), "{}", written);
            }
        }
    }
}
