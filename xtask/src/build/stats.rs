//! Totals of the report.

use std::collections::BTreeSet;

use b24_schema::{Field, Rest, Schema, Type};

use crate::facts::{Item, PageFacts, Section};

use super::report::{Coverage, Report};

/// Counts what reached the schema.
pub(crate) fn count(schema: &Schema, pages: &[PageFacts], report: &mut Report) {
    let mut c = Coverage::default();
    for method in schema.modules.values().flat_map(|m| &m.methods) {
        match method.rest {
            Rest::V2 => c.methods_rest2 += 1,
            Rest::V3 => c.methods_rest3 += 1,
        }
        c.methods_without_params += usize::from(method.params.is_empty());
        fields(&method.params, &mut c);
        c.answers_typed += usize::from(method.answer.ty != Type::Any);
        c.outputs_typed += usize::from(!holds_anything(&method.answer.ty));
    }
    c.records = schema.modules.values().map(|m| m.records.len()).sum();
    let is = |code: &str| report.choices.iter().filter(|choice| choice.code == code).count();
    c.dangling_links = is("dangling-link");
    c.one_language_only = is("english-only") + is("filled-from-ru");
    c.requests_contradicting = contradicting(report, false);
    c.answers_contradicting = contradicting(report, true);
    for item in pages.iter().flat_map(|p| &p.sections).flat_map(Section::flat) {
        match item {
            Item::Call(_) => c.requests += 1,
            Item::Body(_) => c.answers += 1,
            _ => {}
        }
    }
    c.params_any_documented = c.params_any.saturating_sub(is("type-unknown"));
    report.coverage = c;
}

/// Whether a type is `any`, or a list or map of that.
fn holds_anything(ty: &Type) -> bool {
    match ty {
        Type::Any => true,
        Type::List(of) | Type::Map(of) => holds_anything(of),
        _ => false,
    }
}

fn contradicting(report: &Report, answers: bool) -> usize {
    let pages: BTreeSet<&str> = report
        .choices
        .iter()
        .filter(|c| c.code == "example-contradicts" && (c.at == "answer") == answers)
        .map(|c| c.page.as_str())
        .collect();
    pages.len()
}

fn fields(list: &[Field], c: &mut Coverage) {
    for field in list {
        c.params += 1;
        if field.ty == Type::Any {
            c.params_any += 1;
        }
        ty(&field.ty, c, false);
    }
}

fn ty(ty: &Type, c: &mut Coverage, in_list: bool) {
    match ty {
        Type::Record(body) => {
            c.objects += 1;
            c.objects_with_fields += 1;
            fields(&body.fields, c);
        }
        Type::Ref(_) => {
            c.objects += 1;
            c.objects_with_fields += 1;
        }
        Type::Map(inner) if **inner == Type::Any => {
            c.objects += 1;
            c.objects_bare += 1;
        }
        Type::Map(inner) => {
            c.objects += 1;
            c.objects_maps += 1;
            self::ty(inner, c, false);
        }
        Type::List(inner) if **inner == Type::Any && !in_list => {
            c.objects += 1;
            c.objects_bare += 1;
        }
        Type::List(inner) => self::ty(inner, c, true),
        Type::Union(members) => members.iter().for_each(|m| self::ty(m, c, in_list)),
        _ => {}
    }
}
