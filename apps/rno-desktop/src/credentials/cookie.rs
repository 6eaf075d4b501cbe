//! One cookie as RenderAPI sets it.

use serde::{Deserialize, Serialize};

/// Longer ones are none of RenderAPI's.
const MOST_BYTES: usize = 4096;

/// A cookie that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cookie {
    pub name: String,
    pub value: String,
    pub path: String,
    /// In seconds since 1970; `None`: until the program ends.
    pub expires_at: Option<u64>,
}

/// What a `Set-Cookie` asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Change {
    Keep(Cookie),
    Remove(String),
}

impl Change {
    /// Reads a `Set-Cookie` header at the time `now` (seconds since 1970); `None` when it is none.
    pub fn parse(header: &str, now: u64) -> Option<Self> {
        if header.len() > MOST_BYTES || header.bytes().any(|byte| byte < 0x20 || byte == 0x7f) {
            return None;
        }
        let mut parts = header.split(';').map(str::trim);
        let (name, value) = parts.next()?.split_once('=')?;
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() || !name.bytes().all(is_of_token) {
            return None;
        }
        let mut path = "/".to_owned();
        let mut expires_at = None;
        let mut max_age = None;
        for part in parts {
            let (key, given) = part.split_once('=').unwrap_or((part, ""));
            match key.trim().to_ascii_lowercase().as_str() {
                "path" if given.starts_with('/') => given.clone_into(&mut path),
                "max-age" => max_age = given.trim().parse::<i64>().ok(),
                // Only what is over already: RenderAPI says how long something lasts by Max-Age.
                "expires" if given.contains(" 1970 ") || given.contains("-1970 ") => expires_at = Some(0),
                _ => {}
            }
        }
        if let Some(seconds) = max_age {
            expires_at = Some(u64::try_from(seconds).map_or(0, |seconds| now.saturating_add(seconds)));
        }
        if expires_at.is_some_and(|at| at <= now) {
            return Some(Self::Remove(name.to_owned()));
        }
        Some(Self::Keep(Cookie { name: name.to_owned(), value: value.to_owned(), path, expires_at }))
    }
}

impl Cookie {
    /// Whether it goes with a request for this path (RFC 6265, 5.1.4).
    pub fn is_for(&self, path: &str) -> bool {
        path.strip_prefix(self.path.as_str())
            .is_some_and(|rest| rest.is_empty() || self.path.ends_with('/') || rest.starts_with(['/', '?']))
    }
}

fn is_of_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(header: &str) -> Option<Cookie> {
        match Change::parse(header, 1000)? {
            Change::Keep(cookie) => Some(cookie),
            Change::Remove(_) => None,
        }
    }

    #[test]
    fn keeps_what_is_set() {
        let cookie =
            kept("rno=abc=d; Path=/renderapi; HttpOnly; Secure; SameSite=Strict; Max-Age=60").unwrap();
        assert_eq!((cookie.name.as_str(), cookie.value.as_str()), ("rno", "abc=d"));
        assert_eq!((cookie.path.as_str(), cookie.expires_at), ("/renderapi", Some(1060)));
        assert_eq!(kept("rno=x").unwrap().expires_at, None);
    }

    #[test]
    fn removes_what_is_over() {
        for header in [
            "rno=; Max-Age=0",
            "rno=x; max-age=-5",
            "rno=; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
            "rno=; Expires=Thu, 01-Jan-1970 00:00:00 GMT",
        ] {
            assert_eq!(Change::parse(header, 1000), Some(Change::Remove("rno".to_owned())), "{header}");
        }
    }

    #[test]
    fn refuses_what_would_break_a_header() {
        let long = format!("rno={}", "a".repeat(5000));
        for header in ["", "novalue", "=x", "a b=x", "rno=x\r\nX: y", "rn\u{e9}=x", long.as_str()] {
            assert_eq!(Change::parse(header, 1000), None, "{header}");
        }
    }

    #[test]
    fn goes_with_its_paths_only() {
        let cookie = kept("rno=x; Path=/renderapi").unwrap();
        assert!(cookie.is_for("/renderapi"));
        assert!(cookie.is_for("/renderapi/v2/tasks?limit=1"));
        assert!(!cookie.is_for("/renderapix"));
        assert!(!cookie.is_for("/"));
        assert!(kept("rno=x; Path=/").unwrap().is_for("/anything"));
    }
}
