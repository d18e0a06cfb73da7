//! Filters of REST 2: records whose keys begin with an operator.

use serde_json::{Map, Value};

use crate::arg::{Any, Arg, Dict, IntoKey, One};
use crate::encode::EncodeError;
use crate::params::Params;
use crate::record::Record;

/// A filter of REST 2 by the names of fields.
///
/// For parameters that are not described field by field, and to be used in several calls; see the
/// [module](super).
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Filter(Params);

/// A field of the filter `R`: its name on the wire, or the setter, such as `ListFilter::title`.
///
/// `V` is the type of the value that it is compared with.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no field of `{R}` that can be compared with `{V}`",
    note = "a field is its name on the wire, or the setter: `ListFilter::title`"
)]
pub trait FieldOf<R, V> {
    /// The field's name and the value, both on the wire. The filter comes back as it was.
    #[doc(hidden)]
    fn pair(&self, filter: R, value: V) -> (R, Result<(String, Value), EncodeError>);
}

impl<R, V: Arg<Any>> FieldOf<R, V> for &str {
    fn pair(&self, filter: R, value: V) -> (R, Result<(String, Value), EncodeError>) {
        let value = value.encode().map_err(|error| error.at(self));
        (filter, value.map(|value| ((*self).to_owned(), value)))
    }
}

impl<R: Record, V, F: Fn(R, V) -> R> FieldOf<R, V> for F {
    fn pair(&self, mut filter: R, value: V) -> (R, Result<(String, Value), EncodeError>) {
        let before = std::mem::take(filter.params());
        let mut filter = self(filter, value);
        let set = std::mem::replace(filter.params(), before).into_parts();
        let pair = set.and_then(|set| {
            set.into_iter().next().ok_or_else(|| EncodeError::new("the setter sets nothing"))
        });
        (filter, pair)
    }
}

