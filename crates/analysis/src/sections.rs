//! Tables of the scenario file that only the analysis reads.

use pourparler_scenario::key::{Default, Key, Kind, Section};

use crate::reference_class::IDS;

/// Inputs of claims, coded rates, groups of arms, the news value of the contact, the reference
/// class, and what changes would cost.
pub const SECTIONS: &[Section] = &[
    Section {
        path: "inputs.*",
        title: "Inputs of claims",
        doc: "A named probability or share that only claims use, as `input(ID)`.",
        keys: &[Key {
            name: "value",
            kind: Kind::Quantity { min: 0.0, max: 1.0 },
            unit: "probability",
            default: Default::Required,
            doc: "The probability or share.",
            example: "\"5% .. 30%\"",
        }],
    },
    Section {
        path: "rates.*.*",
        title: "Coded rates",
        doc: "How many of how many cases show something, as `rate(TABLE.COLUMN)` in claims. \
              Its posterior under a Beta(½,½) prior is used. Leave `k` out until somebody has \
              coded the cases with sources: claims that use it are then not available.",
        keys: &[
            Key {
                name: "k",
                kind: Kind::Integer {
                    min: 0,
                    max: 1_000_000_000,
                },
                unit: "",
                default: Default::Absent,
                doc: "Cases that show it.",
                example: "3",
            },
            Key {
                name: "n",
                kind: Kind::Integer {
                    min: 0,
                    max: 1_000_000_000,
                },
                unit: "",
                default: Default::Required,
                doc: "Cases looked at.",
                example: "5",
            },
            Key {
                name: "definition",
                kind: Kind::Text,
                unit: "",
                default: Default::Absent,
                doc: "What counts as showing it.",
                example: "\"visits followed within seven days by such a statement\"",
            },
        ],
    },
    Section {
        path: "groups.*",
        title: "Groups of arms",
        doc: "Arms that `max_over(ID, ..)` goes through.",
        keys: &[Key {
            name: "arms",
            kind: Kind::TextList,
            unit: "",
            default: Default::Required,
            doc: "Ids of arms: `with`, variants, parts and ceilings.",
            example: "[\"with\", \"authorised_offer\"]",
        }],
    },
    Section {
        path: "contact",
        title: "The contact as news",
        doc: "What it says about the conflict that the contact takes place at all.",
        keys: &[Key {
            name: "invitation_ratio",
            kind: Kind::Quantity {
                min: 0.01,
                max: 100.0,
            },
            unit: "",
            default: Default::Prior(
                "\"1 .. 3\"",
                "from no sign at all to an invitation that mostly comes with an open zone",
            ),
            doc: "How much likelier this contact is when the bargaining zone is open than when it \
                  is shut. It moves no effect; it only says what the news of the contact is worth.",
            example: "\"1.2 .. 2\"",
        }],
    },
    Section {
        path: "reference",
        title: "Reference class",
        doc: "The class of past cases beside which the outcome without the contact is printed.",
        keys: &[Key {
            name: "class",
            kind: Kind::Enum(IDS),
            unit: "",
            default: Default::Required,
            doc: "Its id; the table of classes is in the guide.",
            example: "\"interstate_war_settled\"",
        }],
    },
    Section {
        path: "levers.*",
        title: "Costs of change",
        doc: "What a change would cost, for the search of what would have to change (`change`). \
              The ids are those of its levers, which it lists: `mandate`, `floor-north`.",
        keys: &[
            Key {
                name: "cost",
                kind: Kind::Integer {
                    min: 0,
                    max: 1_000_000_000,
                },
                unit: "",
                default: Default::Value("1"),
                doc: "What pulling the lever at full strength costs, in any unit as long as all \
                      have the same; half as much at half strength.",
                example: "3",
            },
            Key {
                name: "most",
                kind: Kind::Integer { min: 0, max: 100 },
                unit: "percent",
                default: Default::Value("100"),
                doc: "How far it can be pulled, in percent of its full strength; 0 where it is \
                      not to be had.",
                example: "50",
            },
        ],
    },
];
