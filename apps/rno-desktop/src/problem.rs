//! What can go wrong, as the pages of the shell are told: a code that they have words for, and details for whoever
//! wants to know.

use serde::Serialize;

/// A refusal or failure. `code` is stable and has its words in `ui/words/`; `detail` is in English, for people who
/// look closer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub code: &'static str,
    pub detail: String,
}

impl Problem {
    /// A problem of one of the codes of `ui/words/`.
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}: {}", self.code, self.detail)
    }
}

impl std::error::Error for Problem {}
