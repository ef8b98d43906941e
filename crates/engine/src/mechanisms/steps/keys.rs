//! The scenario's keys of steps short of settlement.

use pourparler_scenario::key::Default;
use pourparler_scenario::{Key, Kind, Section};

use crate::mechanisms::contact::MANDATES;
use crate::mechanisms::keys::{POSITIVE, SHARE, absent, prior, value};

/// Their tables.
pub const SECTIONS: &[Section] = &[
    Section {
        path: "steps.*",
        title: "Steps short of settlement",
        doc: "What a contact usually leads to: a call, a summit, formal talks (`talks`), the next \
              meeting (`channel`), a limited truce, a gesture, a leader's public claim.",
        keys: &[
            absent(
                "name",
                Kind::Text,
                "Name for reports.",
                "\"the leaders telephone\"",
            ),
            absent(
                "by",
                Kind::Ref("parties.*"),
                "Who takes the step.",
                "\"north\"",
            ),
            absent(
                "consent",
                Kind::RefList("parties.*"),
                "Others whose consent it needs, absent parties included.",
                "[\"south\"]",
            ),
            prior(
                "hazard",
                POSITIVE,
                "per month",
                "\"0.02 .. 0.3\"",
                "from once in four years to once in three months",
                "Rate at which it comes without the contact. For k of the last n months write \
                 { beta = [k + 1/2, n - k + 1/2] }: a Beta law is read as the share of months in \
                 which it came and turned into a rate.",
                "{ beta = [3.5, 8.5] }",
            ),
            absent(
                "while",
                Kind::Ref("steps.*"),
                "It comes on its own only while this other step lasts.",
                "\"talks\"",
            ),
            value(
                "adds",
                SHARE,
                "0",
                "Probability that the contact brings it about within `window`.",
                "\"2% .. 20%\"",
            ),
            value(
                "window",
                Kind::Duration,
                "\"14 days\"",
                "How long after the contact.",
                "\"14 days\"",
            ),
            Key {
                name: "needs",
                kind: Kind::Enum(MANDATES),
                unit: "",
                default: Default::Value("\"explore\""),
                doc: "Least mandate with which the contact can bring it about.",
                example: "\"convey\"",
            },
            absent(
                "topic",
                Kind::Ref("topics.*"),
                "Topic the contact must carry to bring it about.",
                "\"politics\"",
            ),
            prior(
                "lasts",
                POSITIVE,
                "days",
                "{ lognormal = [7, 180] }",
                "from a week to half a year",
                "How long it lasts.",
                "\"2 .. 8 weeks\"",
            ),
            absent(
                "resolution",
                Kind::Text,
                "Who judges whether it happened, and what counts.",
                "\"both capitals say so\"",
            ),
        ],
    },
    Section {
        path: "steps.*.changes",
        title: "What a step changes while it lasts",
        doc: "Multipliers that hold from the step until it has passed.",
        keys: &[
            value(
                "offers",
                Kind::Quantity {
                    min: 0.0,
                    max: 20.0,
                },
                "1",
                "Multiplier of the rate of offers of the existing process; 1.5 to 6 for `talks` \
                 where it is left out.",
                "\"1.5 .. 6\"",
            ),
            value(
                "hazards",
                Kind::Quantity {
                    min: 0.0,
                    max: 20.0,
                },
                "1",
                "Multiplier of every red line's hazard.",
                "\"0.3 .. 0.9\"",
            ),
        ],
    },
];
