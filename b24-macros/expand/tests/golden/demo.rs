#[cfg_attr(docsrs, doc(cfg(feature = "demo")))]
#[doc(alias("пример"))]
/**A \[demo\]: methods `demo.*`.

Feature `demo`.

| in | methods |
|---|---|
| [`item`](mod@crate::demo::item) | [`get_fields`](crate::demo::item::get_fields()), ~~[`list`](crate::demo::item::list())~~, [`save`](crate::demo::item::save()) |*/
pub mod demo {
    use crate::prelude::*;
    /**The record `demo_item`.

[Documentation](https://apidocs.bitrix24.com/api-reference/demo/data-types.html#demo_item) ([Russian](https://apidocs.bitrix24.ru/api-reference/demo/data-types.html#demo_item))*/
    #[must_use]
    pub struct DemoItemBuilder(Params);
    impl DemoItemBuilder {
        ///An empty one.
        #[inline]
        pub fn new() -> Self {
            Self(Params::new())
        }
        ///`ID`: integer.
        #[inline]
        pub fn id(self, value: impl Arg<Int>) -> Self {
            Self(self.0.put("ID", value))
        }
        ///`CREATED`: date and time.
        #[inline]
        pub fn created(self, value: impl Arg<DateTime>) -> Self {
            Self(self.0.put("CREATED", value))
        }
        ///`ACTIVE`: boolean, sent as `1` or `0`.
        #[inline]
        pub fn active(self, value: impl Arg<OneZero>) -> Self {
            Self(self.0.put("ACTIVE", value))
        }
    }
    impl Record for DemoItemBuilder {
        #[inline]
        fn params(&mut self) -> &mut Params {
            &mut self.0
        }
    }
    /**The record `demo_item`.

[Documentation](https://apidocs.bitrix24.com/api-reference/demo/data-types.html#demo_item) ([Russian](https://apidocs.bitrix24.ru/api-reference/demo/data-types.html#demo_item))*/
    #[non_exhaustive]
    pub struct DemoItem {
        ///`ID`: integer.
        pub id: Option<i64>,
        ///`CREATED`: date and time. Also spelled `created`, `createdTime`.
        pub created: Option<DateTime>,
        ///`ACTIVE`: boolean.
        pub active: Option<bool>,
        ///What else came, by its name on the wire.
        pub extra: Extra,
    }
    impl Fields for DemoItem {
        #[inline]
        fn none() -> Self {
            Self {
                id: Option::None,
                created: Option::None,
                active: Option::None,
                extra: Extra::NONE,
            }
        }
        #[inline]
        fn each(&self, pass: &Pass<'_>) -> Self {
            pass.also("CREATED", "created");
            pass.also("CREATED", "createdTime");
            Self {
                id: pass.at("ID", &self.id),
                created: pass.at("CREATED", &self.created),
                active: pass.at("ACTIVE", &self.active),
                extra: pass.rest(&self.extra),
            }
        }
    }
    impl Debug for DemoItem {
        #[inline]
        fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
            Fields::debug(self, f)
        }
    }
    impl Clone for DemoItem {
        #[inline]
        fn clone(&self) -> Self {
            Fields::copy(self)
        }
    }
    impl Default for DemoItem {
        #[inline]
        fn default() -> Self {
            Fields::none()
        }
    }
    /**Methods `demo.item.*`.

Feature `demo`.*/
    pub mod item {
        use crate::prelude::*;
        /**Get the \[fields\] of \<item\> at https:\//example.com: `demo.item.getFields`.

REST 2. Feature `demo`. Any user may call it. [Documentation](https://apidocs.bitrix24.com/api-reference/demo/get-fields.html) ([Russian](https://apidocs.bitrix24.ru/api-reference/demo/get-fields.html)).

```no_run
# async fn example(b24: b24_generated::Client) -> Result<(), Box<dyn std::error::Error>> {
use b24_generated::demo;

let answer = demo::item::get_fields().send(&b24).await?;
println!("{answer:?}");
# Ok(())
# }
```

# Answer

JSON that the documentation does not describe: a value, or a type of yours with [`send_as`](crate::Call::send_as).*/
        #[doc(alias("demo.item.getFields"))]
        #[inline]
        pub fn get_fields() -> GetFields {
            GetFields(Params::new())
        }
        ///A call of `demo.item.getFields`, made by [`get_fields`](get_fields()).
        #[must_use]
        pub struct GetFields(Params);
        impl GetFields {
            ///Calls the method.
            #[inline]
            pub fn send(self, b24: &Client) -> Sending<'_, Value> {
                b24.begin(<Self as Call>::METHOD, self.0)
            }
        }
        impl Call for GetFields {
            type Answer = Value;
            const FACTS: &'static str = "demo.item.getFields\napi-reference/demo/get-fields.md";
            #[inline]
            fn params(&mut self) -> &mut Params {
                &mut self.0
            }
        }
        /**List: `demo.item.list`.

REST 2. Feature `demo`. One of the scopes [`demo`](crate::scope::DEMO), [`demo_brief`](crate::scope::DEMO_BRIEF). Needs the scope that `moduleId` names, too. Administrators may call it. Works only with an application's authorization, not with a webhook. The server reads the parameters by their order, which a call keeps. [Documentation](https://apidocs.bitrix24.com/api-reference/demo/list.html#table) ([Russian](https://apidocs.bitrix24.ru/api-reference/demo/list.html#table)).

**Obsolete**; use [`demo.item.get`](crate::v3::demo::item::get()) of REST 3.0.

```no_run
# async fn example(b24: b24_generated::Client) -> Result<(), Box<dyn std::error::Error>> {
use b24_generated::{ListCall, demo};

let mut rows = demo::item::list("text").stream(&b24);
while let Some(row) = rows.next().await {
    println!("{:?}", row?.id);
}
# Ok(())
# }
```

# Parameters

| name | type | |
|---|---|---|
| `module_id`<br>`moduleId` | string, **required** |  |
| [`r#type`](List::type)<br>`type` | integer or list of integer |  |
| [`filter`](List::filter) | object [`ListFilter`] | Comparisons are those of [`Filtering`](crate::Filtering).<br>Fields: `>=DATE`, `UF_*`, `rows`. |
| [`order`](List::order) | map of string | One of [`ASC`](List::ORDER_ASC) (ascending), [`DESC`](List::ORDER_DESC). See [`demo.item.getFields`](crate::demo::item::get_fields()). |
| [`limit`](List::limit) | number or string or null | Obsolete. From 1 to 50. |

# Answer

List of [`demo_item`](crate::demo::DemoItem). [`Client::answer`](crate::Client::answer) tells how many there are in all, too. The rows of all pages come from [`stream`](crate::ListCall::stream), by key, up to 2,500 a request.

# Errors

Besides those that [any call](crate::codes) may fail with:

| code | status |
|---|---|
| `NOT_FOUND` | 404 |
| without a code |  |*/
        #[doc(alias("demo.item.list"))]
        #[deprecated(note = "use `demo.item.get of REST 3.0`")]
        #[inline]
        pub fn list(module_id: impl Arg<Text>) -> List {
            List(Params::new().put("moduleId", module_id))
        }
        ///A call of `demo.item.list`, made by [`list`](list()).
        #[must_use]
        pub struct List(Params);
        impl List {
            ///A value of `order`: ascending.
            pub const ORDER_ASC: &'static str = "ASC";
            ///A value of `order`.
            pub const ORDER_DESC: &'static str = "DESC";
            ///`type`: integer or list of integer.
            #[inline]
            pub fn r#type(
                self,
                value: impl Arg<One<Int, No, No, crate::prelude::List<Int>>>,
            ) -> Self {
                Self(self.0.put("type", value))
            }
            ///`filter`: object.
            #[inline]
            pub fn filter(self, value: impl FnOnce(ListFilter) -> ListFilter) -> Self {
                Self(self.0.record("filter", value(ListFilter::new())))
            }
            ///`order`: map of string. One of [`ASC`](Self::ORDER_ASC) (ascending), [`DESC`](Self::ORDER_DESC). See [`demo.item.getFields`](crate::demo::item::get_fields()).
            #[inline]
            pub fn order(self, value: impl Arg<Dict<Text>>) -> Self {
                Self(self.0.put("order", value))
            }
            ///`limit`: number or string or null. Obsolete. From 1 to 50.
            #[deprecated]
            #[inline]
            pub fn limit(
                self,
                value: impl Arg<One<Num, Text, No, No, No, Null>>,
            ) -> Self {
                Self(self.0.put("limit", value))
            }
            ///Calls the method.
            #[inline]
            pub fn send(self, b24: &Client) -> Sending<'_, Vec<crate::demo::DemoItem>> {
                b24.begin(<Self as Call>::METHOD, self.0)
            }
        }
        impl Call for List {
            type Answer = Vec<crate::demo::DemoItem>;
            const FACTS: &'static str = "demo.item.list\napi-reference/demo/list.md#table\nadog\ndemo demo_brief\nmoduleId\nmoduleId type* filter* order* limit\n\n404 NOT_FOUND\n0 ";
            #[inline]
            fn params(&mut self) -> &mut Params {
                &mut self.0
            }
        }
        impl ListCall for List {
            type Item = crate::demo::DemoItem;
            const LIST: &'static Listing = &Listing {
                items: "",
                id: "ID",
                select: "",
                paging: Paging::Start("start"),
                key: Option::Some(KeySet {
                    field: "ID",
                    filter: "filter",
                    order: "order",
                    direction: "",
                    others: "moduleId type limit",
                    batch: true,
                }),
            };
        }
        ///The parameter `filter` of [`List`].
        #[must_use]
        pub struct ListFilter(Params);
        impl ListFilter {
            ///An empty one.
            #[inline]
            pub fn new() -> Self {
                Self(Params::new())
            }
            ///`>=DATE`: date.
            #[inline]
            pub fn ge_date(self, value: impl Arg<Date>) -> Self {
                Self(self.0.put(">=DATE", value))
            }
            ///`rows`: list of object.
            #[inline]
            pub fn rows(
                self,
                value: impl Arg<crate::prelude::List<Rec<ListFilterRows>>>,
            ) -> Self {
                Self(self.0.put("rows", value))
            }
            ///Sets a field by its name on the wire.
            #[inline]
            pub fn set(self, key: impl IntoKey, value: impl Arg<Any>) -> Self {
                Self(self.0.set(key, value))
            }
        }
        impl Record for ListFilter {
            #[inline]
            fn params(&mut self) -> &mut Params {
                &mut self.0
            }
        }
        /**The field `rows` of [`ListFilter`].

Must have `on`: without them, sending fails. [`partial`](crate::Record::partial) lifts that.*/
        #[must_use]
        pub struct ListFilterRows(Params);
        impl ListFilterRows {
            ///An empty one.
            #[inline]
            pub fn new() -> Self {
                Self(Params::new())
            }
            ///`on`: boolean, sent as `"1"` or `"0"`, required, `0` by default.
            #[inline]
            pub fn on(self, value: impl Arg<OneZeroText>) -> Self {
                Self(self.0.put("on", value))
            }
        }
        impl Record for ListFilterRows {
            const REQUIRED: &'static str = "on";
            #[inline]
            fn params(&mut self) -> &mut Params {
                &mut self.0
            }
        }
        /**Сохранить: `demo.item.save`.

REST 2. Feature `demo`. Scope [`demo`](crate::scope::DEMO). Users with the right to the object may call it. [Documentation](https://apidocs.bitrix24.com/api-reference/demo/save.html) ([Russian](https://apidocs.bitrix24.ru/api-reference/demo/save.html)).

```no_run
# async fn example(b24: b24_generated::Client) -> Result<(), Box<dyn std::error::Error>> {
use b24_generated::demo;

let answer = demo::item::save(|i| i.id(1).created("2026-01-31T10:00:00+00:00"))
    .id(1)
    .send(&b24)
    .await?;
println!("{answer:?}");
# Ok(())
# }
```

# Parameters

| name | type | |
|---|---|---|
| `item` | [`demo_item`](crate::demo::DemoItemBuilder), **required** |  |
| [`id`](Save::id) | integer, **required** |  |
| [`code`](Save::code) | string, **required** |  |
| [`file`](Save::file) | file |  |
| [`set_`](Save::set_)<br>`set` | boolean, sent as `Y` or `N` |  |

One of these must be given: `id`; or `code`.

Takes further keys, with [`set`](Save::set()).

# Answer

Integer.

# See also

[`demo.item.list`](crate::demo::item::list())*/
        #[doc(alias("demo.item.save", "сохранить"))]
        #[inline]
        pub fn save(
            item: impl FnOnce(
                crate::demo::DemoItemBuilder,
            ) -> crate::demo::DemoItemBuilder,
        ) -> Save {
            Save(Params::new().record("item", item(crate::demo::DemoItemBuilder::new())))
        }
        ///A call of `demo.item.save`, made by [`save`](save()).
        #[must_use]
        pub struct Save(Params);
        impl Save {
            ///`id`: integer, required.
            #[inline]
            pub fn id(self, value: impl Arg<Int>) -> Self {
                Self(self.0.put("id", value))
            }
            ///`code`: string, required.
            #[inline]
            pub fn code(self, value: impl Arg<Text>) -> Self {
                Self(self.0.put("code", value))
            }
            ///`file`: file.
            #[inline]
            pub fn file(self, value: impl Arg<FileData>) -> Self {
                Self(self.0.put("file", value))
            }
            ///`set`: boolean, sent as `Y` or `N`.
            #[inline]
            pub fn set_(self, value: impl Arg<YesNo>) -> Self {
                Self(self.0.put("set", value))
            }
            ///Sets a parameter by its name on the wire.
            #[inline]
            pub fn set(self, key: impl IntoKey, value: impl Arg<Any>) -> Self {
                Self(self.0.set(key, value))
            }
            ///Calls the method.
            #[inline]
            pub fn send(self, b24: &Client) -> Sending<'_, i64> {
                b24.begin(<Self as Call>::METHOD, self.0)
            }
        }
        impl Call for Save {
            type Answer = i64;
            const FACTS: &'static str = "demo.item.save\napi-reference/demo/save.md\nr\ndemo\n\n\nid code";
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
    visitor.call::<demo::item::GetFields>();
    visitor.call::<demo::item::List>();
    visitor.call::<demo::item::Save>();
}
