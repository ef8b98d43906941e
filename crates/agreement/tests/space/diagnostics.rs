//! Everything that can be wrong with a negotiation as written, each with its place.

use pourparler_agreement::space::{Space, codes};
use pourparler_scenario::{Diagnostic, Severity, Source};

use crate::{BASE, build, changed, reading};

/// The diagnostics of a text the reader accepts: those of a failure, or the remarks.
fn said(text: &str) -> Vec<Diagnostic> {
    match build(text) {
        Ok(space) => {
            assert!(space.remarks.iter().all(|d| d.severity != Severity::Error));
            space.remarks
        }
        Err(said) => {
            assert!(
                said.iter().any(|d| d.severity == Severity::Error),
                "{said:#?}"
            );
            said
        }
    }
}

/// Asserts that the one thing said has this code, marks this text and says this.
#[track_caller]
fn one(text: &str, code: &str, severity: Severity, marked: &str, message: &str) {
    let said = said(text);
    let [found] = &said[..] else {
        panic!("one diagnostic wanted: {said:#?}")
    };
    assert_eq!((found.code, found.severity), (code, severity), "{found:#?}");
    assert_eq!(found.message, message);
    let span = Source::new("test.toml", text).clamp(found.span);
    assert_eq!(&text[span.start..span.end], marked, "{found:#?}");
    assert!(found.help.is_some(), "what to write instead: {found:#?}");
}

#[track_caller]
fn error(text: &str, code: &str, marked: &str, message: &str) {
    one(text, code, Severity::Error, marked, message);
}

#[track_caller]
fn warning(text: &str, code: &str, marked: &str, message: &str) {
    one(text, code, Severity::Warning, marked, message);
}

#[test]
fn the_base_has_nothing_to_complain_of() {
    assert_eq!(said(BASE), []);
}

#[test]
fn one_side_missing() {
    let text = changed(&[("side = \"b\"\n", "")]);
    error(&text, codes::SIDES, "neighbour", "no party is on side `b`");
}

#[test]
fn three_parties_on_two_sides() {
    let text = changed(&[("veto = 0.25", "side = \"b\"")]);
    let message = "2 parties are on side `b`, not one";
    error(&text, codes::SIDES, "\"b\"", message);
    let said = said(&text);
    assert_eq!(said[0].related[0].label, "`sudland` is on it already");
}

#[test]
fn nothing_to_bargain_over() {
    let text = "title = \"Nothing\"\nas_of = 2025-12-01\n\
                [parties.x]\nside = \"a\"\n[parties.y]\nside = \"b\"\n";
    error(
        text,
        codes::NO_ISSUES,
        "",
        "there is nothing to bargain over",
    );
}

#[test]
fn one_option_is_no_choice() {
    let text = changed(&[
        (
            "options = [\"kept\", \"shared\", \"paid\"]",
            "options = [\"kept\"]",
        ),
        ("wants = \"paid\"", "wants = \"kept\""),
        ("{ money = [\"shared\", \"paid\"] }", "{ land = \"north\" }"),
    ]);
    let message = "issue `money` needs at least two options, or there is nothing to choose";
    error(&text, codes::OPTIONS, "[\"kept\"]", message);
}

#[test]
fn a_divisible_issue_with_three_ends() {
    let text = changed(&[("consent = [\"patron\", \"neighbour\"]", "divisible = true")]);
    let message = "issue `money` is divisible and needs exactly its two ends, not 3 options";
    error(
        &text,
        codes::OPTIONS,
        "[\"kept\", \"shared\", \"paid\"]",
        message,
    );
}

#[test]
fn a_side_that_wants_nothing() {
    let land = "[parties.norland.issues.land]\nweight = 6\nwants = \"all\"\n";
    let money = "[parties.norland.issues.money]\nweight = 2\nwants = \"paid\"\n";
    let text = changed(&[(land, "[parties.norland.issues.land]\n"), (money, "")]);
    let message = "nothing says what `norland` wants, and it is a side";
    error(&text, codes::WANTS_NOTHING, "norland", message);
}

#[test]
fn a_weight_without_a_wish() {
    let text = changed(&[("weight = 2\nwants = \"paid\"", "weight = 2")]);
    let message = "`money` matters to `norland`, but nothing says what `norland` wants there";
    error(&text, codes::NO_VALUE, "2", message);
}

