//! Ends a session at the farm.

use super::{Failure, Upstream};
use hyper::Method;
use std::time::Duration;

const PATH: &str = "/renderapi/v2/session";
/// Somebody waits for it.
const LIMIT: Duration = Duration::from_secs(10);
const MOST_BYTES: usize = 1 << 16;

/// Whether a session has ended there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoggedOut {
    Yes,
    /// There was none.
    WasNot,
    /// It goes on until it ends by itself, and why.
    No(Failure),
}

/// Logs out. `cookie_for`: what goes with a request for a path.
pub async fn log_out(upstream: &Upstream, cookie_for: impl FnOnce(&str) -> Option<String>) -> LoggedOut {
    let Some(cookie) = cookie_for(PATH) else { return LoggedOut::WasNot };
    match upstream.ask(Method::DELETE, PATH, Some(&cookie), LIMIT, MOST_BYTES).await {
        // Or RenderAPI has ended it before.
        Ok((200..=299 | 401, _)) => LoggedOut::Yes,
        Ok((status, _)) => {
            LoggedOut::No(Failure::NotRenderApi(format!("DELETE {PATH} was answered with {status}")))
        }
        Err(failure) => LoggedOut::No(failure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upstream::testing::{serve, upstream_of};
    use crate::upstream::whole_body;
    use hyper::Response;

    async fn answered_with(status: u16, cookie: Option<&str>) -> LoggedOut {
        let server = serve(move |request| {
            assert_eq!((request.method(), request.uri().path()), (&Method::DELETE, PATH));
            assert_eq!(request.headers()["cookie"], "session=a");
            let mut answer = Response::new(whole_body(""));
            *answer.status_mut() = status.try_into().unwrap();
            answer
        })
        .await;
        log_out(&upstream_of(&server.address, None), |_| cookie.map(ToOwned::to_owned)).await
    }

    #[tokio::test]
    async fn ends_a_session_and_says_whether_it_has() {
        assert_eq!(answered_with(204, None).await, LoggedOut::WasNot);
        assert_eq!(answered_with(204, Some("session=a")).await, LoggedOut::Yes);
        assert_eq!(answered_with(401, Some("session=a")).await, LoggedOut::Yes);
        assert!(matches!(answered_with(502, Some("session=a")).await, LoggedOut::No(_)));
    }

    #[tokio::test]
    async fn says_that_nobody_was_there() {
        let gone = serve(|_| Response::new(whole_body(""))).await.address.clone();
        let ended = log_out(&upstream_of(&gone, None), |_| Some("session=a".to_owned())).await;
        assert!(matches!(ended, LoggedOut::No(Failure::Unreachable(_))), "{ended:?}");
    }
}
