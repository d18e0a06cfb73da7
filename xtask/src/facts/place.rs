//! The role of a section: what its heading says, and where it stands.

use crate::words::HeadingWords;

use super::Role;

/// Where a heading stands, as far as its role depends on it.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// The heading's level.
    pub level: u8,
    /// The role of the nearest heading above, below the title, that this one stands under.
    pub parent: Option<Role>,
    /// The role of the section before.
    pub before: Role,
}

impl Place {
    /// Where a heading of that level stands after those with the levels and roles `seen`.
    pub(crate) fn after(
        mut seen: impl DoubleEndedIterator<Item = (u8, Role)> + Clone,
        level: u8,
    ) -> Self {
        let mut over = seen.clone().rev().filter(|(above, _)| (2..level).contains(above));
        Self {
            level,
            parent: over.next().map(|(_, role)| role),
            before: seen.next_back().map_or(Role::Other, |(_, role)| role),
        }
    }

    /// The role of a heading here that says `own` itself, opens one of several ways to call, or names
    /// a parameter or object.
    pub(crate) fn role(self, own: Option<Role>, variant: bool, named: bool) -> Role {
        let Self { level, parent, before } = self;
        match own {
            Some(role) if level <= 2 => role,
            // Deeper headings have the role of what they stand under, if it has one: "Example" below
            // "Returned data" is still about the answer.
            Some(role) => match parent {
                Some(Role::Other) | None => role,
                Some(parent) if role == Role::Errors || parent == Role::Examples => {
                    role.max_of(parent)
                }
                Some(parent) => parent,
            },
            None => match parent {
                Some(parent) => parent,
                None if variant && matches!(before, Role::Params | Role::Answer) => before,
                None if variant => Role::Params,
                None if named && matches!(before, Role::Params | Role::Answer | Role::Handler) => {
                    before
                }
                None => Role::Other,
            },
        }
    }
}

/// The role that a heading names, in words of its own.
pub(super) fn role(words: &HeadingWords, label: &str) -> Option<Role> {
    let bare = label.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
    let of = [
        (Role::Params, &words.params),
        (Role::Examples, &words.examples),
        (Role::Answer, &words.answer),
        (Role::Errors, &words.errors),
        (Role::Handler, &words.handler),
        (Role::Related, &words.related),
    ];
    let exact = of.iter().find(|(_, list)| list.iter().any(|h| h == label || h == bare));
    let of_case = || words.params_of_case.iter().any(|begin| label.starts_with(&**begin));
    exact.map(|(role, _)| *role).or_else(|| of_case().then_some(Role::Params))
}

/// "1. By id": one of several ways to call the method.
pub(super) fn starts_with_ordinal(heading: &str) -> bool {
    let digits = heading.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && heading[digits..].starts_with('.')
}

impl Role {
    /// Of a heading's own role and its parent's, the one that says more.
    fn max_of(self, parent: Self) -> Self {
        if parent == Self::Examples && self == Self::Answer {
            Self::Answer
        } else if self == Self::Errors {
            Self::Errors
        } else {
            parent
        }
    }
}
