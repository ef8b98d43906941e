//! A small grammar with a key of every kind, standing in for the mechanisms' own.

use pourparler_scenario::key::{Default, Key, Kind, Section};
use pourparler_scenario::{Reading, Scenario, Vocabulary, read};

const SHARE: Kind = Kind::Quantity { min: 0.0, max: 1.0 };
const POSITIVE: Kind = Kind::Quantity {
    min: 0.0,
    max: f64::INFINITY,
};

const fn key(name: &'static str, kind: Kind, unit: &'static str, default: Default) -> Key {
    Key {
        name,
        kind,
        unit,
        default,
        doc: "For tests.",
        example: "\"any\"",
    }
}

pub const SECTIONS: &[Section] = &[
    Section {
        path: "parties.*",
        title: "Parties at war",
        doc: "Keys another crate adds to a section.",
        keys: &[
            key(
                "floor",
                SHARE,
                "utility",
                Default::Prior("30% .. 70%", "wide"),
            ),
            key("consent", SHARE, "probability", Default::Value("1")),
            key(
                "would_fight",
                POSITIVE,
                "months",
                Default::Prior("12 .. 120 months", "wide"),
            ),
            key("attacks", POSITIVE, "per month", Default::Absent),
        ],
    },
    Section {
        path: "issues.*",
        title: "Issues",
        doc: "What is bargained over.",
        keys: &[
            key("options", Kind::TextList, "", Default::Required),
            key("status_quo", Kind::OptionRef, "", Default::Required),
            key("by_force", Kind::Bool, "", Default::Value("false")),
            key("consent", Kind::RefList("parties.*"), "", Default::Absent),
        ],
    },
    Section {
        path: "issues.*.guarantees.*option",
        title: "Guarantees",
        doc: "An option that protects.",
        keys: &[key(
            "protects",
            Kind::Ref("parties.*"),
            "",
            Default::Required,
        )],
    },
    Section {
        path: "parties.*.issues.*",
        title: "Positions",
        doc: "What a party wants.",
        keys: &[
            key("wants", Kind::OptionRef, "", Default::Absent),
            key(
                "values",
                Kind::OptionMap(&SHARE),
                "utility",
                Default::Absent,
            ),
            key(
                "red_lines",
                Kind::OptionMap(&Kind::Labelled {
                    labels: &[("said", "10% .. 50%"), ("law", "{ uniform = [0.5, 0.9] }")],
                    min: 0.0,
                    max: 1.0,
                }),
                "probability",
                Default::Absent,
            ),
            key(
                "unless",
                Kind::OptionMap(&Kind::OptionList),
                "",
                Default::Absent,
            ),
        ],
    },
    Section {
        path: "exclusions[]",
        title: "Exclusions",
        doc: "Options that cannot stand together.",
        keys: &[key("between", Kind::OptionList, "", Default::Required)],
    },
    Section {
        path: "outcomes.*",
        title: "Outcomes",
        doc: "Named sets of packages.",
        keys: &[
            key("when", Kind::Package, "", Default::Required),
            key(
                "lasts",
                POSITIVE,
                "days",
                Default::Prior("2 .. 365 days", "wide"),
            ),
        ],
    },
    Section {
        path: "war",
        title: "War",
        doc: "The front.",
        keys: &[
            key(
                "front",
                Kind::Quantity {
                    min: -1.0,
                    max: 1.0,
                },
                "",
                Default::Prior("-0.2 .. 0.2", "about even"),
            ),
            key(
                "drift",
                Kind::Quantity {
                    min: f64::NEG_INFINITY,
                    max: f64::INFINITY,
                },
                "per month",
                Default::Prior("{ normal = [0, 0.01] }", "nobody is winning"),
            ),
        ],
    },
    Section {
        path: "topics.*",
        title: "Topics",
        doc: "What is talked about.",
        keys: &[key(
            "kind",
            Kind::Enum(&["resolve", "politics"]),
            "",
            Default::Required,
        )],
    },
    Section {
        path: "contact",
        title: "Contact",
        doc: "The visit.",
        keys: &[
            key("by", Kind::Ref("parties.*"), "", Default::Required),
            key("date", Kind::Date, "", Default::Required),
            key(
                "mandate",
                Kind::Choice(&["none", "explore", "propose"]),
                "",
                Default::Value("explore"),
            ),
            key(
                "proposer",
                Kind::ChoiceOf("parties.*|third_party"),
                "",
                Default::Value("third_party"),
            ),
            key("earlier", Kind::DateList, "", Default::Absent),
            key("rungs", Kind::NumberList, "", Default::Absent),
            key(
                "publicity",
                Kind::RefMap("parties.*", &SHARE),
                "",
                Default::Absent,
            ),
        ],
    },
    Section {
        path: "contact.topics.*",
        title: "Topics carried",
        doc: "Topics of this contact.",
        keys: &[key(
            "conflict",
            SHARE,
            "",
            Default::Prior("{ beta = [2, 5] }", "wide"),
        )],
    },
    Section {
        path: "inputs.*",
        title: "Inputs",
        doc: "For claims.",
        keys: &[key(
            "value",
            Kind::Quantity {
                min: f64::NEG_INFINITY,
                max: f64::INFINITY,
            },
            "",
            Default::Required,
        )],
    },
    Section {
        path: "rates.*.*",
        title: "Rates",
        doc: "Counts.",
        keys: &[key(
            "k",
            Kind::Integer { min: 0, max: 100 },
            "",
            Default::Absent,
        )],
    },
];

pub fn vocabulary() -> Vocabulary {
    Vocabulary::base().with(SECTIONS)
}

/// A scenario with something of everything and no mistake.
pub const WHOLE: &str = include_str!("whole.toml");

pub fn reading(text: &str) -> Reading {
    read("test.toml", text, &vocabulary())
}

/// The scenario of a text without errors.
pub fn sound(text: &str) -> Scenario {
    let reading = reading(text);
    let said: Vec<_> = reading.diagnostics.iter().map(|d| &d.message).collect();
    reading.scenario.unwrap_or_else(|| panic!("{said:#?}"))
}
