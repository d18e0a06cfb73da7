#[cfg_attr(docsrs, doc(cfg(feature = "demo")))]
#[doc(alias("пример"))]
/**A \[demo\]: methods `demo.*` of REST 3.0.

Feature `demo`.

| in | methods |
|---|---|
| [`item`](mod@crate::v3::demo::item) | [`get`](crate::v3::demo::item::get()) |*/
pub mod demo {
    /**Methods `demo.item.*` of REST 3.0.

Feature `demo`.*/
    pub mod item {
        use crate::prelude::*;
        /**Get: `demo.item.get`.

REST 3.0. Feature `demo`. Scope [`demo`](crate::scope::DEMO). Any user may call it. [Documentation](https://apidocs.bitrix24.com/api-reference/demo/get-rest-v3.html) ([Russian](https://apidocs.bitrix24.ru/api-reference/demo/get-rest-v3.html)).

```no_run
# async fn example(b24: b24_generated::Client) -> Result<(), Box<dyn std::error::Error>> {
use b24_generated::v3;

let answer = v3::demo::item::get(1).send(&b24).await?;
println!("{answer:?}");
# Ok(())
# }
```

# Parameters

| name | type | |
|---|---|---|
| `id` | integer, **required** |  |

# Answer

JSON that the documentation does not describe: a value, or a type of yours with [`send_as`](crate::Call::send_as).*/
        #[doc(alias("demo.item.get"))]
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
