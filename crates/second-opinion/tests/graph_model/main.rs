//! The graph model against reference answers, against a second implementation of the definitions,
//! and against what has to hold of every conflict.

mod definitions;
mod elmira;
mod extensions;
mod gmcr;
mod inverse;
mod random;
mod reason;
mod reference;
mod stability;
