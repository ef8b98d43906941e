//! What the codes of this crate mean, for `explain`.

use pourparler_scenario::explain::Code;

use super::codes;

/// One entry per code of [`codes`], in their order.
pub const CODES: &[Code] = &[
    Code {
        code: codes::SIDES,
        title: "not two sides",
        idea: "Two sides bargain, `a` and `b`, one party each. A coalition that bargains as one is \
               written as one party; everyone else with a say (a patron, a guarantor, a parliament) \
               has no side.",
        wrong: "[parties.norland]\nside = \"a\"\n[parties.sudland]\nside = \"a\"",
        right: "[parties.norland]\nside = \"a\"\n[parties.sudland]\nside = \"b\"",
    },
    Code {
        code: codes::NO_ISSUES,
        title: "nothing to bargain over",
        idea: "An agreement picks one option of every issue; without an issue there is none to pick.",
        wrong: "title = \"A visit\"\nas_of = 2025-12-01\n[parties.norland]\nside = \"a\"\n\
                [parties.sudland]\nside = \"b\"",
        right: "[issues.land]\noptions = [\"south\", \"river\", \"north\"]\nstatus_quo = \"river\"",
    },
    Code {
        code: codes::OPTIONS,
        title: "options an issue cannot have",
        idea: "One option is no choice. A divisible issue, of which any mix can be signed, is \
               described by its two ends and nothing between.",
        wrong: "[issues.money]\noptions = [\"none\", \"half\", \"all\"]\ndivisible = true\n\
                status_quo = \"none\"",
        right: "[issues.money]\noptions = [\"none\", \"all\"]\ndivisible = true\nstatus_quo = \"none\"",
    },
    Code {
        code: codes::WANTS_NOTHING,
        title: "a side that wants nothing",
        idea: "What a side accepts depends on what it wants. Give it at least one table \
               [parties.ID.issues.ISSUE] with `wants` or `values`.",
        wrong: "[parties.norland.issues.land]\nred_lines = { south = \"said\" }",
        right: "[parties.norland.issues.land]\nwants = \"north\"\nred_lines = { south = \"said\" }",
    },
    Code {
        code: codes::NO_VALUE,
        title: "an option without a value",
        idea: "`wants` gives every option of an issue a value: 1 for the one wanted, less by equal \
               steps for the others. `values` alone has to list them all.",
        wrong: "[parties.norland.issues.land]\nvalues = { north = 1 }",
        right: "[parties.norland.issues.land]\nwants = \"north\"\nvalues = { river = 0.7 }",
    },
    Code {
        code: codes::ALL_ZERO,
        title: "weights that are all zero",
        idea: "Weights say how important issues are beside each other. If all are 0 nothing matters, \
               and there is nothing to divide by.",
        wrong: "[parties.norland.issues.land]\nweight = 0\nwants = \"north\"",
        right: "[parties.norland.issues.land]\nweight = 1\nwants = \"north\"",
    },
    Code {
        code: codes::SHARES,
        title: "shares that do not sum to 1",
        idea: "Weights are importances on any scale and are divided by their sum, so 6 and 2 are \
               fine. Where all are below 1 and sum to something between 0.5 and 2, shares were \
               probably meant and one is wrong: certain shares have to sum to 1 within .005; of \
               uncertain ones the medians are checked, within .05.",
        wrong: "[parties.norland.issues.land]\nweight = 0.6\nwants = \"north\"\n\
                [parties.norland.issues.trade]\nweight = 0.3\nwants = \"open\"",
        right: "[parties.norland.issues.land]\nweight = 0.7\nwants = \"north\"\n\
                [parties.norland.issues.trade]\nweight = 0.3\nwants = \"open\"",
    },
    Code {
        code: codes::WANTS_AND_REFUSES,
        title: "wanted and refused",
        idea: "The option a party likes best is also one it says it will not sign. That can be meant \
               where something else lifts the line; then say so under `unless`.",
        wrong: "[parties.norland.issues.land]\nwants = \"north\"\nred_lines = { north = \"law\" }",
        right: "[parties.norland.issues.land]\nwants = \"north\"\nred_lines = { south = \"law\" }",
    },
    Code {
        code: codes::LIFTS,
        title: "`unless` that lifts nothing",
        idea: "`unless` lists options of other issues that make a refused option acceptable: today's \
               line only with a treaty. It needs a red line on the refused option.",
        wrong: "[parties.sudland.issues.land]\nwants = \"south\"\n\
                unless = { river = [\"trade.open\"] }",
        right: "[parties.sudland.issues.land]\nwants = \"south\"\nred_lines = { river = \"said\" }\n\
                unless = { river = [\"trade.open\"] }",
    },
    Code {
        code: codes::EXCLUSION,
        title: "an exclusion that is not one",
        idea: "An exclusion is between two options of two issues and holds both ways. Options of one \
               issue never stand together anyway.",
        wrong: "[[exclusions]]\nbetween = [\"land.north\", \"land.south\"]",
        right: "[[exclusions]]\nbetween = [\"land.north\", \"trade.open\"]",
    },
    Code {
        code: codes::RULED_OUT,
        title: "an option in no agreement",
        idea: "Taken together the exclusions leave no agreement with this option, or none at all. An \
               option nobody could ever sign is usually one exclusion too many.",
        wrong: "[[exclusions]]\nbetween = [\"land.north\", \"trade.open\"]\n\
                [[exclusions]]\nbetween = [\"land.north\", \"trade.closed\"]",
        right: "[[exclusions]]\nbetween = [\"land.north\", \"trade.open\"]",
    },
    Code {
        code: codes::TODAY_EXCLUDED,
        title: "today's line excluded",
        idea: "Options that hold today stand together as a matter of fact, so they cannot exclude \
               each other.",
        wrong: "[[exclusions]]\nbetween = [\"land.river\", \"trade.closed\"]",
        right: "[[exclusions]]\nbetween = [\"land.north\", \"trade.open\"]",
    },
    Code {
        code: codes::NO_PACKAGE,
        title: "an outcome no agreement can be",
        idea: "Every choice of the options this outcome asks for breaks an exclusion, so its \
               probability is 0 whatever happens.",
        wrong: "[[exclusions]]\nbetween = [\"land.north\", \"trade.open\"]\n[outcomes.peace]\n\
                kind = \"final\"\nwhen = { land = \"north\", trade = \"open\" }",
        right: "[[exclusions]]\nbetween = [\"land.north\", \"trade.open\"]\n[outcomes.peace]\n\
                kind = \"final\"\nwhen = { trade = \"open\" }",
    },
    Code {
        code: codes::NO_FINAL,
        title: "no final outcome",
        idea: "A settlement is a final outcome signed and ratified. With truces alone there is \
               nothing whose probability could be given as that of a settlement.",
        wrong: "[outcomes.truce]\nkind = \"interim\"\nwhen = { trade = \"open\" }",
        right: "[outcomes.truce]\nkind = \"interim\"\nwhen = { trade = \"open\" }\n\
                [outcomes.peace]\nkind = \"final\"\nwhen = { land = [\"south\", \"north\"] }",
    },
    Code {
        code: codes::HOLDS_TODAY,
        title: "a settlement that holds today",
        idea: "The options of this final outcome all hold today, so signing today's line would count \
               as a settlement. Name something that has to change, such as the fighting.",
        wrong: "[outcomes.peace]\nkind = \"final\"\nwhen = { land = \"river\" }",
        right: "[outcomes.peace]\nkind = \"final\"\nwhen = { trade = \"open\" }",
    },
    Code {
        code: codes::OTHER_KIND,
        title: "a key of the other kind of outcome",
        idea: "`lasts` and `tempers` describe an interim outcome, `after` a final one; a final \
               outcome lasts until it is broken, which `breach` of the sides says.",
        wrong: "[outcomes.peace]\nkind = \"final\"\nwhen = { trade = \"open\" }\nlasts = \"30 days\"",
        right: "[outcomes.peace]\nkind = \"final\"\nwhen = { trade = \"open\" }\nafter = 0.1",
    },
    Code {
        code: codes::NO_OUTCOMES,
        title: "no outcomes named",
        idea: "Nothing is wrong, but any agreement other than today's line then counts as a \
               settlement, even one that changes a detail.",
        wrong: "[issues.trade]\noptions = [\"closed\", \"open\"]\nstatus_quo = \"closed\"",
        right: "[outcomes.peace]\nkind = \"final\"\nwhen = { trade = \"open\" }",
    },
    Code {
        code: codes::GUARANTEE,
        title: "a guarantee for nobody or for nothing",
        idea: "A guarantee makes a breach less likely (`breach`) or less costly (`loss`) for one of \
               the two sides, by a multiplier: 0.5 halves it, 1 changes nothing.",
        wrong: "[issues.trade.guarantees.open]\nprotects = \"sudland\"",
        right: "[issues.trade.guarantees.open]\nprotects = \"sudland\"\nbreach = 0.5",
    },
    Code {
        code: codes::VETO,
        title: "a veto nobody could hold",
        idea: "A veto is for a party that does not sign: it blocks deals worth too little to it, so \
               the scenario has to say what it wants. What a side accepts at least is its `floor`.",
        wrong: "[parties.neighbour]\nveto = 0.3",
        right: "[parties.neighbour]\nveto = 0.3\n[parties.neighbour.issues.land]\nwants = \"river\"",
    },
    Code {
        code: codes::CONSENT,
        title: "a consent that is always given",
        idea: "A party asked for its consent agrees to what leaves it no worse off than today. If \
               nothing says what it wants, nothing leaves it worse off.",
        wrong: "[parties.neighbour]\n[issues.trade]\noptions = [\"closed\", \"open\"]\n\
                status_quo = \"closed\"\nconsent = [\"neighbour\"]",
        right: "[parties.neighbour.issues.trade]\nwants = \"closed\"\n[issues.trade]\n\
                options = [\"closed\", \"open\"]\nstatus_quo = \"closed\"\nconsent = [\"neighbour\"]",
    },
    Code {
        code: codes::DIVISIBLE,
        title: "too much turns on a divisible issue",
        idea: "Any mix of the two ends of a divisible issue can be signed, and the search over all \
               mixes is exact for two sides only. Where a veto, a required consent, a guarantee, an \
               exclusion, `unless` or an outcome turns on the issue, list steps as options.",
        wrong: "[issues.trade]\noptions = [\"closed\", \"open\"]\ndivisible = true\n\
                status_quo = \"closed\"\n[outcomes.peace]\nkind = \"final\"\n\
                when = { trade = \"open\" }",
        right: "[issues.trade]\noptions = [\"closed\", \"half\", \"open\"]\n\
                status_quo = \"closed\"\n[outcomes.peace]\nkind = \"final\"\n\
                when = { trade = [\"half\", \"open\"] }",
    },
    Code {
        code: codes::TOO_LARGE,
        title: "more than can be computed",
        idea: "At most 30 issues of 64 options and 2^53 agreements; at most 4,096 combinations of \
               the issues that carry guarantees or `unless`, since those are looked at one by one.",
        wrong: "# thirteen issues of two options, each with a guarantee",
        right: "# guarantees as options of one issue",
    },
];
