//! TLS as every connection to a RenderAPI uses it.

use super::fingerprint::Fingerprint;
use super::pinning::PinningVerifier;
use crate::problem::Problem;
use rustls::ClientConfig;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use std::sync::Arc;

/// The cryptography that is compiled in.
pub fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// What the system trusts: its own verifier on Windows and macOS, its certificates on Linux.
///
/// # Errors
/// `tls-unavailable` when the system's certificates cannot be read.
pub fn system_verifier() -> Result<Arc<dyn ServerCertVerifier>, Problem> {
    let verifier = rustls_platform_verifier::Verifier::new(provider()).map_err(unavailable)?;
    Ok(Arc::new(verifier))
}

/// A configuration that accepts what `system` accepts, or the pinned certificate alone.
///
/// # Errors
/// `tls-unavailable`, when no version of TLS is left.
pub fn client_config(
    system: Arc<dyn ServerCertVerifier>,
    pin: Option<Fingerprint>,
) -> Result<ClientConfig, Problem> {
    let verifier = PinningVerifier::new(system, pin, provider());
    let config = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(unavailable)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(config)
}

fn unavailable(error: rustls::Error) -> Problem {
    Problem::new("tls-unavailable", error.to_string())
}
