//! Prints the departments of a company as a tree, with the people in them.
//!
//! ```console
//! $ export B24_WEBHOOK=https://example.bitrix24.com/rest/1/secret/
//! $ cargo run -p b24-generated --features department,user --example org_chart
//! ```
//!
//! The webhook needs the scopes `department` and `user`.

use std::collections::BTreeMap;
use std::error::Error;

use b24_generated::{Client, ListCall as _, department, user};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let webhook = std::env::var("B24_WEBHOOK").map_err(|_| "B24_WEBHOOK is not set")?;
    print!("{}", chart(&Client::webhook(&webhook)?).await?);
    Ok(())
}

/// The company, by the departments.
#[derive(Default)]
struct Company {
    /// Departments by what they belong to: number and name.
    units: BTreeMap<i64, Vec<(i64, String)>>,
    /// The names of people, by department.
    people: BTreeMap<i64, Vec<String>>,
}

/// The tree as text.
pub(crate) async fn chart(b24: &Client) -> Result<String, b24_generated::Error> {
    let mut company = Company::default();
    let mut departments = department::get().stream(b24);
    while let Some(unit) = departments.next().await {
        let unit = unit?;
        // The topmost one belongs to nothing.
        let siblings = company.units.entry(unit.parent.unwrap_or(0)).or_default();
        siblings.push((unit.id.unwrap_or(0), unit.name.unwrap_or_default()));
    }
    let mut users = user::get().filter(|f| f.set("ACTIVE", true)).stream(b24);
    while let Some(person) = users.next().await {
        let person = person?;
        let names = [person.name, person.last_name].into_iter().flatten().collect::<Vec<_>>();
        for unit in person.uf_department.unwrap_or_default() {
            company.people.entry(unit).or_default().push(names.join(" "));
        }
    }
    let mut text = String::new();
    company.write(0, 0, &mut text);
    Ok(text)
}

impl Company {
    /// What belongs to a department, and all below it.
    fn write(&self, unit: i64, depth: usize, text: &mut String) {
        for (id, name) in self.units.get(&unit).into_iter().flatten() {
            *text += &format!("{:1$}{name}\n", "", 2 * depth);
            for person in self.people.get(id).into_iter().flatten() {
                *text += &format!("{:1$}- {person}\n", "", 2 * depth + 2);
            }
            self.write(*id, depth + 1, text);
        }
    }
}
