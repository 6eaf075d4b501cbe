//! Which certificate is accepted: without a pin what the system accepts, with one that certificate alone.

use super::certificate::Certificate;
use super::fingerprint::Fingerprint;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme};
use std::sync::Arc;

/// Why a certificate was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The system does not know who signed it, or it is not for this host, or not for now: `reason` says which.
    Unknown { certificate: Certificate, reason: String },
    /// Another one was pinned.
    Changed { certificate: Certificate, pinned: String },
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown { reason, .. } => {
                write!(formatter, "the system does not trust the certificate: {reason}")
            }
            Self::Changed { pinned, .. } => {
                write!(formatter, "the certificate is not the pinned one ({pinned})")
            }
        }
    }
}

impl std::error::Error for Refusal {}

/// Verifies as the type says, and keeps what it refuses in the error.
#[derive(Debug)]
pub struct PinningVerifier {
    system: Arc<dyn ServerCertVerifier>,
    pin: Option<Fingerprint>,
    provider: Arc<CryptoProvider>,
}

impl PinningVerifier {
    pub fn new(
        system: Arc<dyn ServerCertVerifier>,
        pin: Option<Fingerprint>,
        provider: Arc<CryptoProvider>,
    ) -> Self {
        Self { system, pin, provider }
    }
}

impl ServerCertVerifier for PinningVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(pin) = &self.pin else {
            let verified =
                self.system.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
            return verified.map_err(|error| {
                let reason = error.to_string();
                refused(Refusal::Unknown { certificate: Certificate::of(end_entity), reason })
            });
        };
        if Fingerprint::of(end_entity) == *pin {
            // Who has its key is proven by the signature below; its dates and names were accepted with it.
            return Ok(ServerCertVerified::assertion());
        }
        Err(refused(Refusal::Changed { certificate: Certificate::of(end_entity), pinned: pin.to_string() }))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(
            message,
            certificate,
            signature,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(
            message,
            certificate,
            signature,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

fn refused(refusal: Refusal) -> Error {
    Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(refusal))))
}

/// The refusal that a failed connection ends with, however deep it is wrapped.
pub fn refusal_in(error: &(dyn std::error::Error + 'static)) -> Option<Refusal> {
    let mut current = Some(error);
    while let Some(error) = current {
        if let Some(refusal) = error.downcast_ref::<Refusal>() {
            return Some(refusal.clone());
        }
        if let Some(Error::InvalidCertificate(CertificateError::Other(other))) = error.downcast_ref::<Error>()
        {
            return other.0.downcast_ref::<Refusal>().cloned();
        }
        // An I/O error passes over the error that it carries when it is asked for its source.
        let carried = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        current = match carried {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}
