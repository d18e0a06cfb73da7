//! The codes of errors that any call may fail with, as the documentation lists them for
//! [REST 2](https://apidocs.bitrix24.com/error-codes.html),
//! [REST 3.0](https://apidocs.bitrix24.com/api-reference/rest-v3.html) and the
//! [authorization server](https://apidocs.bitrix24.com/settings/oauth/error-codes.html).
//!
//! Written by `cargo xtask regen` from `xtask/errors.toml`.

use b24_schema::Meaning::*;
use b24_schema::Meanings;

/// The server failed.
pub const INTERNAL_SERVER_ERROR: &str = "INTERNAL_SERVER_ERROR";
/// The server failed, and its parts did not understand one another.
pub const ERROR_UNEXPECTED_ANSWER: &str = "ERROR_UNEXPECTED_ANSWER";
/// Too many requests came too fast; this one did not run.
pub const QUERY_LIMIT_EXCEEDED: &str = "QUERY_LIMIT_EXCEEDED";
/// The method has used up its running time of ten minutes; this call did not run.
pub const OPERATION_TIME_LIMIT: &str = "OPERATION_TIME_LIMIT";
/// Bitrix24 has blocked REST on this portal by hand; only its support can undo that.
pub const OVERLOAD_LIMIT: &str = "OVERLOAD_LIMIT";
/// There is no such method in this version of REST, or it is not open to the caller.
pub const ERROR_METHOD_NOT_FOUND: &str = "ERROR_METHOD_NOT_FOUND";
/// The method cannot be called in a batch.
pub const ERROR_BATCH_METHOD_NOT_ALLOWED: &str = "ERROR_BATCH_METHOD_NOT_ALLOWED";
/// The batch is too long.
pub const ERROR_BATCH_LENGTH_EXCEEDED: &str = "ERROR_BATCH_LENGTH_EXCEEDED";
/// The webhook's code or the access token is wrong.
pub const NO_AUTH_FOUND: &str = "NO_AUTH_FOUND";
/// The access token has expired.
pub const EXPIRED_TOKEN: &str = "expired_token";
/// Calls must come over https.
pub const INVALID_REQUEST: &str = "INVALID_REQUEST";
/// The portal's plan does not include REST, or the user may not do this.
pub const ACCESS_DENIED: &str = "ACCESS_DENIED";
/// With HTTP 401 the webhook's code is wrong; with 403 its user, or that of the token, may not do this.
pub const INVALID_CREDENTIALS: &str = "INVALID_CREDENTIALS";
/// The webhook or the application lacks the scope of the method.
pub const INSUFFICIENT_SCOPE: &str = "insufficient_scope";
/// The application is installed, but not open to this user.
pub const USER_ACCESS_ERROR: &str = "user_access_error";
/// The manifest is not available.
pub const ERROR_MANIFEST_IS_NOT_AVAILABLE: &str = "ERROR_MANIFEST_IS_NOT_AVAILABLE";
/// The portal is deleted, or its public part is closed.
pub const PORTAL_DELETED: &str = "PORTAL_DELETED";
/// A required parameter is missing, or a value is of the wrong type.
pub const V3_VALIDATION: &str = "BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION";
/// A field of the object is missing or has a value that it may not have.
pub const V3_DTO_VALIDATION: &str = "BITRIX_REST_V3_EXCEPTION_VALIDATION_DTOVALIDATIONEXCEPTION";
/// A filter has a value that it may not have.
pub const V3_FILTER_VALIDATION: &str =
    "BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTFILTERVALIDATIONEXCEPTION";
/// The request is not JSON.
pub const V3_INVALID_JSON: &str = "BITRIX_REST_V3_EXCEPTION_INVALIDJSONEXCEPTION";
/// The parameters have the wrong form.
pub const V3_INVALID_SELECT: &str = "BITRIX_REST_V3_EXCEPTION_INVALIDSELECTEXCEPTION";
/// The filter has the wrong form.
pub const V3_INVALID_FILTER: &str = "BITRIX_REST_V3_EXCEPTION_INVALIDFILTEREXCEPTION";
/// The order has the wrong form.
pub const V3_INVALID_ORDER: &str = "BITRIX_REST_V3_EXCEPTION_INVALIDORDEREXCEPTION";
/// The page asked for has the wrong form.
pub const V3_INVALID_PAGINATION: &str = "BITRIX_REST_V3_EXCEPTION_INVALIDPAGINATIONEXCEPTION";
/// A filter or a related field names a field that does not exist.
pub const V3_UNKNOWN_PROPERTY: &str = "BITRIX_REST_V3_EXCEPTION_UNKNOWNDTOPROPERTYEXCEPTION";
/// A filter uses an operator that does not exist.
pub const V3_UNKNOWN_FILTER_OPERATOR: &str =
    "BITRIX_REST_V3_EXCEPTION_UNKNOWNFILTEROPERATOREXCEPTION";
