//! What the window “Farms” has to tell first.

use crate::servers::server::ServerId;
use crate::tls::certificate::Certificate;
use crate::tls::pinning::Refusal;
use serde::Serialize;

/// Something that a person has to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Notice {
    /// A farm's certificate is not trusted; `server` is `None` while it is being added.
    #[serde(rename_all = "camelCase")]
    UnknownCertificate { server: Option<ServerId>, address: String, certificate: Certificate, reason: String },
    /// A farm's certificate is another one than that which was trusted.
    #[serde(rename_all = "camelCase")]
    ChangedCertificate { server: Option<ServerId>, address: String, certificate: Certificate, pinned: String },
    /// A link names a farm that is not known, or none where there are several.
    #[serde(rename_all = "camelCase")]
    LinkWithoutFarm { server: Option<String>, task_id: u64 },
    /// The farm that was opened by itself does not answer.
    #[serde(rename_all = "camelCase")]
    NotOpened { server: ServerId, problem: crate::problem::Problem },
}

impl Notice {
    /// Of a refused certificate.
    pub fn of_refusal(server: Option<ServerId>, address: String, refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unknown { certificate, reason } => {
                Self::UnknownCertificate { server, address, certificate, reason }
            }
            Refusal::Changed { certificate, pinned } => {
                Self::ChangedCertificate { server, address, certificate, pinned }
            }
        }
    }
}
