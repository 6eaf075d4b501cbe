//! Who may come in: only the windows of this program. Every program of this computer, and every page in every browser,
//! can reach a port of 127.0.0.1; without the secret they get nothing.

use super::secret::{is_same, random_secret};
use hyper::HeaderMap;
use std::sync::{Mutex, PoisonError};

/// Windows that are being opened at once.
const MOST_KEYS: usize = 8;

/// The lock of one proxy.
pub struct Door {
    port: u16,
    secret: String,
    /// Each opens once: what stands in an address may be seen by others.
    keys: Mutex<Vec<String>>,
}

impl Door {
    /// With a new secret, for the proxy on this port.
    pub fn new(port: u16) -> Self {
        Self { port, secret: random_secret(), keys: Mutex::new(Vec::new()) }
    }

    /// `http://127.0.0.1:PORT`.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The address with which a window enters, once, and is led to `path`.
    pub fn entrance(&self, path: &str) -> String {
        let key = random_secret();
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= MOST_KEYS {
            keys.remove(0);
        }
        keys.push(key.clone());
        let next: String = url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
        format!("{}/__enter?key={key}&next={next}", self.origin())
    }

    /// Where a request to `/__enter` leads, when its key is good: a path of this origin.
    pub fn enter(&self, query: &str) -> Option<String> {
        let pairs: Vec<(String, String)> =
            url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let key = value("key")?;
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let position = keys.iter().position(|known| is_same(known, key))?;
        keys.remove(position);
        let next = value("next").filter(|next| is_own_path(next)).unwrap_or("/");
        Some(next.to_owned())
    }

    /// The `Set-Cookie` with which a window stays in. Cookies know no ports: its name says which proxy it is for.
    pub fn cookie(&self) -> String {
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie_name(), self.secret)
    }

    /// Whether a request comes from a window of ours: to this very host, with the secret, and not from another origin.
    pub fn lets_in(&self, headers: &HeaderMap) -> bool {
        self.is_for_us(headers) && self.has_secret(headers) && self.is_from_us(headers)
    }

    /// Whether it was sent to 127.0.0.1, and not to a name that somebody made lead here.
    pub fn is_for_us(&self, headers: &HeaderMap) -> bool {
        text(headers, "host") == Some(format!("127.0.0.1:{}", self.port).as_str())
    }

    fn has_secret(&self, headers: &HeaderMap) -> bool {
        let name = self.cookie_name();
        headers.get_all("cookie").iter().filter_map(|value| value.to_str().ok()).any(|value| {
            value
                .split(';')
                .filter_map(|pair| pair.trim().split_once('='))
                .any(|(key, guess)| key == name && is_same(&self.secret, guess))
        })
    }

    fn is_from_us(&self, headers: &HeaderMap) -> bool {
        let is_own_origin =
            headers.get("origin").is_none_or(|origin| origin.as_bytes() == self.origin().as_bytes());
        let site = text(headers, "sec-fetch-site");
        is_own_origin && site.is_none_or(|site| matches!(site, "same-origin" | "none"))
    }

    fn cookie_name(&self) -> String {
        format!("rno-door-{}", self.port)
    }
}

/// A path of this origin, and not an address elsewhere.
fn is_own_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && !path.starts_with("/__")
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::{HeaderName, HeaderValue};

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &str)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
        };
        pairs.iter().map(pair).collect()
    }

    fn query(entrance: &str) -> String {
        entrance.split_once('?').unwrap().1.to_owned()
    }

    #[test]
    fn a_key_opens_once_and_leads_to_its_page() {
        let door = Door::new(4000);
        let entrance = door.entrance("/tasks/12?tab=log");
        assert!(entrance.starts_with("http://127.0.0.1:4000/__enter?key="));
        assert_eq!(door.enter(&query(&entrance)).as_deref(), Some("/tasks/12?tab=log"));
        assert_eq!(door.enter(&query(&entrance)), None);
        assert_eq!(door.enter("key="), None);
        assert_eq!(door.enter(""), None);
    }

    #[test]
    fn leads_nowhere_else() {
        for path in
            ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nX: y", "/__enter", ""]
        {
            let door = Door::new(4000);
            let entrance = door.entrance(path);
            assert_eq!(door.enter(&query(&entrance)).as_deref(), Some("/"), "{path}");
        }
    }

    #[test]
    fn lets_in_whoever_has_the_secret_and_comes_from_here() {
        let door = Door::new(4000);
        let cookie = door.cookie();
        let cookie = cookie.split(';').next().unwrap();
        let both = format!("theme=dark; {cookie}");
        let host = ("host", "127.0.0.1:4000");
        assert!(door.lets_in(&headers(&[host, ("cookie", cookie)])));
        assert!(door.lets_in(&headers(&[host, ("cookie", &both), ("origin", "http://127.0.0.1:4000")])));
        assert!(door.lets_in(&headers(&[host, ("cookie", cookie), ("sec-fetch-site", "same-origin")])));
        for refused in [
            headers(&[host]),
            headers(&[host, ("cookie", "rno-door-4000=guess")]),
            headers(&[host, ("cookie", &cookie.replace("4000", "4001"))]),
            headers(&[("host", "evil.example:4000"), ("cookie", cookie)]),
            headers(&[("host", "localhost:4000"), ("cookie", cookie)]),
            headers(&[("cookie", cookie)]),
            headers(&[host, ("cookie", cookie), ("origin", "http://127.0.0.1:4001")]),
            headers(&[host, ("cookie", cookie), ("origin", "null")]),
            headers(&[host, ("cookie", cookie), ("sec-fetch-site", "same-site")]),
            headers(&[host, ("cookie", cookie), ("sec-fetch-site", "cross-site")]),
        ] {
            assert!(!door.lets_in(&refused), "{refused:?}");
        }
    }
}