/// There is nothing with this identifier.
pub const V3_NOT_FOUND: &str = "BITRIX_REST_V3_EXCEPTION_ENTITYNOTFOUNDEXCEPTION";
/// There is no field of this name to tell about.
pub const V3_FIELD_NOT_FOUND: &str = "BITRIX_REST_V3_REALISATION_EXCEPTION_FIELDNOTFOUNDEXCEPTION";
/// The user may not do this.
pub const V3_ACCESS_DENIED: &str = "BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION";
/// The webhook or the application lacks the scope of the method.
pub const V3_INSUFFICIENT_SCOPE: &str = "BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION";
/// The key was used before, for a call with other parameters.
pub const V3_IDEMPOTENCY_KEY_REUSED: &str =
    "BITRIX_REST_V3_EXCEPTION_IDEMPOTENCYKEYREUSEDEXCEPTION";
/// The key is too long, or not printable ASCII.
pub const V3_INVALID_IDEMPOTENCY_KEY: &str =
    "BITRIX_REST_V3_EXCEPTION_INVALIDIDEMPOTENCYKEYEXCEPTION";
/// The authorization server does not understand the request.
pub const OAUTH_INVALID_REQUEST: &str = "invalid_request";
/// The application's identifier or key is wrong, or it is not installed on this portal.
pub const OAUTH_INVALID_CLIENT: &str = "invalid_client";
/// More is asked for than the application's settings name.
pub const OAUTH_INVALID_SCOPE: &str = "invalid_scope";
/// The code or the refresh token is wrong or has expired; the user must authorize again.
pub const OAUTH_INVALID_GRANT: &str = "invalid_grant";
/// The paid or the trial period of the application is over.
pub const OAUTH_PAYMENT_REQUIRED: &str = "PAYMENT_REQUIRED";

/// What each of them means.
#[rustfmt::skip]
pub(super) const COMMON: &[(&str, &str)] = &[
    (INTERNAL_SERVER_ERROR, "The server failed."),
    (ERROR_UNEXPECTED_ANSWER, "The server failed, and its parts did not understand one another."),
    (QUERY_LIMIT_EXCEEDED, "Too many requests came too fast; this one did not run."),
    (OPERATION_TIME_LIMIT, "The method has used up its running time of ten minutes; this call did not run."),
    (OVERLOAD_LIMIT, "Bitrix24 has blocked REST on this portal by hand; only its support can undo that."),
    (ERROR_METHOD_NOT_FOUND, "There is no such method in this version of REST, or it is not open to the caller."),
    (ERROR_BATCH_METHOD_NOT_ALLOWED, "The method cannot be called in a batch."),
    (ERROR_BATCH_LENGTH_EXCEEDED, "The batch is too long."),
    (NO_AUTH_FOUND, "The webhook's code or the access token is wrong."),
    (EXPIRED_TOKEN, "The access token has expired."),
    (INVALID_REQUEST, "Calls must come over https."),
    (ACCESS_DENIED, "The portal's plan does not include REST, or the user may not do this."),
    (INVALID_CREDENTIALS, "With HTTP 401 the webhook's code is wrong; with 403 its user, or that of the token, may not do this."),
    (INSUFFICIENT_SCOPE, "The webhook or the application lacks the scope of the method."),
    (USER_ACCESS_ERROR, "The application is installed, but not open to this user."),
    (ERROR_MANIFEST_IS_NOT_AVAILABLE, "The manifest is not available."),
    (PORTAL_DELETED, "The portal is deleted, or its public part is closed."),
    (V3_VALIDATION, "A required parameter is missing, or a value is of the wrong type."),
    (V3_DTO_VALIDATION, "A field of the object is missing or has a value that it may not have."),
    (V3_FILTER_VALIDATION, "A filter has a value that it may not have."),
    (V3_INVALID_JSON, "The request is not JSON."),
    (V3_INVALID_SELECT, "The parameters have the wrong form."),
    (V3_INVALID_FILTER, "The filter has the wrong form."),
    (V3_INVALID_ORDER, "The order has the wrong form."),
    (V3_INVALID_PAGINATION, "The page asked for has the wrong form."),
    (V3_UNKNOWN_PROPERTY, "A filter or a related field names a field that does not exist."),
    (V3_UNKNOWN_FILTER_OPERATOR, "A filter uses an operator that does not exist."),
    (V3_NOT_FOUND, "There is nothing with this identifier."),
    (V3_FIELD_NOT_FOUND, "There is no field of this name to tell about."),
    (V3_ACCESS_DENIED, "The user may not do this."),
    (V3_INSUFFICIENT_SCOPE, "The webhook or the application lacks the scope of the method."),
    (V3_IDEMPOTENCY_KEY_REUSED, "The key was used before, for a call with other parameters."),
    (V3_INVALID_IDEMPOTENCY_KEY, "The key is too long, or not printable ASCII."),
    (OAUTH_INVALID_REQUEST, "The authorization server does not understand the request."),
    (OAUTH_INVALID_CLIENT, "The application's identifier or key is wrong, or it is not installed on this portal."),
    (OAUTH_INVALID_SCOPE, "More is asked for than the application's settings name."),
    (OAUTH_INVALID_GRANT, "The code or the refresh token is wrong or has expired; the user must authorize again."),
    (OAUTH_PAYMENT_REQUIRED, "The paid or the trial period of the application is over."),
];

