//! The scenario's keys of topics and of what a contact carries.

use pourparler_scenario::key::Default;
use pourparler_scenario::{Key, Kind, Section};

use crate::mechanisms::keys::{NUMBER, POSITIVE, SHARE, absent, prior, value};

const KINDS: &[&str] = &[
    "resolve",
    "redline",
    "consequence",
    "politics",
    "prospects",
    "other",
];
const CREDIBILITY: &[&str] = &["none", "aligned", "verifiable", "costly", "cover"];

/// Their tables.
pub const SECTIONS: &[Section] = &[
    Section {
        path: "topics.*",
        title: "Topics",
        doc: "What somebody does not know and a message can tell: a side's resolve, a red line, \
              the consequence of crossing one, the patron's politics, military prospects.",
        keys: &[
            absent(
                "name",
                Kind::Text,
                "Name for reports.",
                "\"how Washington will vote\"",
            ),
            Key {
                name: "kind",
                kind: Kind::Enum(KINDS),
                unit: "",
                default: Default::Required,
                doc: "What the topic is about; decides where the information goes.",
                example: "\"politics\"",
            },
            absent(
                "of",
                Kind::Text,
                "Whose resolve (a party), or which red line (its id).",
                "\"norland\"",
            ),
            Key {
                name: "listener",
                kind: Kind::Ref("parties.*"),
                unit: "",
                default: Default::Required,
                doc: "Who does not know it and would learn.",
                example: "\"sudland\"",
            },
            prior(
                "memory",
                SHARE,
                "per month",
                "\"0.85 .. 0.98\"",
                "most political facts go stale over months",
                "How much of what is known today is still true in a month. A side's resolve does \
                 not drift and ignores it.",
                "0.95",
            ),
            prior(
                "others",
                POSITIVE,
                "per month",
                "\"0.02 .. 0.3\"",
                "other channels exist but say little",
                "What other channels bring in a month, as precision relative to the prior.",
                "0.1",
            ),
            prior(
                "error",
                NUMBER,
                "prior sd",
                "{ normal = [0, 0.5] }",
                "symmetric: nobody measured which way the listener errs",
                "How far the listener's first guess was off, true minus believed, in prior sd. \
                 For a red line `redlines.*.bias` is used, for resolve `parties.*.believed_bias`.",
                "0",
            ),
        ],
    },
    Section {
        path: "contact.topics.*",
        title: "What the contact carries",
        doc: "A message of the contact on one of the topics, and why it would be believed.",
        keys: &[
            Key {
                name: "credibility",
                kind: Kind::Enum(CREDIBILITY),
                unit: "",
                default: Default::Required,
                doc: "aligned: costless talk, believed as far as interests agree; verifiable: \
                      evidence that can be shown; costly: a lie would cost the speaker; cover: a \
                      concession made in confidence; none: not believed.",
                example: "\"aligned\"",
            },
            prior(
                "conflict",
                SHARE,
                "prior range",
                "\"0.05 .. 0.4\"",
                "from near friends to plain adversaries",
                "If fully believed, how far would the speaker shift the listener: not at all .02, \
                 a little .10, a lot .20, entirely .50.",
                "0.1",
            ),
            prior(
                "share",
                SHARE,
                "",
                "\"0.1 .. 0.5\"",
                "evidence rarely covers a whole topic",
                "Share of the topic that can be shown (verifiable).",
                "0.3",
            ),
            prior(
                "caught",
                SHARE,
                "prior range",
                "\"0.02 .. 0.2\"",
                "from a raised eyebrow to a ruined channel",
                "Cost of being caught over the stake (costly).",
                "0.1",
            ),
            value(
                "factor",
                Kind::Quantity {
                    min: 0.05,
                    max: 20.0,
                },
                "1",
                "For a consequence: by how much a believed message multiplies the loss the \
                 listener expects from crossing; below 1 where it reveals that nothing follows.",
                "\"1.2 .. 3\"",
            ),
            prior(
                "deception",
                SHARE,
                "probability",
                "\"0.1 .. 0.5\"",
                "the model's default range",
                "Probability that the message is deceptive.",
                "0.2",
            ),
            prior(
                "slant",
                NUMBER,
                "prior sd",
                "{ normal = [0, 1.5] }",
                "no direction of deception is assumed",
                "How far a deceptive message shifts what is said, in prior sd.",
                "1",
            ),
            prior(
                "believed",
                SHARE,
                "",
                "{ uniform = [0, 1] }",
                "the model's default range",
                "How far a deceptive message is believed.",
                "0.5",
            ),
        ],
    },
];
