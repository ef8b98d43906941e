//! The bundled examples: nothing in them is later than the day they speak of, they have no
//! mistake, and the result beside each belongs to the scenario beside it. The guide quotes what
//! is there.

use std::collections::BTreeSet;

use crate::folder::Folder;
use crate::{EXAMPLES, pourparler, pourparler_in, small};

fn file(name: &str, file: &str) -> String {
    let path = format!("../../scenarios/{name}/{file}");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The day behind `key =` of every line that has one, in the part of the file given.
fn days<'a>(text: &'a str, key: &str) -> Vec<&'a str> {
    text.lines()
        .filter_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix("= "))
        .map(|day| day.get(..10).unwrap_or(day))
        .collect()
}

#[test]
fn every_scenario_folder_is_bundled() {
    let bundled: BTreeSet<String> = EXAMPLES.map(String::from).into();
    let folders: BTreeSet<String> = std::fs::read_dir("../../scenarios")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "templates")
        .collect();
    assert_eq!(bundled, folders);
}

#[test]
fn no_source_is_later_than_the_day_of_the_scenario() {
    let folder = Folder::new("late-sources");
    for name in EXAMPLES {
        let text = file(name, "scenario.toml");
        let as_of = days(&text, "as_of")[0];
        let (_, sources) = text.split_once("\n[sources.").expect("a table of sources");
        let dates = days(sources, "date");
        // Undated, a source would pass unseen.
        assert_eq!(dates.len(), text.matches("\n[sources.").count(), "{name}");
        for date in dates {
            assert!(date <= as_of, "{name}: {date}");
        }
        // And the reader sees it: the same file with one source of the next century.
        let late = format!("{text}\n[sources.late]\ntitle = \"Memoirs\"\ndate = 2101-01-01\n");
        folder.write("late.toml", &late);
        let checked = pourparler_in(folder.path(), &["check", "late.toml", "--json"]);
        assert_eq!(checked.code, 1, "{name}");
        let found = checked.json();
        let found = found["files"][0]["diagnostics"].as_array().unwrap();
        let errors: Vec<_> = found.iter().filter(|d| d["severity"] == "error").collect();
        assert_eq!(errors.len(), 1, "{name}: {errors:?}");
        let message = errors[0]["message"].as_str().unwrap();
        assert!(
            message.contains("source `late` is dated 2101-01-01"),
            "{name}: {message}"
        );
    }
}

#[test]
fn no_example_has_a_mistake() {
    for name in EXAMPLES {
        let path = format!("../../scenarios/{name}/scenario.toml");
        let checked = pourparler(&["check", &path, "--json"]);
        assert_eq!(checked.code, 0, "{}", checked.err);
        for found in checked.json()["files"][0]["diagnostics"]
            .as_array()
            .unwrap()
        {
            assert_eq!(found["severity"], "note", "{name}: {found}");
        }
    }
}

/// `.ci/run` compares the whole text; here a scenario changed without its result is caught early.
#[test]
fn every_result_is_that_of_its_scenario() {
    for name in EXAMPLES {
        let json = pourparler(&small(&["example", "run", name, "--json"]));
        assert_eq!(json.code, 0, "{}", json.err);
        let hash = json.json()["run"]["scenario_sha256"].to_string();
        let result = file(name, "result.txt");
        let line = format!("sha256 {}", hash.trim_matches('"'));
        assert!(result.lines().any(|l| l == line), "{name}: {line}");
        let command = format!("pourparler example run {name} --seed 1");
        assert!(result.lines().any(|l| l == command), "{name}");
    }
}

/// The blocks of a page that open with this fence.
fn blocks<'a>(page: &'a str, fence: &str) -> Vec<&'a str> {
    page.split(fence)
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect()
}

#[test]
fn what_is_quoted_is_the_result_that_is_there() {
    let pages = ["README.md", "docs/guide/reading.md"]
        .map(|page| std::fs::read_to_string(format!("../../{page}")).unwrap());
    let page = pages.concat();
    let result = file("moscow-sixth-visit", "result.txt");
    let mut lines = 0;
    for line in blocks(&page, "```text\n").iter().flat_map(|b| b.lines()) {
        if !line.contains("[...]") {
            assert!(result.contains(line), "{line}");
            lines += 1;
        }
    }
    assert!(lines > 20, "only {lines} lines");
}

#[test]
fn the_scenario_of_the_guide_is_the_one_it_assessed() {
    let page = std::fs::read_to_string("../../docs/guide/README.md").unwrap();
    let [scenario, answer] = blocks(&page, "```toml\n")[..] else {
        panic!("two blocks");
    };
    let line = "would_fight = \"12 .. 60\"";
    let at = scenario.find(line).expect("the line before the answer");
    let at = at + scenario[at..].find('\n').unwrap() + 1;
    let folder = Folder::new("guide");
    folder.write(
        "gulf.toml",
        &format!("{}{answer}{}", &scenario[..at], &scenario[at..]),
    );
    let ran = pourparler_in(folder.path(), &small(&["assess", "gulf.toml", "--json"]));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let hash = ran.json()["run"]["scenario_sha256"].to_string();
    assert!(page.contains(hash.trim_matches('"')), "{hash}");
}

#[test]
fn the_guide_quotes_what_its_scenario_gives() {
    let page = std::fs::read_to_string("../../docs/guide/README.md").unwrap();
    let [scenario, answer] = blocks(&page, "```toml\n")[..] else {
        panic!("two blocks");
    };
    let answered = scenario.replace("[parties.iran]\n", &format!("[parties.iran]\n{answer}"));
    let quoted = blocks(&page, "$ pourparler assess gulf.toml --points 512\n");
    assert_eq!(quoted.len(), 2);
    let folder = Folder::new("quoted");
    for (text, quoted) in [scenario, &answered].into_iter().zip(quoted) {
        folder.write("gulf.toml", text);
        let command = ["assess", "gulf.toml", "--points", "512", "--quiet"];
        let ran = pourparler_in(folder.path(), &command);
        assert_eq!(ran.code, 0, "{}", ran.err);
        // The hash is that of the file with the answer elsewhere, see above.
        let lines = quoted.lines().filter(|line| !line.contains("[...]"));
        let lines = lines.take_while(|line| !line.starts_with("scenario gulf.toml"));
        lines.for_each(|line| assert!(ran.out.contains(line), "{line}"));
    }
}
