//! `#| … |#` tables: finding rows and cells.
//!
//! The scan walks a region line by line and stops at pipes, backticks and backslashes only. It tells
//! where cells are; what is in them is parsed like any other region.

use std::ops::Range;

use super::lines::{Fence, Line, heading, indent, is_blank, is_space};

/// A table as found, or what there is of one that does not end.
#[derive(Debug)]
pub(super) struct TableScan {
    pub(super) rows: Vec<RowScan>,
    /// The cells of all rows.
    pub(super) cells: Vec<CellScan>,
    /// From `#|` to `|#`.
    pub(super) span: Line,
    /// The first line after it.
    pub(super) end_line: usize,
    /// What follows `|#` on its line.
    pub(super) tail: Line,
    /// Whether `|#` was found.
    pub(super) closed: bool,
    /// What is wrong with it.
    pub(super) faults: Vec<(Fault, Line)>,
}

/// A row as found.
#[derive(Debug)]
pub(super) struct RowScan {
    pub(super) span: Line,
    /// Which of the table's cells are its.
    pub(super) cells: Range<usize>,
}

/// A cell: its place, and the lines of the region it touches.
#[derive(Clone, Copy, Debug)]
pub(super) struct CellScan {
    pub(super) span: Line,
    pub(super) first_line: usize,
    pub(super) last_line: usize,
}

/// What can be wrong with a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    RowUnclosed,
    RowBullet,
    StrayRowMark,
    TextBetweenRows,
    FenceUnclosed,
}

/// What the scan of a region learns on the way, so that no line is searched twice in vain.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// A table was found that never ends: the next ones end at a heading at the latest.
    pub(super) unclosed_table: bool,
    /// Up to this line no fence of that byte and at least that length ends.
    no_fence_end: Option<(u8, usize, usize)>,
}

/// Scans the table that starts at `lines[first]`, which starts with `#|`.
pub(super) fn scan(text: &str, lines: &[Line], first: usize, memory: &mut Memory) -> TableScan {
    if !memory.unclosed_table {
        let scan = Scan::new(text, lines, first, false, memory).run();
        if scan.closed || scan.end_line < lines.len() {
            return scan;
        }
        memory.unclosed_table = true;
    }
    Scan::new(text, lines, first, true, memory).run()
}

struct Scan<'s, 'm> {
    text: &'s str,
    lines: &'s [Line],
    memory: &'m mut Memory,
    /// Whether a heading ends the table.
    strict: bool,
    first: usize,
    line: usize,
    pos: usize,
    rows: Vec<RowScan>,
    cells: Vec<CellScan>,
    row_start: Option<usize>,
    cell_start: (usize, usize),
    /// How many tables inside a cell are open.
    nested: usize,
    /// Where text between rows began.
    loose: Option<usize>,
    faults: Vec<(Fault, Line)>,
    /// Lengths of backtick runs that end no span on the current line any more.
    dead_runs: Vec<usize>,
}

enum Step {
    Go,
    NextLine,
    Closed,
    /// The table ends before the current line.
    Broken,
}

impl<'s, 'm> Scan<'s, 'm> {
    fn new(
        text: &'s str,
        lines: &'s [Line],
        first: usize,
        strict: bool,
        memory: &'m mut Memory,
    ) -> Self {
        Self {
            text,
            lines,
            memory,
            strict,
            first,
            line: first,
            pos: 0,
            rows: Vec::new(),
            cells: Vec::new(),
            row_start: None,
            cell_start: (0, 0),
            nested: 0,
            loose: None,
            faults: Vec::new(),
            dead_runs: Vec::new(),
        }
    }

