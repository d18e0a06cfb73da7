//! Filters of methods that list.
//!
//! # REST 2
//!
//! The operator is a prefix of the field's name. Where the documentation names the fields, a filter
//! is filled in a closure, and [`Filtering`] gives the operators there. A field is its name on the
//! wire, or the setter of the filter, which knows the type and the wire form of the value too:
//!
//! ```
//! # {
//! # #![allow(deprecated)]
//! use b24_generated::{Call as _, Filtering as _, crm};
//! use crm::deal::ListFilter;
//!
//! let call = crm::deal::list().filter(|f| {
//!     f.at_least(ListFilter::opportunity, 1000)
//!         .equal(ListFilter::closed, false)
//!         .not_in(ListFilter::stage_id, ["WON", "LOSE"])
//!         .contains("UF_CRM_CITY", "burg")
//! });
//! assert_eq!(
//!     call.into_params().into_value()?["filter"].to_string(),
//!     r#"{">=OPPORTUNITY":1000,"=CLOSED":"N","!@STAGE_ID":["WON","LOSE"],"%UF_CRM_CITY":"burg"}"#
//! );
//! # }
//! # Ok::<(), b24_generated::EncodeError>(())
//! ```
//!
//! Where it does not name them, the method takes a [`Filter`]. Where it does, [`matching`](Filtering::matching) adds the
//! conditions of one, groups among them:
//!
//! ```
//! # {
//! use b24_generated::crm::{self, entity_type};
//! use b24_generated::{Filter, Filtering as _};
//!
//! let rich = Filter::new().at_least("opportunity", 100_000);
//! let late = Filter::new().less("closedate", "2026-01-01").equal("opened", "Y");
//! let either = Filter::new().any_of([rich, late]);
//! let call = crm::item::list(entity_type::DEAL).filter(|f| f.matching(either).greater("id", 7));
//! # drop(call);
//! # }
//! ```
//!
//! Methods differ in what they understand. Nearly all know `>`, `>=`, `<`, `<=`; tasks know of
//! negations only [`not`](Filter::not); ranges are known in storages (`entity.*`), telephony and
//! groups; [`any_of`](Filter::any_of) in `crm.item.list` and `crm.type.list`. The page of the method
//! has the list.
//!
//! # REST 3.0
//!
//! Filters are lists of conditions, the same for all methods: [`FilterV3`].
//!
//! ```
//! # {
//! use b24_generated::{Call as _, FilterV3, v3};
//!
//! let filter = FilterV3::new()
//!     .equal("status", "NEW")
//!     .any_of([FilterV3::new().less("id", 7), FilterV3::new().is_in("id", [8, 9])]);
//! let call = v3::tasks::task::list().filter(filter);
//! assert_eq!(
//!     call.into_params().into_value()?["filter"].to_string(),
//!     r#"[["status","=","NEW"],{"logic":"or","conditions":[["id","<",7],["id","in",[8,9]]]}]"#
//! );
//! # }
//! # Ok::<(), b24_generated::EncodeError>(())
//! ```

mod v2;
mod v3;

pub use v2::{FieldOf, Filter, Filtering};
pub use v3::FilterV3;
