//! The scenario's keys of red lines and of the ladder.

use pourparler_scenario::key::Default as KeyDefault;
use pourparler_scenario::{Key, Kind, Section};

use crate::mechanisms::keys::{NUMBER, POSITIVE, SHARE, absent, prior, value};

const LAWS: &[&str] = &["laplace", "normal", "student3"];

/// Their tables.
pub const SECTIONS: &[Section] = &[
    Section {
        path: "redlines.*",
        title: "Red lines between parties",
        doc: "An event that one party's pressure on another can set off, which nobody wants and \
              everybody guesses at.",
        keys: &[
            absent(
                "name",
                Kind::Text,
                "Name for reports.",
                "\"shots across the border\"",
            ),
            Key {
                name: "by",
                kind: Kind::Ref("parties.*"),
                unit: "",
                default: KeyDefault::Required,
                doc: "Who presses and may cross it.",
                example: "\"north\"",
            },
            Key {
                name: "against",
                kind: Kind::Ref("parties.*"),
                unit: "",
                default: KeyDefault::Required,
                doc: "Whose line it is.",
                example: "\"south\"",
            },
            prior(
                "h0",
                Kind::Quantity {
                    min: 0.0,
                    max: 0.95,
                },
                "per month",
                "\"0.1% .. 5%\"",
                "from once in a lifetime to once in two years",
                "Probability per month, as seen today, that it is crossed.",
                "\"0.5% .. 2%\"",
            ),
            prior(
                "accidents",
                SHARE,
                "",
                "\"5% .. 40%\"",
                "nobody has counted them",
                "Share of that probability that no message can change.",
                "0.2",
            ),
            prior(
                "bias",
                NUMBER,
                "sd of today's belief",
                "{ normal = [0, 0.5] }",
                "symmetric: over-caution is as likely as recklessness",
                "How over-cautious the pressing party is: true mean of the line less its believed \
                 mean.",
                "0",
            ),
            value(
                "law",
                Kind::Enum(LAWS),
                "\"laplace\"",
                "Shape of the belief about where the line lies; the tails of `student3` are the \
                 heaviest.",
                "\"normal\"",
            ),
            value(
                "spiral",
                Kind::Quantity {
                    min: 0.0,
                    max: 10.0,
                },
                "0",
                "How much the gain from pressing rises with each sd of pressure on the line that \
                 the other party presses against in return; 0 where pressure does not answer \
                 pressure.",
                "\"0.05 .. 0.3\"",
            ),
            prior(
                "pressure",
                Kind::Quantity {
                    min: 0.0,
                    max: 100.0,
                },
                "sd of today's belief",
                "\"0.5 .. 4\"",
                "from hardly any pressure to a great deal",
                "Today's pressure along this line, which the other party answers in a spiral.",
                "\"1 .. 3\"",
            ),
            value(
                "rung",
                Kind::Integer { min: 1, max: 20 },
                "1",
                "Rung of the ladder that a crossing leads to.",
                "1",
            ),
            absent(
                "resolution",
                Kind::Text,
                "Who judges whether it happened, and what counts.",
                "\"both governments confirm it\"",
            ),
        ],
    },
    Section {
        path: "ladder",
        title: "The ladder",
        doc: "What a crossing can lead to, rung by rung.",
        keys: &[
            value(
                "rungs",
                Kind::TextList,
                "[\"incident\", \"retaliation\", \"open clash\", \"war\"]",
                "Names of the rungs, lowest first; the last is the top.",
                "[\"incident\", \"open clash\", \"war\"]",
            ),
            prior(
                "up",
                POSITIVE,
                "per month",
                "\"0.05 .. 0.4\"",
                "most incidents do not climb",
                "Rate at which an incident climbs a rung.",
                "0.2",
            ),
            prior(
                "down",
                POSITIVE,
                "per month",
                "\"0.3 .. 1\"",
                "most incidents are talked down",
                "Rate at which it comes down a rung.",
                "0.5",
            ),
            prior(
                "hotline",
                Kind::Quantity {
                    min: 1.0,
                    max: 10.0,
                },
                "",
                "\"1 .. 1.5\"",
                "a channel helps a little",
                "Multiplier of `down` while the channel of `steps.channel` is alive.",
                "1.2",
            ),
            value(
                "branching",
                Kind::Quantity {
                    min: 0.0,
                    max: 0.95,
                },
                "0",
                "How many further incidents each incident sets off on average; each of them can \
                 climb by itself.",
                "\"0.1 .. 0.5\"",
            ),
        ],
    },
];