#[test]
fn values_for_some_options_only() {
    let text = changed(&[(
        "weight = 2\nwants = \"paid\"",
        "weight = 2\nvalues = { paid = 1 }",
    )]);
    let message = "nothing says what `kept`, `shared` of `money` is worth to `norland`";
    error(&text, codes::NO_VALUE, "{ paid = 1 }", message);
}

#[test]
fn every_weight_zero() {
    let text = changed(&[("weight = 6", "weight = 0"), ("weight = 2", "weight = 0")]);
    error(
        &text,
        codes::ALL_ZERO,
        "0",
        "every issue has weight 0 for `norland`",
    );
}

#[test]
fn certain_shares_that_do_not_sum_to_one() {
    let text = changed(&[
        ("weight = 6", "weight = 0.6"),
        ("weight = 2", "weight = 0.3"),
    ]);
    error(
        &text,
        codes::SHARES,
        "0.3",
        "the weights of `norland` sum to 0.9, not 1",
    );
    let near = changed(&[
        ("weight = 6", "weight = 0.6"),
        ("weight = 2", "weight = 0.404"),
    ]);
    assert_eq!(said(&near), [], "within .005");
    let scale = changed(&[("weight = 6", "weight = 1"), ("weight = 2", "weight = 0.3")]);
    assert_eq!(said(&scale), [], "importances on a scale with top 1");
    let prior = changed(&[("weight = 6", "weight = 0.6"), ("weight = 2\n", "")]);
    assert_eq!(said(&prior), [], "one weight left to its prior");
}

#[test]
fn medians_that_do_not_sum_to_one() {
    let land = ("weight = 6", "weight = { uniform = [0.5, 0.7] }");
    let text = changed(&[land, ("weight = 2", "weight = 0.25")]);
    let message = "the medians of the weights of `norland` sum to 0.85, not 1";
    warning(&text, codes::SHARES, "0.25", message);
    let near = changed(&[land, ("weight = 2", "weight = 0.36")]);
    assert_eq!(said(&near), [], "within .05");
}

#[test]
fn wanted_and_refused() {
    let text = changed(&[("{ south = \"law\" }", "{ all = \"law\" }")]);
    let message = "`norland` wants `land.all` and says it will not sign it";
    warning(&text, codes::WANTS_AND_REFUSES, "\"law\"", message);
}

#[test]
fn nothing_to_lift() {
    let text = changed(&[(
        "red_lines = { all = \"cost\", river = 0.4 }",
        "red_lines = { all = 0.4 }",
    )]);
    let marked = "{ river = [\"cover.promise\", \"cover.troops\"] }";
    error(
        &text,
        codes::LIFTS,
        marked,
        "`river` has no red line to lift",
    );
}

#[test]
fn an_option_of_the_same_issue_lifts_nothing() {
    let text = changed(&[("[\"cover.promise\", \"cover.troops\"]", "[\"land.south\"]")]);
    let message = "`land.south` cannot lift the red line on `land.river`: an agreement has one \
                   option of each issue";
    error(&text, codes::LIFTS, "{ river = [\"land.south\"] }", message);
}

#[test]
fn an_exclusion_of_three() {
    let three = "[\"land.all\", \"cover.troops\", \"money.paid\"]";
    let text = changed(&[("[\"land.all\", \"cover.troops\"]", three)]);
    error(
        &text,
        codes::EXCLUSION,
        three,
        "an exclusion is between two options, not 3",
    );
}

#[test]
fn an_exclusion_within_one_issue() {
    let text = changed(&[(
        "[\"land.all\", \"cover.troops\"]",
        "[\"land.all\", \"land.south\"]",
    )]);
    let message = "`land.all` and `land.south` exclude each other anyway: both are of one issue";
    error(
        &text,
        codes::EXCLUSION,
        "[\"land.all\", \"land.south\"]",
        message,
    );
    let text = changed(&[(
        "[\"land.all\", \"cover.troops\"]",
        "[\"land.all\", \"land.all\"]",
    )]);
    error(
        &text,
        codes::EXCLUSION,
        "[\"land.all\", \"land.all\"]",
        "`land.all` excludes itself",
    );
}

