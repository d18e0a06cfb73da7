//! Streams of rows and of pages.

use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde_json::Value;

use super::fetch::Fetch;
use super::{Progress, Strategy};
use crate::answer::{Log, Typed, Unfit};
use crate::error::Error;

macro_rules! walked {
    ($name:ident) => {
        impl<'a, T: Typed> $name<'a, T> {
            /// Walks so, or not at all: where the call cannot be walked so, the first item is an
            /// error, and nothing is sent.
            pub fn by(mut self, strategy: Strategy) -> Self {
                self.fetch.by(strategy);
                self
            }

            /// Begins behind a row: the key that [`Progress::last`] had when an earlier walk came to
            /// an end. For walks by keys only.
            pub fn after(mut self, key: u64) -> Self {
                self.fetch.after(key);
                self
            }

            /// Calls a function after each request.
            pub fn on_progress(mut self, watch: impl FnMut(&Progress) + Send + 'a) -> Self {
                self.fetch.watch(watch);
                self
            }
        }
    };
}

/// The rows of a list, one after the other.
///
/// The next request is sent when the rows of the one before are used up, and an error is the last
/// item, but for a row that does not fit its type: it is an error in its place.
#[derive(Debug)]
#[must_use = "a stream sends nothing unless it is polled"]
pub struct Rows<'a, T> {
    fetch: Fetch<'a>,
    ready: std::vec::IntoIter<Value>,
    /// The key of the row given out last, where the walk goes by keys.
    rows: PhantomData<fn() -> T>,
}

/// The rows of a list, as many together as one request brings.
#[derive(Debug)]
#[must_use = "a stream sends nothing unless it is polled"]
pub struct Pages<'a, T> {
    fetch: Fetch<'a>,
    rows: PhantomData<fn() -> T>,
}

/// Rows that came together.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Page<T> {
    /// The rows, without those that do not fit their type.
    pub rows: Vec<T>,
    /// How many rows there are in all, if the server has counted them.
    pub total: Option<u64>,
    /// The key of the last row that was sent, where the walk goes by keys.
    pub last: Option<u64>,
    /// Values that do not fit their documented types, as they came.
    pub unfit: Vec<Unfit>,
}

/// All rows of a list, in memory; await it.
#[derive(Debug)]
#[must_use = "nothing is sent before this is awaited"]
pub struct All<'a, T> {
    rows: Rows<'a, T>,
    out: Vec<T>,
}

walked!(Rows);
walked!(Pages);

impl<'a, T: Typed> Rows<'a, T> {
    pub(super) fn new(fetch: Fetch<'a>) -> Self {
        Self { fetch, ready: Vec::new().into_iter(), rows: PhantomData }
    }

    /// The next row; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// All rows that are left. The first error ends it.
    pub fn all(self) -> All<'a, T> {
        All { rows: self, out: Vec::new() }
    }

    /// How far the requests have come. Rows that wait to be taken are counted.
    pub fn progress(&self) -> Progress {
        self.fetch.progress
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(row) = self.ready.next() {
                return Poll::Ready(Some(read(row, &mut Log::default()).map_err(|unfit| {
                    let method = self.fetch.method().name.to_owned();
                    Error::Unfit { method, unfit: Box::new(unfit) }
                })));
            }
            match ready!(self.fetch.poll(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(chunk)) => self.ready = chunk.rows.into_iter(),
            }
        }
    }
}

impl<'a, T: Typed> Pages<'a, T> {
    pub(super) fn new(fetch: Fetch<'a>) -> Self {
        Self { fetch, rows: PhantomData }
    }

    /// The next page; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// How far the walk has come.
    pub fn progress(&self) -> Progress {
        self.fetch.progress
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        let chunk = match ready!(self.fetch.poll(cx)) {
            None => return Poll::Ready(None),
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            Some(Ok(chunk)) => chunk,
        };
        let mut log = Log::default();
        let mut unfit = Vec::new();
        let mut rows = Vec::with_capacity(chunk.rows.len());
        for (at, row) in chunk.rows.into_iter().enumerate() {
            log.enter_index(at);
            match read(row, &mut log) {
                Ok(row) => rows.push(row),
                Err(other) => unfit.push(other),
            }
            log.leave();
        }
        unfit.append(&mut log.unfit);
        let last = self.fetch.progress.last;
        Poll::Ready(Some(Ok(Page { rows, total: chunk.total, last, unfit })))
    }
}

/// A row as its type.
fn read<T: Typed>(row: Value, log: &mut Log) -> Result<T, Unfit> {
    match T::read(&row, log).or_else(|| T::salvage(&row, log)) {
        Some(row) => Ok(row),
        None => Err(log.describe(T::name(), row)),
    }
}

impl<T: Typed> Stream for Rows<'_, T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

impl<T: Typed> Stream for Pages<'_, T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

impl<T: Typed> Future for All<'_, T> {
    type Output = Result<Vec<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        loop {
            match ready!(this.rows.poll(cx)) {
                None => return Poll::Ready(Ok(std::mem::take(&mut this.out))),
                Some(Err(error)) => return Poll::Ready(Err(error)),
                Some(Ok(row)) => this.out.push(row),
            }
        }
    }
}

// Rows are made when they are asked for, and nothing here is pinned in place.
impl<T> Unpin for All<'_, T> {}
