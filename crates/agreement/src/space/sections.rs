//! The keys of the scenario file that say what could be signed.

use pourparler_scenario::key::{Default, Key, Kind, Section};

/// A share or a probability.
const SHARE: Kind = Kind::Quantity { min: 0.0, max: 1.0 };

/// How a refusal was made known, and how likely that is a line the party will not cross.
/// A stated position is not a red line; each word stands for its figure ± .2, cut off at 1.
const FIRMNESS: Kind = Kind::Labelled {
    labels: &[
        ("said", "{ uniform = [0.1, 0.5] }"),
        ("repeated", "{ uniform = [0.3, 0.7] }"),
        ("law", "{ uniform = [0.5, 0.9] }"),
        ("cost", "{ pert = [0.65, 0.8625, 1.0] }"),
    ],
    min: 0.0,
    max: 1.0,
};

const WHY_BREACH: &str = "between one deal in ten and four in ten: nobody has said how often this \
     counterpart breaks its word";
const WHY_LOSS: &str = "a broken deal costs something, but seldom half of all that is at stake";
const WHY_RELIABILITY: &str = "guarantors have kept and dropped their word in about equal measure";
const WHY_WEIGHT: &str = "within a factor of two of the other issues either way";
const WHY_LASTS: &str = "truces last from days to a year; half are over within a month";