/// What errors mean.
#[rustfmt::skip]
pub(super) const MEANINGS: Meanings<'static> = Meanings {
    codes: &[
        (Forbidden, &[
            "0x000004", "0x100002", "1048582", "20004030001", "200040300010", "200040300020", "200040300030",
            "200040300040", "200040300043", "200040300050", "200750000005", "403", "ACCESS_DENIED",
            "ACTION_NOT_ALLOWED", "ADDING_DISABLED", "AI_SITE_EXPORT_NOT_ALLOWED", "APP_ID_ERROR",
            "AUTHORIZE_ERROR", "BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION",
            "BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION", "BOT_OWNERSHIP_ERROR",
            "BOT_TYPE_NOT_ALLOWED", "CONTROLLER_ERROR_BADLICENSE", "CREATE_DYNAMIC_ITEM_RESTRICTED",
            "CREATE_DYNAMIC_TYPE_RESTRICTED", "ERROR_DELEGATION_NOT_ALLOWED", "ERROR_TEMPLATE_NOT_OWNER",
            "ERROR_USER_NOT_OPERATOR", "ERROR_WRONG_APPLICATION", "ERROR_WRONG_CONTEXT", "FEATURE_NOT_AVAIL",
            "IS_NOT_ADMIN", "LANDING_PAYMENT_FAILED", "LANDING_PAYMENT_FAILED_BLOCK", "LICENSE_EXPIRED",
            "METHOD_CONFIRM_DENIED", "METHOD_CONFIRM_WAITING", "PAYMENT_REQUIRED", "PUBLIC_SITE_REACHED_FREE",
            "REMOVING_DISABLED", "SCOPE_ERROR", "UPDATE_DYNAMIC_ITEM_RESTRICTED",
            "UPDATE_DYNAMIC_TYPE_RESTRICTED", "WRONG_AUTH_TYPE", "allowed_only_intranet_user",
            "insufficient_scope", "invalid_scope", "user_access_error",
        ]),
        (Gone, &[
            "PORTAL_DELETED",
        ]),
        (Invalid, &[
            "0x000100", "100", "1006", "1018", "200140400007", "200140400008", "200140400011", "200240400004",
            "200240400005", "200850000005", "200850000009", "200850000010", "200850000011", "200850000012",
            "200850000013", "200850000014", "200850000015", "200850000016", "200950000006", "200950000008",
            "201040400006", "201350000003", "201350000004", "201350000005", "201450000002", "201450000003",
            "201750000004", "422", "ANSWER_TEXT_ERROR", "APPLICATION_REGISTRATION_ERROR_POINT",
            "ATTACH_ERROR", "AVATAR_ERROR", "ArgumentNullException",
            "BITRIX_REST_V3_EXCEPTION_IDEMPOTENCYKEYREUSEDEXCEPTION",
            "BITRIX_REST_V3_EXCEPTION_INVALIDFILTEREXCEPTION",
            "BITRIX_REST_V3_EXCEPTION_INVALIDIDEMPOTENCYKEYEXCEPTION",
            "BITRIX_REST_V3_EXCEPTION_INVALIDJSONEXCEPTION", "BITRIX_REST_V3_EXCEPTION_INVALIDORDEREXCEPTION",
            "BITRIX_REST_V3_EXCEPTION_INVALIDPAGINATIONEXCEPTION",
            "BITRIX_REST_V3_EXCEPTION_INVALIDSELECTEXCEPTION",
            "BITRIX_REST_V3_EXCEPTION_UNKNOWNDTOPROPERTYEXCEPTION",
            "BITRIX_REST_V3_EXCEPTION_UNKNOWNFILTEROPERATOREXCEPTION",
            "BITRIX_REST_V3_EXCEPTION_VALIDATION_DTOVALIDATIONEXCEPTION",
            "BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTFILTERVALIDATIONEXCEPTION",
            "BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION", "CHAT_TYPE",
            "CHECK_FIELDS_ERROR", "CODE", "CODE_ERROR", "COMMAND_ERROR", "CRM_FIELD_ERROR_VALUE_NOT_VALID",
            "DISK_BASE_SERVICE_22001", "DISK_FILE_22004", "DOMAIN_DISABLE", "ENGINE_REGISTER_ERROR_CATEGORY",
            "ENGINE_REGISTER_ERROR_CODE", "ENGINE_REGISTER_ERROR_COMPLETIONS_URL",
            "ENGINE_REGISTER_ERROR_COMPLETIONS_URL_FAIL", "ENGINE_REGISTER_ERROR_NAME", "ENTITIES_ERROR",
            "ENTITY_TYPE_ERROR", "ENUM_FIELD", "ERROR_ARGUMENT", "ERROR_BATCH_LENGTH_EXCEEDED",
            "ERROR_BATCH_METHOD_NOT_ALLOWED", "ERROR_CHECK_FAILURE", "ERROR_ELEMENT_FIELD_VALUE",
            "ERROR_GROUPID", "ERROR_IMAGE_ID", "ERROR_NO_GROUP", "ERROR_NO_NAME", "ERROR_NO_VALUE",
            "ERROR_PLACEMENT_USER_MODE", "ERROR_TASK_TYPE", "EVENT_BOT_DELETE_ERROR",
            "EVENT_COMMAND_ADD_ERROR", "EVENT_MESSAGE_ADD_ERROR", "EVENT_MESSAGE_DELETE_ERROR",
            "EVENT_MESSAGE_UPDATE_ERROR", "EVENT_WELCOME_MESSAGE_ERROR", "FIELD_IS_REDUNDANT", "FILES_ERROR",
            "FIND_SHORT", "FIRST_ID_STRING", "GENERAL_CONNECTOR_REGISTRATION_ERROR", "HASH_ERROR", "ID_ERROR",
            "IFRAME_HTTPS", "INCOMING_ACTIVITY_CAN_NOT_BE_WITH_DEADLINE", "INVALID_REQUEST", "KEYBOARD_ERROR",
            "LANG_ERROR", "LAST_ID_AND_LAST_TYPE", "LAST_ID_STRING", "MANIFEST_INTERSECT_IMG",
            "MAX_IMPORT_BATCH_SIZE_EXCEEDED", "MENU_ERROR", "MESSAGE_ID_ERROR", "MODULE_ID_ERROR",
            "NAME_ERROR", "NOTE_FILE_TYPE_NOT_ALLOWED", "NOTIFY_VALUE_ERROR", "NO_PLACEMENT_HANDLER",
            "PARAMS_ERROR", "REGISTER_ERROR_DATA", "REPLY_FROM_OTHER_CHAT_ERROR", "ROLE_SCOPE_MISMATCH",
            "SEARCH_TEXT_ERROR", "SLASH_IS_NOT_ALLOWED", "SONET_CONTROLLER_LIVEFEED_BLOGPOST_UPDATE_ERROR",
            "SOURCE_AND_TARGET_ENTITY_ID_ARE_EQUAL_ERROR",
            "SOURCE_AND_TARGET_ENTITY_TYPES_ARE_NOT_EQUAL_ERROR", "STATUS_ERROR", "TEXT_ERROR",
            "TOO_MANY_ITEMS", "TYPE_ERROR", "UNSUITABLE_ACTIVITY_TYPE_ERROR", "UNSUITABLE_TIMELINE_ITEM",
            "USER_ID", "invalid_request",
        ]),
        (NotFound, &[
            "0x000001", "1007", "1008", "1009", "1012", "1013", "1019", "1021", "1036", "1037", "1038",
            "1040", "1048584", "200040300000", "200140400001", "200140400009", "200240400001", "200240400002",
            "200240400003", "200540400001", "200600000020", "200640400001", "200700300030", "200700300050",
            "200740400001", "200800000000", "200840400001", "200900000000", "200940400001", "201000000000",
            "201040400001", "201040400007", "201100000000", "201140400001", "201200000000", "201200000010",
            "201240400001", "201240400002", "201240400003", "201340400001", "201440400003", "201540400001",
            "201550000003", "201640400004", "201650000002", "201740400001", "202000000000",
            "BITRIX_REST_V3_EXCEPTION_ENTITYNOTFOUNDEXCEPTION",
            "BITRIX_REST_V3_REALISATION_EXCEPTION_FIELDNOTFOUNDEXCEPTION", "BOT_ID_ERROR",
            "CHAT_APP_ID_ERROR", "COMMAND_ID_ERROR", "ENTITY_ERROR", "ERROR_MANIFEST_IS_NOT_AVAILABLE",
            "ERROR_METHOD_NOT_FOUND", "LIST_ID_ERROR", "NOT_ACTIVE_LINE", "PLACEMENT_NO_EXIST",
            "SIGN_HCMLINK_NO_SIGNED_FILE_EXIST", "TYPE_IS_NOT_ASSIGNED", "WEBFORM_ERROR",
        ]),
        (OperatingLimit, &[
            "OPERATION_TIME_LIMIT",
        ]),
        (Other, &[
            "0x000040", "1010", "1011", "200140400006", "200540400002", "200600000000", "200600000010",
            "200700300000", "200700300010", "200700300040", "200750000001", "200750000002", "200750000003",
            "200750000004", "200750000006", "200750000007", "200750000008", "201040400008", "201250000001",
            "201350000001", "201350000002", "201350000006", "201350000007", "201350000008", "201650000001",
            "201750000003", "ACTIVITY_IS_ALREADY_BOUND", "APPLICATION_REGISTRATION_ERROR",
            "APPLICATION_UNREGISTRATION_ERROR", "AUTH_ERROR", "BASE", "BLOCK_CANT_BE_ADDED",
            "BOT_CODE_ALREADY_TAKEN", "BOT_LIMIT_EXCEEDED", "BOT_REGISTER_FAILED",
            "BOT_TOKEN_ROTATION_FAILED", "BOT_UNREGISTER_FAILED", "CANT_DELETE_FIRST", "CANT_DELETE_MAIN",
            "CANT_EDIT_MESSAGE", "CANT_SAVE_QUICK_ANSWER", "CAN_NOT_CHANGE_PINNED",
            "CAN_NOT_UPDATE_COLOR_COMPLETED_TODO", "CAN_NOT_UPDATE_COMPLETED_TODO",
            "CAN_NOT_UPDATE_RESPONSIBLE_USER_COMPLETED_TODO", "CHAT_NOT_IN_CRM", "CHAT_RENAMING_FAILED",
            "CODE_IS_NOT_UNIQUE", "COMMAND_ALREADY_EXISTS", "COMMAND_ANSWER_FAILED",
            "COMMAND_REGISTER_FAILED", "CONNECTOR_DELETE_RESTRICTED", "CONTROLLER_ERROR_BADRESPONSE",
            "CRM_CHAT_EMPTY_CRM_DATA", "CRM_CHAT_EMPTY_USER", "CRM_CHAT_USER_NOT_ACTIVE",
            "DATASET_ALREADY_EXIST", "DATASET_UPDATE_ERROR", "DISK_FILE_22002", "DISK_FILE_22003",
            "DISK_FILE_22005", "DISK_FILE_22006", "DISK_FILE_22007", "DISK_OBJ_22000", "DOCGEN_LIMIT_ERROR",
            "DOMAIN_EXIST", "DOMAIN_EXIST_TRASH", "EMAIL_NOT_CONFIRMED", "ENGINE_REGISTER_ERROR_CODE_UNIQUE",
            "ERROR_ACTIVITY_ADD_FAILURE", "ERROR_ACTIVITY_ALREADY_INSTALLED", "ERROR_COULD_NOT_SAVE_FILE",
            "ERROR_DOCUMENT_STATUS", "ERROR_ELEMENT_ALREADY_EXISTS", "ERROR_ENTITY_ALREADY_EXISTS",
            "ERROR_HANDLER_ALREADY_EXIST", "ERROR_IBLOCK_ALREADY_EXISTS", "ERROR_PARENT_ACTIVITY_RESTRICT",
            "ERROR_PAY_INVOICE_NOT_SUPPORTED", "ERROR_PLACEMENT_MAX_COUNT", "ERROR_PROPERTY_ALREADY_EXISTS",
            "ERROR_SENDER_ALREADY_INSTALLED", "ERROR_TASK_COMPLETED", "FILE_ERROR", "FILE_FOLDER_ERROR",
            "FILE_SAVE_ERROR", "FILE_SEND_FAILED", "FILE_UPLOAD_FAILED", "FOLDER_CONTAINS_AREAS",
            "FOLDER_ERROR", "FOLDER_IS_NOT_UNIQUE", "HAS_BOUND_TYPES", "IMCONNECTOR_NO_CORRECT_PROVIDER",
            "IM_NOT_INSTALLED", "INACTIVE", "IS_SYSTEM", "LANDING_IS_LOCK", "LAST_BINDING_CANNOT_BE_DELETED",
            "LIMIT_EXCEEDED", "MAX_CLOUD_PBX", "MAX_COUNT_ERROR", "MAX_TYPES_COUNT_EXCEEDED",
            "MESSAGE_ADD_ERROR", "MULTIPLE_BINDINGS", "NOTE_COLLECTION_UNDER_IMPORT",
            "NOTE_DOCUMENT_HAS_UNSAVED_CHANGES", "NO_APPLICATION_ID", "PHONE_NOT_CONFIRMED",
            "PUBLIC_PAGE_REACHED", "PUBLIC_SITE_REACHED", "REACTION_ALREADY_SET",
            "SALE_ORDER_CANCEL_PAYMENT_EXIST_ACTIVE", "SALE_SHIPMENT_EXIST_SHIPPED", "SAVE_ERROR",
            "SENDING_FAILED", "SEND_FAILED", "SIGN_HCMLINK_DOCUMENT_NOT_LINKED", "SITE_IS_LOCK",
            "SITE_IS_NOT_EMPTY", "SITE_LIMIT_REACHED", "SONET_CONTROLLER_LIVEFEED_BLOGPOST_ADD_ERROR",
            "SONET_CONTROLLER_LIVEFEED_BLOGPOST_MODULE_BLOG_NOT_INSTALLED", "SOURCE_CREATE_CONNECTION_ERROR",
            "SOURCE_UPDATE_CONNECTION_ERROR", "TIME", "TITLE_EXISTS", "TOTAL_SITE_REACHED",
            "UNABLE_DELETE_INCLUDE", "UPLOAD_FAILED", "URLCHECKER_FAIL", "USER_MESSAGE_LIMIT",
            "USER_NOT_SUBSCRIBED", "WITHOUT_CHANGES",
        ]),
        (Overload, &[
            "OVERLOAD_LIMIT",
        ]),
        (RateLimit, &[
            "QUERY_LIMIT_EXCEEDED",
        ]),
        (Server, &[
            "200850000003", "200850000004", "200850000006", "ERROR_UNEXPECTED_ANSWER",
            "INTERNAL_SERVER_ERROR",
        ]),
        (Unauthorized, &[
            "NO_AUTH_FOUND", "expired_token", "invalid_client", "invalid_grant",
        ]),
    ],
    silent: &[
        "0", "1", "400", "510", "BX_ERROR", "CANCELED", "CHAT_ID", "ERROR_ADD_ELEMENT", "ERROR_ADD_IBLOCK",
        "ERROR_ADD_SECTION", "ERROR_CASHBOX_ADD", "ERROR_CASHBOX_DELETE", "ERROR_CASHBOX_UPDATE",
        "ERROR_CHECK_APPLY", "ERROR_CODE", "ERROR_CORE", "ERROR_DELETE_ELEMENT", "ERROR_DELETE_SECTION",
        "ERROR_DELIVERY_ADD", "ERROR_DELIVERY_CONFIG_UPDATE", "ERROR_DELIVERY_DELETE",
        "ERROR_DELIVERY_UPDATE", "ERROR_EXTRA_SERVICE_ADD", "ERROR_EXTRA_SERVICE_DELETE",
        "ERROR_EXTRA_SERVICE_UPDATE", "ERROR_HANDLER_ADD", "ERROR_HANDLER_DELETE", "ERROR_HANDLER_UPDATE",
        "ERROR_PAY_SYSTEM_ADD", "ERROR_PAY_SYSTEM_DELETE", "ERROR_PROCESS_REQUEST_RESULT",
        "ERROR_SENDER_ADD_FAILURE", "ERROR_SENDER_UPDATE_FAILURE", "ERROR_TASK_EXECUTION",
        "ERROR_UPDATE_ELEMENT", "ERROR_UPDATE_FIELD", "ERROR_UPDATE_IBLOCK", "ERROR_UPDATE_SECTION",
        "ERROR_SAVE_FIELD", "ILLEGAL_NEW_LINK", "IMBOT_ERROR", "LANDING_ERROR", "SITE_ERROR", "WRONG_REQUEST",
        "INVALID_CREDENTIALS",
    ],
    words: &[
        (Invalid, &[
            "validationexception_", "_validation_",
        ]),
        (NotFound, &[
            "_not_found_", "notfoundexception_", "_not_exist_", "_not_exists_",
        ]),
        (Forbidden, &[
            "_access_denied_", "accessdeniedexception_", "_access_error_", "accessexception_",
            "insufficientscopeexception_", "_permission_", "_rights_",
        ]),
        (Invalid, &[
            "_bad_", "_empty_", "_format_", "_incorrect_", "_invalid_", "_missing_", "_not_specified_",
            "_not_supported_", "_oversize_", "_required_", "_too_large_", "_too_long_", "_too_short_",
            "_unexpected_", "_unsupported_", "_wrong_", "exception_invalid", "exception_unknown",
        ]),
        (Server, &[
            "_internal_error_", "_system_error_",
        ]),
    ],
    texts: &[
        (Invalid, &[
            "backlog id not found", "field is not found", "group id not found", "sprint id not found",
            "stage id not found",
        ]),
        (Forbidden, &[
            "access denied", "access_denied", "action is not allowed", "action not allowed",
            "action_not_allowed", "application context", "context of application", "don't have access",
            "have permission", "insufficient access", "insufficient permissions", "insufficient rights",
            "invalid request credentials", "is denied", "no access", "no permission", "not have access",
            "not have sufficient rights", "on the task is not allowed", "only for intranet",
            "permission denied", "required more scopes", "запрещен", "контексте приложени", "не разрешено",
            "недостаточно прав", "нет доступа",
        ]),
        (NotFound, &[
            "could not find line", "does not exist", "doesn't exist", "is not exists", "isn't exist",
            "not been found", "not found", "не найден", "не существует",
        ]),
        (Invalid, &[
            "can't be empty", "could not find value", "empty parameter", "empty required",
            "expected by method", "inadmissible", "incorrect", "invalid", "is empty", "is required",
            "must be", "must contain", "must not contain", "no fields to update", "not allowed for select",
            "not be empty", "not defined", "not provided", "not set", "not specified", "required field",
            "required parameter", "required.", "should be", "too long", "wrong ", "не введен", "не задан",
            "не корректн", "не определен", "не передан", "не указан", "некорректн", "неверн", "недопустим",
            "обязательны", "пустой параметр", "слишком длинн",
        ]),
        (Server, &[
            "internal error", "внутренняя ошибка",
        ]),
    ],
};
