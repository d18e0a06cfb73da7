//! [`Doc`](crate::dialect::Doc) → [`PageFacts`].

use b24_schema::{Text, Type};

use crate::corpus::{Corpus, FileId};
use crate::diag::{Diagnostic, Diagnostics};
use crate::dialect::{Block, BlockKind, Fragments};
use crate::prose::Markdown;
use crate::words::{self, CellWords, TableWords, Words};

use super::sections::Sections;
use super::{Auth, CallShape, Forms, Head, Item, PageFacts, PageKind, Read, Role, Section, Target};
use super::{head, intro, kind, links, name, text};

/// What the readers of the parts of a page share.
pub(crate) struct Reader<'c> {
    pub corpus: &'c Corpus,
    pub page: &'c str,
    pub words: &'static Words,
    pub diagnostics: Diagnostics,
    /// What is wrong with examples; of interest where the page keeps them.
    pub faults: Vec<Diagnostic>,
    /// Writes texts, where they are asked for.
    pub markdown: Option<Markdown<'c>>,
}

impl Reader<'_> {
    /// The text of `blocks`, where texts are asked for.
    pub(crate) fn text<'b, 'a: 'b>(&self, blocks: impl IntoIterator<Item = &'b Block<'a>>) -> Text {
        self.markdown.map(|markdown| markdown.text(blocks)).unwrap_or_default()
    }

    pub(crate) fn words(&self) -> &'static CellWords {
        &self.words.cells
    }

    pub(crate) fn tables(&self) -> &'static TableWords {
        &self.words.tables
    }

    pub(crate) fn target(&self, file: FileId, href: &str) -> Option<Target> {
        links::target(self.corpus, self.page, file, href)
    }
}

/// Reads one page of `corpus`. Never fails: what could not be understood is in the diagnostics.
pub fn page(corpus: &Corpus, file: FileId) -> Read {
    page_among(&Fragments::new(corpus), file, false)
}

/// Reads one of several pages, which share their fragments; see [`page`]. `texts` says whether its texts are wanted.
pub fn page_among(fragments: &Fragments<'_>, file: FileId, texts: bool) -> Read {
    let mut diagnostics = Diagnostics::default();
    let corpus = fragments.corpus();
    let doc = fragments.page(file, &mut diagnostics);
    let path = &corpus.file(file).path;
    let words = words::of(corpus.lang);
    let markdown = texts.then_some(Markdown { corpus, page: path, words: &words.prose });
    let faults = Vec::new();
    let mut reader = Reader { corpus, page: path, words, diagnostics, faults, markdown };

    let (title, blocks) = split_title(&doc.blocks);
    let intro_end = blocks
        .iter()
        .position(|b| matches!(b.kind, BlockKind::Heading { .. }))
        .unwrap_or(blocks.len());
    let intro: Vec<&Block<'_>> = blocks[..intro_end].iter().collect();
    let mut head = Head::default();
    let labels = head::read(&reader, &intro, &mut head);
    let mut sections = Sections::read(&mut reader, blocks);
    head.positional = sections.positional;
    head.file = sections.file;

    // A section without a table only says that there are no parameters.
    let of_params = |s: &&Section| {
        s.role == Role::Params && s.level > 1 && s.subject.is_none() && s.holds_fields()
    };
    let params: Vec<Text> =
        sections.list.iter().filter(of_params).map(|s| s.text.clone()).collect();
    drop_known_calls(&mut sections.list);
    let mut calls = calls(&sections.list);
    // Calls with an address first: they decide on the name.
    calls.sort_by_key(|call| call.auth);
    let evidence = name::Evidence { title: &title, intro: intro_code(&intro), path, calls: &calls };
    let method = name::decide(&evidence);
    let signs = kind::Signs {
        path,
        title: &title,
        labels,
        method: method.as_deref(),
        sections: &sections.list,
        scopes: !sections.scopes.is_empty(),
    };
    let kind = kind::decide(&signs);
    match kind {
        PageKind::Method => {
            head.name = method.unwrap_or_default();
            head.rest =
                head.rest.or_else(|| name::rest(&head.name, &calls)).or(Some(b24_schema::Rest::V2));
        }
        PageKind::Event => {
            head.name = kind::event_name(&title).unwrap_or_default().to_owned();
            head.rest = None;
        }
        _ => head = Head::default(),
    }
    tidy(kind, &mut sections.list);
    // A short page has its table of parameters right under the title.
    if kind == PageKind::Method
        && !sections.list.iter().any(|s| s.role == Role::Params)
        && let Some(top) = sections.list.first_mut().filter(|s| s.level == 1)
    {
        top.role = Role::Params;
    }
    let text = match kind {
        PageKind::Method => intro::of_page(&reader, &intro, head.who, params.into_iter()),
        _ => Text::default(),
    };
    // Of a page that shows how others are called, only the call of its own method tells what that answers.
    let own = |(name, _): &(String, Type)| name.is_empty() || name.eq_ignore_ascii_case(&head.name);
    let payload = sections.payloads.into_iter().find(own).map(|(_, ty)| ty);
    let told = sections.list.iter().any(holds_tables);
    let instead = match kind {
        PageKind::Types if !told => noted(&reader, blocks),
        _ => Vec::new(),
    };
    let forms = match kind {
        PageKind::Types | PageKind::Overview => sections.forms.settle(&sections.list),
        _ => Forms::default(),
    };
    let facts = PageFacts {
        path: path.clone(),
        lang: corpus.lang,
        kind,
        title,
        head,
        sections: sections.list,
        scopes: sections.scopes,
        payload: payload.filter(|_| kind == PageKind::Method),
        instead,
        forms,
        text,
    };
    let mut diagnostics = reader.diagnostics;
    if keeps_examples(kind) {
        diagnostics.0.append(&mut reader.faults);
    }
    Read { facts, diagnostics }
}

