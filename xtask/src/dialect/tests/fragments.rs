//! A fragment that pages share reads as it reads in its place.

use super::super::Fragments;
use super::*;

const FRAGMENTS: &[(&str, &str)] = &[
    (
        "f/clean.md",
        "## T {#t}\n\ntext `a\\|b`\n\n#|\n|| a | `b\\|c` ||\n|#\n\n## U\n\n- 1\n    - 2",
    ),
    ("f/faulty.md", "before\n\n#|\n|| a | b\n|#\n\n```\nx"),
    ("f/nested.md", "{% include [c](clean.md) %}\n\n{% include [f](faulty.md) %}"),
    ("f/round.md", "a\n\n{% include [r](trip.md) %}"),
    ("f/trip.md", "b\n\n{% include [t](round.md) %}"),
    ("f/self.md", "{% include [s](self.md) %}"),
    (
        "f/deep.md",
        "> > > > > > > > > > > > > > > > > > deep\n\n> {% note %}\n> > - > x\n> {% endnote %}",
    ),
];

/// Places for an include, which stands where the `@` is.
const PLACES: &[&str] = &[
    "@\n\n@",
    "- item\n\n    @",
    "{% note %}\n\n@\n\n{% endnote %}",
    "{% list tabs %}\n\n- tab\n\n    @\n\n{% endlist %}",
    "#|\n|| cell | @ ||\n||\n\n@\n\n|\nx\n||\n|#",
    "> @",
    "- a\n\n    - b\n\n        {% cut \"c\" %}\n\n        @\n\n        {% endcut %}",
];

#[test]
fn shared_fragments_read_as_in_their_place() {
    let mut files = FRAGMENTS.to_vec();
    let mut pages = Vec::new();
    for place in PLACES {
        for (fragment, _) in FRAGMENTS {
            for form in ["{% include [t](F) %}", "{% include notitle [t](F#t) %}"] {
                let text = place.replace('@', &form.replace('F', fragment));
                pages.push((format!("p{}.md", pages.len()), text));
            }
        }
    }
    files.extend(pages.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let corpus = corpus(&files);
    let fragments = Fragments::new(&corpus);
    for file in corpus.ids().chain(corpus.ids()) {
        let mut shared = Diagnostics::default();
        let mut alone = Diagnostics::default();
        let a = fragments.page(file, &mut shared).blocks;
        let b = Parser::new(&corpus, file, &mut alone).file(file, 0);
        assert_eq!(format!("{a:#?}"), format!("{b:#?}"), "{}", corpus.file(file).text);
        assert_eq!(shared.0, alone.0, "{}", corpus.file(file).text);
    }
}