macro_rules! operators {
    (
        values { $( $(#[$doc:meta])* $name:ident $operator:literal; )* }
        lists { $( $(#[$list_doc:meta])* $list:ident $list_operator:literal $empty:ident; )* }
        ranges { $( $(#[$range_doc:meta])* $range:ident $range_operator:literal; )* }
    ) => {
        /// The operators of filters that are filled in a closure; see the [module](super).
        ///
        /// Which of them a method knows is on its page.
        #[expect(clippy::wrong_self_convention, reason = "`in` is a keyword")]
        pub trait Filtering: Record {
            $(
                $(#[$doc])*
                #[must_use]
                fn $name<V>(self, field: impl FieldOf<Self, V>, value: V) -> Self {
                    let (filter, pair) = field.pair(self, value);
                    add(filter, $operator, pair)
                }
            )*
            $(
                $(#[$list_doc])*
                #[must_use]
                fn $list<V>(
                    self,
                    field: impl FieldOf<Self, V>,
                    values: impl IntoIterator<Item = V>,
                ) -> Self {
                    match pairs(self, field, values) {
                        (filter, None) => $empty(filter, $list_operator),
                        (filter, Some(pair)) => add(filter, $list_operator, pair),
                    }
                }
            )*
            $(
                $(#[$range_doc])*
                #[must_use]
                fn $range<V>(self, field: impl FieldOf<Self, V>, from: V, to: V) -> Self {
                    match pairs(self, field, [from, to]) {
                        (filter, None) => filter,
                        (filter, Some(pair)) => add(filter, $range_operator, pair),
                    }
                }
            )*

            /// With all conditions of another filter.
            #[must_use]
            fn matching(mut self, filter: Filter) -> Self {
                match filter.0.into_parts() {
                    Ok(map) => map.into_iter().for_each(|(key, value)| self.params().insert(key, Ok(value))),
                    Err(error) => self.params().fail(error),
                }
                self
            }
        }

        impl<R: Record> Filtering for R {}

        impl Filter {
            $(
                $(#[$doc])*
                pub fn $name(self, field: &str, value: impl Arg<Any>) -> Self {
                    Self(Fill(self.0).$name(field, value).0)
                }
            )*
            $(
                $(#[$list_doc])*
                pub fn $list(
                    self,
                    field: &str,
                    values: impl IntoIterator<Item = impl Arg<Any>>,
                ) -> Self {
                    Self(Fill(self.0).$list(field, values).0)
                }
            )*
            $(
                $(#[$range_doc])*
                pub fn $range<V: Arg<Any>>(self, field: &str, from: V, to: V) -> Self {
                    Self(Fill(self.0).$range(field, from, to).0)
                }
            )*
        }
    };
}

operators! {
    values {
        /// `=`: equal.
        equal "=";
        /// `!=`: not equal.
        not_equal "!=";
        /// `!`: not equal; where the documentation does not have `!=`, as for tasks.
        not "!";
        /// `>`: greater.
        greater ">";
        /// `>=`: greater or equal.
        at_least ">=";
        /// `<`: less.
        less "<";
        /// `<=`: less or equal.
        at_most "<=";
        /// `%`: the text contains this one. The value has no `%` in it.
        contains "%";
        /// `!%`: the text does not contain this one. The value has no `%` in it.
        lacks "!%";
        /// `=%`: the text is like this pattern, in which `%` stands for any text.
        like "=%";
        /// `!=%`: the text is not like this pattern, in which `%` stands for any text.
        not_like "!=%";
        /// `?`: searches text, or, in storages (`entity.*`), for what is set or not set.
        search "?";
    }
    lists {
        /// `@`: one of these. An empty list is an error when the call is sent: what the server
        /// makes of it is not documented.
        is_in "@" none_of_nothing;
        /// `!@`: none of these. An empty list excludes nothing, and no condition is sent.
        not_in "!@" no_condition;
    }
    ranges {
        /// `><`: between these two, or equal to one of them.
        between "><";
        /// `!><`: not between these two.
        outside "!><";
    }
}

impl Filter {
    /// One without conditions, which lets everything pass.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a condition by its key on the wire, such as `"!%=TITLE"`.
    pub fn set(self, key: impl IntoKey, value: impl Arg<Any>) -> Self {
        Self(self.0.set(key, value))
    }

    /// With a group of which one filter at least must let an item pass: `logic: OR`. Documented for
    /// `crm.item.list` and `crm.type.list`.
    ///
    /// <https://apidocs.bitrix24.com/api-reference/crm/universal/crm-item-list.html>
    pub fn any_of(mut self, filters: impl IntoIterator<Item = Self>) -> Self {
        let mut group = Map::new();
        group.insert("logic".to_owned(), "OR".into());
        for (place, filter) in filters.into_iter().enumerate() {
            match filter.0.into_parts() {
                Ok(conditions) if conditions.is_empty() => {
                    self.0.fail(EncodeError::new("one of the filters has no conditions"));
                }
                Ok(conditions) => {
                    group.insert(place.to_string(), Value::Object(conditions));
                }
                Err(error) => self.0.fail(error),
            }
        }
        if group.len() == 1 {
            self.0.fail(EncodeError::new("it must be one of no filters"));
        }
        // Groups stand under numbers, as items of a list do.
        let place = self.0.first_free();
        self.0.insert(place, Ok(Value::Object(group)));
        self
    }
}

/// What the operators of [`Filter`] fill: it is no record itself, so that it can be sent where no
/// record is documented.
struct Fill(Params);

impl Record for Fill {
    fn params(&mut self) -> &mut Params {
        &mut self.0
    }
}

fn add<R: Record>(mut filter: R, operator: &str, pair: Result<(String, Value), EncodeError>) -> R {
    match pair {
        Ok((field, value)) => filter.params().insert(format!("{operator}{field}"), Ok(value)),
        Err(error) => filter.params().fail(error),
    }
    filter
}

/// The field's name and all values. None without values.
#[expect(clippy::type_complexity)]
fn pairs<R, V>(
    mut filter: R,
    field: impl FieldOf<R, V>,
    values: impl IntoIterator<Item = V>,
) -> (R, Option<Result<(String, Value), EncodeError>>) {
    let mut all: Option<Result<(String, Vec<Value>), EncodeError>> = None;
    for value in values {
        let (same, pair) = field.pair(filter, value);
        filter = same;
        all = Some(match (all, pair) {
            (Some(Ok((name, mut values))), Ok((_, value))) => {
                values.push(value);
                Ok((name, values))
            }
            (None, Ok((name, value))) => Ok((name, vec![value])),
            (Some(Err(error)), _) | (_, Err(error)) => Err(error),
        });
    }
    (filter, all.map(|all| all.map(|(name, values)| (name, Value::Array(values)))))
}

fn none_of_nothing<R: Record>(mut filter: R, operator: &str) -> R {
    filter.params().fail(EncodeError::new(format!("the list after `{operator}` is empty")));
    filter
}

fn no_condition<R: Record>(filter: R, _operator: &str) -> R {
    filter
}

impl Arg<Any> for Filter {
    fn encode(self) -> Result<Value, EncodeError> {
        self.0.into_parts().map(Value::Object)
    }
}

impl<M> Arg<Dict<M>> for Filter {
    fn encode(self) -> Result<Value, EncodeError> {
        Arg::<Any>::encode(self)
    }
}

impl<I, S, B, L, O, N> Arg<One<I, S, B, L, O, N>> for Filter {
    fn encode(self) -> Result<Value, EncodeError> {
        Arg::<Any>::encode(self)
    }
}
