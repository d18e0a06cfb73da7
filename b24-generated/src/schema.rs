//! Every compiled-in method as data, for programs that are driven by names: gateways, assistants,
//! linters.
//!
//! ```
//! # #[cfg(feature = "full")]
//! # {
//! use b24_generated::catalog;
//!
//! let add = catalog().find("CRM.Deal.add").next().unwrap();
//! assert_eq!(add.name, "crm.deal.add");
//! assert_eq!(add.scopes, ["crm"]);
//! assert_eq!(add.params[0].name, "fields");
//! # }
//! ```

use std::collections::BTreeMap;
use std::sync::OnceLock;

pub use b24_schema::{
    AllowedValue, Answer, Deprecation, ErrorCode, Field, Limits, Method, Record, RecordBody, Rest,
    Text, Title, Type, Who, Wire, fit,
};
use b24_schema::{Module, SHARED};

use crate::SCHEMA;

/// What is known of the methods of the modules that are turned on.
#[derive(Debug)]
pub struct Catalog {
    modules: BTreeMap<String, Module>,
    /// Positions of methods by their names in lower case.
    by_name: BTreeMap<String, Vec<(String, usize)>>,
}

/// Every compiled-in method. The catalogue is read from the schema on the first call, which takes some milliseconds.
pub fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| Catalog::new(SCHEMA))
}

impl Catalog {
    fn new(files: &[(&str, &str)]) -> Self {
        let modules: BTreeMap<String, Module> = files
            .iter()
            // The macros have read the same files while this crate was compiled.
            .filter_map(|(name, text)| {
                Some(((*name).to_owned(), Module::from_text(text, name.as_ref()).ok()?))
            })
            .collect();
        let mut by_name: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
        for (name, module) in &modules {
            for (index, method) in module.methods.iter().enumerate() {
                by_name.entry(method.name.to_lowercase()).or_default().push((name.clone(), index));
            }
        }
        Self { modules, by_name }
    }

    /// Every method, by module, REST version and name.
    pub fn methods(&self) -> impl Iterator<Item = &Method> {
        self.modules.values().flat_map(|module| &module.methods)
    }

    /// The methods of a name, whatever its case, as the server looks it up: none, one, or one for
    /// each version of REST.
    pub fn find(&self, name: &str) -> impl Iterator<Item = &Method> {
        let found = self.by_name.get(&name.to_lowercase());
        found
            .into_iter()
            .flatten()
            .filter_map(|(module, index)| self.modules.get(module)?.methods.get(*index))
    }

    /// The method of a name in one version of REST.
    pub fn get(&self, name: &str, rest: Rest) -> Option<&Method> {
        self.find(name).find(|method| method.rest == rest)
    }

    /// The record that [`Type::Ref`] in a method names.
    pub fn record(&self, method: &Method, name: &str) -> Option<&Record> {
        let module = method.name.split('.').next().unwrap_or_default().to_lowercase();
        [module.as_str(), SHARED].iter().find_map(|module| {
            self.modules.get(*module)?.records.iter().find(|record| record.name == name)
        })
    }
}
