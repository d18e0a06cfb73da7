//! What goes to the server as one HTTP request.

use serde_json::Value;

use super::method::Rest;

/// One call, whichever way it was made: typed, by name, or a batch of others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    /// The method's name.
    pub(crate) name: &'a str,
    /// The version of REST it belongs to.
    pub(crate) rest: Rest,
    /// The parameters, as an object.
    pub(crate) body: &'a Value,
    /// Whether sending it twice can do harm.
    pub(crate) effect: Effect,
}

/// Whether a call changes anything on the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It only reads, and may be sent again whatever became of it.
    Read,
    /// It writes, or nobody knows that it does not.
    Write,
}

/// How the names of methods that only read end, in lower case.
const READS: &[&str] = &[
    "access",
    "admin",
    "availabletoadd",
    "canmovetask",
    "children",
    "count",
    "countries",
    "current",
    "download",
    "events",
    "fields",
    "findbycomm",
    "get",
    "getaccess",
    "getadditionalfields",
    "getallowedactions",
    "getallowedtaskactionsasstrings",
    "getanswervoted",
    "getavailablefeaturesbyproperty",
    "getavailableforpayment",
    "getbyentitytypeid",
    "getbyid",
    "getchildren",
    "getcontent",
    "getcontentfromrepository",
    "getcontext",
    "getdata",
    "getdependson",
    "getdescription",
    "getfields",
    "getfieldsbyfilter",
    "getfieldsbytype",
    "getfieldscatalogproduct",
    "getfiles",
    "getfolders",
    "getgroupbindings",
    "getlandingref",
    "getlanguages",
    "getlastid",
    "getlist",
    "getlistlangs",
    "getmanifest",
    "getmanifestfile",
    "getmany",
    "getmenubindings",
    "getorderownertypes",
    "getpagelist",
    "getrepository",
    "getrights",
    "getroundtypes",
    "getsettings",
    "getsitelist",
    "getsiteref",
    "getspecialpage",
    "getstages",
    "getstoredocumenttypes",
    "gettasks",
    "gettranscript",
    "gettypes",
    "getversions",
    "getwithvoted",
    "groups",
    "info",
    "instances",
    "isactionallowed",
    "isenabled",
    "isexists",
    "isoffers",
    "list",
    "listcontacts",
    "listemployees",
    "listforitem",
    "listfortype",
    "methods",
    "multidepartment",
    "nearest",
    "openapi",
    "profile",
    "scope",
    "search",
    "searchcrmentities",
    "senders",
    "statuslist",
    "subordinates",
    "tail",
    "thread",
    "types",
];

/// Names that do not end so and read nonetheless.
const ALSO_READS: &[&str] = &[
    "access.name",
    "catalog.document.mode.status",
    "crm.dealcategory.status",
    "crm.status.entity.items",
    "imconnector.status",
    "lists.element.get.file.url",
    "lists.get.iblock.type.id",
    "server.time",
    "timeman.status",
    "userconsent.agreement.text",
    "voximplant.sip.connector.status",
    "voximplant.sip.status",
];

/// Names that end so and write nonetheless: these take events from a queue.
const WRITES: &[&str] = &["event.offline.get", "im.v2.event.get", "imbot.v2.event.get"];

/// The first parts of the documented names. What another module's methods do, nobody knows.
const MODULES: &[&str] = &[
    "access",
    "ai",
    "app",
    "batch",
    "biconnector",
    "bizproc",
    "booking",
    "calendar",
    "call",
    "catalog",
    "crm",
    "department",
    "disk",
    "documentgenerator",
    "entity",
    "event",
    "events",
    "feature",
    "humanresources",
    "im",
    "imbot",
    "imconnector",
    "imopenlines",
    "landing",
    "lists",
    "log",
    "mail",
    "mailservice",
    "main",
    "messageservice",
    "method",
    "methods",
    "note",
    "placement",
    "profile",
    "pull",
    "rest",
    "rpa",
    "sale",
    "salescenter",
    "scope",
    "server",
    "sign",
    "socialnetwork",
    "sonet_group",
    "task",
    "tasks",
    "telephony",
    "timeman",
    "user",
    "userconsent",
    "userfieldconfig",
    "userfieldtype",
    "vote",
    "voximplant",
];

impl Effect {
    /// What the name of a method says. Nothing is taken for a reading one unless it is known.
    pub(crate) fn of(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        let known = |list: &[&str]| list.binary_search(&name.as_str()).is_ok();
        let module = name.split('.').next().unwrap_or_default();
        let verb = name.rsplit('.').next().unwrap_or_default();
        let reads = name.starts_with("crm.enum.")
            || known(ALSO_READS)
            || (READS.binary_search(&verb).is_ok()
                && MODULES.binary_search(&module).is_ok()
                && !known(WRITES));
        if reads { Self::Read } else { Self::Write }
    }
}

impl<'a> Request<'a> {
    /// A call of a method that is known by its name only.
    pub(crate) fn new(name: &'a str, rest: Rest, body: &'a Value) -> Self {
        Self { name, rest, body, effect: Effect::of(name) }
    }

    pub(crate) fn is_batch(&self) -> bool {
        self.name.eq_ignore_ascii_case("batch")
    }

    /// Whether the server knows a repetition by its `Idempotency-Key`: what creates, changes or
    /// deletes by REST 3.0. Of batches the documentation does not say it.
    pub(crate) fn takes_key(&self) -> bool {
        self.rest == Rest::V3 && self.effect == Effect::Write && !self.is_batch()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    fn documented() -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let mut names = BTreeSet::new();
        for file in files.filter(|file| file.extension().is_some_and(|kind| kind == "json")) {
            let schema: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
            let methods = schema["methods"].as_array().into_iter().flatten();
            names.extend(methods.map(|method| method["name"].as_str().unwrap().to_owned()));
        }
        assert!(names.len() > 1500);
        names
    }

    /// All that is taken for reading, to be looked through when it changes.
    #[test]
    fn what_reads() {
        let names = documented();
        let reads = names.iter().filter(|name| Effect::of(name) == Effect::Read);
        let list: String = reads.map(|name| format!("{name}\n")).collect();
        expect_test::expect_file!["reads.txt"].assert_eq(&list);
    }

    #[test]
    fn the_lists_are_sorted_and_name_what_is_documented() {
        for list in [READS, ALSO_READS, WRITES, MODULES] {
            assert!(list.is_sorted());
        }
        let names: BTreeSet<_> = documented().iter().map(|name| name.to_lowercase()).collect();
        for name in ALSO_READS.iter().chain(WRITES) {
            assert!(names.contains(*name), "{name}");
        }
        for verb in READS {
            assert!(names.iter().any(|name| name.rsplit('.').next() == Some(verb)), "{verb}");
        }
        let modules: BTreeSet<_> = names.iter().filter_map(|name| name.split('.').next()).collect();
        assert!(modules.iter().eq(MODULES), "{modules:?}");
    }

    #[test]
    fn what_is_not_known_writes() {
        for name in ["CRM.Deal.Get", "event.get", "tasks.task.list", "profile", "batch.get"] {
            assert_eq!(Effect::of(name), Effect::Read, "{name}");
        }
        for name in [
            "crm.deal.add",
            "batch",
            "event.offline.get",
            "Event.Offline.Get",
            "imbot.v2.Event.get",
            "disk.storage.getForApp",
            "disk.file.getExternalLink",
            "warehouse.stock.get",
            "crm.deal.getandlock",
            "get",
            "",
        ] {
            assert_eq!(Effect::of(name), Effect::Write, "{name}");
        }
    }
}
