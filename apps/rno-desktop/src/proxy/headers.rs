//! Headers on their way through the proxy.

use super::super::servers::address::Address;
use hyper::HeaderMap;
use hyper::header::{
    CONNECTION, COOKIE, HOST, HeaderName, HeaderValue, LOCATION, ORIGIN, REFERER, SET_COOKIE, TE, TRAILER,
    TRANSFER_ENCODING, UPGRADE,
};

/// Between two neighbours only (RFC 9110, 7.6.1).
const HOP_BY_HOP: [HeaderName; 8] = [
    CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    HeaderName::from_static("proxy-authenticate"),
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// As RenderAPI is to see a request: for its own host, from its own origin, with the cookie that the shell keeps and
/// none of the web view's.
pub fn to_render_api(headers: &HeaderMap, address: &Address, cookie: Option<&str>) -> HeaderMap {
    let mut headers = without_hops(headers);
    headers.remove(COOKIE);
    headers.remove(REFERER);
    set(&mut headers, HOST, &address.authority());
    if headers.contains_key(ORIGIN) {
        set(&mut headers, ORIGIN, &address.to_string());
    }
    if let Some(cookie) = cookie {
        set(&mut headers, COOKIE, cookie);
    }
    headers
}

/// As the web view is to see an answer: without cookies, and without what would bind 127.0.0.1 to HTTPS.
pub fn to_web_view(headers: &HeaderMap, address: &Address) -> HeaderMap {
    let mut headers = without_hops(headers);
    headers.remove(SET_COOKIE);
    headers.remove("strict-transport-security");
    headers.remove("alt-svc");
    let location = headers.get(LOCATION).and_then(|value| value.to_str().ok());
    if let Some(path) = location.and_then(|location| location.strip_prefix(&address.to_string()))
        && (path.is_empty() || path.starts_with('/'))
    {
        let path = if path.is_empty() { "/" } else { path }.to_owned();
        set(&mut headers, LOCATION, &path);
    }
    headers
}

/// All `Set-Cookie` headers of an answer that are text.
pub fn cookies_of(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok())
}

fn without_hops(headers: &HeaderMap) -> HeaderMap {
    let named: Vec<String> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(',').map(|name| name.trim().to_ascii_lowercase()))
        .collect();
    let mut kept = headers.clone();
    for name in HOP_BY_HOP {
        kept.remove(name);
    }
    for name in named {
        kept.remove(name.as_str());
    }
    kept
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    fn farm() -> Address {
        Address::parse("https://farm.example:5000").unwrap()
    }

    #[test]
    fn shows_render_api_its_own_host_and_the_kept_cookie() {
        let sent = headers(&[
            ("host", "127.0.0.1:4000"),
            ("origin", "http://127.0.0.1:4000"),
            ("referer", "http://127.0.0.1:4000/tasks"),
            ("cookie", "rno-door-4000=secret"),
            ("connection", "keep-alive, X-Private"),
            ("x-private", "1"),
            ("range", "bytes=5-"),
        ]);
        let seen = to_render_api(&sent, &farm(), Some("rno=session"));
        let expected = headers(&[
            ("host", "farm.example:5000"),
            ("origin", "https://farm.example:5000"),
            ("range", "bytes=5-"),
            ("cookie", "rno=session"),
        ]);
        assert_eq!(seen, expected);
        assert!(!to_render_api(&headers(&[]), &farm(), None).contains_key(ORIGIN));
    }

    #[test]
    fn shows_the_web_view_no_cookie_and_keeps_it_here() {
        let answered = headers(&[
            ("set-cookie", "rno=session; HttpOnly"),
            ("strict-transport-security", "max-age=1"),
            ("transfer-encoding", "chunked"),
            ("etag", "\"1\""),
            ("location", "https://farm.example:5000/tasks/2"),
        ]);
        let seen = to_web_view(&answered, &farm());
        assert_eq!(seen, headers(&[("etag", "\"1\""), ("location", "/tasks/2")]));
        assert_eq!(cookies_of(&answered).collect::<Vec<_>>(), ["rno=session; HttpOnly"]);
    }

    #[test]
    fn leaves_other_places_as_they_are() {
        for place in ["/tasks/2", "https://farm.example:50001/x", "https://elsewhere.example/"] {
            let answered = headers(&[("location", place)]);
            assert_eq!(to_web_view(&answered, &farm()), answered);
        }
    }
}
