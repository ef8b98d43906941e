//! The tables of a scenario that only second opinions read; all of them optional.

use pourparler_scenario::key::{Default, Key, Kind, Section};

const SHARE: Kind = Kind::Quantity { min: 0.0, max: 1.0 };

const fn key(
    name: &'static str,
    kind: Kind,
    default: Default,
    doc: &'static str,
    example: &'static str,
) -> Key {
    Key {
        name,
        kind,
        unit: "",
        default,
        doc,
        example,
    }
}

/// The sections of this crate.
pub const SECTIONS: &[Section] = &[
    Section {
        path: "opinions.graph",
        title: "Second opinion: the graph model",
        doc: "What each party can do or leave, and what it prefers. Left out, the two sides' options \
              are to accept each outcome signable by both at the medians.",
        keys: &[
            key(
                "infeasible",
                Kind::TextList,
                Default::Absent,
                "States that cannot be: statements about options, joined by `and`, `or`, `not`, \
                 `if`, `iff` and brackets.",
                "[\"sign and strike\", \"lift and not sign\"]",
            ),
            key(
                "wanted",
                Kind::RefList("opinions.graph.options.*"),
                Default::Absent,
                "The state a mediator wants: the options taken there, all others not. The cheapest \
                 change of priorities that makes it an equilibrium is looked for.",
                "[\"sign\", \"lift\"]",
            ),
        ],
    },
    Section {
        path: "opinions.graph.options.*",
        title: "Second opinion: options of the graph model",
        doc: "Something a party can do or not do; at most 20.",
        keys: &[
            key(
                "name",
                Kind::Text,
                Default::Absent,
                "What it is called in reports; the id where none is given.",
                "\"Accept a freeze\"",
            ),
            key(
                "owner",
                Kind::Ref("parties.*"),
                Default::Required,
                "The party that decides it.",
                "\"norland\"",
            ),
            key(
                "direction",
                Kind::Enum(&["both", "only take", "only drop"]),
                Default::Value("\"both\""),
                "Whether it can be taken and dropped, or only one of the two: what is given away \
                 for good can only be taken.",
                "\"only take\"",
            ),
            key(
                "today",
                Kind::Bool,
                Default::Value("false"),
                "Whether it is taken today.",
                "true",
            ),
        ],
    },
    Section {
        path: "opinions.graph.preferences.*parties",
        title: "Second opinion: preferences in the graph model",
        doc: "What a party that owns options prefers (Fang, Hipel, Kilgour & Peng 2003).",
        keys: &[key(
            "statements",
            Kind::TextList,
            Default::Required,
            "What it wants, the most important first; each outweighs all after it together. Options \
             joined by `and`, `or`, `not`, `if`, `iff` and brackets.",
            "[\"not strike\", \"lift if sign\", \"sign\"]",
        )],
    },
    Section {
        path: "opinions.spatial",
        title: "Second opinion: spatial bargaining",
        doc: "The expected utility model on each issue with ordered options, 0 the first option and 1 \
              the last.",
        keys: &[key(
            "rounds",
            Kind::Integer { min: 1, max: 100 },
            Default::Value("10"),
            "Rounds of offers.",
            "10",
        )],
    },
    Section {
        path: "opinions.spatial.parties.*",
        title: "Second opinion: capability in spatial bargaining",
        doc: "What a party can bring to bear.",
        keys: &[key(
            "capability",
            Kind::Quantity { min: 0.0, max: 1e6 },
            Default::Absent,
            "On any scale that all parties share. Left out: 1 for every party, which is an assumption \
             and no measurement.",
            "\"50 .. 100\"",
        )],
    },
    Section {
        path: "opinions.spatial.parties.*.issues.*",
        title: "Second opinion: a party's stand in spatial bargaining",
        doc: "Where a party stands on an issue and how much it cares.",
        keys: &[
            key(
                "position",
                SHARE,
                Default::Absent,
                "What it argues for: 0 the first option, 1 the last, options evenly between. Left \
                 out: the option of the highest value to it that it does not refuse.",
                "\"0.6 .. 0.9\"",
            ),
            key(
                "salience",
                SHARE,
                Default::Absent,
                "How much it cares, 0 to 1. Left out: its weight of the issue by the largest of its \
                 weights.",
                "0.8",
            ),
        ],
    },
    Section {
        path: "opinions.mediation",
        title: "Second opinion: what mediation can do at best",
        doc: "The three numbers of Hörner, Morelli & Squintani (2015): two sides, each strong or weak, \
              over a pie of 1. Left out, they are derived from the costs of war and the private types.",
        keys: &[
            key(
                "remainder",
                SHARE,
                Default::Absent,
                "What war leaves of the pie. Left out: 1 less both sides' cost of fighting over the \
                 horizon, or the sum of both values of no agreement.",
                "\"0.5 .. 0.8\"",
            ),
            key(
                "odds",
                SHARE,
                Default::Absent,
                "Probability that a strong side beats a weak one. Left out: one half and twice the \
                 mean `type_sd` by the remainder.",
                "\"0.6 .. 0.9\"",
            ),
            key(
                "strong",
                SHARE,
                Default::Absent,
                "Probability that a side is strong. Left out: one half.",
                "\"0.2 .. 0.5\"",
            ),
        ],
    },
];
