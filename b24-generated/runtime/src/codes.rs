//! The codes of errors that any call may fail with, as the documentation lists them for
//! [REST 2](https://apidocs.bitrix24.com/error-codes.html),
//! [REST 3.0](https://apidocs.bitrix24.com/api-reference/rest-v3.html) and the
//! [authorization server](https://apidocs.bitrix24.com/settings/oauth/error-codes.html).

use super::error::ErrorKind;

macro_rules! codes {
    ($($name:ident = $code:literal, $kind:ident: $meaning:literal;)*) => {
        $(
            #[doc = $meaning]
            pub const $name: &str = $code;
        )*

        /// Code, kind and meaning of each.
        const ALL: &[(&str, ErrorKind, &str)] =
            &[$(($code, ErrorKind::$kind, $meaning)),*];
    };
}

codes! {
    INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR", Server:
        "The server failed.";
    ERROR_UNEXPECTED_ANSWER = "ERROR_UNEXPECTED_ANSWER", Server:
        "The server failed, and its parts did not understand one another.";
    QUERY_LIMIT_EXCEEDED = "QUERY_LIMIT_EXCEEDED", RateLimit:
        "Too many requests came too fast; this one did not run.";
    OPERATION_TIME_LIMIT = "OPERATION_TIME_LIMIT", OperatingLimit:
        "The method has used up its running time of ten minutes; this call did not run.";
    OVERLOAD_LIMIT = "OVERLOAD_LIMIT", Overload:
        "Bitrix24 has blocked REST on this portal by hand; only its support can undo that.";
    ERROR_METHOD_NOT_FOUND = "ERROR_METHOD_NOT_FOUND", NotFound:
        "There is no such method in this version of REST, or it is not open to the caller.";
    ERROR_BATCH_METHOD_NOT_ALLOWED = "ERROR_BATCH_METHOD_NOT_ALLOWED", Invalid:
        "The method cannot be called in a batch.";
    ERROR_BATCH_LENGTH_EXCEEDED = "ERROR_BATCH_LENGTH_EXCEEDED", Invalid:
        "The batch is too long.";
    NO_AUTH_FOUND = "NO_AUTH_FOUND", Unauthorized:
        "The webhook's code or the access token is wrong.";
    EXPIRED_TOKEN = "expired_token", Unauthorized:
        "The access token has expired.";
    INVALID_REQUEST = "INVALID_REQUEST", Invalid:
        "Calls must come over https.";
    ACCESS_DENIED = "ACCESS_DENIED", Forbidden:
        "The portal's plan does not include REST, or the user may not do this.";
    INVALID_CREDENTIALS = "INVALID_CREDENTIALS", Forbidden:
        "The user whom the webhook or the token belongs to may not do this.";
    INSUFFICIENT_SCOPE = "insufficient_scope", Forbidden:
        "The webhook or the application lacks the scope of the method.";
    USER_ACCESS_ERROR = "user_access_error", Forbidden:
        "The application is installed, but not open to this user.";
    ERROR_MANIFEST_IS_NOT_AVAILABLE = "ERROR_MANIFEST_IS_NOT_AVAILABLE", NotFound:
        "The manifest is not available.";
    PORTAL_DELETED = "PORTAL_DELETED", Gone:
        "The portal is deleted, or its public part is closed.";

    V3_VALIDATION = "BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION", Invalid:
        "A required parameter is missing, or a value is of the wrong type.";
    V3_INVALID_JSON = "BITRIX_REST_V3_EXCEPTION_INVALIDJSONEXCEPTION", Invalid:
        "The request is not JSON.";
    V3_INVALID_SELECT = "BITRIX_REST_V3_EXCEPTION_INVALIDSELECTEXCEPTION", Invalid:
        "The parameters have the wrong form.";
    V3_UNKNOWN_PROPERTY = "BITRIX_REST_V3_EXCEPTION_UNKNOWNDTOPROPERTYEXCEPTION", Invalid:
        "A filter or a related field names a field that does not exist.";
    V3_UNKNOWN_FILTER_OPERATOR =
        "BITRIX_REST_V3_EXCEPTION_UNKNOWNFILTEROPERATOREXCEPTION", Invalid:
        "A filter uses an operator that does not exist.";
    V3_NOT_FOUND = "BITRIX_REST_V3_EXCEPTION_ENTITYNOTFOUNDEXCEPTION", NotFound:
        "There is nothing with this identifier.";
    V3_ACCESS_DENIED = "BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION", Forbidden:
        "The user may not do this.";
    V3_INSUFFICIENT_SCOPE = "BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION", Forbidden:
        "The webhook or the application lacks the scope of the method.";
    V3_IDEMPOTENCY_KEY_REUSED =
        "BITRIX_REST_V3_EXCEPTION_IDEMPOTENCYKEYREUSEDEXCEPTION", Invalid:
        "The key was used before, for a call with other parameters.";
    V3_INVALID_IDEMPOTENCY_KEY =
        "BITRIX_REST_V3_EXCEPTION_INVALIDIDEMPOTENCYKEYEXCEPTION", Invalid:
        "The key is too long, or not printable ASCII.";

    OAUTH_INVALID_REQUEST = "invalid_request", Invalid:
        "The authorization server does not understand the request.";
    OAUTH_INVALID_CLIENT = "invalid_client", Unauthorized:
        "The application's identifier or key is wrong, or it is not installed on this portal.";
    OAUTH_INVALID_SCOPE = "invalid_scope", Forbidden:
        "More is asked for than the application's settings name.";
    OAUTH_INVALID_GRANT = "invalid_grant", Unauthorized:
        "The code or the refresh token is wrong or has expired; the user must authorize again.";
    OAUTH_PAYMENT_REQUIRED = "PAYMENT_REQUIRED", Forbidden:
        "The paid or the trial period of the application is over.";
}

/// Kind and meaning of a code; they come in upper and lower case.
pub(super) fn known(code: &str) -> Option<(ErrorKind, &'static str)> {
    // `INVALID_REQUEST` of a portal and `invalid_request` of the authorization server differ.
    let exact = ALL.iter().find(|(known, ..)| *known == code);
    let found = exact.or_else(|| ALL.iter().find(|(known, ..)| known.eq_ignore_ascii_case(code)));
    found.map(|(_, kind, meaning)| (*kind, *meaning))
}
