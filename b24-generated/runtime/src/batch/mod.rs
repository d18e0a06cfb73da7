//! Batches: many commands in one request.
//!
//! ```no_run
//! # async fn example(b24: b24_generated::Client) -> Result<(), b24_generated::Error> {
//! # #![allow(deprecated)]
//! use b24_generated::{crm, user};
//!
//! let mut batch = b24.batch();
//! let me = batch.add(user::current());
//! let lead = batch.add(crm::lead::get(7));
//! let mut answers = batch.send().await?;
//! println!("{:?} {:?}", answers.take(me)?.name, answers.take(lead)?.title);
//! # Ok(())
//! # }
//! ```
//!
//! The server takes 50 commands a request: a longer batch goes in several, one after the other, in
//! the order the commands were added. Each command has its own answer, or its own error; one that
//! fails does not keep the others from running, unless the batch is to [halt](Batch::halt).
//!
//! # References
//!
//! A later command can send what an earlier one answers:
//!
//! ```no_run
//! # async fn example(b24: b24_generated::Client) -> Result<(), b24_generated::Error> {
//! # #![allow(deprecated)]
//! use b24_generated::{crm, department, user};
//!
//! let mut batch = b24.batch().halt();
//! let contact = batch.add(crm::contact::add().fields(|f| f.name("Ann")));
//! let deal = batch.add(crm::deal::add().fields(|f| f.contact_id(contact.result())));
//! let me = batch.add(user::current());
//! let mine = me.result().field("UF_DEPARTMENT").index(0);
//! let department = batch.add(department::get().id(mine));
//! # let _ = (deal, department);
//! # let answers = batch.send().await?;
//! # drop(answers);
//! # Ok(())
//! # }
//! ```
//!
//! The server fills references within a request. Where what a command refers to turns out to be
//! missing, it puts nonsense in its place and runs the command nonetheless. So that no nonsense is
//! ever written, a command that writes goes with the next request, when the answer is there, unless
//! the batch halts and the reference is to a whole result: then the server does not come to the
//! command. References to answers of earlier requests are filled before sending. To keep the
//! requests few, add first what is referred to, and then what refers to it.
//!
//! # How commands are sent
//!
//! In REST 2 the commands are text in which PHP reads strings: `true` goes as `1` and `false` as
//! `0`, numbers as their digits. What such text cannot say is sent as a call by itself, in its
//! turn: `null`, an empty list or record, text that the server would take for a reference, names
//! that PHP would change, more than 1,000 values. So is a command whose filter holds `false`, `null`, an empty text
//! or an empty list: in a batch it would compare with `0`. So are methods that upload or download files. The
//! rest of the batch is not affected, but each of these costs a request.
//!
//! In REST 3.0 a request succeeds or fails as a whole, and nothing is sent after one that failed. A
//! command that refers to another always goes with a later request: how the server would fill the
//! reference is not documented. What may look like a reference, such as text that begins with `$`,
//! is sent as a call by itself. A batch holds commands of one version.
//!
//! See the pages on batches of
//! [REST 2](https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html) and
//! [REST 3.0](https://apidocs.bitrix24.com/api-reference/rest-v3.html).

mod answers;
mod query;
mod reference;
mod run;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};

use b24_schema::{Effect, Rest};
use serde_json::{Map, Value};

pub use answers::Answers;
pub use reference::{Reference, Refers, Untyped};

use super::arg::{Any, Arg};
use super::call::Call;
use super::client::Client;
use super::encode::EncodeError;
pub use super::error::BatchError;
use super::error::Error;
use super::file::FileError;
use super::params::in_order;
use super::placeholder;
use super::request::effect;
pub(super) use query::command as text;

/// Commands to be sent in as few requests as the server allows: see the [module](self).
#[must_use = "nothing is sent before `send`"]
pub struct Batch<'a> {
    b24: &'a Client,
    /// Its number among all batches of the program: keys hold it.
    number: u64,
    halt: bool,
    connector: Option<String>,
    commands: Vec<Command>,
    refused: Option<Error>,
}

/// A command of a batch: takes its answer from [`Answers`], and lets later commands refer to it.
pub struct Key<T> {
    batch: u64,
    command: usize,
    answer: PhantomData<fn() -> T>,
}

/// A call that waits to be sent.
struct Command {
    method: Cow<'static, str>,
    rest: Rest,
    effect: Effect,
    /// The parameters, an object; references are still in it.
    params: Value,
}

/// What the server runs in no batch.
const NOT_ALLOWED: &[&str] = &["batch", "upload", "download"];

impl Client {
    /// A batch of commands, still empty.
    pub fn batch(&self) -> Batch<'_> {
        static BATCHES: AtomicU64 = AtomicU64::new(0);
        Batch {
            b24: self,
            number: BATCHES.fetch_add(1, Ordering::Relaxed),
            halt: false,
            connector: None,
            commands: Vec::new(),
            refused: None,
        }
    }
}

