//! Sends the commands of a batch, in as few requests as they need.

use std::sync::Arc;

use b24_schema::fit::is_nothing;
use b24_schema::{Effect, Rest};
use serde_json::{Map, Value, json};

use super::answers::{Slot, result_of};
use super::{BatchError, Command, query};
use crate::client::Client;
use crate::error::{ApiError, Error, ErrorKind};
use crate::placeholder::{Target, replace, targets};
use crate::request::Request;

/// The most commands of a request.
const MOST: usize = 50;

/// What came of each command, in their order.
pub(super) async fn run(
    b24: &Client,
    commands: Vec<Command>,
    halt: bool,
) -> Result<Vec<Slot>, Error> {
    // A request of REST 3.0 fails as a whole, and so does a batch.
    let halt = halt || commands.first().is_some_and(|first| first.rest == Rest::V3);
    let mut run = Run { b24, commands: &commands, halt, outcomes: Vec::new(), stopped: None };
    run.all().await?;
    let slot = |(command, outcome): (&Command, _)| Slot { method: command.method.clone(), outcome };
    Ok(commands.iter().zip(run.outcomes).map(slot).collect())
}

/// The body of a command's answer, as a call by itself would get it.
type Outcome = Result<Value, Error>;

struct Run<'a> {
    b24: &'a Client,
    commands: &'a [Command],
    halt: bool,
    /// Of the commands from the first on: those that are behind.
    outcomes: Vec<Outcome>,
    /// The command after which no other runs.
    stopped: Option<usize>,
}

/// What goes next.
enum Next {
    /// The first command cannot be sent.
    Unsent(BatchError),
    /// The first command by itself, by its parameters.
    Alone(Value),
    /// Several commands, as they are written in a batch.
    Together(Vec<Value>),
}