#[test]
fn circular_exclusions() {
    let text = format!("{BASE}\n[[exclusions]]\nbetween = [\"cover.troops\", \"land.all\"]\n");
    let message = "`cover.troops` and `land.all` are excluded already";
    warning(
        &text,
        codes::EXCLUSION,
        "[\"cover.troops\", \"land.all\"]",
        message,
    );
}

fn with_exclusions(pairs: &[[&str; 2]]) -> String {
    pairs.iter().fold(BASE.to_owned(), |text, [x, y]| {
        text + &format!("\n[[exclusions]]\nbetween = [\"{x}\", \"{y}\"]\n")
    })
}

#[test]
fn an_option_excluded_with_everything() {
    let text = with_exclusions(&[["land.all", "cover.none"], ["cover.promise", "land.all"]]);
    let message = "`land.all` can be in no agreement: it is excluded with everything it would \
                   stand beside";
    error(
        &text,
        codes::RULED_OUT,
        "[\"cover.promise\", \"land.all\"]",
        message,
    );
    assert_eq!(said(&text)[0].related.len(), 2);
}

#[test]
fn an_option_ruled_out_by_what_the_others_exclude() {
    // North needs the promise (not none, not troops), and the promise needs money that north bars.
    let text = with_exclusions(&[
        ["land.north", "cover.none"],
        ["land.north", "cover.troops"],
        ["land.north", "money.paid"],
        ["cover.promise", "money.kept"],
        ["cover.promise", "money.shared"],
    ]);
    let said = said(&text);
    let codes: Vec<&str> = said.iter().map(|d| d.code).collect();
    assert_eq!(codes, [codes::RULED_OUT], "{said:#?}");
    assert!(
        said[0]
            .message
            .starts_with("`land.north` can be in no agreement")
    );
}

#[test]
fn exclusions_that_leave_nothing() {
    let lands = ["land.south", "land.river", "land.north", "land.all"];
    let covers = ["cover.none", "cover.promise", "cover.troops"];
    let mut pairs: Vec<[&str; 2]> = Vec::new();
    for land in lands {
        pairs.extend(covers.iter().map(|cover| [land, *cover]));
    }
    let base = changed(&[(
        "[[exclusions]]\nbetween = [\"land.all\", \"cover.troops\"]\nwhy = \"no troops for what \
         is given up\"\n",
        "",
    )]);
    let text = pairs.iter().fold(base, |text, [x, y]| {
        text + &format!("\n[[exclusions]]\nbetween = [\"{x}\", \"{y}\"]\n")
    });
    let said = said(&text);
    assert!(
        said.iter().any(|d| d.code == codes::RULED_OUT
            && d.message == "the exclusions leave no agreement at all")
    );
    assert!(said.iter().any(|d| d.code == codes::TODAY_EXCLUDED));
}

#[test]
fn today_excluded() {
    let text = with_exclusions(&[["land.river", "money.kept"]]);
    let said = said(&text);
    let today = said.iter().find(|d| d.code == codes::TODAY_EXCLUDED);
    let message = "`land.river` and `money.kept` hold today and are said not to stand together";
    assert_eq!(
        today.map(|d| d.message.as_str()),
        Some(message),
        "{said:#?}"
    );
}

#[test]
fn an_outcome_no_agreement_can_be() {
    let when = "{ land = \"all\", cover = \"troops\" }";
    let text = changed(&[("{ money = [\"shared\", \"paid\"] }", when)]);
    error(
        &text,
        codes::NO_PACKAGE,
        when,
        "no agreement can be `peace`",
    );
}

#[test]
fn no_outcome_is_final() {
    let text = changed(&[("kind = \"final\"", "kind = \"interim\"")]);
    let message = "no outcome is final, so nothing could count as a settlement";
    error(&text, codes::NO_FINAL, "\"interim\"", message);
}

#[test]
fn a_settlement_that_holds_today() {
    let text = changed(&[("{ money = [\"shared\", \"paid\"] }", "{ land = \"river\" }")]);
    let message = "`peace` is final, and today's line already counts as it";
    warning(&text, codes::HOLDS_TODAY, "{ land = \"river\" }", message);
}

