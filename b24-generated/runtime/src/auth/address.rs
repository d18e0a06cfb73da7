//! Addresses of portals: what they are known by, what lies below them, and which are safe.

use b24_schema::Rest;
use reqwest::Url;

/// The host of an address, with its port if that is not the usual one.
pub(super) fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// The host and path of an address.
pub(super) fn place(url: &Url) -> String {
    format!("{}{}", host(url), url.path().trim_end_matches('/'))
}

/// An address with these parts after its path.
pub(super) fn below(endpoint: &Url, rest: Rest, parts: &[&str]) -> Url {
    let mut url = endpoint.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty();
        if rest == Rest::V3 {
            path.push("api");
        }
        path.extend(parts);
    }
    url
}

/// The same path at another host.
pub(super) fn at_origin(endpoint: &Url, origin: &Url) -> Option<Url> {
    let mut url = endpoint.clone();
    url.set_scheme(origin.scheme()).ok()?;
    url.set_host(origin.host_str()).ok()?;
    url.set_port(origin.port()).ok()?;
    Some(url)
}

/// Secrets go over https only; to the loopback in plain, and where the caller says so.
pub(crate) fn check_scheme(url: &Url, plain: bool) -> Result<(), &'static str> {
    match url.scheme() {
        "https" => Ok(()),
        "http" if plain || is_loopback(url) => Ok(()),
        "http" => Err("it must start with https://"),
        _ => Err("it does not start with https://"),
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost" | "[::1]") => true,
        Some(host) => host.parse().is_ok_and(|ip: std::net::Ipv4Addr| ip.is_loopback()),
        None => false,
    }
}