impl Run<'_> {
    async fn all(&mut self) -> Result<(), Error> {
        while let Some(command) = self.commands.get(self.outcomes.len()) {
            let from = self.outcomes.len();
            if let Some(stopped) = self.stopped {
                self.outcomes.push(Err(not_run(command, &self.commands[stopped])));
                continue;
            }
            match self.next(from) {
                Next::Unsent(error) => self.outcomes.push(Err(error.into())),
                Next::Alone(params) => self.alone(command, &params).await?,
                Next::Together(written) => self.together(command.rest, written).await?,
            }
            if self.halt && self.stopped.is_none() {
                let failed = self.outcomes[from..].iter().position(Result::is_err);
                self.stopped = failed.map(|at| from + at);
            }
        }
        Ok(())
    }

    /// As many commands as can go in one request.
    fn next(&self, from: usize) -> Next {
        let mut first = Value::Null;
        let mut written = Vec::new();
        let mut guessed = false;
        for (at, command) in self.commands[from..].iter().take(MOST).enumerate() {
            if !self.may_go(command, from, &mut guessed) {
                break;
            }
            let params = match self.fill(command) {
                Ok(params) => params,
                Err(error) if at == 0 => return Next::Unsent(error),
                Err(_) => break,
            };
            let text = match command.rest {
                _ if moves_a_file(&command.method) => None,
                Rest::V2 => {
                    let refer = |target: &Target| target.render(&key(target.command - from));
                    query::command(&command.method, &params, &refer).map(Value::from)
                }
                Rest::V3 => query::is_plain(&params)
                    .then(|| json!({ "method": command.method, "query": params })),
            };
            if at == 0 {
                first = params;
            }
            match text {
                Some(text) => written.push(text),
                None => break,
            }
        }
        if written.len() < 2 { Next::Alone(first) } else { Next::Together(written) }
    }

    /// Whether a command can go in a request that begins with the command `from`. The server runs
    /// it even if what it refers to is missing, unless it halted before.
    ///
    /// What only reads may take that risk; then it is `guessed` what a batch that halts does next.
    fn may_go(&self, command: &Command, from: usize, guessed: &mut bool) -> bool {
        let targets = targets(&command.params);
        let mut within = targets.iter().filter(|target| target.command >= from).peekable();
        let refers = within.peek().is_some();
        // The result of a command is there if the server did not halt; a field of it need not be.
        let to_wholes = within.all(|target| target.path.is_empty());
        match (command.rest, command.effect) {
            (Rest::V3, _) => !refers,
            (Rest::V2, Effect::Writes) if self.halt => to_wholes && !*guessed,
            (Rest::V2, Effect::Writes) => !refers,
            (Rest::V2, Effect::Reads) => {
                *guessed |= !to_wholes;
                true
            }
        }
    }

    /// The parameters, with what the references to answers stand for; references to commands that
    /// are not behind stay.
    fn fill(&self, command: &Command) -> Result<Value, BatchError> {
        let mut params = command.params.clone();
        replace(&mut params, &|target: Target| {
            if target.command >= self.outcomes.len() {
                return Ok(None);
            }
            match self.find(&target) {
                Some(value) => Ok(Some(value.clone())),
                None => Err(self.no_referent(command, &target, false)),
            }
        })?;
        Ok(params)
    }

    fn find(&self, target: &Target) -> Option<&Value> {
        let body = self.outcomes.get(target.command)?.as_ref().ok()?;
        target.find(body.get("result")?)
    }

    fn no_referent(&self, command: &Command, target: &Target, sent: bool) -> BatchError {
        let mut reference = self.commands[target.command].method.to_string();
        for key in &target.path {
            reference += &format!("[{key}]");
        }
        BatchError::NoReferent { method: command.method.to_string(), reference, sent }
    }

    /// Sends one command as a call.
    async fn alone(&mut self, command: &Command, params: &Value) -> Result<(), Error> {
        let Command { method, rest, effect, .. } = command;
        let request = Request { effect: *effect, ..Request::new(method, *rest, params) };
        match self.b24.exchange(request).await {
            Err(error) if !matches!(error, Error::Api(_)) => self.failed(1, error),
            outcome => {
                self.outcomes.push(outcome);
                Ok(())
            }
        }
    }

    /// Sends several commands as a batch.
    async fn together(&mut self, rest: Rest, written: Vec<Value>) -> Result<(), Error> {
        let from = self.outcomes.len();
        let commands = &self.commands[from..from + written.len()];
        let effect = effect_of(commands);
        let body = match rest {
            Rest::V2 => {
                let keyed = written.into_iter().enumerate().map(|(at, text)| (key(at), text));
                json!({ "halt": u8::from(self.halt), "cmd": Value::from_iter(keyed) })
            }
            Rest::V3 => Value::Array(written),
        };
        let request = Request { effect, ..Request::new("batch", rest, &body) };
        let mut answer = match self.b24.exchange(request).await {
            Ok(answer) => result_of(answer),
            Err(error) => return self.failed(commands.len(), error),
        };
        let mut outcome = |(at, command): (usize, &Command)| {
            let outcome = match rest {
                Rest::V2 => outcome(&mut answer, at, command),
                Rest::V3 => member(&mut answer, at).map(|result| Ok(json!({ "result": result }))),
            };
            outcome.map(|outcome| {
                outcome.map_err(|error| self.refused(command, error).with_id(request.id))
            })
        };
        let outcomes: Vec<_> = commands.iter().enumerate().map(&mut outcome).collect();
        let halted = self.halt.then(|| halted(&outcomes)).flatten();
        let mut lost = None;
        for (at, (command, outcome)) in commands.iter().zip(outcomes).enumerate() {
            let outcome = match (outcome, lost, halted) {
                // Where a reference led nowhere the server goes on, and finds only what reads.
                (Some(_), Some(lost), _) if self.halt && command.effect == Effect::Reads => {
                    Err(not_run(command, lost))
                }
                (Some(outcome), ..) => match self.check(command, from) {
                    Ok(()) => outcome,
                    Err(error) => {
                        lost.get_or_insert(command);
                        Err(error)
                    }
                },
                (None, _, Some(failed)) if failed < at => Err(not_run(command, &commands[failed])),
                (None, ..) => {
                    Err(BatchError::NoAnswer { method: command.method.to_string() }.into())
                }
            };
            self.outcomes.push(outcome);
        }
        Ok(())
    }

    /// An error of a command, as the same call by itself would have it.
    fn refused(&self, command: &Command, mut error: Box<ApiError>) -> Error {
        error.texts().for_each(|text| self.b24.portal.access.hide_in(text));
        let may_again = error.kind() == ErrorKind::Server && command.effect == Effect::Reads;
        error.repeatable = error.did_not_run() || may_again;
        Error::Api(error)
    }

    /// Whether what the server put in the place of references was there: with nonsense instead,
    /// whatever came of the command means nothing.
    fn check(&self, command: &Command, from: usize) -> Result<(), Error> {
        let targets = targets(&command.params);
        let mut filled = targets.iter().filter(|target| target.command >= from);
        match filled.find(|target| self.find(target).is_none()) {
            Some(target) => Err(self.no_referent(command, target, true).into()),
            None => Ok(()),
        }
    }

    /// A request failed as a whole: the commands behind it do not run.
    fn failed(&mut self, count: usize, error: Error) -> Result<(), Error> {
        let from = self.outcomes.len();
        if from == 0 {
            return Err(error);
        }
        let source = Arc::new(error);
        for command in &self.commands[from..from + count] {
            let (method, source) = (command.method.to_string(), Arc::clone(&source));
            self.outcomes.push(Err(BatchError::Request { method, source }.into()));
        }
        self.stopped = Some(from);
        Ok(())
    }
}