#[test]
fn keys_of_the_other_kind_of_outcome() {
    let text = changed(&[("kind = \"final\"", "kind = \"final\"\nlasts = \"30 days\"")]);
    let message = "`lasts` means nothing for an outcome that is final";
    warning(&text, codes::OTHER_KIND, "\"30 days\"", message);
    let text = changed(&[("kind = \"interim\"", "kind = \"interim\"\nafter = 0.5")]);
    let message = "`after` means nothing for an outcome that is interim";
    warning(&text, codes::OTHER_KIND, "0.5", message);
}

#[test]
fn no_outcomes_at_all() {
    let text = &BASE[..BASE.find("[outcomes.peace]").unwrap_or(0)];
    let message = "no outcomes are named, so any agreement but today's line counts as final";
    one(text, codes::NO_OUTCOMES, Severity::Note, "", message);
}

#[test]
fn a_guarantee_for_nobody_and_one_for_nothing() {
    let text = changed(&[("protects = \"sudland\"", "protects = \"patron\"")]);
    let message = "`patron` is not a side, so no deal can be broken against it";
    error(&text, codes::GUARANTEE, "\"patron\"", message);
    let text = changed(&[("breach = 0.5\nloss = 0.25\n", "")]);
    let message = "the guarantee `cover.troops` changes nothing";
    warning(&text, codes::GUARANTEE, "troops", message);
}

#[test]
fn vetoes_nobody_could_hold() {
    let text = changed(&[("breach = 0.2\n", "breach = 0.2\nveto = 0.4\n")]);
    let message = "`norland` is a side and cannot hold a veto beside its own signature";
    error(&text, codes::VETO, "0.4", message);
    let text = changed(&[("consent = 0.6", "consent = 0.6\nveto = 0.4")]);
    error(
        &text,
        codes::VETO,
        "0.4",
        "`patron` holds a veto, but nothing says what it wants",
    );
}

#[test]
fn a_consent_that_is_always_given() {
    let text = changed(&[("consent = 0.6\n", "")]);
    let message = "`patron` is asked for its consent, but nothing says what it wants: it agrees to everything";
    warning(&text, codes::CONSENT, "patron", message);
}

/// The base with money as a sum to be divided, and nobody's consent needed.
fn divided(changes: &[(&str, &str)]) -> String {
    let mut all = vec![
        (
            "options = [\"kept\", \"shared\", \"paid\"]",
            "options = [\"kept\", \"paid\"]\ndivisible = true",
        ),
        ("consent = [\"patron\", \"neighbour\"]\n", ""),
        ("{ money = [\"shared\", \"paid\"] }", "{ land = \"north\" }"),
        (
            "{ land = \"river\", money = \"kept\" }",
            "{ land = \"river\" }",
        ),
    ];
    all.extend(changes);
    changed(&all)
}

#[test]
fn what_cannot_turn_on_a_divisible_issue() {
    assert_eq!(said(&divided(&[])), []);
    let turns = |what: &str| format!("{what} turns on `money`, which is divisible");
    let troops = (
        "[\"land.all\", \"cover.troops\"]",
        "[\"land.all\", \"money.paid\"]",
    );
    error(
        &divided(&[troops]),
        codes::DIVISIBLE,
        troops.1,
        &turns("an exclusion"),
    );
    let lift = ("[\"cover.promise\", \"cover.troops\"]", "[\"money.paid\"]");
    let marked = "{ river = [\"money.paid\"] }";
    error(
        &divided(&[lift]),
        codes::DIVISIBLE,
        marked,
        &turns("`unless`"),
    );
    let wants = (
        "wants = \"river\"\n",
        "wants = \"river\"\n[parties.neighbour.issues.money]\nwants = \"kept\"\n",
    );
    error(
        &divided(&[wants]),
        codes::DIVISIBLE,
        "money",
        &turns("a veto of `neighbour`"),
    );
    let guarantee = (
        "[issues.cover.guarantees.troops]",
        "[issues.money.guarantees.paid]",
    );
    error(
        &divided(&[guarantee]),
        codes::DIVISIBLE,
        "paid",
        &turns("a guarantee"),
    );
    let peace = (
        "kind = \"final\"\nwhen = { land = \"north\" }",
        "kind = \"final\"\nwhen = { money = \"paid\" }",
    );
    let text = divided(&[]).replace(peace.0, peace.1);
    error(
        &text,
        codes::DIVISIBLE,
        "{ money = \"paid\" }",
        &turns("the outcome `peace`"),
    );
    let text = divided(&[]).replace(
        "divisible = true",
        "divisible = true\nconsent = [\"norland\"]",
    );
    let said = said(&text);
    assert!(said.iter().all(|d| d.code == codes::DIVISIBLE), "{said:#?}");
    assert_eq!(said[0].message, turns("the consent of `norland`"));
    let stated = text.replace("breach = 0.2\n", "breach = 0.2\nconsent = 0.9\n");
    assert_eq!(
        self::said(&stated),
        [],
        "a stated consent looks at no utility"
    );
}

