//! Who the person is to each farm: RenderAPI's session cookies, kept away from the web view.

pub mod cookie;
pub mod jar;
pub mod secret_file;
pub mod vault;
