//! The items of a section, those in tabs in place of the tabs.

use super::Item;

/// The items of a section; see [`Section::flat`].
#[derive(Clone, Debug)]
pub struct Flat<'f> {
    items: std::slice::Iter<'f, Item>,
    /// What follows, the nearest last: the further tabs, and what stands behind the tabs.
    rest: Vec<std::slice::Iter<'f, Item>>,
}

impl<'f> Flat<'f> {
    pub(super) fn new(items: &'f [Item]) -> Self {
        Self { items: items.iter(), rest: Vec::new() }
    }
}

impl<'f> Iterator for Flat<'f> {
    type Item = &'f Item;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.items.next() {
                Some(Item::Tabs(tabs)) => {
                    let behind = std::mem::take(&mut self.items);
                    self.rest.push(behind);
                    self.rest.extend(tabs.iter().rev().map(|tab| tab.items.iter()));
                }
                Some(item) => return Some(item),
                None => self.items = self.rest.pop()?,
            }
        }
    }
}
