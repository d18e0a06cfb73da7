//! Places, as they are told: `params.filter.STAGE_ID`.

use std::fmt;

/// Where a place is, from the parameters or the answer inwards. Its text is made only where something is
/// noted, which is rare.
#[derive(Clone, Copy)]
pub(crate) struct Path<'p> {
    /// What it is in.
    pub above: Option<&'p Path<'p>>,
    pub name: &'p str,
}

impl<'p> Path<'p> {
    pub(crate) fn new(name: &'p str) -> Self {
        Self { above: None, name }
    }

    pub(crate) fn at(&'p self, name: &'p str) -> Self {
        Self { above: Some(self), name }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(above) = self.above {
            write!(f, "{above}.")?;
        }
        f.write_str(self.name)
    }
}
