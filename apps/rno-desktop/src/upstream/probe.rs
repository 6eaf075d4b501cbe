//! Whether a RenderAPI answers at an address.

use super::{Failure, Upstream};
use hyper::Method;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(10);
const MOST_BYTES: usize = 1 << 16;

/// Asks for its health.
///
/// # Errors
/// What kept it from answering, or that somebody else did.
pub async fn probe(upstream: &Upstream) -> Result<(), Failure> {
    let (status, body) = upstream.ask(Method::GET, "/healthz", None, LIMIT, MOST_BYTES).await?;
    let is_health = serde_json::from_slice::<serde_json::Value>(&body).is_ok_and(|value| value.is_object());
    if status == 200 && is_health {
        return Ok(());
    }
    Err(Failure::NotRenderApi(format!("GET /healthz was answered with {status}")))
}
