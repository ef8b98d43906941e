//! The written pages against the program: what they name exists, and what exists is named.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pourparler_engine::plan::mechanism_sections;
use pourparler_report::opinions::vocabulary;
use pourparler_scenario::{read, reference};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Files below a folder with this ending, as paths from the root, sorted.
fn files(folder: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if path.ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The hand-written pages.
fn pages() -> Vec<String> {
    let mut pages = files("docs", ".md");
    pages.extend(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].map(String::from));
    pages
}

/// What stands between single backticks, code blocks left out.
fn quoted(page: &str) -> Vec<String> {
    let prose = page.split("```").step_by(2);
    prose
        .flat_map(|part| part.split('`').skip(1).step_by(2))
        .map(String::from)
        .collect()
}

/// The first code block of a page.
fn block(page: &str) -> &str {
    let (_, rest) = page.split_once("```text\n").expect("a block");
    rest.split_once("\n```").expect("its end").0
}

/// Paths of the tree at the top of ARCHITECTURE.md, two spaces per level.
fn tree() -> Vec<(String, String)> {
    let page = text("ARCHITECTURE.md");
    let mut folders: Vec<String> = Vec::new();
    let mut entries = Vec::new();
    for line in block(&page).lines() {
        let entry = line.trim_start_matches(' ');
        let depth = (line.len() - entry.len()) / 2;
        let (name, sentence) = entry.split_once(' ').unwrap_or((entry, ""));
        folders.truncate(depth);
        let path = format!("{}{name}", folders.concat());
        folders.push(name.to_owned());
        entries.push((path, sentence.trim().to_owned()));
    }
    entries
}

/// A code means one thing, whichever crate says it.
#[test]
fn no_code_is_given_twice() {
    let lists = [
        pourparler_scenario::explain::CODES,
        pourparler_agreement::space::CODES,
        pourparler_engine::codes::CODES,
        pourparler_second_opinion::explanations::CODES,
        pourparler_second_opinion::graph_model::gmcr::CODES,
    ];
    let mut seen = BTreeSet::new();
    for code in lists.into_iter().flatten() {
        assert!(seen.insert(code.code), "{}", code.code);
    }
}

#[test]
fn the_reference_page_is_what_the_program_prints() {
    let page = text("docs/reference/scenario.md");
    assert!(
        page == reference::markdown(&vocabulary()),
        "out of date: cargo run -- schema --markdown > docs/reference/scenario.md"
    );
}

#[test]
fn the_tree_is_that_of_the_repository() {
    let tree = tree();
    assert!(tree.len() > 60, "{} lines", tree.len());
    let mut wrong = Vec::new();
    for (path, sentence) in &tree {
        let place = root().join(path);
        if if path.ends_with('/') {
            !place.is_dir()
        } else {
            !place.is_file()
        } {
            wrong.push(format!("{path} does not exist"));
        }
        if !sentence.ends_with('.') {
            wrong.push(format!("{path} has no sentence"));
        }
    }
    for folder in [
        "crates",
        "crates/engine/src/mechanisms",
        "crates/engine/src/laws",
        "docs",
        "scenarios",
    ] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let entry = entry.unwrap();
            let slash = if entry.file_type().unwrap().is_dir() {
                "/"
            } else {
                ""
            };
            let path = format!("{folder}/{}{slash}", entry.file_name().to_string_lossy());
            if tree.iter().all(|(listed, _)| *listed != path) {
                wrong.push(format!("{path} is not in the tree"));
            }
        }
    }
    assert!(wrong.is_empty(), "ARCHITECTURE.md:\n{}", wrong.join("\n"));
}

/// The page a mechanism's documentation names, else the one of its own name.
fn page_of(mechanism: &str) -> String {
    let folder = format!("crates/engine/src/mechanisms/{mechanism}");
    let file = [format!("{folder}.rs"), format!("{folder}/mod.rs")];
    let file = file.iter().find(|file| root().join(file).is_file());
    let source = text(file.unwrap_or_else(|| panic!("no file for {mechanism}")));
    let documentation: Vec<&str> = source
        .lines()
        .filter_map(|line| line.strip_prefix("//!"))
        .map(str::trim)
        .collect();
    let documentation = documentation.join(" ");
    match documentation
        .split_once("Page: `")
        .and_then(|(_, rest)| rest.split_once('`'))
    {
        Some((page, _)) => page.to_owned(),
        None => format!("docs/model/{mechanism}.md"),
    }
}

#[test]
fn every_mechanism_has_a_page_and_every_page_a_reader() {
    let contents = text("docs/README.md");
    for (mechanism, _) in mechanism_sections() {
        let page = page_of(mechanism);
        assert!(root().join(&page).is_file(), "{mechanism}: {page}");
    }
    for page in files("docs", ".md") {
        let link = page.strip_prefix("docs/").unwrap();
        assert!(
            link == "README.md" || contents.contains(&format!("({link})")),
            "docs/README.md lacks {link}"
        );
    }
}

