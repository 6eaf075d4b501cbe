//! Files from a farm, saved where the person says, never half a file under its final name.

pub mod list;
pub mod save;
