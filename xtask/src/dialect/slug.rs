//! The automatic id of a heading.

/// Characters that an id writes in other letters. The capital ones need no entry: an id is lower case.
const LETTERS: &[(char, &str)] = &[
    ('а', "a"),
    ('б', "b"),
    ('в', "v"),
    ('г', "g"),
    ('д', "d"),
    ('е', "e"),
    ('ё', "yo"),
    ('ж', "zh"),
    ('з', "z"),
    ('и', "i"),
    ('й', "j"),
    ('к', "k"),
    ('л', "l"),
    ('м', "m"),
    ('н', "n"),
    ('о', "o"),
    ('п', "p"),
    ('р', "r"),
    ('с', "s"),
    ('т', "t"),
    ('у', "u"),
    ('ф', "f"),
    ('х', "h"),
    ('ц', "c"),
    ('ч', "ch"),
    ('ш', "sh"),
    ('щ', "sh"),
    ('ъ', "u"),
    ('ы', "y"),
    ('ь', ""),
    ('э', "e"),
    ('ю', "yu"),
    ('я', "ya"),
    ('$', "dollar"),
    ('%', "percent"),
    ('&', "and"),
    ('<', "less"),
    ('>', "greater"),
    ('|', "or"),
    ('€', "euro"),
    ('₽', "russian ruble"),
    ('™', "tm"),
    ('–', "-"),
];

/// What never comes into an id, the typographic forms of the same characters included.
const DROPPED: &str = "*+~.()'\"!:@`“”„‘’…•†";

/// The id a heading of that text gets when it has none of its own: lower case, Latin letters, hyphens
/// for spaces.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_whitespace() || c == '-' {
            gap = true;
            continue;
        }
        if DROPPED.contains(c) {
            continue;
        }
        if gap && !slug.is_empty() {
            slug.push('-');
        }
        gap = false;
        match LETTERS.iter().find(|(from, _)| *from == c) {
            Some((_, to)) => slug.extend(to.chars().map(|c| if c == ' ' { '-' } else { c })),
            None => slug.push(c),
        }
    }
    slug
}
