//! The rows behind list methods.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use serde_json::{Map, Value};

use super::query::{self, Condition, Fields, Op};

/// Rows that a list method answers from. Clones are the same rows.
///
/// Rows may come and go while clients read them; each answer is made of one moment's rows.
#[derive(Clone, Debug)]
pub struct Rows {
    table: Arc<Mutex<Table>>,
}

#[derive(Debug, Default)]
struct Table {
    /// By their identifiers, ascending.
    rows: Vec<(i64, Arc<Fields>)>,
    /// How rows call their identifier.
    id: String,
    /// Whether identifiers are text.
    id_is_text: bool,
    last_id: i64,
    /// The names of fields by what is left of them without case and underscores.
    names: HashMap<String, String>,
    /// The names of fields as they are.
    known: HashSet<String>,
}

/// What a list method is asked for.
#[derive(Debug, Default)]
pub(super) struct Query {
    /// All of which must be met.
    pub(super) filter: Vec<Condition>,
    /// Fields, and whether they descend.
    pub(super) order: Vec<(String, bool)>,
    pub(super) offset: usize,
    pub(super) limit: usize,
    /// Whether all rows that meet the conditions are counted.
    pub(super) counts: bool,
}

/// What a list method found.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) rows: Vec<Arc<Fields>>,
    pub(super) total: Option<usize>,
}

impl Rows {
    pub(super) fn new(rows: impl IntoIterator<Item = Value>) -> Self {
        let mut table = Table::default();
        for row in rows {
            table.add(row, None);
        }
        Self { table: Arc::new(Mutex::new(table)) }
    }

    /// With the name of the identifier, where there is no row to tell it.
    pub(super) fn with_id(self, id: &str, is_text: bool) -> Self {
        let mut table = super::lock(&self.table);
        if table.rows.is_empty() {
            table.name_id(id, is_text);
        }
        drop(table);
        self
    }

    /// Adds a row and gives its identifier: the one it has, or else the next one.
    ///
    /// A row that has the identifier of another takes its place.
    pub fn add(&self, row: Value) -> i64 {
        super::lock(&self.table).add(row, None)
    }

    /// Sets fields of a row, and tells whether there is one.
    pub fn update(&self, id: i64, fields: Value) -> bool {
        super::lock(&self.table).update(id, &into_fields(fields))
    }

    /// Deletes a row, and tells whether there was one.
    pub fn delete(&self, id: i64) -> bool {
        let mut table = super::lock(&self.table);
        let found = table.find(id);
        if let Ok(at) = found {
            table.rows.remove(at);
        }
        found.is_ok()
    }

    /// The row with an identifier.
    pub fn get(&self, id: i64) -> Option<Value> {
        self.fields(id).map(|fields| Value::Object((*fields).clone()))
    }

    /// The identifiers, ascending.
    pub fn ids(&self) -> Vec<i64> {
        super::lock(&self.table).rows.iter().map(|(id, _)| *id).collect()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        super::lock(&self.table).rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn fields(&self, id: i64) -> Option<Arc<Fields>> {
        let table = super::lock(&self.table);
        table.find(id).ok().map(|at| table.rows[at].1.clone())
    }

    /// How rows call their identifier.
    pub(super) fn id_name(&self) -> String {
        super::lock(&self.table).id.clone()
    }

    /// The name that rows give to a field, found without regard to case and underscores.
    pub(super) fn name_of(&self, field: &str) -> Option<String> {
        super::lock(&self.table).name_of(field)
    }

    /// Whether rows have a field, or there are none to tell.
    pub(super) fn knows(&self, field: &str) -> bool {
        let table = super::lock(&self.table);
        table.rows.is_empty() || table.known.contains(field)
    }

    /// Adds a row with fields as a caller names them, and gives it.
    pub(super) fn create(&self, fields: &Fields) -> (i64, Arc<Fields>) {
        let mut table = super::lock(&self.table);
        let named = fields.iter().map(|(k, v)| (table.name_of(k).unwrap_or(k.clone()), v.clone()));
        let mut row: Fields = named.collect();
        row.shift_remove(&table.id);
        let next = table.last_id + 1;
        let id = table.add(Value::Object(row), Some(next));
        let at = table.find(id).unwrap_or_default();
        (id, table.rows[at].1.clone())
    }

    /// Sets fields as a caller names them.
    pub(super) fn change(&self, id: i64, fields: &Fields) -> bool {
        let mut table = super::lock(&self.table);
        let named = fields.iter().map(|(k, v)| (table.name_of(k).unwrap_or(k.clone()), v.clone()));
        let named = named.collect();
        table.update(id, &named)
    }

    pub(super) fn query(&self, query: &Query) -> Page {
        super::lock(&self.table).query(query)
    }
}

impl Table {
    fn name_id(&mut self, id: &str, is_text: bool) {
        id.clone_into(&mut self.id);
        self.id_is_text = is_text;
        self.learn(id);
    }

