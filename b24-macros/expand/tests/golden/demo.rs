///Methods `demo.*`.
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
        ///`CREATED`: date and time.
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
    ///Methods `demo.item.*`.
    pub mod item {
        use crate::prelude::*;
        /**Get the \[fields\] of \<item\> at https:\//example.com: `demo.item.getFields`.

REST 2. Any user may call it.

[Documentation](https://apidocs.bitrix24.com/api-reference/demo/get-fields.html) ([Russian](https://apidocs.bitrix24.ru/api-reference/demo/get-fields.html))*/
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
            const FACTS: &'static str = "demo.item.getFields\napi-reference/demo/get-fields.md\nb";
            #[inline]
            fn params(&mut self) -> &mut Params {
                &mut self.0
            }
        }
        /**List: `demo.item.list`.

REST 2. Scope: any of `demo`, `demo_brief`. Needs the scope that `moduleId` names, too. Administrators may call it. Works only with an application's authorization, not with a webhook.

Obsolete; use `demo.item.search`.

The server reads the parameters by their order, which a call keeps.

# Parameters

* `moduleId`: string, required.
* `type`: integer or list of integer.
* `filter`: object.
* `order`: map of string; one of `ASC` (ascending), `DESC`; see `demo.item.getFields`.
* `limit`: number or string or null, obsolete, from 1 to 50.

# Errors

Documented codes: `NOT_FOUND` (404), an empty string.

[Documentation](https://apidocs.bitrix24.com/api-reference/demo/list.html#table) ([Russian](https://apidocs.bitrix24.ru/api-reference/demo/list.html#table))*/
        #[deprecated(note = "use `demo.item.search`")]
        #[inline]
        pub fn list(module_id: impl Arg<Text>) -> List {
            List(Params::new().put("moduleId", module_id))
        }
        ///A call of `demo.item.list`, made by [`list`](list()).
        #[must_use]
        pub struct List(Params);
        impl List {
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
            ///`order`: map of string; one of `ASC` (ascending), `DESC`; see `demo.item.getFields`.
            #[inline]
            pub fn order(self, value: impl Arg<Dict<Text>>) -> Self {
                Self(self.0.put("order", value))
            }
            ///`limit`: number or string or null, obsolete, from 1 to 50.
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
            const FACTS: &'static str = "demo.item.list\napi-reference/demo/list.md#table\nado\ndemo demo_brief\nmoduleId\nmoduleId type* filter* order* limit\n404 NOT_FOUND\n0 ";
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
        ///The field `rows` of [`ListFilter`].
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
            #[inline]
            fn params(&mut self) -> &mut Params {
                &mut self.0
            }
        }
        /**Сохранить: `demo.item.save`.

REST 2. Scope: `demo`. Users with the right to the object may call it.

# Parameters

* `item`: `demo_item`, required.
* `id`: integer, required.
* `code`: string, required.
* `file`: file.
* `set`: boolean, sent as `Y` or `N`.

One of these must be given: `id`; or `code`.

Takes further keys, with `set`.

See also `demo.item.list`.

[Documentation](https://apidocs.bitrix24.com/api-reference/demo/save.html) ([Russian](https://apidocs.bitrix24.ru/api-reference/demo/save.html))*/
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
            const FACTS: &'static str = "demo.item.save\napi-reference/demo/save.md\nr\ndemo";
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
