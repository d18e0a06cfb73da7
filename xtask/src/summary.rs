//! The numbers of a run as a small text that is committed, so that a rise shows in review.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::assemble::report::{Coverage, Report};
use crate::diag::Diagnostics;
use crate::facts::PageFacts;
use crate::render;

/// Totals of the report and how many diagnostics there were of each code.
pub fn of_build(report: &Report, diagnostics: &Diagnostics) -> String {
    let mut out =
        "# Written by `cargo xtask regen`: what the schema holds, and what was found on the way.\n"
            .to_owned();
    section(
        &mut out,
        "coverage",
        metrics(&report.coverage).iter().map(|(k, v)| (k.clone(), decimal(*v))),
    );
    section(
        &mut out,
        "pages",
        count(report.pages.iter().map(|p| format!("{} {} -> {}", p.lang.code(), p.kind, fate(p)))),
    );
    section(
        &mut out,
        "errors",
        report.errors.iter().map(|(kind, n)| (kind.clone(), n.to_string())),
    );
    section(&mut out, "choices", count(report.choices.iter().map(|c| c.code.to_owned())));
    section(&mut out, "diagnostics", diagnostics_by_code(diagnostics));
    out
}

/// What an import read, and how many diagnostics there were of each code.
pub fn of_import(pages: &[&PageFacts], diagnostics: &Diagnostics) -> String {
    let mut out = "# Written by `cargo xtask import`: what the imported pages were, and what was wrong with them.\n".to_owned();
    section(&mut out, "pages", count(pages.iter().map(|p| kebab(&format!("{:?}", p.kind)))));
    section(&mut out, "diagnostics", diagnostics_by_code(diagnostics));
    out
}

/// The numbers of the coverage by name, and the shares made of them in percent.
pub fn metrics(coverage: &Coverage) -> Vec<(String, f64)> {
    let Ok(Value::Object(fields)) = serde_json::to_value(coverage) else { return Vec::new() };
    let mut metrics: Vec<_> =
        fields.into_iter().filter_map(|(name, n)| Some((name, n.as_f64()?))).collect();
    let methods = coverage.methods_rest2 + coverage.methods_rest3;
    let share = |part: usize, whole: usize| {
        if whole == 0 { 100.0 } else { (part as f64 * 1000.0 / whole as f64).round() / 10.0 }
    };
    metrics.push(("methods".to_owned(), methods as f64));
    let typed = coverage.params.saturating_sub(coverage.params_any);
    metrics.push(("params_typed_percent".to_owned(), share(typed, coverage.params)));
    let described = coverage.objects.saturating_sub(coverage.objects_bare);
    metrics.push(("objects_described_percent".to_owned(), share(described, coverage.objects)));
    metrics.push(("answers_typed_percent".to_owned(), share(coverage.answers_typed, methods)));
    metrics.push(("outputs_typed_percent".to_owned(), share(coverage.outputs_typed, methods)));
    let fit = &coverage.fit;
    let clean = share(fit.fit_requests_clean, fit.fit_requests);
    metrics.push(("fit_requests_clean_percent".to_owned(), clean));
    let clean = share(fit.fit_answers_clean, fit.fit_answers);
    metrics.push(("fit_answers_clean_percent".to_owned(), clean));
    metrics
}

/// Without a fraction where there is none.
pub fn decimal(n: f64) -> String {
    if n.fract() == 0.0 { format!("{n:.0}") } else { format!("{n:.1}") }
}

fn fate(page: &crate::assemble::report::PageFate) -> String {
    let value = serde_json::to_value(&page.fate).unwrap_or_default();
    let word = |key| value.get(key).and_then(Value::as_str);
    match (word("fate"), word("reason")) {
        (Some(fate), Some(reason)) => format!("{fate}: {reason}"),
        (fate, _) => fate.unwrap_or_default().to_owned(),
    }
}

fn diagnostics_by_code(diagnostics: &Diagnostics) -> Vec<(String, String)> {
    let line = |(severity, code, n): (_, &str, usize)| {
        (format!("{} {code}", render::severity_word(severity)), n.to_string())
    };
    render::counts(diagnostics).into_iter().map(line).collect()
}

fn count(keys: impl Iterator<Item = String>) -> Vec<(String, String)> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_insert(0usize) += 1;
    }
    counts.into_iter().map(|(key, n)| (key, n.to_string())).collect()
}

fn section(out: &mut String, title: &str, rows: impl IntoIterator<Item = (String, String)>) {
    let _ = writeln!(out, "\n[{title}]");
    for (key, number) in rows {
        let _ = writeln!(out, "{number:>7}  {key}");
    }
}

/// `BackOff` → `back-off`.
pub(crate) fn kebab(camel: &str) -> String {
    let mut out = String::new();
    for c in camel.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assemble::report::{Choice, Fate, PageFate};
    use crate::corpus::{FileId, Lang, Span};

    #[test]
    fn a_report_is_counted() {
        let page =
            |path: &str, fate| PageFate { lang: Lang::En, path: path.into(), kind: "method", fate };
        let report = Report {
            pages: vec![
                page("a.md", Fate::Method { name: "a.b".into() }),
                page("b.md", Fate::Method { name: "a.c".into() }),
                page("c.md", Fate::Rejected { reason: "no name".into() }),
            ],
            choices: vec![Choice {
                page: "a.md".into(),
                at: "answer".into(),
                code: "example-wins",
                message: String::new(),
            }],
            coverage: Coverage {
                methods_rest2: 2,
                params: 3,
                params_any: 1,
                ..Coverage::default()
            },
            ..Report::default()
        };
        let mut found = Diagnostics::default();
        found.warning("row-unclosed", Span { file: FileId(0), start: 0, end: 0 }, "x");
        let text = of_build(&report, &found);
        for line in [
            "      2  methods_rest2",
            "   66.7  params_typed_percent",
            "      2  en method -> method",
            "      1  en method -> rejected: no name",
            "      1  example-wins",
            "      1  warning row-unclosed",
        ] {
            assert!(text.lines().any(|l| l == line), "{line} is not in\n{text}");
        }
    }

    #[test]
    fn names_become_kebab_case() {
        assert_eq!(kebab("Overview"), "overview");
        assert_eq!(kebab("DataTypes"), "data-types");
    }
}
