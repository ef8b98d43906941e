//! The HTML report: its words, its determinism, and what hostile text does to it.

mod common;

use common::{EXAMPLES, assessed, page, text, words};
use pourparler_report::html::Options;
use pourparler_report::language::Language;
use pourparler_report::redaction::Redaction;

/// The two pages for whoever decides.
fn memo(page: &str) -> &str {
    let from = page.find("<div class=\"memo\">").unwrap();
    let to = page.find("<div class=\"annexes\">").unwrap();
    &page[from..to]
}

#[test]
fn the_memo_of_an_example_in_words() {
    let page = page(
        &assessed(&text("jackson-goodman-1983")),
        &Options::default(),
    );
    insta::assert_snapshot!(words(memo(&page)));
}

#[test]
fn the_same_run_is_the_same_page() {
    let scenario = text("oslo-1993");
    let options = Options::default();
    let one = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let many = rayon::ThreadPoolBuilder::new()
        .num_threads(3)
        .build()
        .unwrap();
    let first = one.install(|| page(&assessed(&scenario), &options));
    let second = many.install(|| page(&assessed(&scenario), &options));
    assert!(first == second, "the page depends on the threads");
}

#[test]
fn nothing_is_loaded_and_nothing_leaves() {
    for name in EXAMPLES {
        let page = page(&assessed(&text(name)), &Options::default());
        assert!(page.contains("default-src 'none'"), "{name}");
        for loader in [
            "src=",
            "<link",
            "@import",
            "url(",
            "href=\"http",
            "style=\"",
            "onclick",
        ] {
            assert!(!page.contains(loader), "{name}: {loader}");
        }
        assert!(page.len() < 1_500_000, "{name}: {} bytes", page.len());
    }
}

#[test]
fn every_link_leads_somewhere_and_every_id_is_one() {
    for name in EXAMPLES {
        let page = page(&assessed(&text(name)), &Options::default());
        let ids: Vec<&str> = page
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "{name}: an id is there twice");
        let links: Vec<&str> = page
            .split("href=\"#")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert!(links.len() > 100, "{name}: {} links", links.len());
        for link in links {
            assert!(once.binary_search(&link).is_ok(), "{name}: #{link}");
        }
    }
}

#[test]
fn hostile_text_stays_text() {
    let nasty = "<script>alert(1)</script> \\\"q\\\" & ' \\u202e =SUM(A1) 🕊 ]]> --> </svg></style>";
    let long = "x".repeat(10_000);
    let scenario = format!(
        "title = \"{nasty}\"\nas_of = 2026-01-15\nmarking = \"{nasty}\"\nsummary = \"{nasty}{long}\"\n\
         [parties.north]\nside = \"a\"\nname = \"{nasty}{long}\"\nabout = \"{nasty}\"\n\
         [parties.south]\nside = \"b\"\n\
         [issues.border]\nname = \"{nasty}\"\noptions = [\"river\", \"line\"]\nstatus_quo = \"line\"\n\
         [parties.north.issues.border]\nweight = 1\nwants = \"line\"\n\
         [parties.south.issues.border]\nweight = 1\nwants = \"river\"\n\
         [steps.talks]\nname = \"{nasty}\"\nhazard = \"0.1 .. 0.4\"\n\
         [contact]\nby = \"south\"\nto = [\"north\"]\ndate = 2026-02-01\n"
    );
    let options = Options {
        title: Some("<img src=x onerror=alert(1)>".to_owned()),
        author: Some("\"><script>".to_owned()),
        ..Options::default()
    };
    let page = page(&assessed(&scenario), &options);
    assert_eq!(
        page.matches("<script>").count(),
        1,
        "only the page's own script"
    );
    assert_eq!(page.matches("</style>").count(), 1);
    assert!(!page.contains("<img"), "a title became a mark");
    assert!(!page.contains('\u{202e}'), "a direction mark got through");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    let longest = page.split('<').map(str::len).max().unwrap();
    assert!(longest < 9_000, "{longest}");
}

#[test]
fn a_copy_without_names_has_none() {
    let options = Options {
        redaction: Redaction {
            names: true,
            ..Redaction::default()
        },
        ..Options::default()
    };
    let assessment = assessed(&text("moscow-sixth-visit"));
    let words = words(&page(&assessment, &options)).to_lowercase();
    for name in [
        "russia",
        "ukrain",
        "kyiv",
        "moscow",
        "witkoff",
        "united states",
        "europe",
        "prisoner",
        "donetsk",
        "tass",
        "bloomberg",
        "us_backed",
    ] {
        let at = words.find(name);
        assert_eq!(
            at.map(|at| &words[at.saturating_sub(40)..at + 20]),
            None,
            "{name}"
        );
    }
    assert!(
        words.contains("party a") && words.contains("withheld"),
        "{words}"
    );
}

#[test]
fn a_copy_without_sources_or_notes_has_none() {
    let assessment = assessed(&text("moscow-sixth-visit"));
    let with = |redaction| {
        page(
            &assessment,
            &Options {
                redaction,
                ..Options::default()
            },
        )
    };
    let whole = with(Redaction::default());
    assert!(whole.contains("TASS factbox") && whole.contains("<pre"));
    let notes = Redaction {
        notes: true,
        ..Redaction::default()
    };
    assert!(!with(notes).contains("<pre"));
    let sources = Redaction {
        sources: true,
        ..Redaction::default()
    };
    let withheld = with(sources);
    assert!(
        !withheld.contains("TASS factbox") && !withheld.contains("<pre"),
        "a source is left"
    );
}

#[test]
fn words_follow_the_language() {
    let assessment = assessed(&text("scali-fomin-1962"));
    let with = |language| {
        words(&page(
            &assessment,
            &Options {
                language,
                ..Options::default()
            },
        ))
    };
    let icd = with(Language::Icd203);
    assert!(icd.contains("almost no chance") && !icd.contains("remote chance"));
    let phia = with(Language::Phia);
    assert!(phia.contains("remote chance") && !phia.contains("almost no chance"));
    let numbers = with(Language::Numbers);
    for word in [
        "almost no chance",
        "remote chance",
        "very likely",
        "highly likely",
    ] {
        assert!(!numbers.contains(word), "{word}");
    }
}