    fn run(mut self) -> TableScan {
        let bytes = self.text.as_bytes();
        let first = self.lines[self.first];
        let start = first.start as usize + indent(first.bytes(self.text)).1;
        self.pos = start + 2;
        let mut closed = false;
        let mut fresh = false;
        'lines: while self.line < self.lines.len() {
            if fresh {
                match self.line_start() {
                    Step::Go => {}
                    Step::NextLine => continue,
                    Step::Closed => {
                        closed = true;
                        break;
                    }
                    Step::Broken => break,
                }
            }
            self.dead_runs.clear();
            loop {
                // A fence may have moved the scan to another line.
                let end = self.lines[self.line].end as usize;
                let Some(at) = memchr::memchr3(b'|', b'`', b'\\', &bytes[self.pos..end]) else {
                    break;
                };
                let at = self.pos + at;
                self.note_loose(self.pos, at);
                self.pos = at;
                match bytes[at] {
                    b'\\' => {
                        let escapes =
                            bytes[..end].get(at + 1).is_some_and(u8::is_ascii_punctuation);
                        self.pos = at + 1 + usize::from(escapes);
                        self.note_loose(at, self.pos);
                    }
                    b'`' => self.backticks(end),
                    _ => match self.pipe(end) {
                        Step::Go => {}
                        Step::NextLine => continue 'lines,
                        Step::Closed => {
                            closed = true;
                            break 'lines;
                        }
                        Step::Broken => break 'lines,
                    },
                }
            }
            self.note_loose(self.pos, self.lines[self.line].end as usize);
            self.next_line();
            fresh = true;
        }
        self.finish(start, closed)
    }

    fn finish(mut self, start: usize, closed: bool) -> TableScan {
        let (end, tail, end_line) = if closed {
            let line = self.lines[self.line];
            (
                self.pos,
                Line { start: self.pos as u32, end: line.end }.trim(self.text),
                self.line + 1,
            )
        } else {
            let end_line = self.line.max(self.first + 1);
            let rest = self.lines[self.first + 1..end_line].iter().rev();
            let last = rest.map(|line| line.trim(self.text)).find(|line| line.start < line.end);
            let end = last.map_or(self.lines[self.first].trim(self.text).end, |line| line.end);
            self.pos = end as usize;
            (end as usize, Line { start: end, end }, end_line)
        };
        if self.row_start.is_some() {
            // `pos` is behind `|#`, the row ends before it.
            let at = if closed { self.pos - 2 } else { end };
            let line = if closed { self.line } else { end_line - 1 };
            self.unclosed(at);
            self.close_row(at, line, at);
        }
        self.end_loose(if closed { end - 2 } else { end });
        TableScan {
            rows: self.rows,
            cells: self.cells,
            span: Line { start: start as u32, end: end as u32 },
            end_line,
            tail,
            closed,
            faults: self.faults,
        }
    }

    fn next_line(&mut self) {
        self.line += 1;
        if let Some(line) = self.lines.get(self.line) {
            self.pos = line.start as usize;
        }
    }

    /// What only counts at the start of a line: fences, nested tables, the end of the table.
    fn line_start(&mut self) -> Step {
        let line = self.lines[self.line];
        let bytes = line.bytes(self.text);
        let at = indent(bytes).1;
        match bytes.get(at) {
            Some(b'`' | b'~') => self.fence(self.line),
            Some(b'#') if bytes.get(at + 1) == Some(&b'|') => {
                if self.row_start.is_none() && self.nested == 0 {
                    return Step::Broken;
                }
                self.nested += 1;
                self.pos = line.start as usize + at + 2;
                Step::Go
            }
            // No heading stands between rows, nor in a row of a table that does not end.
            Some(b'#') if (self.strict || self.row_start.is_none()) && heading(bytes).is_some() => {
                Step::Broken
            }
            Some(b'|') if bytes.get(at + 1) == Some(&b'#') => {
                self.pos = line.start as usize + at + 2;
                self.close_table()
            }
            _ => Step::Go,
        }
    }

    fn close_table(&mut self) -> Step {
        if self.nested > 0 {
            self.nested -= 1;
            return Step::Go;
        }
        Step::Closed
    }

    /// Skips the fence that opens at `pos`, which is the start of a line or of a cell.
    fn fence(&mut self, line: usize) -> Step {
        let rest = Line { start: self.pos as u32, end: self.lines[line].end };
        let Some(fence) = Fence::open(rest.bytes(self.text)) else {
            return Step::Go;
        };
        if let Some((byte, len, until)) = self.memory.no_fence_end
            && byte == fence.byte
            && len <= fence.len
            && line < until
        {
            self.fence_unclosed(rest);
            return Step::Go;
        }
        let fence = Fence { indent: usize::MAX / 2, ..fence };
        let mut end = line + 1;
        while let Some(next) = self.lines.get(end) {
            let bytes = next.bytes(self.text);
            let at = indent(bytes).1;
            // No example holds a table of this dialect, but a fence that was not closed is followed
            // by the end of its table, or by the next table.
            if matches!(bytes.get(at..at + 2), Some(b"|#" | b"#|")) {
                break;
            }
            if let Some(after) = fence.closing(bytes)
                && (is_blank(&bytes[after..])
                    || bytes[after..].trim_ascii_start().starts_with(b"|"))
            {
                self.line = end;
                self.pos = next.start as usize + after;
                return self.after_fence();
            }
            end += 1;
        }
        self.memory.no_fence_end = Some((fence.byte, fence.len, end));
        self.fence_unclosed(rest);
        Step::Go
    }

    /// A row or a cell may end on the line that closes a fence.
    fn after_fence(&mut self) -> Step {
        let end = self.lines[self.line].end as usize;
        if self.text.as_bytes()[self.pos..end].iter().all(|b| is_space(*b)) {
            self.next_line();
            return if self.line < self.lines.len() { Step::NextLine } else { Step::Broken };
        }
        Step::Go
    }

    fn fence_unclosed(&mut self, span: Line) {
        self.faults.push((Fault::FenceUnclosed, span));
        // Its backticks are no span either: nothing is to be found on this line.
        self.pos = span.start as usize + indent(span.bytes(self.text)).1;
        let bytes = self.text.as_bytes();
        while self.pos < span.end as usize && matches!(bytes[self.pos], b'`' | b'~') {
            self.pos += 1;
        }
    }

    /// Skips a code span that ends on its line; a run of backticks without a partner is text.
    fn backticks(&mut self, end: usize) {
        let bytes = self.text.as_bytes();
        let run = |at: usize| bytes[at..end].iter().take_while(|b| **b == b'`').count();
        let len = run(self.pos);
        let after = self.pos + len;
        let mut at = after;
        if !self.dead_runs.contains(&len) {
            while let Some(next) = memchr::memchr(b'`', &bytes[at..end]) {
                let found = run(at + next);
                at += next + found;
                if found == len {
                    self.note_loose(self.pos, at);
                    self.pos = at;
                    return;
                }
            }
            self.dead_runs.push(len);
        }
        self.note_loose(self.pos, after);
        self.pos = after;
    }

    fn pipe(&mut self, end: usize) -> Step {
        let bytes = self.text.as_bytes();
        let at = self.pos;
        let rest = |from: usize| is_blank(&bytes[from..end]);
        match bytes[..end].get(at + 1) {
            Some(b'#') if self.row_start.is_none() || rest(at + 2) => {
                self.pos = at + 2;
                return self.close_table();
            }
            Some(b'|') => {
                self.pos = at + 2;
                if self.nested == 0 {
                    return self.row_mark(at, end);
                }
            }
            _ => {
                self.pos = at + 1;
                if self.nested > 0 {
                    return Step::Go;
                }
                if self.row_start.is_some() {
                    self.close_cell(at, self.line);
                    return self.cell_begins();
                }
                self.note_loose(at, at + 1);
            }
        }
        Step::Go
    }

    /// `||`: the start or the end of a row.
    fn row_mark(&mut self, at: usize, end: usize) -> Step {
        let bytes = self.text.as_bytes();
        let lead = self.lines[self.line].start as usize;
        let lead = if self.line == self.first { at } else { lead };
        let first_on_line = is_blank(&bytes[lead..at]);
        let rest = bytes[at + 2..end].trim_ascii();
        if self.row_start.is_some() {
            let first_on_line = first_on_line && self.line > self.first;
            // A mark in front of content begins a row: the one before it was not closed.
            if first_on_line
                && !rest.is_empty()
                && !rest.starts_with(b"||")
                && !rest.starts_with(b"|#")
            {
                self.unclosed(lead);
                let previous = self.lines[self.line - 1].end as usize;
                self.close_row(previous, self.line - 1, previous);
                return self.open_row(at);
            }
            self.close_row(at, self.line, at + 2);
            return Step::Go;
        }
        if !first_on_line && rest.is_empty() && self.line != self.first && self.row_ended_here(lead)
        {
            self.faults.push((Fault::StrayRowMark, Line { start: at as u32, end: at as u32 + 2 }));
            return Step::Go;
        }
        let bullet = matches!(bytes[lead..at].trim_ascii(), b"-" | b"*" | b"+");
        if bullet && self.loose.is_some_and(|loose| loose >= lead) {
            self.loose = None;
            self.faults.push((Fault::RowBullet, Line { start: lead as u32, end: at as u32 + 2 }));
        }
        self.open_row(at)
    }

    fn row_ended_here(&self, line_start: usize) -> bool {
        self.rows.last().is_some_and(|row| row.span.end as usize >= line_start)
    }

    fn open_row(&mut self, at: usize) -> Step {
        self.end_loose(at);
        self.row_start = Some(at);
        self.cell_begins()
    }

    /// At the start of a cell a fence or a table may open too.
    fn cell_begins(&mut self) -> Step {
        self.cell_start = (self.pos, self.line);
        let line = Line { start: self.pos as u32, end: self.lines[self.line].end };
        let bytes = line.bytes(self.text);
        let at = indent(bytes).1;
        match bytes.get(at) {
            Some(b'`' | b'~') => self.fence(self.line),
            Some(b'#') if bytes.get(at + 1) == Some(&b'|') => {
                self.nested += 1;
                self.pos += at + 2;
                Step::Go
            }
            _ => Step::Go,
        }
    }

    fn close_cell(&mut self, at: usize, line: usize) {
        let (start, first_line) = self.cell_start;
        // A mark on the line after an empty one can stand before the cell's own start.
        let at = at.max(start);
        let span = Line { start: start as u32, end: at as u32 };
        self.cells.push(CellScan { span, first_line, last_line: line.max(first_line) });
    }

    /// Ends the row at `row_end`, its last cell at `at`.
    fn close_row(&mut self, at: usize, line: usize, row_end: usize) {
        self.close_cell(at, line);
        let start = self.row_start.take().unwrap_or(at);
        let span = Line { start: start as u32, end: row_end.max(start) as u32 };
        let first = self.rows.last().map_or(0, |row| row.cells.end);
        self.rows.push(RowScan { span, cells: first..self.cells.len() });
    }

    fn unclosed(&mut self, at: usize) {
        let start = self.row_start.unwrap_or(at);
        let line_end = memchr::memchr(b'\n', &self.text.as_bytes()[start..at.max(start)]);
        let end = line_end.map_or(at.max(start), |n| start + n);
        self.faults.push((Fault::RowUnclosed, Line { start: start as u32, end: end as u32 }));
    }

    fn note_loose(&mut self, from: usize, to: usize) {
        if self.row_start.is_none() && self.loose.is_none() && from < to {
            let bytes = &self.text.as_bytes()[from..to];
            self.loose = bytes.iter().position(|b| !is_space(*b)).map(|at| from + at);
        }
    }

    fn end_loose(&mut self, at: usize) {
        if let Some(start) = self.loose.take() {
            let span = Line { start: start as u32, end: at.max(start) as u32 };
            self.faults
                .push((Fault::TextBetweenRows, Line { end: span.trim_end(self.text), ..span }));
        }
    }
}

impl Line {
    /// The end without white space, line endings included.
    fn trim_end(self, text: &str) -> u32 {
        self.start + self.bytes(text).trim_ascii_end().len() as u32
    }
}