impl Batch<'_> {
    /// Stops at the first command that fails: those behind it do not run, also those of later
    /// requests. In REST 3.0 each batch does so.
    pub fn halt(mut self) -> Self {
        self.halt = true;
        self
    }

    /// Names the source of the changes that the commands make; see
    /// [`CallOptions::auth_connector`](crate::CallOptions::auth_connector).
    pub fn auth_connector(mut self, source: impl Into<String>) -> Self {
        self.connector = Some(source.into());
        self
    }

    /// Adds a call; the key takes its answer.
    ///
    /// What cannot be sent is reported by [`send`](Self::send), before anything is.
    pub fn add<C: Call>(&mut self, call: C) -> Key<C::Answer> {
        let method = C::METHOD;
        if method.answers_file {
            self.refused.get_or_insert(FileError::IsAnswer { method: method.name }.into());
        }
        let params = call.into_params().into_parts().map(|map| in_order(map, method.positional()));
        let (rest, effect) = (method.rest, method.effect);
        let method = method.name.into();
        self.push(Command { method, rest, effect, params: Value::Null }, params);
        self.last_key()
    }

    /// Adds a call of a method by its name, in REST 2.
    ///
    /// References go into [`Params`](super::Params): `batch.call("any.method", Params::new().set("ID",
    /// key.result()))`.
    pub fn call(&mut self, method: &str, params: impl Arg<Any>) -> Key<Value> {
        self.call_named(method, Rest::V2, params.encode())
    }

    /// Adds a call of a method by its name, in REST 3.0.
    pub fn call_v3(&mut self, method: &str, params: impl Arg<Any>) -> Key<Value> {
        self.call_named(method, Rest::V3, params.encode())
    }

    fn call_named(
        &mut self,
        method: &str,
        rest: Rest,
        params: Result<Value, EncodeError>,
    ) -> Key<Value> {
        let params = params.and_then(|params| match params {
            Value::Object(map) => Ok(map),
            Value::Null => Ok(Map::new()),
            _ => Err(EncodeError::new("the parameters are not an object")),
        });
        let (effect, method) = (effect(method), method.to_owned().into());
        self.push(Command { method, rest, effect, params: Value::Null }, params);
        self.last_key()
    }

    fn last_key<T>(&self) -> Key<T> {
        Key { batch: self.number, command: self.commands.len() - 1, answer: PhantomData }
    }

    /// The one add that every command goes through.
    fn push(&mut self, mut command: Command, params: Result<Map<String, Value>, EncodeError>) {
        let method = &*command.method;
        let params = params
            .map_err(|source| Error::Encode { method: method.to_owned(), source })
            .and_then(|params| self.check(method, command.rest, params));
        let params = match params {
            Ok(params) => params,
            Err(error) => {
                self.refused.get_or_insert(error);
                Map::new()
            }
        };
        command.params = Value::Object(params);
        self.commands.push(command);
    }

    /// The parameters, if the command may be in this batch.
    fn check(
        &self,
        method: &str,
        rest: Rest,
        params: Map<String, Value>,
    ) -> Result<Map<String, Value>, Error> {
        let owned = || method.to_owned();
        if NOT_ALLOWED.iter().any(|name| name.eq_ignore_ascii_case(method)) {
            return Err(BatchError::NotAllowed { method: owned() }.into());
        }
        if self.commands.first().is_some_and(|first| first.rest != rest) {
            return Err(BatchError::OtherVersion { method: owned() }.into());
        }
        if params.values().flat_map(placeholder::targets).any(|target| target.batch != self.number)
        {
            return Err(BatchError::OtherBatch { method: owned() }.into());
        }
        Ok(params)
    }

    /// How many commands it has.
    pub fn len(&self) -> usize {
        self.commands.len()
    }

    /// Whether it has no commands.
    pub fn is_empty(&self) -> bool {
        self.commands.is_empty()
    }

    /// Sends the commands, and gives what came of each.
    ///
    /// # Errors
    ///
    /// [`Error::Encode`] or [`Error::Batch`] if a command cannot be sent, and [`FileError::IsAnswer`] if one answers with
    /// a file: nothing was sent then.
    /// Any error of the first request, if it failed as a whole. If a later one fails so, the
    /// answers that are there are given, and its commands have [`BatchError::Request`].
    pub async fn send(self) -> Result<Answers, Error> {
        if let Some(error) = self.refused {
            return Err(error);
        }
        let b24 = match self.connector {
            Some(source) => &self.b24.with(|options| options.auth_connector(source)),
            None => self.b24,
        };
        let slots = run::run(b24, self.commands, self.halt).await?;
        Ok(Answers { batch: self.number, slots })
    }
}

impl<T> Key<T> {
    /// A reference to the command's result, to be sent in a later command of the same batch.
    ///
    /// Its type is checked: a number may stand for a number or text, a record only for a record.
    ///
    /// ```
    /// # fn example(b24: b24_generated::Client) {
    /// # #![allow(deprecated)]
    /// use b24_generated::crm;
    ///
    /// let mut batch = b24.batch();
    /// let lead = batch.add(crm::lead::get(7));
    /// batch.add(crm::contact::get(lead.result().field("CONTACT_ID")));
    /// # }
    /// ```
    ///
    /// ```compile_fail,E0277
    /// # #![allow(deprecated)]
    /// # use b24_generated::crm;
    /// # let b24: b24_generated::Client = todo!();
    /// # let mut batch = b24.batch();
    /// let lead = batch.add(crm::lead::get(7));
    /// batch.add(crm::contact::get(lead.result()));
    /// ```
    pub fn result(&self) -> Reference<T> {
        Reference::new(self.batch, self.command)
    }
}

impl fmt::Debug for Batch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let methods = self.commands.iter().map(|command| &command.method);
        f.write_str("Batch ")?;
        f.debug_list().entries(methods).finish()
    }
}

impl<T> fmt::Debug for Key<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.command)
    }
}
