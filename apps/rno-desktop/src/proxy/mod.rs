//! A door on this computer to each farm. The web view can neither pin certificates nor keep credentials where they
//! belong, so it talks to 127.0.0.1, and the shell talks to RenderAPI.

pub mod door;
pub mod headers;
pub mod pages;
pub mod secret;
pub mod serve;
#[cfg(test)]
mod tests;
