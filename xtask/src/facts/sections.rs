//! Headings and what stands under them.

use std::borrow::Cow;

use b24_schema::{Rest, Text, Type};

use crate::dialect::{self, Block, BlockKind, Inline};
use crate::examples;

use super::about;
use super::bullets;
use super::codes;
use super::constants;
use super::forms;
use super::head::says;
use super::intro;
use super::kinds;
use super::place::{Place, role, starts_with_ordinal};
use super::read::Reader;
use super::rows::{self, TableKind};
use super::subject::{Names, parameter_of, subject};
use super::text::{self, label};
use super::values::values;
use super::{
    Auth, BodyShape, CallShape, FieldTable, Forms, Item, Origin, Role, ScopeRow, Section, TabFacts,
};

/// Longest title of a tab kept, in characters: titles are names.
const TAB_CHARS: usize = 48;

/// Longest label of a line, with its marks, in bytes: labels are a few words.
const LABEL_BYTES: usize = 120;

/// Longest slug kept as an anchor, in words: links point to names.
const SLUG_WORDS: usize = 4;

/// Longest paragraph that does nothing but lead to another section, in words: "See the description of sale_order".
const LEADING_WORDS: usize = 8;

/// The fence of examples that declare types.
pub(crate) const TYPESCRIPT: &str = "ts";

/// The sections of a page, and what is found on the way.
#[derive(Default)]
pub(crate) struct Sections {
    pub list: Vec<Section>,
    pub scopes: Vec<ScopeRow>,
    pub positional: bool,
    pub file: bool,
    /// What calls are declared to answer, each with the method's name.
    pub payloads: Vec<(String, Type)>,
    /// The forms in which what the page describes is given.
    pub forms: Forms,
    /// The slug of each section's heading, where it has no id.
    slugs: Vec<String>,
    /// The HTTP status named by the line before.
    status: Option<u16>,
    /// The error code named by the line before.
    code: Option<String>,
    /// Whether the paragraph before says that values follow.
    lists: bool,
    /// Which sections do nothing but lead to another, each with the anchor of that.
    leading: Vec<(usize, String)>,
}

