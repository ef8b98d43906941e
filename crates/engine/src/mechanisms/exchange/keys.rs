//! Keys of the exchange mechanism.

use pourparler_scenario::key::Default;
use pourparler_scenario::{Key, Kind, Section};

use crate::mechanisms::keys::{NUMBER, POSITIVE, SHARE, absent, prior, value};

/// A rate: at most about three a day.
const RATE: Kind = Kind::Quantity {
    min: 0.0,
    max: 100.0,
};

/// The sections.
pub const SECTIONS: &[Section] = &[
    Section {
        path: "exchange.*",
        title: "Humanitarian exchange",
        doc: "One category of people or remains that changes hands: who holds whom, and how \
              exchanges have come so far.",
        keys: &[
            absent(
                "name",
                Kind::Text,
                "Name for reports.",
                "\"prisoners of war\"",
            ),
            prior(
                "open_rate",
                RATE,
                "per month",
                "\"0.3 .. 2\"",
                "open channels exchange every few weeks",
                "Exchanges per month while the channel is open.",
                "1.5",
            ),
            prior(
                "frozen_rate",
                RATE,
                "per month",
                "\"0.01 .. 0.2\"",
                "frozen channels exchange rarely",
                "Exchanges per month while it is frozen.",
                "0.05",
            ),
            prior(
                "open_now",
                SHARE,
                "probability",
                "\"20% .. 80%\"",
                "nobody said",
                "Probability that the channel is open today.",
                "0.5",
            ),
            prior(
                "opens",
                RATE,
                "per month",
                "\"0.1 .. 0.5\"",
                "freezes last months",
                "Rate at which a frozen channel opens.",
                "0.25",
            ),
            prior(
                "closes",
                RATE,
                "per month",
                "\"0.05 .. 0.4\"",
                "open spells last months",
                "Rate at which an open channel freezes.",
                "0.2",
            ),
            prior(
                "size",
                POSITIVE,
                "people",
                "{ lognormal = [10, 500] }",
                "exchanges differ widely in size",
                "How many people of each holder one exchange sets free; drawn anew for each \
                 exchange, so it is chance and not ignorance.",
                "{ lognormal = [50, 500] }",
            ),
            value(
                "one_sided",
                Kind::Bool,
                "false",
                "A release that needs only its holder, nothing in return.",
                "true",
            ),
        ],
    },
    Section {
        path: "exchange.*.holders.*parties",
        title: "Who holds whom",
        doc: "A party that holds people of another.",
        keys: &[
            Key {
                name: "of",
                kind: Kind::Ref("parties.*"),
                unit: "",
                default: Default::Required,
                doc: "Whose people they are, and who gets them back.",
                example: "\"south\"",
            },
            prior(
                "stock",
                POSITIVE,
                "people",
                "\"500 .. 5000\"",
                "nobody said",
                "How many are held.",
                "\"2000 .. 4000\"",
            ),
        ],
    },
    Section {
        path: "contact.exchange.*exchange",
        title: "What the contact proposes",
        doc: "A humanitarian item the contact may carry.",
        keys: &[
            prior(
                "carried",
                SHARE,
                "probability",
                "\"20% .. 80%\"",
                "nobody said",
                "Probability that the item is on the contact's agenda.",
                "0.5",
            ),
            prior(
                "authority",
                SHARE,
                "probability",
                "\"5% .. 60%\"",
                "envoys rarely hold those they talk about",
                "Probability that a holder or its bound proxy stands behind the proposal.",
                "0.2",
            ),
            absent(
                "size",
                POSITIVE,
                "How many people the proposal sets free, per holder; left out, as any exchange.",
                "{ lognormal = [20, 200] }",
            ),
            prior(
                "reopen",
                SHARE,
                "probability",
                "\"2% .. 30%\"",
                "a visit sometimes unfreezes a channel",
                "Probability that a carried item opens a frozen channel.",
                "0.1",
            ),
            prior(
                "sincerity",
                SHARE,
                "probability",
                "\"40% .. 90%\"",
                "suspicion is the rule",
                "How likely a holder who is not the host thinks it that the proposal is sincere.",
                "0.7",
            ),
            prior(
                "ruse_loss",
                POSITIVE,
                "",
                "\"0.2 .. 1.5\"",
                "from embarrassment to a trap",
                "Loss from a ruse, in units of the spread of the net benefit.",
                "0.5",
            ),
            value(
                "benefit",
                NUMBER,
                "0.3",
                "Mean net benefit of the proposal to a holder who is not the host, in units of \
                 its spread.",
                "0.3",
            ),
        ],
    },
];
