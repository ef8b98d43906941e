//! The scenario's keys of the war and of a side at war.

use pourparler_scenario::{Kind, Section};

use crate::mechanisms::keys::{NUMBER, POSITIVE, prior};

/// Their tables.
pub const SECTIONS: &[Section] = &[
    Section {
        path: "war",
        title: "The war",
        doc: "The fighting as one number: who is how near to imposing its will.",
        keys: &[
            prior(
                "front",
                Kind::Quantity {
                    min: -0.98,
                    max: 0.98,
                },
                "",
                "\"-0.2 .. 0.2\"",
                "about even",
                "Where the front stands between defeat (-1) and victory (1) of side a.",
                "\"0 .. 0.2\"",
            ),
            prior(
                "drift",
                NUMBER,
                "per month",
                "{ normal = [0, 0.01] }",
                "no side is assumed to be winning",
                "How far the front moves towards side a's victory in a month.",
                "\"0.001 .. 0.01\"",
            ),
            prior(
                "volatility",
                POSITIVE,
                "per sqrt month",
                "\"0.02 .. 0.12\"",
                "from attrition to a war of movement",
                "How far the front swings in a month, as a standard deviation.",
                "0.08",
            ),
            prior(
                "discount",
                Kind::Quantity {
                    min: 0.0001,
                    max: 1.0,
                },
                "per month",
                "\"0.005 .. 0.03\"",
                "6% to 30% a year",
                "How much less a gain a month later is worth today.",
                "0.01",
            ),
        ],
    },
    Section {
        path: "parties.*",
        title: "A side at war",
        doc: "What a side believes about the war and what fighting costs it; for the two sides.",
        keys: &[
            prior(
                "optimism",
                NUMBER,
                "per month",
                "{ normal = [0.003, 0.003] }",
                "sides at war tend to think they do better than they do",
                "By how much it overrates its own movement of the front in a month.",
                "\"0 .. 0.01\"",
            ),
            prior(
                "drift_sd",
                POSITIVE,
                "per month",
                "\"0.004 .. 0.02\"",
                "a few times the usual trend",
                "How unsure it is about the trend, as a standard deviation.",
                "0.01",
            ),
            prior(
                "collapse",
                POSITIVE,
                "per month",
                "\"0.0005 .. 0.02\"",
                "once in decades to once in a few years; how most long wars end",
                "Rate at which it collapses, politically or materially.",
                "\"0.001 .. 0.01\"",
            ),
            prior(
                "would_fight",
                POSITIVE,
                "months",
                "\"12 .. 120\"",
                "from a year to ten",
                "How many more months it would fight from today's line to get everything; sets \
                 its cost of war.",
                "\"2 .. 6 years\"",
            ),
        ],
    },
];