/// Whether a section has a table of fields, of types, or of codes.
fn holds_tables(section: &Section) -> bool {
    let is_table = |item: &Item| {
        matches!(item, Item::Fields(_) | Item::Types(_) | Item::Constants(_) | Item::Values(_))
    };
    section.flat().any(is_table)
}

/// What the notes of a page point to, but for those that recommend tools.
fn noted(reader: &Reader<'_>, blocks: &[Block<'_>]) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for block in blocks {
        let BlockKind::Note { blocks, .. } = &block.kind else { continue };
        if intro::is_on_tools(reader, blocks) {
            continue;
        }
        head::visit(blocks, &mut |block, inlines| {
            let mut hrefs = Vec::new();
            text::hrefs(inlines, &mut hrefs);
            let found = hrefs.iter().filter_map(|href| reader.target(block.span.file, href));
            for target in found {
                if !targets.contains(&target) {
                    targets.push(target);
                }
            }
        });
    }
    targets
}

/// The text of the first heading, and the blocks after it.
fn split_title<'b, 'a>(blocks: &'b [Block<'a>]) -> (String, &'b [Block<'a>]) {
    match blocks {
        [Block { kind: BlockKind::Heading { text, .. }, .. }, rest @ ..] => {
            (text::fold(&text::plain(text)).into_owned(), rest)
        }
        _ => (String::new(), blocks),
    }
}

/// The first code span of the introduction's own paragraphs.
fn intro_code<'b>(intro: &[&'b Block<'_>]) -> Option<&'b str> {
    intro.iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph(inlines) => inlines.iter().find_map(|inline| match inline {
            crate::dialect::Inline::Code(code) => Some(&**code),
            crate::dialect::Inline::Link { text, .. } => {
                text.iter().find_map(|inline| match inline {
                    crate::dialect::Inline::Code(code) => Some(&**code),
                    _ => None,
                })
            }
            _ => None,
        }),
        _ => None,
    })
}