/// `count` issues of `options` options, of which the first `tied` lift a red line.
fn wide(count: usize, options: usize, tied: usize) -> String {
    let labels: Vec<String> = (0..options).map(|o| format!("\"o{o}\"")).collect();
    let mut text = "title = \"Wide\"\nas_of = 2025-12-01\n[parties.x]\nside = \"a\"\n\
                    [parties.y]\nside = \"b\"\n[parties.y.issues.i0]\nwants = \"o0\"\n\
                    [parties.x.issues.i0]\nwants = \"o1\"\n"
        .to_owned();
    if tied > 0 {
        let lifts: Vec<String> = (1..tied).map(|k| format!("\"i{k}.o1\"")).collect();
        text += &format!(
            "red_lines = {{ o0 = 0.5 }}\nunless = {{ o0 = [{}] }}\n",
            lifts.join(", ")
        );
    }
    for k in 0..count {
        let list = labels.join(", ");
        text += &format!("[issues.i{k}]\noptions = [{list}]\nstatus_quo = \"o0\"\n");
    }
    text + "[outcomes.deal]\nkind = \"final\"\nwhen = { i0 = \"o1\" }\n"
}

#[test]
fn more_than_can_be_computed() {
    assert_eq!(said(&wide(8, 4, 6)), []);
    let message = "16384 combinations of issues with breach, loss or unless; at most 4096 are \
                   allowed";
    error(&wide(8, 4, 7), codes::TOO_LARGE, "i6", message);
    error(
        &wide(28, 4, 0),
        codes::TOO_LARGE,
        "i27",
        "more than 2^53 packages",
    );
}

/// At the medians all these issues weigh the same, so the frontier is short; no draw of the
/// uncertain weights is like that, and beyond 2^26 packages no enumeration helps out.
#[test]
fn more_than_can_be_computed_away_from_the_medians() {
    let opposed = |count: usize| {
        let text = wide(count, 4, 0);
        let (issues, _) = text.split_once("[outcomes.deal]").expect("an outcome");
        let mut text = issues.to_owned();
        for k in 1..count {
            for (party, option) in [("x", "o0"), ("y", "o3")] {
                text += &format!("[parties.{party}.issues.i{k}]\nwants = \"{option}\"\n");
            }
        }
        text
    };
    let refused = |text: &str| said(text).iter().any(|d| d.code == codes::TOO_LARGE);
    assert!(refused(&opposed(14)));
    assert!(!refused(&opposed(12)));
}

#[test]
fn a_variant_beyond_the_limits() {
    let more = |text: String| {
        let root = reading(&text)
            .scenario
            .map(|mut scenario| scenario.variants.remove(0).scenario_root);
        let said = root.map(|root| Space::build(&root).map(|_| ()));
        let Some(Err(said)) = said else {
            panic!("the variant is read and refused: {said:?}")
        };
        said.iter()
            .map(|d| (d.code, d.message.clone()))
            .collect::<Vec<_>>()
    };
    let issues: String = (0..28)
        .map(|k| {
            format!("[variants.more.issues.i{k}]\noptions = [\"x\", \"y\"]\nstatus_quo = \"x\"\n")
        })
        .collect();
    let found = more(format!("{BASE}{issues}"));
    assert_eq!(
        found,
        [(codes::TOO_LARGE, "31 issues; at most 30".to_owned())]
    );
    let labels: Vec<String> = (0..65).map(|o| format!("\"o{o}\"")).collect();
    let list = labels.join(", ");
    let options = format!("[variants.more.issues.i]\noptions = [{list}]\nstatus_quo = \"o0\"\n");
    let found = more(format!("{BASE}{options}"));
    let message = "issue `i` has 65 options; at most 64".to_owned();
    assert_eq!(found, [(codes::OPTIONS, message)]);
}