    fn learn(&mut self, name: &str) {
        if !self.known.contains(name) {
            self.known.insert(name.to_owned());
            self.names.insert(plain(name), name.to_owned());
        }
    }

    fn name_of(&self, field: &str) -> Option<String> {
        match self.known.contains(field) {
            true => Some(field.to_owned()),
            false => self.names.get(&plain(field)).cloned(),
        }
    }

    fn find(&self, id: i64) -> Result<usize, usize> {
        self.rows.binary_search_by_key(&id, |(id, _)| *id)
    }

    fn add(&mut self, row: Value, id: Option<i64>) -> i64 {
        let mut row = into_fields(row);
        if self.id.is_empty() {
            let name = row.keys().find(|key| key.eq_ignore_ascii_case("id")).cloned();
            let is_text = name.as_ref().is_none_or(|name| row[name].is_string());
            self.name_id(name.as_deref().unwrap_or("ID"), is_text);
        }
        let own = row.get(&self.id).and_then(query::integer);
        let id = id.or(own).unwrap_or(self.last_id + 1);
        if own != Some(id) {
            let value = if self.id_is_text { id.to_string().into() } else { id.into() };
            // The identifier stands first, as in answers.
            row.shift_insert(0, self.id.clone(), value);
        }
        row.keys().for_each(|key| self.learn(key));
        self.last_id = self.last_id.max(id);
        let row = (id, Arc::new(row));
        match self.find(id) {
            Ok(at) => self.rows[at] = row,
            Err(at) => self.rows.insert(at, row),
        }
        id
    }

    fn update(&mut self, id: i64, fields: &Fields) -> bool {
        fields.keys().for_each(|key| self.learn(key));
        let Ok(at) = self.find(id) else { return false };
        let row = Arc::make_mut(&mut self.rows[at].1);
        let others = fields.iter().filter(|(key, _)| **key != self.id);
        row.extend(others.map(|(key, value)| (key.clone(), value.clone())));
        true
    }

    fn query(&self, query: &Query) -> Page {
        let (by_id, descends) = match query.order.as_slice() {
            [] => (true, false),
            [(field, descends), ..] => (*field == self.id, *descends),
        };
        let (range, rest) = self.narrow(&query.filter);
        let end = query.offset.saturating_add(query.limit);
        let is_met = |row: &&(i64, Arc<Fields>)| query::meets(&row.1, &rest);
        if !by_id {
            let mut found: Vec<_> = range.iter().filter(is_met).map(|(_, row)| row).collect();
            found.sort_by(|one, other| {
                let differs = query.order.iter().map(|(field, descends)| {
                    let value = |row: &'_ Fields| row.get(field).cloned().unwrap_or_default();
                    let order = query::compare(&value(one), &value(other));
                    if *descends { order.reverse() } else { order }
                });
                differs.into_iter().find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
            });
            let total = query.counts.then_some(found.len());
            let rows = found.into_iter().skip(query.offset).take(query.limit).cloned().collect();
            return Page { rows, total };
        }
        let ordered: Box<dyn Iterator<Item = _>> =
            if descends { Box::new(range.iter().rev()) } else { Box::new(range.iter()) };
        if rest.is_empty() {
            let rows = ordered.skip(query.offset).take(query.limit).map(|(_, row)| row.clone());
            return Page { rows: rows.collect(), total: query.counts.then_some(range.len()) };
        }
        let (mut rows, mut seen) = (Vec::new(), 0);
        for (_, row) in ordered.filter(is_met) {
            if (query.offset..end).contains(&seen) {
                rows.push(row.clone());
            } else if seen >= end && !query.counts {
                break;
            }
            seen += 1;
        }
        Page { rows, total: query.counts.then_some(seen) }
    }

