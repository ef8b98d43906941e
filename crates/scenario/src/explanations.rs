//! What each code means, with an example that has the mistake and the same mended.

use crate::explain::Code;

/// The codes of the reader and of the claim language.
pub const CODES: &[Code] = &[
    Code {
        code: "PP0101",
        title: "this is not TOML",
        idea: "The file is TOML: one `key = value` per line, tables in square brackets, texts \
               in quotation marks. After a mistake the rest of the line is not read; after a \
               bracket that is never closed, the rest of the file is not.",
        wrong: "title = The sixth visit",
        right: "title = \"The sixth visit\"",
    },
    Code {
        code: "PP0102",
        title: "unknown key",
        idea: "Keys are not made up: a misspelt one would silently leave its default in place. \
               The reference page lists the keys of every table.",
        wrong: "[parties.norland]\nflor = 0.4",
        right: "[parties.norland]\nfloor = 0.4",
    },
    Code {
        code: "PP0103",
        title: "unknown table",
        idea: "There is no table of this name at this place. Ids of your own stand one level \
               below, as in `[parties.norland]`.",
        wrong: "[partys.norland]\nside = \"a\"",
        right: "[parties.norland]\nside = \"a\"",
    },
    Code {
        code: "PP0104",
        title: "another kind of value is wanted",
        idea: "A text where a list belongs, a number where a table belongs, and so on. Lists \
               stand in square brackets even when they have one entry.",
        wrong: "[contact]\nto = \"norland\"",
        right: "[contact]\nto = [\"norland\"]",
    },
    Code {
        code: "PP0105",
        title: "a needed key is missing",
        idea: "A few keys have no sensible default: without a date of cutoff or the options of \
               an issue there is nothing to assess.",
        wrong: "title = \"A visit\"",
        right: "title = \"A visit\"\nas_of = 2025-12-01",
    },
    Code {
        code: "PP0106",
        title: "not an id",
        idea: "Ids appear in claims and key paths, so they are letters, digits, `_` and `-`, \
               at most 64. The `name` of a table takes any text.",
        wrong: "[parties.\"The North\"]\nside = \"a\"",
        right: "[parties.north]\nname = \"The North\"\nside = \"a\"",
    },
    Code {
        code: "PP0107",
        title: "the same thing twice",
        idea: "A key, table or claim id stands twice. The reader does not guess which was \
               meant.",
        wrong: "title = \"A\"\ntitle = \"B\"",
        right: "title = \"A\"",
    },
    Code {
        code: "PP0108",
        title: "not one of the words",
        idea: "The key takes words of a fixed list only; the message lists them.",
        wrong: "[parties.norland]\nside = \"left\"",
        right: "[parties.norland]\nside = \"a\"",
    },
    Code {
        code: "PP0109",
        title: "not UTF-8",
        idea: "The file holds bytes that are no text in UTF-8, the encoding of TOML. Old editors \
               save Latin-1 or UTF-16.",
        wrong: "title = \"Gen\\xe8ve\"   (saved as Latin-1)",
        right: "title = \"Genève\"   (saved as UTF-8)",
    },
    Code {
        code: "PP0201",
        title: "not a quantity",
        idea: "A quantity is a number, a 90 % interval, `about` a number, a count, or a named \
               law. Words alone are not read, except where the key lists them.",
        wrong: "floor = \"rather high\"",
        right: "floor = \"50% .. 70%\"",
    },
    Code {
        code: "PP0202",
        title: "not a finite number",
        idea: "`inf` and `nan` are numbers to TOML but not to a scenario.",
        wrong: "floor = nan",
        right: "floor = 0.5",
    },
    Code {
        code: "PP0203",
        title: "outside the range of the key",
        idea: "Every number has a range, most often 0 to 1. A percentage needs its sign: 30 is \
               thirty, not thirty percent.",
        wrong: "floor = 30",
        right: "floor = \"30%\"",
    },
    Code {
        code: "PP0204",
        title: "not an interval",
        idea: "An interval runs from a smaller to a larger number, with 90 % of the probability \
               between them. Where both are equal, one number says it.",
        wrong: "floor = \"40% .. 10%\"",
        right: "floor = \"10% .. 40%\"",
    },
    Code {
        code: "PP0205",
        title: "not a law",
        idea: "The numbers do not define the law: a standard deviation must be above 0, the \
               shapes of a Beta too, the most likely value of a PERT between its ends, and \
               there must be exactly one law.",
        wrong: "drift = { normal = [0.01, -0.005] }",
        right: "drift = { normal = [0.01, 0.005] }",
    },
    Code {
        code: "PP0206",
        title: "a percent sign where none belongs",
        idea: "Percent signs are for shares and probabilities. A number of people, days or \
               months stands alone.",
        wrong: "would_fight = \"40%\"",
        right: "would_fight = \"about 40 months\"",
    },
    Code {
        code: "PP0207",
        title: "a unit that does not fit",
        idea: "Keys in days or months take hours, days, weeks, months and years; monthly rates \
               take `per day`, `per week`, `per month`, `per year`. Other keys take numbers in \
               their own unit.",
        wrong: "would_fight = \"3 fortnights\"",
        right: "would_fight = \"6 weeks\"",
    },
    Code {
        code: "PP0208",
        title: "not the probabilities of a choice",
        idea: "The probabilities of a choice sum to 1, within 0.005.",
        wrong: "mandate = { choice = { propose = 0.65, explore = 0.25 } }",
        right: "mandate = { choice = { propose = 0.65, explore = 0.35 } }",
    },
    Code {
        code: "PP0209",
        title: "a law almost wholly outside the range",
        idea: "Laws are cut to the range of their key. Where less than 5 % of one remains, it \
               cannot be what was meant; usually a unit is wrong.",
        wrong: "floor = { normal = [40, 5] }",
        right: "floor = { normal = [0.40, 0.05] }",
    },
    Code {
        code: "PP0210",
        title: "one plain number is needed",
        idea: "The key is a setting, not something uncertain: the horizon, a weight of a \
               choice, a correlation.",
        wrong: "horizon = \"100 .. 200 days\"",
        right: "horizon = \"180 days\"",
    },
    Code {
        code: "PP0301",
        title: "no such id",
        idea: "The key names another table of the file by its id, and there is none.",
        wrong: "[contact]\nby = \"norlnd\"",
        right: "[contact]\nby = \"norland\"",
    },
    Code {
        code: "PP0302",
        title: "no such option",
        idea: "Options are named exactly as in the `options` list of their issue.",
        wrong: "[issues.land]\noptions = [\"line\", \"all\"]\nstatus_quo = \"the line\"",
        right: "[issues.land]\noptions = [\"line\", \"all\"]\nstatus_quo = \"line\"",
    },
    Code {
        code: "PP0303",
        title: "an option without its issue",
        idea: "Inside an issue's table its options can be named alone; elsewhere the issue \
               stands before the option.",
        wrong: "[[exclusions]]\nbetween = [\"line\", \"guards.none\"]",
        right: "[[exclusions]]\nbetween = [\"land.line\", \"guards.none\"]",
    },
    Code {
        code: "PP0304",
        title: "no such source",
        idea: "A number cites a source by its id in `[sources]`, or says `judgement`. A number \
               that cites nothing is only noted; one that cites what is not there is wrong.",
        wrong: "floor = { value = 0.4, source = \"yearbok\" }",
        right: "floor = { value = 0.4, source = \"yearbook\" }\n\n[sources.yearbook]\ntitle = \"Yearbook\"",
    },
    Code {
        code: "PP0305",
        title: "a key path that leads nowhere",
        idea: "Correlations name uncertain quantities by their full key path, variants remove \
               what the file contains.",
        wrong: "[variants.quiet]\nremove = [\"contact.topic.politics\"]",
        right: "[variants.quiet]\nremove = [\"contact.topics.politics\"]",
    },
    Code {
        code: "PP0401",
        title: "listed twice",
        idea: "The same id, option or text stands twice in one list.",
        wrong: "options = [\"line\", \"all\", \"line\"]",
        right: "options = [\"line\", \"all\"]",
    },
    Code {
        code: "PP0402",
        title: "a correlation that cannot be",
        idea: "A correlation is between two different uncertain quantities, given once.",
        wrong: "[[correlations]]\nbetween = [\"parties.norland.floor\"]\nrank = 0.5",
        right: "[[correlations]]\nbetween = [\"parties.norland.floor\", \"parties.sudland.floor\"]\nrank = 0.5",
    },
    Code {
        code: "PP0403",
        title: "correlations that contradict each other",
        idea: "If A goes with B and B with C, then A cannot go strongly against C: the matrix \
               of all correlations must be positive definite.",
        wrong: "# ranks of A-B, B-C and A-C\n0.9, 0.9, -0.9",
        right: "# ranks of A-B, B-C and A-C\n0.9, 0.9, 0.7",
    },
    Code {
        code: "PP0404",
        title: "a variant changes what all arms share",
        idea: "Arms are compared over the same dates and with the same claims, so title, dates, \
               claims and run settings belong to the whole file.",
        wrong: "[variants.later]\nhorizon = \"365 days\"",
        right: "horizon = \"365 days\"   (at the top of the file)",
    },
    Code {
        code: "PP0405",
        title: "a variant that changes nothing",
        idea: "The variant has no tables of its own and removes nothing, so it equals the base.",
        wrong: "[variants.mandate]\nname = \"With a mandate\"",
        right: "[variants.mandate]\nname = \"With a mandate\"\n[variants.mandate.contact]\nmandate = \"propose\"",
    },
    Code {
        code: "PP0406",
        title: "a claim without its tests",
        idea: "A claim says what would bear it out and what would speak against it, the second \
               at least as a `resolution` in words. One that public evidence cannot test is of \
               kind `not testable` and has no tests, at most a `check` of its inputs.",
        wrong: "[[claims]]\nid = \"C1\"\ntext = \"It helps.\"\nkind = \"prediction\"",
        right: "[[claims]]\nid = \"C1\"\ntext = \"It helps.\"\nkind = \"prediction\"\nsupported_if = \"effect(settlement) >= 5pt\"\nrefuted_if = \"effect(settlement) < 1pt\"",
    },
    Code {
        code: "PP0501",
        title: "a source later than the cutoff",
        idea: "An assessment seen from `as_of` may not know what was published later; hindsight \
               is the commonest way to be right.",
        wrong: "as_of = 2025-12-01\n[sources.report]\ntitle = \"Report\"\ndate = 2026-01-15",
        right: "as_of = 2025-12-01\n[sources.report]\ntitle = \"Report\"\ndate = 2025-11-15",
    },
    Code {
        code: "PP0502",
        title: "not a date",
        idea: "Dates are year, month and day, with or without quotation marks.",
        wrong: "as_of = \"1 December 2025\"",
        right: "as_of = 2025-12-01",
    },
    Code {
        code: "PP0503",
        title: "numbers without a source",
        idea: "Only a note: uncertain numbers that name no source are listed in the report as \
               not sourced. `source = \"judgement\"` says so on purpose.",
        wrong: "floor = \"30% .. 60%\"",
        right: "floor = { value = \"30% .. 60%\", source = \"judgement\", note = \"three speeches\" }",
    },
    Code {
        code: "PP0601",
        title: "unreadable in an expression",
        idea: "A character, number or unit that the claim language does not have.",
        wrong: "supported_if = \"P(settlement) >= 5 percent\"",
        right: "supported_if = \"P(settlement) >= 5%\"",
    },
    Code {
        code: "PP0602",
        title: "an expression that breaks off",
        idea: "Something else was expected here: a parenthesis to close, a number to compare \
               with.",
        wrong: "supported_if = \"P(settlement >= 5%\"",
        right: "supported_if = \"P(settlement) >= 5%\"",
    },
    Code {
        code: "PP0603",
        title: "two comparisons in a row",
        idea: "`a < b < c` means different things in different languages, so it is not read.",
        wrong: "supported_if = \"1% < P(settlement) < 5%\"",
        right: "supported_if = \"P(settlement) > 1% and P(settlement) < 5%\"",
    },
    Code {
        code: "PP0604",
        title: "an expression too large",
        idea: "Too long, too many parts, or parentheses too deep. Split it into two claims.",
        wrong: "supported_if = \"((((((((((… 65 deep …))))))))))\"",
        right: "supported_if = \"P(settlement) >= 5%\"",
    },
    Code {
        code: "PP0605",
        title: "no such function",
        idea: "The functions are P, effect, ratio, mean, median, quantiles, bits, err_ratio, \
               max_over, ks, rank, total, rate and input.",
        wrong: "supported_if = \"prob(settlement) >= 5%\"",
        right: "supported_if = \"P(settlement) >= 5%\"",
    },
    Code {
        code: "PP0606",
        title: "no such name in an expression",
        idea: "An output, arm, group, input or rate that this scenario does not have.",
        wrong: "supported_if = \"P(setlement) >= 5%\"",
        right: "supported_if = \"P(settlement) >= 5%\"",
    },
    Code {
        code: "PP0607",
        title: "the wrong kind of part in an expression",
        idea: "A test where a number is wanted, or an event outside P(..).",
        wrong: "supported_if = \"settlement\"",
        right: "supported_if = \"P(settlement) >= 5%\"",
    },
    Code {
        code: "PP0608",
        title: "arguments that do not fit",
        idea: "Too few or too many arguments, or an option the function does not take.",
        wrong: "supported_if = \"ks(settlement, crossing) < 0.1\"",
        right: "supported_if = \"ks(settlement) < 0.1\"",
    },
    Code {
        code: "PP0609",
        title: "units that do not fit in an expression",
        idea: "`%` is for a level, `pt` for the difference of two levels.",
        wrong: "supported_if = \"effect(settlement) < 2%\"",
        right: "supported_if = \"effect(settlement) < 2pt\"",
    },
    Code {
        code: "PP0610",
        title: "a time that does not fit",
        idea: "`by` and `at` lie within the horizon and need an output with a time curve.",
        wrong: "supported_if = \"P(settlement, by=9000d) >= 5%\"",
        right: "supported_if = \"P(settlement, by=90d) >= 5%\"",
    },
    Code {
        code: "PP0701",
        title: "the file is too large",
        idea: "A scenario is typed by hand, and two mebibytes are a thousand pages. Data belong \
               in files of their own, cited as sources.",
        wrong: "(a file of 5 MiB)",
        right: "(a file of at most 2 MiB)",
    },
    Code {
        code: "PP0702",
        title: "nested too deeply",
        idea: "No key needs more than five levels of tables and lists.",
        wrong: "note = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"x\"]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        right: "note = \"x\"",
    },
    Code {
        code: "PP0703",
        title: "too many of them",
        idea: "Limits keep a slip from costing hours: parties, issues, options, claims, \
               variants, entries of a table. The reference page lists them.",
        wrong: "(65 options of one issue)",
        right: "(at most 64: join those that nobody tells apart)",
    },
    Code {
        code: "PP0704",
        title: "a text too long",
        idea: "Texts are printed in reports; 20,000 characters are ten pages.",
        wrong: "note = \"(thirty pages)\"",
        right: "note = \"see the annex\"",
    },
    Code {
        code: "PP0705",
        title: "too many uncertain quantities",
        idea: "Each uncertain quantity is a dimension of the sample, default priors included, \
               and there are 1,000.",
        wrong: "(1,001 intervals)",
        right: "(single numbers for those that matter least)",
    },
];
