//! Reference files that are not part of the repository.

use std::path::Path;

/// The bytes of a file beside the repository, or nothing and one line that says so.
pub fn shared(path: &str) -> Option<Vec<u8>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared")
        .join(path);
    let bytes = std::fs::read(&file).ok();
    if bytes.is_none() {
        println!("skipped: ../shared/{path} is not here");
    }
    bytes
}

/// The same as text.
#[allow(dead_code)] // not every test binary reads text
pub fn shared_text(path: &str) -> Option<String> {
    shared(path).map(|bytes| String::from_utf8(bytes).expect("text"))
}
