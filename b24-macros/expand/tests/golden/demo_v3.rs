///Methods `demo.*`.
pub mod demo {
    ///Methods `demo.item.*`.
    pub mod item {
        use crate::prelude::*;
        /**Get: `demo.item.get`.

REST 3.0. Scope: `demo`. Any user may call it.

# Parameters

* `id`: integer, required.

[Documentation](https://apidocs.bitrix24.com/api-reference/demo/get-rest-v3.html) ([Russian](https://apidocs.bitrix24.ru/api-reference/demo/get-rest-v3.html))*/
        #[inline]
        pub fn get(id: impl Arg<Int>) -> Get {
            Get(Params::new().put("id", id))
        }
        ///A call of `demo.item.get`, made by [`get`](get()).
        #[must_use]
        pub struct Get(Params);
        impl Get {
            ///Calls the method.
            #[inline]
            pub fn send(self, b24: &Client) -> Sending<'_, Value> {
                b24.begin(<Self as Call>::METHOD, self.0)
            }
        }
        impl Call for Get {
            type Answer = Value;
            const FACTS: &'static str = "demo.item.get\napi-reference/demo/get-rest-v3.md\n3\ndemo";
            #[inline]
            fn params(&mut self) -> &mut Params {
                &mut self.0
            }
        }
    }
}
#[doc(hidden)]
#[inline]
pub fn each_call_of_demo<V: crate::prelude::EachCall>(visitor: &mut V) {
    visitor.call::<demo::item::Get>();
}