/// The documentation says that batches do not run uploads and downloads, and not which: those of any
/// name go by themselves.
fn moves_a_file(method: &str) -> bool {
    let verb = method.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    verb.contains("upload") || verb.contains("download")
}

/// The command whose error has made the server halt. Behind it nothing has an answer; where something has, the server
/// did not halt. Commands without an answer that follow no error that the server named may well have run.
fn halted(outcomes: &[Option<Outcome>]) -> Option<usize> {
    let failed = outcomes.iter().position(|outcome| matches!(outcome, Some(Err(_))))?;
    outcomes[failed + 1..].iter().all(Option::is_none).then_some(failed)
}

fn not_run(command: &Command, failed: &Command) -> Error {
    let (method, failed) = (command.method.to_string(), failed.method.to_string());
    BatchError::NotRun { method, failed }.into()
}

/// A request that holds one command that writes is not to be sent twice.
fn effect_of(commands: &[Command]) -> Effect {
    let reads = commands.iter().all(|command| command.effect == Effect::Reads);
    if reads { Effect::Reads } else { Effect::Writes }
}

/// The key of a command in its request. With a letter in it, PHP writes objects of them, no lists.
fn key(at: usize) -> String {
    format!("c{at}")
}

/// What the answer to a batch of REST 2 says of a command. None if it says nothing.
fn outcome(
    answer: &mut Value,
    at: usize,
    command: &Command,
) -> Option<Result<Value, Box<ApiError>>> {
    let mut part = |name: &str| member(answer.get_mut(name)?, at);
    if let Some(error) = part("result_error").filter(|error| !is_nothing(error)) {
        // A command has no status of its own. What is there is an error in any case.
        let find = |status| ApiError::find(&command.method, status, &error);
        return find(200).or_else(|| find(400)).map(|error| Err(Box::new(error)));
    }
    let mut body = Map::from_iter([("result".to_owned(), part("result")?)]);
    for name in ["total", "next", "time"] {
        body.extend(part(&format!("result_{name}")).map(|value| (name.to_owned(), value)));
    }
    Some(Ok(Value::Object(body)))
}

/// Takes what stands for a command out of an object. PHP writes an empty one as `[]`, and one that
/// is numbered without gaps as a list.
fn member(of: &mut Value, at: usize) -> Option<Value> {
    match of {
        Value::Object(map) => {
            let numbered = at.to_string();
            map.shift_remove(&key(at)).or_else(|| map.shift_remove(&numbered))
        }
        Value::Array(items) => items.get_mut(at).map(Value::take),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_reads_if_all_of_it_reads() {
        let command = |method: &'static str| Command {
            method: method.into(),
            rest: Rest::V2,
            effect: crate::request::effect(method),
            params: json!({}),
        };
        let (read, write) = (|| command("crm.deal.list"), command("crm.deal.add"));
        assert_eq!(effect_of(&[read(), read()]), Effect::Reads);
        assert_eq!(effect_of(&[read(), write, read()]), Effect::Writes);
    }
}
