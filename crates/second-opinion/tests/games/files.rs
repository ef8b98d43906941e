//! Gambit's files: what is read, what is written, and what is said about mistakes.

use pourparler_second_opinion::games::{codes, efg, nfg};
use proptest::prelude::*;

use super::common::shared_text;

const NFG: &str = "NFG 1 R \"Chicken\" { \"A\" \"B\" }\n{ { \"swerve\" \"drive\" } { \"s\" \"d\" } }\n\"a \\\"game\\\"\"\n\n\
                   { { \"both\" 6, 6 } { \"\" 7, 2 } { \"\" 2, 7 } }\n1 2 3 0\n";
const EFG: &str = "EFG 2 R \"Entry\" { \"Entrant\" \"Owner\" }\n\"\"\n\
                   p \"\" 1 1 \"\" { \"out\" \"in\" } 0\nt \"\" 1 \"stay\" { 0 2 }\n\
                   p \"\" 2 1 \"\" { \"fight\" \"share\" } 0\nt \"\" 2 \"\" { -1 -1/2 }\nt \"\" 3 \"\" { 1, 0.5 }\n";

#[test]
fn what_is_written_is_read_back() {
    let game = nfg::read("x.nfg", NFG).unwrap();
    assert_eq!(game.comment, "a \"game\"");
    assert_eq!(game.payoffs(3)[0], game.payoffs(3)[1]);
    assert_eq!(nfg::read("y.nfg", &nfg::write(&game)).unwrap(), game);
    let tree = efg::read("x.efg", EFG).unwrap();
    assert_eq!(efg::read("y.efg", &efg::write(&tree)).unwrap(), tree);
    for name in [
        "cheaptalk_bias_1_5.efg",
        "crisis_ultimatum_ptough_1_4.efg",
        "deterrence_cheap_signal.efg",
    ] {
        let Some(text) = shared_text(&format!("opinions/games/{name}")) else {
            return;
        };
        let tree = efg::read(name, &text).unwrap();
        assert_eq!(efg::read(name, &efg::write(&tree)).unwrap(), tree);
    }
}

#[test]
fn mistakes_have_a_place() {
    let nfg = |text: &str| {
        let error = nfg::read("x.nfg", text).unwrap_err();
        (error.code, error.line, error.column)
    };
    assert_eq!(nfg("EFG 2 R"), (codes::HEADER, 1, 1));
    assert_eq!(nfg("NFG 2 R"), (codes::HEADER, 1, 5));
    assert_eq!(
        nfg("NFG 1 R \"\" { \"a\" } { 2 } 1"),
        (codes::EXPECTED, 1, 27)
    );
    assert_eq!(
        nfg("NFG 1 R \"\" { \"a\" } { 2 } 1 x"),
        (codes::NUMBER, 1, 28)
    );
    assert_eq!(
        nfg("NFG 1 R \"\" { \"a\" } { 2 } 1 2 3"),
        (codes::REST, 1, 30)
    );
    assert_eq!(
        nfg("NFG 1 R \"\" { \"a\" \"b\" } { 999999 9 }"),
        (codes::TOO_LARGE, 1, 26)
    );
    assert_eq!(
        nfg(&NFG.replace("1 2 3 0", "1 2 4 0")),
        (codes::REFERENCE, 6, 5)
    );

    let efg = |from: &str, to: &str| {
        let error = efg::read("x.efg", &EFG.replace(from, to)).unwrap_err();
        (error.code, error.line, error.column)
    };
    assert_eq!(efg("p \"\" 2 1", "p \"\" 3 1"), (codes::REFERENCE, 5, 6));
    assert_eq!(efg("p \"\" 2 1", "c \"\" 1"), (codes::EXPECTED, 5, 21));
    assert_eq!(
        efg(
            "p \"\" 2 1 \"\" { \"fight\" \"share\" }",
            "c \"\" 1 \"\" { \"a\" .5 \"b\" .4 }"
        ),
        (codes::PROBABILITIES, 5, 27)
    );
    assert_eq!(
        efg("p \"\" 2 1 \"\" { \"fight\" \"share\" }", "p \"\" 2 1"),
        (codes::INFORMATION_SET, 5, 8)
    );
    assert_eq!(efg("t \"\" 3 \"\" { 1, 0.5 }", ""), (codes::EXPECTED, 8, 1));
    assert_eq!(
        efg("t \"\" 3 \"\" { 1, 0.5 }", "t \"\" 3"),
        (codes::REFERENCE, 8, 1)
    );
    let p1 = "p \"\" 1 1 \"\" { \"x\" } 0\n";
    let set = EFG.replace("p \"\" 2 1 \"\" { \"fight\" \"share\" } 0", p1);
    assert_eq!(
        efg::read("x.efg", &set).unwrap_err().code,
        codes::INFORMATION_SET
    );
}

#[test]
fn a_tree_too_deep_is_refused() {
    let mut text = "EFG 2 R \"\" { \"a\" } \"\"\n".to_owned();
    for _ in 0..2000 {
        text.push_str("p \"\" 1 1 \"\" { \"x\" } 0\n");
    }
    text.push_str("t \"\" 0\n");
    assert_eq!(
        efg::read("x.efg", &text).unwrap_err().code,
        codes::TOO_LARGE
    );
}

proptest! {
    /// A file cut or changed anywhere is read or refused, and what is read can be written.
    #[test]
    fn broken_files(at in 0usize..400, with in "[a-z0-9{}\" /.-]{0,4}", cut in any::<bool>()) {
        for (text, tree) in [(NFG, false), (EFG, true)] {
            let at = at.min(text.len());
            let tail = if cut { "" } else { &text[at..] };
            let broken = format!("{}{with}{tail}", &text[..at]);
            if tree {
                if let Ok(game) = efg::read("x", &broken) {
                    prop_assert_eq!(efg::read("x", &efg::write(&game)).unwrap(), game);
                }
            } else if let Ok(game) = nfg::read("x", &broken) {
                prop_assert_eq!(nfg::read("x", &nfg::write(&game)).unwrap(), game);
            }
        }
    }
}
