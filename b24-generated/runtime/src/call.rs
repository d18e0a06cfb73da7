//! Calls of documented methods.

use super::answer::{Answer, Typed};
use super::arg::{Any, Arg, IntoKey};
use super::client::{Client, Decode, Sending};
use super::method::Method;
use super::params::Params;

/// A call of a documented method, ready to be sent.
///
/// Generated types implement it; every function of a module returns one.
pub trait Call: Sized {
    /// What the method answers.
    type Answer: Typed;
    #[doc(hidden)]
    const FACTS: &'static str;
    /// What is known of the method.
    const METHOD: &'static Method = &Method::parse(Self::FACTS);

    #[doc(hidden)]
    fn params(&mut self) -> &mut Params;

    /// The parameters.
    fn into_params(mut self) -> Params {
        let mut params = std::mem::take(self.params());
        params.choose(Self::METHOD.alternatives());
        params
    }

    /// Allows parameters that the documentation requires to be left out, for servers that ask for less.
    #[must_use]
    fn partial(mut self) -> Self {
        self.params().set_partial();
        self
    }

    /// Sets a parameter by its name on the wire, whether or not the documentation knows it.
    #[must_use]
    fn set(mut self, key: impl IntoKey, value: impl Arg<Any>) -> Self {
        self.params().add(key, value);
        self
    }

    /// Calls the method and decodes the result as `T`.
    fn send_as<T: Decode>(self, b24: &Client) -> Sending<'_, T> {
        b24.begin_as(Self::METHOD, self.into_params())
    }
}

/// Sees the type of every call that is compiled in.
#[doc(hidden)]
pub trait EachCall {
    fn call<C: Call>(&mut self);
}

impl Client {
    /// Sends a call. The call's own `send` does the same.
    pub fn send<C: Call>(&self, call: C) -> Sending<'_, C::Answer> {
        self.begin(C::METHOD, call.into_params())
    }

    /// Sends a call and gives all that came: the result, counts, times, and what does not fit.
    pub fn answer<C: Call>(&self, call: C) -> Sending<'_, Answer<C::Answer>> {
        self.begin_whole(C::METHOD, call.into_params())
    }
}