/// The sections of this crate.
pub const SECTIONS: &[Section] = &[
    Section {
        path: "parties.*",
        title: "Parties",
        doc: "What a party fears of a signed deal, and whether it can block one.",
        keys: &[
            Key {
                name: "breach",
                kind: SHARE,
                unit: "probability",
                default: Default::Prior("\"10% .. 40%\"", WHY_BREACH),
                doc: "For a side: the chance, as this side sees it, that a deal it signed is \
                      broken against it within a year. Ask: of ten such deals, how many were \
                      broken within a year?",
                example: "\"10% .. 40%\"",
            },
            Key {
                name: "breach_loss",
                kind: SHARE,
                unit: "utility",
                default: Default::Prior("\"0.1 .. 0.5\"", WHY_LOSS),
                doc: "For a side: what it would lose if the deal is broken against it, where 1 is \
                      the whole distance from everything it fights against to everything it \
                      fights for.",
                example: "\"0.1 .. 0.5\"",
            },
            Key {
                name: "veto",
                kind: SHARE,
                unit: "utility",
                default: Default::Absent,
                doc: "For a party that is not a side: given, it can block any deal worth less to \
                      it than this, from 0 (everything it is against) to 1 (everything it wants). \
                      It needs tables `[parties.ID.issues.*]` that say what it wants.",
                example: "\"0.2 .. 0.5\"",
            },
        ],
    },
    Section {
        path: "issues.*",
        title: "Issues",
        doc: "What is bargained over. An agreement picks one option of every issue.",
        keys: &[
            Key {
                name: "name",
                kind: Kind::Text,
                unit: "",
                default: Default::Absent,
                doc: "Name for reports; the id where none is given.",
                example: "\"Where the line runs\"",
            },
            Key {
                name: "options",
                kind: Kind::TextList,
                unit: "",
                default: Default::Required,
                doc: "The options, two or more, from one end to the other. Where the order means \
                      nothing, say `ordered = false`.",
                example: "[\"withdrawal\", \"today's line\", \"whole province\"]",
            },
            Key {
                name: "ordered",
                kind: Kind::Bool,
                unit: "",
                default: Default::Value("true"),
                doc: "Whether an option near the one a party wants is worth more to it than one \
                      far from it. If not, `wants` is worth 1 and everything else 0.",
                example: "false",
            },
            Key {
                name: "divisible",
                kind: Kind::Bool,
                unit: "",
                default: Default::Value("false"),
                doc: "Whether any mix of the two options can be signed, as with money. Such an \
                      issue has exactly two options, and only the two sides' wishes can depend on \
                      it: where a guarantee, an exclusion, a veto or a required consent turns on \
                      it, list steps as options instead.",
                example: "true",
            },
            Key {
                name: "status_quo",
                kind: Kind::OptionRef,
                unit: "",
                default: Default::Required,
                doc: "The option that holds today.",
                example: "\"today's line\"",
            },
            Key {
                name: "by_force",
                kind: Kind::Bool,
                unit: "",
                default: Default::Value("false"),
                doc: "Whether whoever wins the war imposes the option it likes best: land, \
                      usually. Other issues stay as they are today, whoever wins.",
                example: "true",
            },
            Key {
                name: "consent",
                kind: Kind::RefList("parties.*"),
                unit: "",
                default: Default::Absent,
                doc: "Parties without whose consent this issue cannot move from its status quo: \
                      whoever owns what is traded. A party asked agrees to what leaves it no \
                      worse off than today, unless its own `consent` gives a probability.",
                example: "[\"sudland\"]",
            },
        ],
    },
    Section {
        path: "issues.*.guarantees.*option",
        title: "Guarantees",
        doc: "An option of this issue that makes a deal harder to break, or a breach less costly, \
              for one side. Its value as a thing wanted is given elsewhere, like any option's.",
        keys: &[
            Key {
                name: "protects",
                kind: Kind::Ref("parties.*"),
                unit: "",
                default: Default::Required,
                doc: "The side that is safer with it.",
                example: "\"sudland\"",
            },
            Key {
                name: "guarantor",
                kind: Kind::Ref("parties.*"),
                unit: "",
                default: Default::Absent,
                doc: "Who stands behind it, if anyone does. Its consent to this option is then \
                      needed too.",
                example: "\"patron\"",
            },
            Key {
                name: "breach",
                kind: SHARE,
                unit: "",
                default: Default::Value("1"),
                doc: "What the option multiplies the protected side's `breach` by, if the \
                      guarantor does what it promised: 0.5 halves it, 1 changes nothing.",
                example: "\"0.3 .. 0.7\"",
            },
            Key {
                name: "loss",
                kind: SHARE,
                unit: "",
                default: Default::Value("1"),
                doc: "What the option multiplies the protected side's `breach_loss` by, likewise.",
                example: "0.5",
            },
            Key {
                name: "reliability",
                kind: SHARE,
                unit: "probability",
                default: Default::Prior("\"30% .. 90%\"", WHY_RELIABILITY),
                doc: "How far the guarantor is believed: at 0 the guarantee changes nothing, at 1 \
                      all that `breach` and `loss` say. Without a guarantor it counts only if \
                      given.",
                example: "\"30% .. 90%\"",
            },
        ],
    },
    Section {
        path: "parties.*.issues.*",
        title: "What a party wants",
        doc: "How much one party cares about one issue, what it wants there and what it refuses. \
              A party without such a table for an issue does not care about it.",
        keys: &[
            Key {
                name: "weight",
                kind: Kind::Quantity { min: 0.0, max: 1e6 },
                unit: "",
                default: Default::Prior("\"0.5 .. 2\"", WHY_WEIGHT),
                doc: "How important the issue is beside this party's others, on any scale: going \
                      from the worst to the best option here, against the same there. Shares \
                      below 1 are taken to be meant as shares and have to sum to 1.",
                example: "\"0.3 .. 0.5\"",
            },
            Key {
                name: "wants",
                kind: Kind::OptionRef,
                unit: "",
                default: Default::Absent,
                doc: "The option it wants most, worth 1. The others are worth less by equal steps, \
                      down to 0 for the option farthest from it in the list.",
                example: "\"whole province\"",
            },
            Key {
                name: "values",
                kind: Kind::OptionMap(&SHARE),
                unit: "utility",
                default: Default::Absent,
                doc: "What an option is worth to it, from 0 (what it is against) to 1 (what it \
                      wants). Options not listed follow from `wants`.",
                example: "{ \"today's line\" = \"0.4 .. 0.7\" }",
            },
            Key {
                name: "red_lines",
                kind: Kind::OptionMap(&FIRMNESS),
                unit: "probability",
                default: Default::Absent,
                doc: "Options it says it will not sign, and how firmly, since a stated position is \
                      not a red line: `said` once (chance .3 that it means it), `repeated` by the \
                      leader (.5), enacted in `law` (.7), refused at visible `cost` (.85), each \
                      give or take .2; or a probability of your own. A package with such an \
                      option cannot be signed if the party means it.",
                example: "{ withdrawal = \"repeated\" }",
            },
            Key {
                name: "unless",
                kind: Kind::OptionMap(&Kind::OptionList),
                unit: "",
                default: Default::Absent,
                doc: "What lifts a red line: the refused option can be signed together with any of \
                      the options listed here.",
                example: "{ \"today's line\" = [\"guarantees.treaty\"] }",
            },
        ],
    },
    Section {
        path: "exclusions[]",
        title: "Exclusions",
        doc: "Two options of different issues that cannot stand in one agreement.",
        keys: &[
            Key {
                name: "between",
                kind: Kind::OptionList,
                unit: "",
                default: Default::Required,
                doc: "The two options, each as `issue.option`.",
                example: "[\"territory.whole province\", \"guarantees.treaty\"]",
            },
            Key {
                name: "why",
                kind: Kind::Text,
                unit: "",
                default: Default::Absent,
                doc: "Why they cannot stand together.",
                example: "\"no treaty would cover land given up\"",
            },
        ],
    },
    Section {
        path: "outcomes.*",
        title: "Outcomes",
        doc: "Names for kinds of agreement: a package that meets `when` counts as this outcome, \
              and a package that meets none is not on the table. Without this section anything \
              but today's line counts as a final outcome `agreement`.",
        keys: &[
            Key {
                name: "name",
                kind: Kind::Text,
                unit: "",
                default: Default::Absent,
                doc: "Name for reports; the id where none is given.",
                example: "\"peace treaty\"",
            },
            Key {
                name: "kind",
                kind: Kind::Enum(&["final", "interim"]),
                unit: "",
                default: Default::Required,
                doc: "`final`: a settlement, fighting and bargaining end. `interim`: a truce or a \
                      partial deal, bargaining goes on. A package that meets both counts as final.",
                example: "\"final\"",
            },
            Key {
                name: "when",
                kind: Kind::Package,
                unit: "",
                default: Default::Required,
                doc: "The options that make a package this outcome; issues not named are free.",
                example: "{ fighting = [\"armistice\", \"treaty\"] }",
            },
            Key {
                name: "lasts",
                kind: Kind::Quantity {
                    min: 0.0,
                    max: 36_500.0,
                },
                unit: "days",
                default: Default::Prior("{ lognormal = [2.466, 365] }", WHY_LASTS),
                doc: "For an interim outcome: how long it holds.",
                example: "\"10 .. 120 days\"",
            },
            Key {
                name: "tempers",
                kind: SHARE,
                unit: "",
                default: Default::Value("0.3"),
                doc: "For an interim outcome: what it multiplies the cost of war and the pressure \
                      on red lines by, while it holds.",
                example: "0.3",
            },
            Key {
                name: "after",
                kind: SHARE,
                unit: "",
                default: Default::Value("0.2"),
                doc: "For a final outcome: what it multiplies the monthly risk of crossing red \
                      lines by, once signed.",
                example: "0.2",
            },
        ],
    },
];
