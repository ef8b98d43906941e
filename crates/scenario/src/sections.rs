//! The sections this crate owns: what every scenario has, whatever the mechanisms.

use crate::key::{Default, Key, Kind, Section};

const fn text(name: &'static str, doc: &'static str, example: &'static str) -> Key {
    Key {
        name,
        kind: Kind::Text,
        unit: "",
        default: Default::Absent,
        doc,
        example,
    }
}

const fn required(key: Key) -> Key {
    Key {
        default: Default::Required,
        ..key
    }
}

/// Keys every section takes: where its numbers come from, for those that do not say
/// so themselves.
pub static EVERYWHERE: &[Key] = &[
    Key {
        name: "source",
        kind: Kind::Ref("sources"),
        unit: "",
        default: Default::Absent,
        doc: "Id of the source of every number of this table that names none itself; \
              `judgement` where there is none.",
        example: "\"judgement\"",
    },
    text(
        "note",
        "Why the numbers of this table are what they are.",
        "\"coded from three speeches\"",
    ),
    text(
        "asked",
        "Who was asked for the numbers of this table, and when.",
        "\"two desk officers, 2025-11-20\"",
    ),
];

/// The sections of this crate.
pub const SECTIONS: &[Section] = &[
    Section {
        path: "",
        title: "The scenario",
        doc: "What is assessed, and from which day it is seen.",
        keys: &[
            required(text(
                "title",
                "Title of the assessment, printed on its first page.",
                "\"A sixth visit to the capital\"",
            )),
            Key {
                name: "as_of",
                kind: Kind::Date,
                unit: "",
                default: Default::Required,
                doc: "The last day whose news may be used. A source dated later is an error.",
                example: "2025-12-01",
            },
            Key {
                name: "horizon",
                kind: Kind::Duration,
                unit: "days",
                default: Default::Value("\"180 days\""),
                doc: "How far ahead every outcome is counted.",
                example: "\"180 days\"",
            },
            text(
                "marking",
                "Handling mark printed on every page.",
                "\"for internal use\"",
            ),
            text(
                "summary",
                "What the scenario is about, in a few sentences.",
                "\"An envoy visits for the sixth time.\"",
            ),
        ],
    },
    Section {
        path: "parties.*",
        title: "Parties",
        doc: "Everyone with a say: two sides that bargain, and any number of others who \
              send envoys, hold vetoes, ratify, guarantee or watch.",
        keys: &[
            text(
                "name",
                "Name for reports; the id where none is given.",
                "\"Norland\"",
            ),
            Key {
                name: "side",
                kind: Kind::Enum(&["a", "b"]),
                unit: "",
                default: Default::Absent,
                doc: "Which of the two bargaining sides it is. Other parties leave it out.",
                example: "\"a\"",
            },
            text(
                "about",
                "Who it is, in a sentence.",
                "\"the government in the north\"",
            ),
            text(
                "said",
                "Its name within a sentence, where that is not `name`.",
                "\"the Northern Union\"",
            ),
            Key {
                name: "plural",
                kind: Kind::Bool,
                unit: "",
                default: Default::Value("false"),
                doc: "Whether sentences speak of it in the plural: they consent.",
                example: "true",
            },
        ],
    },
    Section {
        path: "sources.*",
        title: "Sources",
        doc: "What numbers cite, by id.",
        keys: &[
            required(text("title", "Title.", "\"Yearbook of ceasefires\"")),
            Key {
                name: "date",
                kind: Kind::Date,
                unit: "",
                default: Default::Absent,
                doc: "Date of publication; not after `as_of`.",
                example: "2025-11-30",
            },
            text(
                "url",
                "Where to find it.",
                "\"https://example.org/yearbook\"",
            ),
            text("kind", "What sort of source it is.", "\"data\""),
        ],
    },
    Section {
        path: "correlations[]",
        title: "Correlations",
        doc: "Rank correlations between uncertain quantities (Gaussian copula). \
              Quantities not named are independent.",
        keys: &[
            Key {
                name: "between",
                kind: Kind::TextList,
                unit: "",
                default: Default::Required,
                doc: "The key paths of two uncertain quantities.",
                example: "[\"parties.norland.floor\", \"parties.sudland.floor\"]",
            },
            Key {
                name: "rank",
                kind: Kind::Quantity {
                    min: -0.999,
                    max: 0.999,
                },
                unit: "",
                default: Default::Required,
                doc: "Spearman's rank correlation, one number.",
                example: "0.5",
            },
            text(
                "why",
                "Why they move together.",
                "\"both follow the front\"",
            ),
        ],
    },
    Section {
        path: "variants.*",
        title: "Variants",
        doc: "The same scenario with some values replaced: write the changed tables below \
              `[variants.ID]` as they stand in the file. Tables merge; values and lists \
              replace.",
        keys: &[
            text(
                "name",
                "Name for reports; the id where none is given.",
                "\"with a mandate\"",
            ),
            Key {
                name: "remove",
                kind: Kind::TextList,
                unit: "",
                default: Default::Absent,
                doc: "Key paths taken out before the rest is laid over.",
                example: "[\"contact.topics.politics\"]",
            },
        ],
    },
    Section {
        path: "claims[]",
        title: "Claims",
        doc: "Sentences to be tested, each with a test that bears it out and one that \
              speaks against it.",
        keys: &[
            required(text("id", "Short id.", "\"C01\"")),
            required(text(
                "text",
                "The claim, in one sentence.",
                "\"The visit changes little.\"",
            )),
            text("quote", "A few words of the source.", "\"changes little\""),
            text("where", "Where in the source.", "\"paragraph 3\""),
            Key {
                name: "kind",
                kind: Kind::Enum(&[
                    "premise",
                    "mechanism",
                    "comparison",
                    "ranking",
                    "prediction",
                    "not testable",
                ]),
                unit: "",
                default: Default::Required,
                doc: "What sort of claim it is.",
                example: "\"prediction\"",
            },
            Key {
                name: "supported_if",
                kind: Kind::Expression,
                unit: "",
                default: Default::Absent,
                doc: "Test that bears it out.",
                example: "\"effect(settlement) < 2pt\"",
            },
            Key {
                name: "refuted_if",
                kind: Kind::Expression,
                unit: "",
                default: Default::Absent,
                doc: "Test that speaks against it.",
                example: "\"effect(settlement) >= 5pt\"",
            },
            Key {
                name: "check",
                kind: Kind::Expression,
                unit: "",
                default: Default::Absent,
                doc: "Test of an input, for a claim that public evidence cannot test.",
                example: "\"input(observability) <= 20%\"",
            },
            text(
                "resolution",
                "Who judges, by when, and what counts.",
                "\"a signed text published by either side by 2026-05-30\"",
            ),
        ],
    },
    Section {
        path: "run",
        title: "Run",
        doc: "How much is computed. The defaults suit a report; fewer points are quicker.",
        keys: &[
            Key {
                name: "scrambles",
                kind: Kind::Integer { min: 2, max: 256 },
                unit: "",
                default: Default::Value("16"),
                doc: "Independent repetitions; their spread is the standard error.",
                example: "16",
            },
            Key {
                name: "points",
                kind: Kind::Integer {
                    min: 8,
                    max: 65_536,
                },
                unit: "",
                default: Default::Value("128"),
                doc: "Settings of the uncertain inputs per repetition.",
                example: "128",
            },
            Key {
                name: "paths",
                kind: Kind::Integer { min: 2, max: 128 },
                unit: "",
                default: Default::Value("16"),
                doc: "Runs of chance per setting; rounded up to a power of two.",
                example: "16",
            },
            Key {
                name: "step",
                kind: Kind::Duration,
                unit: "days",
                default: Default::Value("\"1 week\""),
                doc: "Length of a time step.",
                example: "\"1 week\"",
            },
        ],
    },
];
