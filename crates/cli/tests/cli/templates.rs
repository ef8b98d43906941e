//! The templates of `init`: short, without mistakes, and in line with the past cases they name.

use crate::folder::Folder;
use crate::{pourparler_in, small};

const TEMPLATES: [&str; 5] = [
    "blank",
    "envoy-visit",
    "prisoner-exchange",
    "ceasefire-talks",
    "border-incident",
];

#[test]
fn every_template_is_listed_here() {
    let folder = std::fs::read_dir("../../scenarios/templates").unwrap();
    assert_eq!(folder.count(), TEMPLATES.len());
}

#[test]
fn templates_are_short_and_have_no_mistake() {
    let folder = Folder::new("templates");
    for template in TEMPLATES {
        let file = format!("{template}.toml");
        let made = pourparler_in(folder.path(), &["init", template, &file]);
        assert_eq!(
            (made.code, made.out.as_str()),
            (0, format!("{file}\n").as_str())
        );
        let text = folder.read(&file);
        assert!(text.lines().count() <= 60, "{template}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 100),
            "{template}"
        );
        let checked = pourparler_in(folder.path(), &["check", &file, "--json"]);
        assert_eq!(checked.code, 0, "{}", checked.err);
        for found in checked.json()["files"][0]["diagnostics"]
            .as_array()
            .unwrap()
        {
            assert_eq!(found["severity"], "note", "{template}: {found}");
        }
        let ran = pourparler_in(folder.path(), &small(&["assess", &file]));
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
}

/// Whoever starts from a template starts from a world that past cases do not contradict.
#[test]
fn without_the_contact_a_template_agrees_with_its_reference_class() {
    let folder = Folder::new("template-classes");
    for template in TEMPLATES {
        let file = format!("{template}.toml");
        assert_eq!(
            pourparler_in(folder.path(), &["init", template, &file]).code,
            0
        );
        let effort = [
            "--scrambles",
            "8",
            "--points",
            "256",
            "--paths",
            "8",
            "--json",
        ];
        let mut arguments = vec!["assess", &file];
        arguments.extend(effort);
        let json = pourparler_in(folder.path(), &arguments).json();
        let class = &json["reference_class"];
        let of = |value: &serde_json::Value| value.as_f64().unwrap();
        let without = &class["without"];
        let (mean, se) = (of(&without["mean"]), of(&without["se"]));
        // Not at an edge either, or another seed would decide.
        assert!(mean - 2.0 * se > of(&class["q025"]), "{template}: {class}");
        assert!(mean + 2.0 * se < of(&class["q975"]), "{template}: {class}");
    }
}