impl Sections {
    pub(crate) fn read(reader: &mut Reader<'_>, blocks: &[Block<'_>]) -> Self {
        let names = Names::read(blocks);
        let mut sections =
            Self { list: vec![Section { level: 1, ..Section::default() }], ..Self::default() };
        sections.slugs.push(String::new());
        let mut said: Vec<&Block<'_>> = Vec::new();
        for block in blocks {
            if let BlockKind::Heading { level, text, anchors } = &block.kind {
                sections.say(reader, &mut said);
                sections.open(reader, *level, text, anchors, &names);
            } else {
                if reader.markdown.is_some() && intro::is_said(reader, block) {
                    said.push(block);
                }
                let mut items = Vec::new();
                sections.block(reader, block, "", &mut items);
                if let Some(section) = sections.list.last_mut() {
                    section.items.append(&mut items);
                }
            }
        }
        sections.say(reader, &mut said);
        sections.settle_anchors();
        sections
    }

    /// Gives the last section the text of what is said in it. Examples speak for themselves.
    fn say(&mut self, reader: &Reader<'_>, said: &mut Vec<&Block<'_>>) {
        let said = said.drain(..);
        if let Some(section) = self.list.last_mut().filter(|section| section.role != Role::Examples)
        {
            section.text = reader.text(said);
        }
    }

    /// A heading that only stands over deeper ones gives its anchors to the first of them: links to
    /// it mean what is described there. A heading without an id has the first words of its slug:
    /// nobody links to a whole sentence.
    fn settle_anchors(&mut self) {
        for i in 0..self.list.len().saturating_sub(1) {
            let (upper, lower) = self.list.split_at_mut(i + 1);
            let (over, under) = (&mut upper[i], &mut lower[0]);
            let stands_over =
                over.role == Role::Other && over.items.is_empty() && under.level > over.level;
            if stands_over && over.level > 1 && !over.anchors.is_empty() {
                let mut anchors = over.anchors.clone();
                anchors.append(&mut under.anchors);
                under.anchors = anchors;
            }
        }
        for (section, slug) in self.list.iter_mut().zip(std::mem::take(&mut self.slugs)) {
            if section.anchors.is_empty() && !slug.is_empty() {
                section
                    .anchors
                    .push(slug.split('-').take(SLUG_WORDS).collect::<Vec<_>>().join("-"));
            }
        }
        self.settle_leading();
    }

    /// A section that only says "See [order](#order)" gives its anchors to that: links to it mean what is described
    /// there.
    fn settle_leading(&mut self) {
        for (at, anchor) in std::mem::take(&mut self.leading) {
            let over = self.list.get(at + 1).is_some_and(|next| next.level > self.list[at].level);
            let described = |section: &Section| {
                section.anchors.contains(&anchor) && section.rows().next().is_some()
            };
            if self.list[at].level > 1
                && self.list[at].items.is_empty()
                && !over
                && let Some(to) = self.list.iter().position(described)
            {
                let mut anchors = std::mem::take(&mut self.list[at].anchors);
                self.list[to].anchors.append(&mut anchors);
            }
        }
    }

    fn open(
        &mut self,
        reader: &Reader<'_>,
        level: u8,
        inlines: &[Inline<'_>],
        anchors: &[Cow<'_, str>],
        names: &Names<'_>,
    ) {
        let words = &reader.words.headings;
        let plain = text::plain(inlines);
        let label = label(&plain);
        let (subject, of) = match parameter_of(words, inlines, &plain) {
            Some((parameter, method)) => (Some(parameter), Some(method)),
            None => (subject(words, inlines, &plain, names), None),
        };
        let variant = starts_with_ordinal(&plain);
        let own = role(words, &label);
        let seen = self.list.iter().map(|section| (section.level, section.role));
        // What another method takes is no part of the section before.
        let named = subject.is_some() && of.is_none();
        let role = Place::after(seen, level).role(own, variant, named);
        // Only a heading without an id needs its slug.
        let slug = if anchors.is_empty() { slug(&plain) } else { String::new() };
        let anchors = anchors.iter().map(|a| a.to_lowercase()).collect();
        let subject = subject.filter(|s| own.is_none() || s.contains(['_', '.']));
        let (items, text) = (Vec::new(), Text::default());
        self.list.push(Section { level, role, subject, of, variant, anchors, items, text });
        self.slugs.push(slug);
        self.status = None;
        self.code = None;
    }

    fn role(&self) -> Role {
        self.list.last().map_or(Role::Other, |s| s.role)
    }

    fn block(
        &mut self,
        reader: &mut Reader<'_>,
        block: &Block<'_>,
        tab: &str,
        items: &mut Vec<Item>,
    ) {
        let lists = std::mem::take(&mut self.lists) && self.role() == Role::Other;
        match &block.kind {
            BlockKind::Heading { .. } => {}
            BlockKind::Paragraph(inlines) => {
                self.lists = about::says_values(reader.words(), inlines);
                self.paragraph(reader, inlines);
                if let Some(anchor) = leads_to(inlines) {
                    self.leading.push((self.list.len() - 1, anchor));
                }
                if let (Some(section), true) = (self.list.last_mut(), items.is_empty()) {
                    about::choice_below(reader, inlines, &mut section.items);
                }
            }
            BlockKind::Quote(blocks) | BlockKind::Cut { blocks, .. } => {
                self.blocks(reader, blocks, tab, items)
            }
            BlockKind::Note { blocks, .. } => self.blocks(reader, blocks, tab, items),
            BlockKind::List(list) => {
                if let Some(codes) = bullets::codes(list).filter(|_| lists) {
                    items.push(Item::Values(values(reader.words(), codes)));
                } else if self.role() == Role::Related {
                    self.related(reader, list, items);
                } else {
                    self.forms.list(&reader.words.forms, list);
                    for item in list {
                        self.blocks(reader, item, tab, items);
                    }
                }
            }
            BlockKind::Code { info, text } => {
                let code = Code { info, text, tab, origin: Origin(block.span) };
                self.code(reader, &code, items);
            }
            BlockKind::Table(table) => self.table(reader, block, table, items),
            BlockKind::Tabs(tabs) => {
                let mut out = Vec::new();
                for tab in tabs {
                    let title = text::plain(&tab.title);
                    let title = text::fold(&title);
                    let mut inner = Vec::new();
                    self.blocks(reader, &tab.blocks, &title, &mut inner);
                    if !inner.is_empty() {
                        let title = if title.chars().count() <= TAB_CHARS {
                            title.into_owned()
                        } else {
                            String::new()
                        };
                        out.push(TabFacts { title, items: inner });
                    }
                }
                if !out.is_empty() {
                    items.push(Item::Tabs(out));
                }
            }
        }
    }

    fn blocks(
        &mut self,
        reader: &mut Reader<'_>,
        blocks: &[Block<'_>],
        tab: &str,
        items: &mut Vec<Item>,
    ) {
        for block in blocks {
            self.block(reader, block, tab, items);
        }
    }

    /// Lines that say something about what follows: the status of a body, the code of a table.
    fn paragraph(&mut self, reader: &Reader<'_>, inlines: &[Inline<'_>]) {
        let words = &reader.words.tables;
        let mut plain = String::new();
        for line in text::split_lines(inlines) {
            plain.clear();
            text::push_plain(line, &mut plain);
            let Some((name, rest)) = plain.split_once(':') else { continue };
            if name.len() > LABEL_BYTES {
                continue;
            }
            let name = label(name);
            if words.status_line.contains(&name) {
                self.status = codes::status(rest);
            } else if words.error_code_line.contains(&name) {
                let code = rest.trim().trim_matches(['`', '.', '*']);
                if !code.contains(' ') && !code.is_empty() {
                    self.code = Some(code.to_owned());
                }
            }
        }
        plain.clear();
        text::push_plain(inlines, &mut plain);
        let (lower, words) = (text::lower(&plain), &reader.words.head);
        self.positional |= says(&words.positional, &lower);
        self.file |= says(&words.file, &lower);
        self.footnote(reader, inlines);
    }

    /// What the scope list says below its table: deprecated codes, and codes in running text.
    fn footnote(&mut self, reader: &Reader<'_>, inlines: &[Inline<'_>]) {
        if self.scopes.is_empty() {
            return;
        }
        let plain = text::plain(inlines);
        let lower = text::lower(&plain);
        if reader.words.head.deprecated_scopes.iter().any(|w| lower.contains(w.as_str())) {
            let list = plain.split(['—', '–']).nth(1).unwrap_or("").split('.').next().unwrap_or("");
            for code in list.split(',').map(str::trim).filter(|c| super::head::is_scope(c)) {
                self.scopes.push(scope(code, true));
            }
        } else if let Some(Inline::Code(code)) = inlines.first()
            && super::head::is_scope(code)
        {
            self.scopes.push(scope(code, false));
        }
    }

    fn related(&self, reader: &Reader<'_>, list: &[Vec<Block<'_>>], items: &mut Vec<Item>) {
        let mut targets = Vec::new();
        for block in list.iter().flatten() {
            if let BlockKind::Paragraph(inlines) = &block.kind {
                let mut hrefs = Vec::new();
                text::hrefs(inlines, &mut hrefs);
                targets.extend(
                    hrefs.into_iter().filter_map(|href| reader.target(block.span.file, href)),
                );
            }
        }
        if !targets.is_empty() {
            items.push(Item::Links(targets));
        }
    }

    fn code(&mut self, reader: &mut Reader<'_>, code: &Code<'_>, items: &mut Vec<Item>) {
        let Code { info, text, tab, origin } = *code;
        let role = self.role();
        if info.trim().eq_ignore_ascii_case(TYPESCRIPT) {
            let all = examples::payloads(text).into_iter();
            self.payloads.extend(all.map(|(method, ty)| (method.to_owned(), ty)));
        }
        let (calls, faults) = examples::calls(info, tab, text);
        // The library for Python renames parameters.
        let python = |call: &examples::Call| call.lang == examples::SnippetLang::Python;
        if calls.is_empty() || !calls.iter().all(python) {
            let faults = reader.faults(origin.0, text, faults);
            reader.faults.extend(faults);
        }
        for call in calls.into_iter().filter(|call| !python(call)) {
            let call = CallShape {
                method: call.method,
                rest: call.rest3.map(|v3| if v3 { Rest::V3 } else { Rest::V2 }),
                auth: match call.auth {
                    examples::Auth::Webhook => Auth::Webhook,
                    examples::Auth::OAuth => Auth::App,
                    examples::Auth::Unknown => Auth::Library,
                },
                params: call.params.map(|params| reader.neutral(origin.0, params)),
                origin,
            };
            items.push(Item::Call(call));
        }
        if !matches!(role, Role::Answer | Role::Errors | Role::Handler)
            && let Some(shown) = forms::shown(info, text)
        {
            self.forms.shown.push(reader.neutral(origin.0, shown));
        }
        let json = info.is_empty() || info.trim().eq_ignore_ascii_case("json");
        if json && matches!(role, Role::Answer | Role::Errors | Role::Handler) {
            let (json, faults) = examples::answer(text);
            let faults = reader.faults(origin.0, text, faults);
            reader.faults.extend(faults);
            let Some(json) = json else { return };
            let json = reader.neutral(origin.0, json);
            let body = BodyShape { status: self.status.take(), json, origin };
            if !items.iter().any(|item| matches!(item, Item::Body(known) if *known == body)) {
                items.push(Item::Body(body));
            }
        }
    }

    fn table(
        &mut self,
        reader: &mut Reader<'_>,
        block: &Block<'_>,
        table: &[dialect::Row<'_>],
        items: &mut Vec<Item>,
    ) {
        if let Some((list, rows)) = kinds::table(reader, table) {
            if let Some(section) = self.list.last_mut() {
                section.subject.get_or_insert(list);
            }
            return items.push(Item::Fields(FieldTable { rows, span: block.span }));
        }
        let columns = rows::columns(reader.tables(), table, self.role() == Role::Errors);
        match columns.kind {
            TableKind::Fields => {
                let rows = rows::field_rows(reader, table, &columns);
                if !rows.is_empty() {
                    items.push(Item::Fields(FieldTable { rows, span: block.span }));
                }
            }
            TableKind::Types => {
                let rows = rows::type_rows(reader, table);
                if !rows.is_empty() {
                    items.push(Item::Types(rows));
                }
                items.extend(constants::of_types(table).map(Item::Constants));
            }
            TableKind::Errors => {
                let rows = codes::error_rows(reader, table, &columns, self.code.take().as_deref());
                if !rows.is_empty() {
                    items.push(Item::Errors(rows));
                }
            }
            TableKind::Constants => items.extend(constants::table(table).map(Item::Constants)),
            TableKind::Values => {
                items.push(Item::Values(constants::codes(reader, table, columns.description)));
            }
            TableKind::Scopes => self.scopes.extend(codes::scope_rows(table)),
            TableKind::Unknown => {
                if matches!(self.role(), Role::Params | Role::Answer) {
                    reader.diagnostics.note(
                        "table-unknown",
                        block.span,
                        "this table is neither of fields nor of types",
                    );
                }
            }
        }
    }
}

/// The slug of a heading without what cannot stand in an id. A heading without any letter has one too, or
/// its canonical form would bring its own.
fn slug(heading: &str) -> String {
    let mut slug = dialect::slug(heading);
    slug.retain(|c| !matches!(c, '{' | '}') && !c.is_whitespace());
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// A block of code, and the title of the tab it stands in.
#[derive(Clone, Copy)]
struct Code<'b> {
    info: &'b str,
    text: &'b str,
    tab: &'b str,
    origin: Origin,
}

fn scope(code: &str, deprecated: bool) -> ScopeRow {
    ScopeRow {
        codes: vec![code.to_owned()],
        title: String::new(),
        tool: String::new(),
        versions: Vec::new(),
        deprecated,
    }
}

/// The anchor that a short paragraph with one link leads to, on its own page.
fn leads_to(inlines: &[Inline<'_>]) -> Option<String> {
    let mut hrefs = Vec::new();
    text::hrefs(inlines, &mut hrefs);
    let [href] = hrefs.as_slice() else { return None };
    let anchor = href.trim().strip_prefix('#')?.to_lowercase();
    (text::plain(inlines).split_whitespace().count() <= LEADING_WORDS).then_some(anchor)
}
