//! Lines of a file, and what a line looks like: the vocabulary the other parts share.
//!
//! A line is a pair of offsets into its file. Taking indentation away from a block only moves the
//! starts of its lines, so every place in every block is still a place in the file.

/// A line without its ending, as offsets into the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Line {
    /// Its bytes.
    pub(super) fn bytes(self, text: &str) -> &[u8] {
        &text.as_bytes()[self.start as usize..self.end as usize]
    }

    /// Its text. Lines start and end next to ASCII bytes, so this never splits a character.
    pub(super) fn str(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// The same line with up to `columns` columns of indentation taken away.
    pub(super) fn dedent(self, text: &str, columns: usize) -> Self {
        let mut column = 0;
        let mut start = self.start;
        for &byte in self.bytes(text) {
            match byte {
                b' ' if column < columns => column += 1,
                b'\t' if column < columns => column += 4 - column % 4,
                _ => break,
            }
            start += 1;
        }
        Self { start, end: self.end }
    }

    /// The same line without white space at both ends.
    pub(super) fn trim(self, text: &str) -> Self {
        let bytes = self.bytes(text);
        let Some(first) = bytes.iter().position(|b| !is_space(*b)) else {
            return Self { start: self.end, end: self.end };
        };
        let last = bytes.iter().rposition(|b| !is_space(*b)).unwrap_or(first);
        Self { start: self.start + first as u32, end: self.start + last as u32 + 1 }
    }
}

/// Space and tab: the only white space that means something in a line.
pub(super) fn is_space(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// Splits a text from `from` on into lines; `\r\n` counts as one ending.
pub(super) fn split(text: &str, from: usize) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines = Vec::with_capacity(bytes.len() / 32 + 1);
    let mut start = from;
    for newline in memchr::memchr_iter(b'\n', &bytes[from..]) {
        let newline = from + newline;
        let end =
            if newline > start && bytes[newline - 1] == b'\r' { newline - 1 } else { newline };
        lines.push(Line { start: start as u32, end: end as u32 });
        start = newline + 1;
    }
    if start < bytes.len() {
        lines.push(Line { start: start as u32, end: bytes.len() as u32 });
    }
    lines
}

/// The indentation of a line in columns and in bytes.
pub(super) fn indent(line: &[u8]) -> (usize, usize) {
    let mut column = 0;
    for (i, &byte) in line.iter().enumerate() {
        match byte {
            b' ' => column += 1,
            b'\t' => column += 4 - column % 4,
            _ => return (column, i),
        }
    }
    (column, line.len())
}

/// Whether only white space is in it.
pub(super) fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|b| is_space(*b))
}

/// The opening line of a fenced block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    /// A backtick or a tilde.
    pub(super) byte: u8,
    /// How many of them.
    pub(super) len: usize,
    /// In columns.
    pub(super) indent: usize,
    /// Where the info string begins, in bytes of the line.
    pub(super) info: usize,
}

impl Fence {
    /// Reads the opener at the start of a line. A span of three backticks that also ends on the
    /// line is not one.
    pub(super) fn open(line: &[u8]) -> Option<Self> {
        let (columns, at) = indent(line);
        let byte = *line.get(at)?;
        if byte != b'`' && byte != b'~' {
            return None;
        }
        let len = line[at..].iter().take_while(|b| **b == byte).count();
        let info = at + len;
        if len < 3 || (byte == b'`' && memchr::memchr(b'`', &line[info..]).is_some()) {
            return None;
        }
        Some(Self { byte, len, indent: columns, info })
    }

    /// The bytes of the closing mark at the start of that line, if it has one, white space in front
    /// included; what follows is for the caller to judge.
    pub(super) fn closing(&self, line: &[u8]) -> Option<usize> {
        let (columns, at) = indent(line);
        if columns >= self.indent + 4 || line.get(at) != Some(&self.byte) {
            return None;
        }
        let len = line[at..].iter().take_while(|b| **b == self.byte).count();
        (len >= self.len).then_some(at + len)
    }

    /// Whether that line closes it.
    pub(super) fn closes(&self, line: &[u8]) -> bool {
        self.closing(line).is_some_and(|at| is_blank(&line[at..]))
    }
}

/// The marker of a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    /// The column it stands in.
    pub(super) indent: usize,
    /// The column its content starts in.
    pub(super) content: usize,
    /// Where the content starts, in bytes of the line.
    pub(super) at: usize,
    /// `-`, `*`, `+`, or the byte after a number.
    pub(super) kind: u8,
}

/// Reads the marker of a list item at the start of a line.
pub(super) fn marker(line: &[u8]) -> Option<Marker> {
    let (columns, at) = indent(line);
    let rest = &line[at..];
    let (kind, width) = match rest.first()? {
        b @ (b'-' | b'*' | b'+') => (*b, 1),
        b'0'..=b'9' => {
            let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            match rest.get(digits) {
                Some(b @ (b'.' | b')')) if digits < 10 => (*b, digits + 1),
                _ => return None,
            }
        }
        _ => return None,
    };
    let after = &rest[width..];
    if after.first().is_some_and(|b| !is_space(*b)) {
        return None;
    }
    let (gap, gap_bytes) = indent(after);
    if gap_bytes == after.len() {
        let content = columns + width + 1;
        return Some(Marker { indent: columns, content, at: at + width, kind });
    }
    // More than four columns of space mean an indented block inside the item.
    let (gap, gap_bytes) = if gap > 4 { (1, 1) } else { (gap, gap_bytes) };
    Some(Marker {
        indent: columns,
        content: columns + width + gap,
        at: at + width + gap_bytes,
        kind,
    })
}

/// The level of an ATX heading.
pub(super) fn heading(line: &[u8]) -> Option<u8> {
    let (columns, at) = indent(line);
    let level = line[at..].iter().take_while(|b| **b == b'#').count();
    let ends = line.get(at + level).is_none_or(|b| is_space(*b));
    (columns < 4 && (1..=6).contains(&level) && ends).then_some(level as u8)
}
