//! Values that many fields take, as constants with names.

use serde::{Deserialize, Serialize};

/// Values that many fields of many methods take, such as the types of CRM objects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConstantSet {
    /// The name of the set: `entity_type`. It is a module of Rust beside those of the methods.
    pub name: String,
    /// The field that the documentation describes the values by: `entityTypeId`.
    pub key: String,
    /// The page and anchor of the table.
    pub page: String,
    /// Whether the values are whole numbers; else they are texts.
    #[serde(default, skip_serializing_if = "crate::method::is_false")]
    pub numbers: bool,
    /// In the order of the documentation. Names are unique.
    pub constants: Vec<Constant>,
}

impl ConstantSet {
    /// How fields refer to the set of a module: `crm.entity_type`.
    pub fn reference(&self, module: &str) -> String {
        format!("{module}.{}", self.name)
    }
}

/// A value with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Constant {
    /// Its name, as the documentation writes it: `DEAL`.
    pub name: String,
    /// The value as it is sent: `2`.
    pub value: String,
}
