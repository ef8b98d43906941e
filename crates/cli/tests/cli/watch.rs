//! `watch`: what it prints when a file is saved, and how it ends.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;

use crate::folder::Folder;
use crate::interrupt::interrupt;
use crate::{ENVOY, pourparler};

/// Large enough for a quick look to be smaller.
const SIZES: [&str; 6] = ["--scrambles", "2", "--points", "256", "--paths", "4"];

/// A running `watch`, its lines of output as they come.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn of(folder: &Folder, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pourparler"))
            .args(["watch", "a.toml", "--quiet"])
            .args(SIZES)
            .args(more)
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (send, lines) = channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let _ = send.send(line);
            }
        });
        Self { child, lines }
    }

    /// The next line, which has to come.
    fn line(&self) -> String {
        let line = self.lines.recv_timeout(Duration::from_secs(120));
        line.expect("a line within two minutes")
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.line()).unwrap()
    }

    /// Ends it; what it said on standard error.
    fn end(mut self) -> String {
        interrupt(&self.child);
        assert_eq!(self.child.wait().unwrap().code(), Some(130));
        let mut said = String::new();
        let mut err = self.child.stderr.take().unwrap();
        err.read_to_string(&mut said).unwrap();
        said
    }
}

fn scenario() -> String {
    std::fs::read_to_string(ENVOY).unwrap()
}

#[test]
fn a_save_prints_what_changed() {
    let folder = Folder::new("watch");
    folder.write("a.toml", &scenario());
    let watching = Watching::of(&folder, &["--json"]);
    let first = [watching.json(), watching.json()];
    for (document, run) in first.iter().zip(["reduced", "full"]) {
        assert_eq!(document["schema"], "pourparler.changes/1");
        assert_eq!(document["run"], run);
        assert_eq!(document["claims"][0]["before"], Value::Null);
    }
    let assess = ["assess", ENVOY, "--json"];
    let assessed = pourparler(&[&assess[..], &SIZES].concat()).json();
    assert_eq!(
        first[1]["outcomes"][0]["with"]["after"],
        assessed["arms"]["with"]["settlement"]["mean"]
    );

    // A comment changes the file and no figure.
    folder.write("a.toml", &format!("{}\n# more\n", scenario()));
    for run in ["reduced", "full"] {
        let same = watching.json();
        assert_eq!(same["run"], run);
        assert_eq!(same["outcomes"], Value::Array(Vec::new()), "{same}");
        assert_eq!(same["claims"], Value::Array(Vec::new()));
    }

    // A mistake is reported, and the next save waited for.
    folder.write(
        "a.toml",
        &scenario().replace("side = \"a\"", "side = \"c\""),
    );
    let wrong = watching.json();
    assert_eq!(wrong["schema"], "pourparler.error/1");
    assert_eq!(wrong["diagnostics"][0]["severity"], "error");

    folder.write(
        "a.toml",
        &scenario()
            .replace("propose = 0.4", "propose = 0.0")
            .replace("explore = 0.6", "explore = 1.0"),
    );
    let (reduced, full) = (watching.json(), watching.json());
    assert_eq!(reduced["run"], "reduced");
    let settlement = &full["outcomes"][0];
    assert_eq!(settlement["outcome"], "settlement");
    assert_eq!(
        settlement["with"]["before"],
        first[1]["outcomes"][0]["with"]["after"]
    );
    assert_ne!(settlement["with"]["before"], settlement["with"]["after"]);
    assert_eq!(
        settlement["without"]["before"],
        settlement["without"]["after"]
    );
    assert_eq!(watching.end(), "", "quietly");
}

#[test]
fn the_text_keeps_to_the_page() {
    let folder = Folder::new("watch-text");
    folder.write("a.toml", &scenario());
    let watching = Watching::of(&folder, &["--ascii"]);
    let mut lines = Vec::new();
    while !lines
        .iter()
        .any(|line: &String| line.contains("full run (2 x 256 settings)"))
    {
        lines.push(watching.line());
    }
    while !lines.last().unwrap().starts_with("C1") {
        lines.push(watching.line());
    }
    assert!(
        lines
            .iter()
            .any(|line| line.contains("settlement signed and ratified"))
    );
    assert!(
        lines.iter().all(|line| line.len() <= 80 && line.is_ascii()),
        "{lines:#?}"
    );
    watching.end();
}

#[test]
fn standard_input_cannot_be_watched() {
    let ran = pourparler(&["watch", "-", "--json"]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.json()["kind"], "usage");
    assert_eq!(pourparler(&["watch", "nowhere.toml"]).code, 1);
}
