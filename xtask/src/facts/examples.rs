//! Examples as a page has them: their values become neutral, and what is wrong with them is told.

use serde_json::Value;

use super::read::Reader;
use crate::corpus::Span;
use crate::diag::Diagnostic;
use crate::examples::{Fault, Neutral, neutral};

/// The code of a value whose neutral form does not fit the types that the value fits.
pub const EVIDENCE_LOST: &str = "evidence-lost";

impl Reader<'_> {
    /// The neutral form of a value that stands in the block at `span`.
    pub(crate) fn neutral(&mut self, span: Span, value: Value) -> Value {
        let Neutral { value, broken } = neutral(value);
        if let Some(what) = broken {
            let message = format!("the neutral form of a value proves something else: {what}");
            self.diagnostics.error(EVIDENCE_LOST, span, message);
        }
        value
    }

    /// What is wrong with the block of code at `span` that reads `code`.
    pub(crate) fn faults(&self, span: Span, code: &str, faults: Vec<Fault>) -> Vec<Diagnostic> {
        let file = &self.corpus.file(span.file).text;
        let diagnostic = |fault: Fault| {
            let severity = fault.severity();
            let span = place(file, span, code, fault.offset);
            let message = format!("in an example: {}", fault.message);
            Diagnostic { severity, code: fault.code, message, span, help: None }
        };
        faults.into_iter().map(diagnostic).collect()
    }
}

/// Where byte `offset` of `code` stands in `file`, whose part at `block` is the code with its fence, moved to the
/// right.
fn place(file: &str, block: Span, code: &str, offset: usize) -> Span {
    let start = file.floor_char_boundary(block.start as usize);
    let before = &code[..code.floor_char_boundary(offset)];
    let (line, column) =
        (before.matches('\n').count(), before.len() - before.rfind('\n').map_or(0, |at| at + 1));
    let fence = file[start..].trim_start().starts_with(['`', '~']);
    let mut lines = file[start..].split_inclusive('\n');
    let above: usize = lines.by_ref().take(line + usize::from(fence)).map(str::len).sum();
    let len = |line: Option<&str>| line.map_or(0, |line| line.trim_end_matches(['\n', '\r']).len());
    let indent = len(lines.next()).saturating_sub(len(code.lines().nth(line)));
    let at = (start + above + indent + column).min(file.len()) as u32;
    Span { start: at, end: at, ..block }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{FileId, Lang};

    #[test]
    fn a_fault_has_its_line() {
        let file = "# A\n\n- Tab\n\n  ```json\n  {\n    \"a\": 1,\n  }\n  ```\n";
        let start = file.find("```").unwrap_or_default() as u32;
        let block = Span { file: FileId::new(Lang::En, 0), start, end: file.len() as u32 };
        let code = "{\n  \"a\": 1,\n}\n";
        let span = place(file, block, code, code.find(',').unwrap_or_default());
        assert_eq!(&file[span.start as usize..][..1], ",");
        let span = place(file, block, code, 0);
        assert_eq!(&file[span.start as usize..][..1], "{");
    }
}
