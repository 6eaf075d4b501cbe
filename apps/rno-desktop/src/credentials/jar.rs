//! The cookies of one server. They go with every request that the shell forwards, and the web view never sees them.

use super::cookie::{Change, Cookie};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

const MOST_COOKIES: usize = 20;

/// Thread-safe; whoever keeps or uses the cookies is told of changes.
pub struct Jar {
    cookies: Mutex<Vec<Cookie>>,
    changed: watch::Sender<u64>,
}

impl Jar {
    /// With cookies that were kept, as `to_keep` wrote them; anything else is an empty jar.
    pub fn of(kept: Option<&str>) -> Self {
        let cookies: Vec<Cookie> = kept.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        Self {
            cookies: Mutex::new(cookies.into_iter().take(MOST_COOKIES).collect()),
            changed: watch::channel(0).0,
        }
    }

    /// Takes in the `Set-Cookie` headers of an answer.
    pub fn take<'a>(&self, headers: impl Iterator<Item = &'a str>) {
        let now = now();
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        let before = cookies.clone();
        for change in headers.filter_map(|header| Change::parse(header, now)) {
            match change {
                Change::Remove(name) => cookies.retain(|cookie| cookie.name != name),
                Change::Keep(cookie) => {
                    cookies.retain(|other| other.name != cookie.name);
                    if cookies.len() < MOST_COOKIES {
                        cookies.push(cookie);
                    }
                }
            }
        }
        if *cookies != before {
            drop(cookies);
            self.changed.send_modify(|version| *version += 1);
        }
    }

    /// The header `Cookie` of a request for this path.
    pub fn header_for(&self, path: &str) -> Option<String> {
        let now = now();
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        let pairs: Vec<String> = cookies
            .iter()
            .filter(|cookie| cookie.expires_at.is_none_or(|at| at > now) && cookie.is_for(path))
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        if pairs.is_empty() { None } else { Some(pairs.join("; ")) }
    }

    /// What outlives the program, for the vault; `None` when nothing does.
    pub fn to_keep(&self) -> Option<String> {
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        let kept: Vec<&Cookie> = cookies.iter().filter(|cookie| cookie.expires_at.is_some()).collect();
        if kept.is_empty() { None } else { serde_json::to_string(&kept).ok() }
    }

    /// Tells of every change.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_outlives_the_program_and_uses_the_rest_as_well() {
        let jar = Jar::of(None);
        jar.take(["long=a; Max-Age=1000", "short=b"].into_iter());
        assert_eq!(jar.header_for("/").as_deref(), Some("long=a; short=b"));
        let again = Jar::of(jar.to_keep().as_deref());
        assert_eq!(again.header_for("/").as_deref(), Some("long=a"));
    }

    #[test]
    fn forgets_at_logout_and_says_so() {
        let jar = Jar::of(None);
        let mut changes = jar.watch();
        jar.take(["rno=a; Max-Age=1000"].into_iter());
        assert!(changes.has_changed().unwrap());
        changes.mark_unchanged();
        jar.take(["rno=a; Max-Age=bad", "other"].into_iter());
        changes.mark_unchanged();
        jar.take(["rno=; Max-Age=0"].into_iter());
        assert!(changes.has_changed().unwrap());
        assert_eq!((jar.header_for("/"), jar.to_keep()), (None, None));
        changes.mark_unchanged();
        jar.take(["rno=; Max-Age=0"].into_iter());
        assert!(!changes.has_changed().unwrap());
    }

    #[test]
    fn is_empty_beside_rubbish_and_never_endless() {
        assert_eq!(Jar::of(Some("{rubbish")).header_for("/"), None);
        let jar = Jar::of(None);
        let headers: Vec<String> = (0..100).map(|n| format!("c{n}=x")).collect();
        jar.take(headers.iter().map(String::as_str));
        assert_eq!(jar.header_for("/").unwrap().split("; ").count(), MOST_COOKIES);
    }
}
