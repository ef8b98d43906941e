//! `about`: version, licence, and what happens to the user's data.

use pourparler_report::layout::Page;
use serde_json::json;

use crate::failure::Failure;
use crate::{Global, output};

const PRIVACY: &str = "Everything is computed on this machine. The program opens no network \
connection, has no account and sends no usage data. It reads the files it is given and writes \
only what `init`, `fmt`, `man --out` and `example extract` are asked to write. Reports name a \
scenario's file without its folder and no user.";

const LIMITS: &str = "It compares two simulated worlds that differ in one contact. It does not \
predict, and its figures are no better than the numbers put in; each report lists those that \
matter most.";

/// Runs `about`.
///
/// # Errors
///
/// Output that cannot be written.
pub fn run(global: Global) -> Result<(), Failure> {
    let (version, licence) = (env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_LICENSE"));
    if global.json {
        return output::json(
            global,
            &json!({
                "schema": "pourparler.about/1",
                "version": version,
                "licence": licence,
                "privacy": PRIVACY,
                "limits": LIMITS,
            }),
        );
    }
    let mut page = Page::new(output::look(global));
    page.heading(&format!("pourparler {version}"));
    page.prose(env!("CARGO_PKG_DESCRIPTION"));
    page.heading("Licence");
    page.prose(licence);
    page.heading("Privacy");
    page.prose(PRIVACY);
    page.heading("Limits");
    page.prose(LIMITS);
    output::text(global, &page.finish())
}