/// Leaves only the first of equal calls on the page; an application's call that sends what the
/// webhook's does, and a library's call that sends what another does, say nothing new.
fn drop_known_calls(sections: &mut [Section]) {
    let all = calls(sections);
    let mut new = vec![false; all.len()];
    let mut seen: Vec<&CallShape> = Vec::new();
    for pass in [Auth::Webhook, Auth::App, Auth::Library] {
        for (call, new) in all.iter().zip(&mut new).filter(|(call, _)| call.auth == pass) {
            let known = seen.iter().any(|known| {
                known.method == call.method
                    && (known.rest == call.rest || call.rest.is_none())
                    && known.params == call.params
            });
            if !known {
                seen.push(call);
                *new = true;
            }
        }
    }
    let mut new = new.into_iter();
    for_items(sections, &mut |items| {
        items.retain(|item| !matches!(item, Item::Call(_)) || new.next() == Some(true));
    });
}

/// The calls of the page, in the order of [`for_items`].
fn calls(sections: &[Section]) -> Vec<&CallShape> {
    fn walk<'s>(items: &'s [Item], out: &mut Vec<&'s CallShape>) {
        out.extend(items.iter().filter_map(|item| match item {
            Item::Call(call) => Some(call),
            _ => None,
        }));
        for item in items {
            if let Item::Tabs(tabs) = item {
                tabs.iter().for_each(|tab| walk(&tab.items, out));
            }
        }
    }
    let mut out = Vec::new();
    sections.iter().for_each(|section| walk(&section.items, &mut out));
    out
}

/// Calls `f` with every list of items, those in tabs too.
fn for_items(sections: &mut [Section], f: &mut dyn FnMut(&mut Vec<Item>)) {
    fn walk(items: &mut Vec<Item>, f: &mut dyn FnMut(&mut Vec<Item>)) {
        f(items);
        for item in items {
            if let Item::Tabs(tabs) = item {
                for tab in tabs {
                    walk(&mut tab.items, f);
                }
            }
        }
    }
    for section in sections {
        walk(&mut section.items, f);
    }
}

fn keeps_examples(kind: PageKind) -> bool {
    matches!(kind, PageKind::Method | PageKind::Event)
}

/// Drops what is no fact on a page of this kind, then what holds nothing.
pub(crate) fn tidy(kind: PageKind, sections: &mut Vec<Section>) {
    let examples = keeps_examples(kind);
    let anything = !matches!(kind, PageKind::Other | PageKind::Fragment | PageKind::Scopes);
    for_items(sections, &mut |items| {
        items.retain(|item| match item {
            Item::Body(_) => examples,
            // A page on a format shows it in calls.
            Item::Call(_) => examples || kind == PageKind::Types,
            Item::Links(_) => kind == PageKind::Method,
            _ => anything,
        });
        for item in items.iter_mut() {
            if let Item::Tabs(tabs) = item {
                tabs.retain(|tab| !tab.items.is_empty());
            }
        }
    });
    for_items(sections, &mut |items| {
        items.retain(|item| !matches!(item, Item::Tabs(tabs) if tabs.is_empty()));
    });
    // Tabs that hold one thing each and nothing but calls are no alternatives: the calls are.
    for section in &mut *sections {
        flatten_calls(&mut section.items);
    }
    // A heading without facts is kept only where sections below it rely on its role.
    let needed: Vec<bool> = (0..sections.len())
        .map(|i| !sections[i].items.is_empty() || keeps_role(&sections[i..]))
        .collect();
    let mut needed = needed.into_iter();
    sections.retain(|_| needed.next().unwrap_or(false));
}

/// Whether a deeper section with content follows before the next one of the same level.
fn keeps_role(sections: &[Section]) -> bool {
    let Some((first, rest)) = sections.split_first() else { return false };
    first.role != Role::Other
        && first.level > 1
        && rest.iter().take_while(|s| s.level > first.level).any(|s| !s.items.is_empty())
}

fn flatten_calls(items: &mut Vec<Item>) {
    let mut out = Vec::with_capacity(items.len());
    for item in items.drain(..) {
        match item {
            Item::Tabs(tabs)
                if tabs
                    .iter()
                    .flat_map(|tab| &tab.items)
                    .all(|i| matches!(i, Item::Call(_) | Item::Body(_))) =>
            {
                out.extend(tabs.into_iter().flat_map(|tab| tab.items));
            }
            item => out.push(item),
        }
    }
    *items = out;
}
