//! Totals of the report.

use std::collections::BTreeSet;

use b24_schema::{Field, Rest, Schema, Type};

use crate::facts::{Item, PageFacts, Section};

use super::choose;
use super::join::is_unknown;

use super::report::{Coverage, Report, kind};

/// Counts what reached the schema. Brings the choices into their order.
pub(crate) fn count(schema: &Schema, pages: &[PageFacts], report: &mut Report) {
    report.choices.sort();
    report.choices.dedup();
    let mut c = Coverage::default();
    for method in schema.modules.values().flat_map(|m| &m.methods) {
        match method.rest {
            Rest::V2 => c.methods_rest2 += 1,
            Rest::V3 => c.methods_rest3 += 1,
        }
        c.methods_without_params += usize::from(method.params.is_empty());
        fields(&method.params, &mut c);
        if is_told(&method.answer.ty) {
            c.answers_typed += 1;
        } else {
            let message = format!("nothing tells what is in {}", kind(&method.answer.ty));
            choose(&mut report.choices, &method.page, "answer", "answer-untold", message);
        }
        c.outputs_typed += usize::from(!holds_anything(&method.answer.ty));
    }
    c.records = schema.modules.values().map(|m| m.records.len()).sum();
    let is = |code: &str| report.choices.iter().filter(|choice| choice.code == code).count();
    c.dangling_links = is("dangling-link");
    c.one_language_only = is("english-only") + is("filled-from-ru");
    c.requests_contradicting = report
        .choices
        .iter()
        .filter(|c| c.code == "example-contradicts")
        .map(|c| &c.page)
        .collect::<BTreeSet<_>>()
        .len();
    for item in pages.iter().flat_map(|p| &p.sections).flat_map(Section::flat) {
        c.requests += usize::from(matches!(item, Item::Call(_)));
    }
    c.params_any_documented = c.params_any.saturating_sub(is("type-unknown"));
    report.choices.sort();
    report.choices.dedup();
    report.coverage = c;
}

/// Whether nothing is known of a type, or of what it lists.
pub(super) fn holds_anything(ty: &Type) -> bool {
    match ty {
        Type::List(of) | Type::Map(of) => holds_anything(of),
        ty => *ty == Type::Any || is_unknown(ty),
    }
}

/// Whether a type tells what an answer holds.
fn is_told(ty: &Type) -> bool {
    match ty {
        Type::Any => false,
        Type::List(inner) | Type::Map(inner) => is_told(inner),
        Type::Record(body) => match body.fields.as_slice() {
            [] => false,
            // What is wrapped is what counts.
            [only] => is_told(&only.ty),
            _ => true,
        },
        Type::Union(members) => members.iter().all(is_told),
        _ => true,
    }
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
