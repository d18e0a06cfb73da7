//! A walk as something that can be polled.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use serde_json::{Map, Value};

use super::chain::Chain;
use super::keys::{Keys, selected};
use super::offsets::Offsets;
use super::walk::{Chunk, How, Walk};
use super::{ListError, Listing, Progress, Strategy};
use crate::client::Client;
use crate::encode::EncodeError;
use crate::error::Error;
use crate::method::Method;

/// What a walk begins with.
pub(super) struct Setup<'a> {
    b24: &'a Client,
    method: &'static Method,
    list: &'static Listing,
    params: Result<Map<String, Value>, EncodeError>,
    strategy: Option<Strategy>,
    after: Option<u64>,
}

impl<'a> Setup<'a> {
    pub(super) fn new(
        b24: &'a Client,
        method: &'static Method,
        list: &'static Listing,
        params: Result<Map<String, Value>, EncodeError>,
    ) -> Self {
        Self { b24, method, list, params, strategy: None, after: None }
    }

    fn begin(self) -> Result<Walk<'a>, Error> {
        let Self { b24, method, list, params, strategy, after } = self;
        let mut params =
            params.map_err(|source| Error::Encode { method: method.name.to_owned(), source })?;
        let unsupported =
            |strategy, reason| ListError::Unsupported { method: method.name, strategy, reason };
        let whole = params.clone();
        let keys = match strategy {
            Some(Strategy::Pages) => Err("it was asked to go by pages"),
            _ => Keys::new(&mut params, method, list),
        };
        let how = match (keys, strategy) {
            (Ok(_), Some(Strategy::Batches)) if !list.supports(Strategy::Batches) => {
                let reason = "commands of a batch cannot refer to its rows";
                return Err(unsupported(Strategy::Batches, reason).into());
            }
            (Ok(mut keys), _) => {
                keys.last = keys.last.max(after);
                let wanted = match strategy {
                    None => !keys.by.is_sized(),
                    Some(strategy) => strategy == Strategy::Batches,
                };
                let batches = wanted && list.supports(Strategy::Batches);
                keys.chain = batches.then(Chain::new);
                How::Keys(keys)
            }
            (Err(reason), Some(strategy)) if strategy != Strategy::Pages => {
                return Err(unsupported(strategy, reason).into());
            }
            (Err(reason), _) if after.is_some() => {
                return Err(unsupported(Strategy::Keys, reason).into());
            }
            (Err(reason), _) if !list.supports(Strategy::Pages) => {
                return Err(unsupported(Strategy::Pages, reason).into());
            }
            (Err(_), _) => {
                params = whole;
                let offsets = Offsets::new(&mut params, list);
                let field = list.key.map_or(list.id, |key| key.field);
                selected(&mut params, list, field);
                How::Offsets(offsets)
            }
        };
        Ok(Walk { b24, method, list, params, progress: Progress::default(), how })
    }
}

type Step<'a> = (Walk<'a>, Result<Option<Chunk>, Error>);

enum State<'a> {
    New(Box<Setup<'a>>),
    Idle(Box<Walk<'a>>),
    Waiting(Pin<Box<dyn Future<Output = Step<'a>> + Send + 'a>>),
    Over,
}

type Watch<'a> = Box<dyn FnMut(&Progress) + Send + 'a>;

/// A walk, without the type of its rows.
pub(super) struct Fetch<'a> {
    state: State<'a>,
    method: &'static Method,
    watch: Option<Watch<'a>>,
    pub(super) progress: Progress,
}

impl<'a> Fetch<'a> {
    pub(super) fn new(setup: Setup<'a>) -> Self {
        let method = setup.method;
        let state = State::New(Box::new(setup));
        Self { state, method, watch: None, progress: Progress::default() }
    }

    pub(super) fn method(&self) -> &'static Method {
        self.method
    }

    /// Nothing, once the first request is sent.
    pub(super) fn by(&mut self, strategy: Strategy) {
        if let State::New(setup) = &mut self.state {
            setup.strategy = Some(strategy);
        }
    }

    /// Likewise.
    pub(super) fn after(&mut self, key: u64) {
        if let State::New(setup) = &mut self.state {
            setup.after = Some(key);
        }
    }

    pub(super) fn watch(&mut self, watch: impl FnMut(&Progress) + Send + 'a) {
        self.watch = Some(Box::new(watch));
    }

    /// The rows of the next request; `None` at the end, which an error is too.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Chunk, Error>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Over) {
                State::New(setup) => match setup.begin() {
                    Ok(walk) => self.state = State::Idle(Box::new(walk)),
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                State::Idle(mut walk) => {
                    self.state = State::Waiting(Box::pin(async move {
                        let step = walk.next().await;
                        (*walk, step)
                    }));
                }
                State::Waiting(mut step) => {
                    let Poll::Ready((walk, chunk)) = step.as_mut().poll(cx) else {
                        self.state = State::Waiting(step);
                        return Poll::Pending;
                    };
                    let sent = walk.progress.requests > self.progress.requests;
                    self.progress = walk.progress;
                    if let Some(watch) = self.watch.as_mut().filter(|_| sent) {
                        watch(&self.progress);
                    }
                    return Poll::Ready(match chunk {
                        Ok(Some(chunk)) => {
                            self.state = State::Idle(Box::new(walk));
                            Some(Ok(chunk))
                        }
                        Ok(None) => None,
                        Err(error) => Some(Err(error)),
                    });
                }
                State::Over => return Poll::Ready(None),
            }
        }
    }
}

impl fmt::Debug for Fetch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetch")
            .field("method", &self.method.name)
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}