/// Keys and tables as the pages write them: `parties.*.floor`, `redlines.*`.
fn known() -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for section in vocabulary().sections {
        let segments = section
            .path
            .split('.')
            .map(|segment| match segment.strip_prefix('*') {
                Some("option") => "OPTION",
                Some(_) => "*",
                None => segment.trim_end_matches("[]"),
            });
        let path = segments.collect::<Vec<_>>().join(".");
        known.extend(
            section
                .keys
                .iter()
                .map(|key| format!("{path}.{}", key.name)),
        );
        known.insert(path);
    }
    known
}

#[test]
fn the_pages_of_the_model_name_keys_that_exist() {
    let known = known();
    let tables: BTreeSet<&str> = known
        .iter()
        .filter_map(|path| path.split('.').next())
        .collect();
    let mut checked = 0;
    let mut wrong = Vec::new();
    for page in files("docs/model", ".md") {
        for name in quoted(&text(&page)) {
            let mut segments = name.split('.');
            let word = |s: &str| s == "*" || s.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            let is_path = segments.clone().count() > 1
                && segments.clone().all(|s| !s.is_empty() && word(s))
                && segments.next().is_some_and(|first| tables.contains(first));
            if is_path {
                checked += 1;
                if !known.contains(&name) && !known.contains(name.trim_end_matches(".*")) {
                    wrong.push(format!("{page}: {name}"));
                }
            }
        }
    }
    assert!(checked > 50, "only {checked} names found");
    assert!(wrong.is_empty(), "no such key:\n{}", wrong.join("\n"));
}

/// The scenarios a user is given, with their names.
fn given_scenarios() -> Vec<(String, String)> {
    let names = files("scenarios", ".toml");
    names
        .into_iter()
        .map(|name| (name.clone(), text(&name)))
        .collect()
}

#[test]
fn every_key_is_used_by_an_example_or_a_template() {
    let vocabulary = vocabulary();
    let mut used: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (name, text) in given_scenarios() {
        let reading = read::read(&name, &text, &vocabulary);
        let scenario = reading.scenario.expect("a scenario without mistakes");
        let variants = scenario
            .variants
            .iter()
            .map(|variant| &variant.scenario_root);
        for table in variants
            .chain([&scenario.root])
            .flat_map(|root| root.walk())
        {
            let written = table.fields().iter().filter(|field| field.written);
            used.extend(written.map(|field| (table.section.path, field.name)));
        }
        // The tables of variants are read as what they make of the scenario.
        for key in ["name", "remove"] {
            let after = text.split("\n[variants.").skip(1);
            if after
                .flat_map(str::lines)
                .any(|line| line.starts_with(&format!("{key} = ")))
            {
                used.insert(("variants.*", key));
            }
        }
    }
    for section in &vocabulary.sections {
        for key in section.keys {
            let found = used.contains(&(section.path, key.name));
            assert!(
                found,
                "no example or template uses `{}` of `{}`",
                key.name, section.path
            );
        }
    }
}

#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    for page in pages() {
        let folder = root().join(&page).parent().unwrap().to_owned();
        for link in text(&page)
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let target = link.split('#').next().unwrap();
            if !target.is_empty() && !target.contains("://") && !folder.join(target).exists() {
                wrong.push(format!("{page}: {link}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_named_in_pages_and_sources_exist() {
    let mut wrong = Vec::new();
    let mut sources = pages();
    sources.extend(files("crates", ".rs"));
    for source in sources {
        let text = text(&source);
        let starts = ["docs/model/", "docs/guide/", "docs/reference/", "crates/"];
        let ends = |c: char| !c.is_ascii_alphanumeric() && !"/_-.".contains(c);
        for (at, _) in starts.iter().flat_map(|start| text.match_indices(start)) {
            let name = text[at..]
                .split(ends)
                .next()
                .unwrap_or("")
                .trim_end_matches('.');
            let named = [".md", ".rs", ".toml"]
                .iter()
                .any(|ending| name.ends_with(ending));
            // Relative paths in `include_str!` are the compiler's business, patterns nobody's.
            let whole = text[..at].chars().next_back().is_none_or(ends);
            if named && whole && !root().join(name).is_file() && !source.ends_with("tests/pages.rs")
            {
                wrong.push(format!("{source}: {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn tests_named_in_the_validation_exist() {
    let page = text("docs/validation/README.md");
    let mut checked = 0;
    for command in quoted(&page) {
        let Some(rest) = command.strip_prefix("cargo test -p ") else {
            continue;
        };
        let words: Vec<&str> = rest.split_whitespace().collect();
        let package = words[0].strip_prefix("pourparler-").unwrap_or("cli");
        let test = words
            .last()
            .and_then(|name| name.rsplit("::").next())
            .unwrap();
        let sources = files(&format!("crates/{package}"), ".rs");
        let line = format!("fn {test}(");
        assert!(
            sources.iter().any(|source| text(source).contains(&line)),
            "no test for {command}"
        );
        checked += 1;
    }
    assert!(checked > 40, "only {checked} commands found");
}

#[test]
fn the_test_command_of_the_readme_is_the_one_that_is_run() {
    let readme = text("README.md");
    let (_, test) = readme.split_once("## Test").expect("a section on tests");
    let (_, command) = test.split_once("```sh\n").expect("a command");
    let command = command.lines().next().unwrap();
    let run = text(".ci/run");
    assert!(
        run.lines().any(|line| line.trim() == command),
        ".ci/run does not run `{command}`"
    );
}
