//! The program as a user meets it: the real binary, its output and its exit codes.

mod ask;
mod assessment;
mod broken;
mod change;
mod commands;
mod compare;
mod describe;
mod diff;
mod evidence;
mod examples;
mod folder;
mod format;
mod interrupt;
mod look;
mod manual;
mod opinions;
mod precision;
mod reasons;
mod report;
mod solve;
mod switches;
mod templates;
mod watch;

use std::process::Command;

use serde_json::Value;

/// What a run of the program left behind.
pub struct Ran {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.out, self.err))
    }
}

/// Runs the program in a folder.
pub fn pourparler_in(folder: &std::path::Path, arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_pourparler"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("RUST_BACKTRACE")
        .output()
        .unwrap();
    Ran {
        code: output.status.code().expect("ended by a signal"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs the program in this crate's folder.
pub fn pourparler(arguments: &[&str]) -> Ran {
    pourparler_in(std::path::Path::new(env!("CARGO_MANIFEST_DIR")), arguments)
}

/// A run small enough for a test.
pub const SMALL: [&str; 6] = ["--scrambles", "2", "--points", "32", "--paths", "4"];

/// `arguments` with the sizes of a small run.
pub fn small<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    arguments.iter().chain(&SMALL).copied().collect()
}

/// Two of the bundled templates.
pub const BLANK: &str = "../../scenarios/templates/blank.toml";
/// See [`BLANK`].
pub const ENVOY: &str = "../../scenarios/templates/envoy-visit.toml";

/// No figure of a document is null without a reason beside it.
pub fn nulls_have_reasons(document: &Value) {
    /// A null that is not an absent text has a reason beside it.
    fn walk(value: &Value, path: &str) {
        match value {
            Value::Object(fields) => {
                let figure = ["value", "mean", "se", "q05", "q50", "q95"];
                for (key, field) in fields {
                    if field.is_null() && figure.contains(&key.as_str()) {
                        assert!(
                            fields.get("reason").is_some_and(Value::is_string),
                            "{path}.{key}"
                        );
                    }
                    walk(field, &format!("{path}.{key}"));
                }
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, path)),
            _ => {}
        }
    }
    walk(document, "");
}

/// The worked example, which has variants.
pub const EXAMPLE: &str = "../../scenarios/moscow-sixth-visit/scenario.toml";

/// The bundled examples, in the order in which they are listed.
pub const EXAMPLES: [&str; 5] = [
    "moscow-sixth-visit",
    "oslo-1993",
    "jackson-goodman-1983",
    "scali-fomin-1962",
    "tour",
];
