//! `completions` and `man`: every command in every shell and on a page of its own.

use std::process::{Command, Stdio};

use crate::commands::COMMANDS;
use crate::folder::Folder;
use crate::{pourparler, pourparler_in};

#[test]
fn every_shell_completes_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = pourparler(&["completions", shell]);
        assert_eq!((script.code, script.err.as_str()), (0, ""));
        for command in COMMANDS {
            assert!(script.out.contains(command), "{shell}: {command}");
        }
        let json = pourparler(&["completions", shell, "--json"]).json();
        assert_eq!(json["schema"], "pourparler.completions/1");
        assert_eq!(json["script"], script.out);
    }
    assert_eq!(pourparler(&["completions", "dos"]).code, 2);
}

#[test]
#[cfg(unix)]
fn bash_reads_its_script() {
    let script = pourparler(&["completions", "bash"]).out;
    let mut bash = Command::new("bash")
        .arg("-n")
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = bash.stdin.take().unwrap();
    std::io::Write::write_all(&mut input, script.as_bytes()).unwrap();
    drop(input);
    assert!(bash.wait().unwrap().success());
}

#[test]
fn every_command_has_a_page() {
    let folder = Folder::new("manual");
    let written = pourparler_in(folder.path(), &["man", "--out", "pages"]);
    assert_eq!(written.code, 0, "{}", written.err);
    assert!(written.out.contains("pages/pourparler-example-run.1\n"));
    for command in COMMANDS {
        let page = pourparler(&["man", command]);
        assert_eq!((page.code, page.err.as_str()), (0, ""), "{command}");
        assert!(page.out.is_ascii(), "{command}");
        assert!(
            page.out.contains(&format!("\\fBpourparler {command}\\fR")),
            "{}",
            page.out
        );
        assert_eq!(
            folder.read(&format!("pages/pourparler-{command}.1")),
            page.out
        );
    }
    let program = pourparler(&["man"]).out;
    assert!(program.contains("130 stopped by Ctrl\\-C"), "{program}");
    assert_eq!(folder.read("pages/pourparler.1"), program);
    let again = pourparler_in(folder.path(), &["man", "--out", "pages"]);
    assert_eq!(again.code, 1, "nothing is overwritten");
}

#[test]
fn pages_have_json_and_unknown_commands_a_guess() {
    let json = pourparler(&["man", "example", "run", "--json"]).json();
    assert_eq!(json["schema"], "pourparler.manual/1");
    assert_eq!(json["name"], "pourparler-example-run");
    let guess = pourparler(&["man", "asess"]);
    assert_eq!(guess.code, 2);
    assert!(guess.err.contains("`assess`"), "{}", guess.err);
    let json = pourparler(&["man", "assess", "run", "--json"]);
    assert_eq!(json.json()["kind"], "usage");
}
