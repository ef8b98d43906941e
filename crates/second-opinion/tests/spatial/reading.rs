//! Tables of stakeholders: what is read, and what is said about mistakes.

use pourparler_scenario::Diagnostic;
use pourparler_second_opinion::spatial::read::{codes, ktab, stakeholders};
use proptest::prelude::*;

fn said(diagnostics: &[Diagnostic]) -> Vec<(&'static str, usize, usize, &str)> {
    diagnostics
        .iter()
        .map(|d| (d.code, d.line, d.column, d.message.as_str()))
        .collect()
}

#[test]
fn columns_in_any_order_and_case() {
    let text = "salience, ACTOR ,Note,Position,capability\n.5,\"A, Inc\",x,1,10\n1,B,,2,1e1\n";
    let issue = stakeholders("t.csv", text).content.unwrap();
    assert_eq!(issue.actors()[0].name, "A, Inc");
    assert_eq!(issue.actors()[0].salience, 0.5);
    assert_eq!(issue.actors()[1].capability, 10.0);
}

#[test]
fn every_mistake_in_one_pass() {
    let text = "Actor,Capability,Position,Salience\nA,-1,x,80\nA,,1e400,0.5\n,1,1\n";
    let reading = stakeholders("t.csv", text);
    assert!(reading.content.is_none());
    assert_eq!(
        said(&reading.diagnostics),
        [
            (codes::RANGE, 2, 3, "capability -1 is outside 0 or more"),
            (codes::NUMBER, 2, 6, "position `x` is not a number"),
            (codes::RANGE, 2, 8, "salience 80 is outside 0 to 1"),
            (codes::NAME, 3, 1, "`A` is listed twice"),
            (codes::NUMBER, 3, 3, "no capability"),
            (
                codes::RANGE,
                3,
                4,
                "position 1e400 is outside any finite number"
            ),
            (codes::NAME, 4, 1, "an actor without a name"),
            (codes::NUMBER, 4, 5, "no salience"),
        ]
    );
    let help: Vec<_> = reading
        .diagnostics
        .iter()
        .map(|d| d.help.as_deref().unwrap())
        .collect();
    assert_eq!(help[2], "salience is a share: write 0.8");
}

#[test]
fn a_table_without_its_columns() {
    let reading = stakeholders("t.csv", "Actor,Capabilty,Position\nA,1,2\n");
    let said = said(&reading.diagnostics);
    assert_eq!(said[0].3, "no column `capability`");
    assert_eq!(said[1].3, "no column `salience`");
    let help = reading.diagnostics[0].help.as_deref().unwrap();
    assert!(help.starts_with("did you mean `capabilty`?"), "{help}");
    assert_eq!(
        stakeholders("t.csv", "").diagnostics[0].code,
        codes::COLUMNS
    );
}

#[test]
fn one_actor_no_power_and_no_contest() {
    let code = |rows: &str| {
        let reading = stakeholders(
            "t.csv",
            &format!("Actor,Capability,Position,Salience\n{rows}"),
        );
        (reading.content.is_some(), reading.diagnostics[0].code)
    };
    assert_eq!(code("A,1,2,.5\n"), (false, codes::COUNT));
    assert_eq!(code("A,0,2,.5\nB,1,3,0\n"), (false, codes::NO_POWER));
    assert_eq!(code("A,1,2,.5\nB,1,2,.5\n"), (true, codes::NO_CONTEST));
}

#[test]
fn ktab_tables() {
    let text = "Talks ,\"a, b\",2,2,\nActor,Description,Power,Land,Sal1,Money,Sal2,\n\
                N, North, 100.5, 10, 50, 20, 25,\nS, South, 80, 90, 30, 60, 70,\n";
    let reading = ktab("t.csv", text);
    assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
    let issues = reading.content.unwrap();
    assert_eq!(issues.names, ["Land", "Money"]);
    assert_eq!(issues.each()[1].actors()[0].salience, 0.25);
    assert_eq!(issues.each()[0].actors()[1].position, 90.0);

    let wrong = text.replace("60, 70,", "160, 71,").replace("2,2,", "3,2,");
    let found = ktab("t.csv", &wrong);
    assert_eq!(
        said(&found.diagnostics),
        [
            (codes::COUNT, 1, 15, "3 actors are announced and 2 listed"),
            (codes::RANGE, 4, 1, "the saliences of this actor sum to 101"),
            (codes::RANGE, 4, 23, "position 160 is outside 0 to 100"),
        ]
    );
    assert_eq!(ktab("t.csv", "x").diagnostics[0].code, codes::COLUMNS);
    assert_eq!(
        ktab("t.csv", "a,b,2,9\nActor\n").diagnostics[0].code,
        codes::COLUMNS
    );
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "[A-Za-z0-9,.\"\n -]{0,200}") {
        for text in [text.clone(), format!("Actor,Capability,Position,Salience\n{text}")] {
            let reading = stakeholders("t.csv", &text);
            prop_assert!(reading.content.is_some() || !reading.diagnostics.is_empty());
        }
        let reading = ktab("t.csv", &text);
        prop_assert!(reading.content.is_some() || !reading.diagnostics.is_empty());
    }
}
