//! Sends the commands of a batch, in as few requests as they need.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::answers::{Slot, result_of};
use super::reference::{Target, replace, targets};
use super::{BatchError, Command, query};
use crate::runtime::client::Client;
use crate::runtime::error::{ApiError, Error};
use crate::runtime::method::Rest;
use crate::runtime::request::{Effect, Request};

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
    let slot = |(command, outcome): (&Command, _)| Slot {
        method: command.method.clone(),
        bare: command.bare,
        outcome,
    };
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
    /// The first command by itself.
    Alone(Value),
    /// Several commands of REST 2, as text.
    Queries(Vec<String>),
    /// Several commands of REST 3.0, by their parameters.
    Calls(Vec<Value>),
}

impl Run<'_> {
    async fn all(&mut self) -> Result<(), Error> {
        while let Some(command) = self.commands.get(self.outcomes.len()) {
            let from = self.outcomes.len();
            if let Some(stopped) = self.stopped {
                let failed = self.commands[stopped].method.to_string();
                let method = command.method.to_string();
                self.outcomes.push(Err(BatchError::NotRun { method, failed }.into()));
                continue;
            }
            match self.next(from) {
                Next::Unsent(error) => self.outcomes.push(Err(error.into())),
                Next::Alone(params) => self.alone(command, &params).await?,
                Next::Queries(queries) => {
                    let keyed = queries.into_iter().enumerate().map(|(at, text)| (key(at), text));
                    let cmd: Map<String, Value> = keyed.map(|(key, q)| (key, q.into())).collect();
                    let count = cmd.len();
                    let body = json!({ "halt": u8::from(self.halt), "cmd": cmd });
                    self.together(Rest::V2, count, &body).await?;
                }
                Next::Calls(params) => {
                    let count = params.len();
                    let call = |(command, params): (&Command, Value)| json!({ "method": command.method, "query": params });
                    let calls = self.commands[from..].iter().zip(params).map(call).collect();
                    self.together(Rest::V3, count, &Value::Array(calls)).await?;
                }
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
        let mut alone = None;
        let mut queries = Vec::new();
        let mut calls = Vec::new();
        for (at, command) in self.commands[from..].iter().take(MOST).enumerate() {
            if !self.may_go(command, from) {
                break;
            }
            let params = match self.fill(command) {
                Ok(params) => params,
                Err(error) if at == 0 => return Next::Unsent(error),
                Err(_) => break,
            };
            match command.rest {
                Rest::V3 => calls.push(params),
                Rest::V2 => {
                    let refer = |target: &Target| target.render(&key(target.command - from));
                    let map = params.as_object();
                    let query = map.and_then(|map| query::command(&command.method, map, &refer));
                    if at == 0 {
                        alone = Some(params);
                    }
                    let Some(query) = query else { break };
                    queries.push(query);
                }
            }
        }
        match (alone, calls.len()) {
            (Some(params), _) if queries.len() < 2 => Next::Alone(params),
            (None, 1) => Next::Alone(calls.remove(0)),
            (None, _) => Next::Calls(calls),
            (Some(_), _) => Next::Queries(queries),
        }
    }

    /// Whether a command can go in a request that begins with the command `from`: the server would
    /// run it even if what it refers to were missing.
    fn may_go(&self, command: &Command, from: usize) -> bool {
        let within = |target: &Target| target.command >= from;
        let safe = |target: Target| match (command.rest, command.effect) {
            (Rest::V3, _) => false,
            (Rest::V2, Effect::Read) => true,
            (Rest::V2, Effect::Write) => self.halt && target.path.is_empty(),
        };
        targets(&command.params).into_iter().filter(within).all(safe)
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
        target.find(if self.commands[target.command].bare { body } else { body.get("result")? })
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
        let request = Request { name: method, rest: *rest, body: params, effect: *effect };
        match self.b24.exchange(request).await {
            Err(error) if !matches!(error, Error::Api(_)) => self.failed(1, error),
            outcome => {
                self.outcomes.push(outcome);
                Ok(())
            }
        }
    }

    /// Sends several commands as a batch.
    async fn together(&mut self, rest: Rest, count: usize, body: &Value) -> Result<(), Error> {
        let from = self.outcomes.len();
        let commands = &self.commands[from..from + count];
        let effect = effect_of(commands);
        let mut answer =
            match self.b24.exchange(Request { name: "batch", rest, body, effect }).await {
                Ok(answer) => result_of(answer, false),
                Err(error) => return self.failed(count, error),
            };
        let mut failed = None;
        for (at, command) in commands.iter().enumerate() {
            let mut outcome = match rest {
                Rest::V2 => outcome(&mut answer, at, command),
                Rest::V3 => member(&mut answer, at).map(|result| Ok(body_of(result, command))),
            };
            if let (None, Some(failed), true) = (&outcome, failed, self.halt) {
                let failed: &Command = &self.commands[failed];
                let (method, failed) = (command.method.to_string(), failed.method.to_string());
                outcome = Some(Err(BatchError::NotRun { method, failed }.into()));
            }
            let method = || command.method.to_string();
            let outcome =
                outcome.unwrap_or_else(|| Err(BatchError::NoAnswer { method: method() }.into()));
            let outcome = outcome.and_then(|body| self.check(command, from, body));
            if outcome.is_err() {
                failed.get_or_insert(from + at);
            }
            self.outcomes.push(outcome);
        }
        Ok(())
    }

    /// The body, if what the server put in the place of references was there.
    fn check(&self, command: &Command, from: usize, body: Value) -> Outcome {
        let targets = targets(&command.params);
        let mut filled = targets.iter().filter(|target| target.command >= from);
        match filled.find(|target| self.find(target).is_none()) {
            Some(target) => Err(self.no_referent(command, target, true).into()),
            None => Ok(body),
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

/// A request that holds one command that writes is not to be sent twice.
fn effect_of(commands: &[Command]) -> Effect {
    let reads = commands.iter().all(|command| command.effect == Effect::Read);
    if reads { Effect::Read } else { Effect::Write }
}

/// The key of a command in its request. With a letter in it, PHP writes objects of them, no lists.
fn key(at: usize) -> String {
    format!("c{at}")
}

/// What the answer to a batch of REST 2 says of a command. None if it says nothing.
fn outcome(answer: &mut Value, at: usize, command: &Command) -> Option<Outcome> {
    let mut part = |name: &str| member(answer.get_mut(name)?, at);
    if let Some(error) = part("result_error") {
        // A command has no status of its own.
        let error = ApiError::find(&command.method, 200, &error);
        return error.map(|error| Err(Error::Api(Box::new(error))));
    }
    let mut body = body_of(part("result")?, command);
    if let Value::Object(body) = &mut body
        && !command.bare
    {
        for name in ["total", "next", "time"] {
            if let Some(value) = part(&format!("result_{name}")) {
                body.insert(name.to_owned(), value);
            }
        }
    }
    Some(Ok(body))
}

fn body_of(result: Value, command: &Command) -> Value {
    if command.bare { result } else { json!({ "result": result }) }
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
            bare: false,
            effect: Effect::of(method),
            params: json!({}),
        };
        let (read, write) = (|| command("crm.deal.list"), command("crm.deal.add"));
        assert_eq!(effect_of(&[read(), read()]), Effect::Read);
        assert_eq!(effect_of(&[read(), write, read()]), Effect::Write);
    }
}
