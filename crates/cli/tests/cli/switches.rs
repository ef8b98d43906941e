//! A mechanism that is switched off leaves the same bits as a scenario that never had it: of the
//! example that uses every key, each mechanism once with neutral numbers and once without its
//! tables.

use serde_json::Value;

use crate::folder::Folder;
use crate::{pourparler_in, small};

/// Arms that know everything on every topic; without topics there is nothing to know.
const KNOWING: [&str; 2] = ["perfect_information", "all"];

/// A mechanism, what states it, and the numbers at which it does nothing.
struct Switch {
    mechanism: &'static str,
    /// Tables that are taken out, those below them included.
    tables: &'static [&'static str],
    /// Tables and keys that are taken out.
    keys: &'static [(&'static str, &'static str)],
    /// What stands there instead when the mechanism is off.
    neutral: &'static [(&'static str, &'static str)],
}

const SWITCHES: &[Switch] = &[
    Switch {
        mechanism: "substitute",
        tables: &[],
        keys: &[("contact", "substitute"), ("contact", "substitute_share")],
        neutral: &[("contact", "substitute = 0\nsubstitute_share = 1")],
    },
    Switch {
        mechanism: "crowding out",
        tables: &[],
        keys: &[("contact", "crowds_out"), ("contact", "crowds_out_for")],
        neutral: &[("contact", "crowds_out = 0")],
    },
    Switch {
        mechanism: "leak",
        tables: &[],
        keys: &[("contact", "leak"), ("contact", "leak_jump")],
        neutral: &[("contact", "leak = 0")],
    },
    Switch {
        mechanism: "leverage",
        tables: &["contact.leverage"],
        keys: &[],
        neutral: &[("contact.leverage.ardan", "credibility = 0\nimposes = 0.1")],
    },
    Switch {
        mechanism: "information",
        tables: &["contact.topics", "topics"],
        keys: &[("steps.talks", "topic")],
        neutral: &[
            (
                "topics.front",
                "kind = \"prospects\"\nlistener = \"ardan\"\nmemory = 0.9\nothers = 0\nerror = 0",
            ),
            (
                "contact.topics.front",
                "credibility = \"none\"\nconflict = 0.1\nshare = 0.5\ncaught = 0.1\ndeception = 0.5\nslant = 0\nbelieved = 0.5",
            ),
        ],
    },
    Switch {
        mechanism: "shocks",
        tables: &["shocks"],
        keys: &[],
        neutral: &[
            ("shocks.flood", "hazard = 0\nlasts = 10"),
            ("shocks.flood.changes", "hazards = 3"),
        ],
    },
    Switch {
        mechanism: "politics",
        tables: &["politics", "events", "topics.arms", "contact.topics.arms"],
        keys: &[
            ("audience", "moves_support"),
            ("shocks.flood.changes", "mood"),
        ],
        neutral: &[(
            "politics",
            "patron = \"corvia\"\nfavours = \"belis\"\neffect = 0\nmemory = 0.9",
        )],
    },
    Switch {
        mechanism: "ratification",
        tables: &["ratification"],
        keys: &[],
        neutral: &[("ratification.diet", "probability = 1")],
    },
    Switch {
        mechanism: "escalation",
        tables: &["redlines.supply"],
        keys: &[
            ("redlines.sluice", "spiral"),
            ("redlines.sluice", "pressure"),
        ],
        neutral: &[(
            "redlines.supply",
            "by = \"ardan\"\nagainst = \"belis\"\nh0 = 0\naccidents = 0\nbias = 0\npressure = 0",
        )],
    },
    Switch {
        mechanism: "spiral",
        tables: &[],
        keys: &[("redlines.sluice", "spiral"), ("redlines.supply", "spiral")],
        neutral: &[
            ("redlines.sluice", "spiral = 0"),
            ("redlines.supply", "spiral = 0"),
        ],
    },
    Switch {
        mechanism: "clusters of incidents",
        tables: &[],
        keys: &[("ladder", "branching")],
        neutral: &[("ladder", "branching = 0")],
    },
    Switch {
        mechanism: "exchange",
        tables: &["contact.exchange"],
        keys: &[],
        neutral: &[(
            "contact.exchange.captives",
            "carried = 0\nauthority = 0.5\nreopen = 0.5\nsincerity = 0.5\nruse_loss = 0.5",
        )],
    },
    Switch {
        mechanism: "steps",
        tables: &["steps.walk"],
        keys: &[],
        neutral: &[("steps.walk", "hazard = 0\nadds = 0\nlasts = 10")],
    },
    Switch {
        mechanism: "publics",
        tables: &["publics"],
        keys: &[],
        neutral: &[("publics.all", "hears = 1\nopen = 1")],
    },
    Switch {
        mechanism: "feedback of public claims",
        tables: &[],
        keys: &[
            ("audience", "moves_support"),
            ("audience", "moves_guarantors"),
            ("audience", "moves_breach"),
        ],
        neutral: &[(
            "audience",
            "moves_support = 0\nmoves_guarantors = 0\nmoves_breach = 0",
        )],
    },
    Switch {
        mechanism: "guarantees that go with a mood",
        tables: &[],
        keys: &[("politics", "guarantee_elasticity")],
        neutral: &[("politics", "guarantee_elasticity = 0")],
    },
    Switch {
        mechanism: "veto",
        tables: &["parties.delen", "parties.delen.issues"],
        keys: &[],
        neutral: &[
            ("parties.delen", "veto = 0"),
            (
                "parties.delen.issues",
                "water = { wants = \"open\", weight = 1 }",
            ),
        ],
    },
];