    /// The rows that conditions on the identifier leave, and the other conditions. Without it, a
    /// walk by `>ID` through many rows would look at all of them for each page.
    fn narrow(&self, filter: &[Condition]) -> (&[(i64, Arc<Fields>)], Vec<Condition>) {
        let (mut from, mut to) = (0, self.rows.len());
        let mut rest = Vec::new();
        let up_to = |bound: i64| self.rows.partition_point(|(id, _)| *id <= bound);
        let below = |bound: i64| self.rows.partition_point(|(id, _)| *id < bound);
        for condition in filter {
            let bound = match condition {
                Condition::Field { name, op, value } if *name == self.id => match op {
                    Op::Equal => query::integer(value).map(|bound| (*op, bound)),
                    _ => query::integer(&query::scalar(value)).map(|bound| (*op, bound)),
                },
                _ => None,
            };
            match bound {
                Some((Op::Greater, bound)) => from = from.max(up_to(bound)),
                Some((Op::AtLeast, bound)) => from = from.max(below(bound)),
                Some((Op::Less, bound)) => to = to.min(below(bound)),
                Some((Op::AtMost, bound)) => to = to.min(up_to(bound)),
                Some((Op::Equal, bound)) => {
                    from = from.max(below(bound));
                    to = to.min(up_to(bound));
                }
                _ => rest.push(condition.clone()),
            }
        }
        (self.rows.get(from..to).unwrap_or_default(), rest)
    }
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase()).collect()
}

fn into_fields(value: Value) -> Fields {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    proptest! {
        /// The short way by identifiers finds what looking at every row finds.
        #[test]
        fn narrowing_loses_nothing(
            ids in prop::collection::btree_set(0i64..40, 0..30),
            bounds in prop::collection::vec((0usize..6, -1i64..41), 0..3),
            offset in 0usize..10, limit in 1usize..10, descends: bool, counts: bool,
        ) {
            let ops = [Op::Less, Op::AtMost, Op::Greater, Op::AtLeast, Op::Equal, Op::NotEqual];
            let rows = Rows::new(ids.iter().map(|id| json!({ "ID": id.to_string() })));
            let filter: Vec<Condition> = bounds
                .iter()
                .map(|(op, bound)| {
                    Condition::Field { name: "ID".to_owned(), op: ops[*op], value: json!(bound) }
                })
                .collect();
            let order = vec![("ID".to_owned(), descends)];
            let met = |id: &i64| {
                let row = json!({ "ID": id.to_string() });
                query::meets(row.as_object().unwrap(), &filter)
            };
            let mut expected: Vec<i64> = ids.iter().copied().filter(met).collect();
            if descends {
                expected.reverse();
            }
            let total = counts.then_some(expected.len());
            let expected: Vec<i64> = expected.into_iter().skip(offset).take(limit).collect();
            let page = rows.query(&Query { filter, order, offset, limit, counts });
            let found: Vec<i64> =
                page.rows.iter().map(|row| query::integer(&row["ID"]).unwrap()).collect();
            prop_assert_eq!((found, page.total), (expected, total));
        }
    }

    #[test]
    fn rows_come_and_go() {
        let rows = Rows::new([json!({ "id": 5, "title": "a" }), json!({ "id": 2, "title": "b" })]);
        assert_eq!(rows.add(json!({ "title": "c" })), 6);
        assert!(rows.delete(5) && !rows.delete(5));
        assert!(rows.update(6, json!({ "title": "d", "id": 9 })));
        assert_eq!(rows.ids(), [2, 6]);
        assert_eq!(rows.get(6), Some(json!({ "id": 6, "title": "d" })));
        assert_eq!(rows.name_of("TITLE").as_deref(), Some("title"));
        let by_title = Query {
            order: vec![("title".to_owned(), true)],
            limit: 9,
            counts: true,
            ..Query::default()
        };
        let titles: Vec<_> =
            rows.query(&by_title).rows.iter().map(|row| row["title"].clone()).collect();
        assert_eq!(titles, ["d", "b"]);
    }
}
