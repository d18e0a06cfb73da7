//! Headings that say what their sections are for.
//!
//! The role of a section follows from its heading and from where it stands. So the writer keeps track
//! of what the reader will have seen, and where a heading alone would be understood in another way, it
//! puts an empty section in front, which holds no facts of its own.

use super::{Ctx, fill, md};
use crate::facts::{Place, Role, Section};

/// The headings written so far.
pub(super) struct Headings<'c, 'a> {
    ctx: &'c Ctx<'a>,
    /// Level and role of every section so far; the part above the first heading is one.
    seen: Vec<(u8, Role)>,
}

/// What a heading says about its section's role: its own, or nothing.
type Own = Option<Role>;

impl<'c, 'a> Headings<'c, 'a> {
    pub(super) fn new(ctx: &'c Ctx<'a>) -> Self {
        Self { ctx, seen: vec![(1, Role::Other)] }
    }

    /// Adds the heading of `section`.
    pub(super) fn open(&mut self, section: &Section, blocks: &mut Vec<String>) {
        let named = section.subject.is_some();
        let understood = |seen: &[(u8, Role)], own: Own| {
            let place = Place::after(seen.iter().copied(), section.level);
            place.role(own, section.variant, named && section.of.is_none()) == section.role
        };
        // A heading about a name says nothing about its role.
        let own = [Some(section.role).filter(|role| *role != Role::Other && !named), None];
        // A neutral heading beside this one, neutral ones above it, the nearest first, or one beside it with its role.
        // One above is over all that follow too, so it comes second: under it no name has the role of the one before.
        let beside = |own| [Some((section.level, own))].into_iter();
        let above = (2..section.level).rev().map(|level| Some((level, None)));
        let bridges = beside(None).chain(above).chain(beside(Some(section.role)));
        let plan = [None].into_iter().chain(bridges).find_map(|bridge| {
            let mut seen = self.seen.clone();
            if let Some((level, own)) = bridge {
                let role = Place::after(seen.iter().copied(), level).role(own, false, false);
                // One above with a role would be a section of its own: something stands in it.
                if level < section.level && role != Role::Other {
                    return None;
                }
                seen.push((level, role));
            }
            own.into_iter().find(|own| understood(&seen, *own)).map(|own| (bridge, own))
        });
        let (bridge, own) = plan.unwrap_or((None, own[0]));
        if let Some((level, own)) = bridge {
            self.empty(level, own, blocks);
        }
        let mut text = match &section.subject {
            Some(subject) => fill(&self.ctx.words.headings.subject, &md::code(subject)),
            None => self.phrase(section.level, own),
        };
        if let (Some(method), true) = (&section.of, named) {
            text = fill(&fill(&self.ctx.words.headings.of_method, &text), &md::code(method));
        }
        if section.variant {
            text = fill(&self.ctx.words.headings.variant, &text);
        }
        for anchor in section.anchors.iter().filter(|anchor| is_legible(anchor)) {
            text.push_str(" {#");
            text.push_str(&md::text(anchor));
            text.push('}');
        }
        blocks.push(line(section.level, &text));
        self.seen.push((section.level, section.role));
    }

    /// Adds a heading without a section.
    pub(super) fn empty(&mut self, level: u8, own: Option<Role>, blocks: &mut Vec<String>) {
        blocks.push(line(level, &self.phrase(level, own)));
        let role = Place::after(self.seen.iter().copied(), level).role(own, false, false);
        self.seen.push((level, role));
    }

    fn phrase(&self, level: u8, own: Option<Role>) -> String {
        let words = &self.ctx.words.headings;
        let heading = match own {
            None | Some(Role::Other) => return words.other.clone(),
            Some(Role::Params) => &words.params,
            Some(Role::Examples) => &words.examples,
            Some(Role::Answer) => &words.answer,
            Some(Role::Errors) => &words.errors,
            Some(Role::Handler) => &words.handler,
            Some(Role::Related) => &words.related,
        };
        if level > 2 { heading.nested.clone() } else { heading.plain.clone() }
    }
}

fn line(level: u8, text: &str) -> String {
    format!("{} {text}", "#".repeat(usize::from(level)))
}

/// Whether an anchor can stand in a heading; one that is empty or has braces cannot.
fn is_legible(anchor: &str) -> bool {
    !anchor.is_empty() && !anchor.contains(|c: char| c.is_whitespace() || "{}".contains(c))
}