/// Tables of the example that name others and are not looked at here.
const ASIDE: [&str; 6] = [
    "claims", "groups", "variants", "rates", "inputs", "opinions",
];

/// The path of a table's header.
fn header(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('[')?.split(']').next()?;
    Some(inner.trim_start_matches('['))
}

fn below(path: &str, table: &str) -> bool {
    path.strip_prefix(table)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The text without these tables and keys, and with more lines below the headers of `more`,
/// which are added where they are missing.
fn edited(text: &str, tables: &[&str], keys: &[(&str, &str)], more: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut at = "";
    let mut missing: Vec<_> = more.to_vec();
    for line in text.lines() {
        at = header(line).unwrap_or(at);
        let key = line.split(" = ").next().unwrap_or(line);
        if tables.iter().any(|table| below(at, table)) || keys.contains(&(at, key)) {
            continue;
        }
        out.push_str(line);
        out.push('\n');
        if header(line).is_some() {
            missing.retain(|(table, lines)| {
                let here = *table == at;
                if here {
                    out.push_str(lines);
                    out.push('\n');
                }
                !here
            });
        }
    }
    for (table, lines) in missing {
        out.push_str(&format!("[{table}]\n{lines}\n"));
    }
    out
}

/// Counts the figures that both have, and lists those whose bits differ.
fn compare(
    off: &Value,
    without: &Value,
    path: &str,
    figures: &mut usize,
    differ: &mut Vec<String>,
) {
    let (Value::Object(off), Value::Object(without)) = (off, without) else {
        *figures += 1;
        if off != without {
            differ.push(format!("{path}: {off} and {without}"));
        }
        return;
    };
    for (key, b) in without {
        if let Some(a) = off.get(key) {
            compare(a, b, &format!("{path}.{key}"), figures, differ);
        }
    }
}

#[test]
fn every_mechanism_can_be_switched_off() {
    let folder = Folder::new("switches");
    let tour = std::fs::read_to_string("../../scenarios/tour/scenario.toml").unwrap();
    let assessed = |name: &str, text: &str| {
        folder.write(name, text);
        let ran = pourparler_in(folder.path(), &small(&["assess", name, "--json"]));
        assert_eq!(ran.code, 0, "{name}: {}", ran.err);
        ran.json()["arms"].clone()
    };
    let on = assessed("on.toml", &edited(&tour, &ASIDE, &[], &[]));
    let mut differ = Vec::new();
    for switch in SWITCHES {
        let tables: Vec<&str> = ASIDE.iter().chain(switch.tables).copied().collect();
        let bare = edited(&tour, &tables, switch.keys, &[]);
        let mut without = assessed("without.toml", &bare);
        let off = assessed("off.toml", &edited(&bare, &[], &[], switch.neutral));
        if switch.mechanism == "information" {
            let arms = without.as_object_mut().unwrap();
            arms.retain(|arm, _| !KNOWING.contains(&arm.as_str()));
        }
        let mut figures = 0;
        compare(&off, &without, switch.mechanism, &mut figures, &mut differ);
        assert!(figures > 1000, "{}: {figures} figures", switch.mechanism);
        // Taking it out says something only if it had done something.
        assert_ne!(on, without, "{} did nothing", switch.mechanism);
    }
    differ.truncate(40);
    assert!(differ.is_empty(), "{differ:#?}");
}
