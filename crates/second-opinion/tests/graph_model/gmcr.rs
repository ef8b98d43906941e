//! Files of the public program: read, written, broken.

use pourparler_second_opinion::graph_model::gmcr::{CODES, GmcrFile, codes, read, write};
use pourparler_second_opinion::graph_model::{
    Concept, Conflict, Direction, Pattern, Preference, Stability, Statement,
};
use proptest::prelude::*;

use crate::random;

/// Two sides over a ceasefire line; the options are not sorted by owner.
const FILE: &str = r#"{
  "options": [
    {"name": "Withdraw", "permittedDirection": "both"},
    {"name": "Recognise", "permittedDirection": "fwd"},
    {"name": "Fortify", "permittedDirection": "back"}
  ],
  "decisionMakers": [
    {"name": "South", "options": [1], "preferences": [[[0, "Y"]], [[1, "N"]]]},
    {"name": "North", "options": [0, 2],
     "preferences": [[[1, "Y"]], {"compound": true, "members": [[[0, "N"]], [[2, "Y"], [1, "Y"]]]}],
     "misperceptions": [[[0, "Y"], [2, "Y"]]]}
  ],
  "infeasibles": [[[0, "Y"], [2, "Y"]]],
  "useManualPreferenceRanking": false,
  "coalitions": [[0, 1]],
  "program": "gmcr-py"
}"#;

fn good(text: &str) -> GmcrFile {
    read("line.gmcr", text.as_bytes()).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// Line, column and message of each mistake.
fn mistakes(text: &str) -> Vec<(usize, usize, String)> {
    let errors = read("line.gmcr", text.as_bytes()).unwrap_err();
    assert!(
        errors
            .iter()
            .all(|error| error.help.is_some() && error.file == "line.gmcr")
    );
    let told = errors.into_iter();
    told.map(|error| (error.line, error.column, error.message))
        .collect()
}

#[test]
fn a_file_is_read() {
    let file = good(FILE);
    let description = file.conflict.description();
    // Sorted by decision maker: Recognise, Withdraw, Fortify.
    let names: Vec<&str> = description
        .options
        .iter()
        .map(|o| o.name.as_str())
        .collect();
    assert_eq!(names, ["Recognise", "Withdraw", "Fortify"]);
    assert_eq!(description.options[2].direction, Direction::OnlyDrop);
    assert_eq!(description.infeasible, [Pattern::parse("-YY").unwrap()]);
    assert_eq!(
        description.decision_makers[0].preference,
        Preference::Statements(vec![
            Statement::Pattern(Pattern::parse("-Y-").unwrap()),
            Statement::Pattern(Pattern::parse("N--").unwrap()),
        ])
    );
    assert_eq!(file.unseen, [vec![], vec![Pattern::parse("-YY").unwrap()]]);
    assert_eq!(file.coalitions, [vec![0, 1]]);
    assert_eq!(file.conflict.graph().states().len(), 6);
}

#[test]
fn what_is_written_reads_back_the_same() {
    let file = good(FILE);
    let text = write(&file).unwrap();
    assert_eq!(good(&text), file);
    assert_eq!(write(&good(&text)).unwrap(), text);
}

#[test]
fn rankings_are_numbered_after_sorting() {
    let ranking = FILE.replace(
        "\"useManualPreferenceRanking\": false",
        "\"useManualPreferenceRanking\": true",
    );
    let ranking = ranking.replace(
        "\"options\": [1],",
        "\"options\": [1], \"preferenceRanking\": [2, [3, 1], 4, 5, 6],",
    );
    let ranking = ranking.replace(
        "\"options\": [0, 2],",
        "\"options\": [0, 2], \"preferenceVector\": [[1, 2, 3], [4, 5, 6]],",
    );
    let file = good(&ranking);
    // State 2 is Recognise alone.
    assert_eq!(file.conflict.graph().state(2), Some(0b001));
    assert_eq!(file.conflict.ranks()[0][0b001], 5);
    assert_eq!(file.conflict.ranks()[0][0], file.conflict.ranks()[0][0b010]);
    assert_eq!(
        good(&write(&file).unwrap()).conflict.ranks(),
        file.conflict.ranks()
    );
}

#[test]
fn mistakes_are_told_with_their_places() {
    let broken = FILE
        .replace("\"fwd\"", "\"sideways\"")
        .replace("[[0, \"Y\"]], [[1, \"N\"]]", "[[9, \"Y\"]], [[1, \"M\"]]")
        .replace(
            "[[[0, \"Y\"], [2, \"Y\"]]],\n  \"use",
            "[[[0, \"Y\"], [0, \"N\"]], 3],\n  \"use",
        )
        .replace("[[0, 1]]", "[[0, 7]]");
    let told = mistakes(&broken);
    let expected = [
        (4, 49, "`permittedDirection` is not known"),
        (8, 57, "there is no such option"),
        (8, 72, "an option is taken or not"),
        (
            13,
            30,
            "the condition asks for an option both taken and not taken",
        ),
        (13, 41, "a condition is a list of pairs"),
        (15, 18, "there is no such decision maker"),
    ];
    let told: Vec<(usize, usize, &str)> = told.iter().map(|(l, c, m)| (*l, *c, &m[..])).collect();
    assert_eq!(told, expected);
}

#[test]
fn a_conflict_that_cannot_be_is_told_with_its_place() {
    let shared = FILE.replace("\"options\": [1],", "\"options\": [1, 0],");
    let errors = read("line.gmcr", shared.as_bytes()).unwrap_err();
    assert_eq!(errors[0].code, codes::CONFLICT);
    assert_eq!((errors[0].line, errors[0].column), (9, 35));
    assert!(
        errors[0].message.contains("already belongs to South"),
        "{}",
        errors[0].message
    );
    let nobody = FILE.replace("\"options\": [0, 2],", "\"options\": [0],");
    assert_eq!(
        mistakes(&nobody),
        [(5, 5, "nobody owns option 2".to_owned())]
    );
}

#[test]
fn what_is_no_such_file_is_refused() {
    for text in [
        "",
        "[]",
        "3",
        "null",
        "{",
        "{\"options\": 3}",
        "{}",
        "\u{feff}{}",
    ] {
        assert!(!mistakes(text).is_empty(), "{text}");
    }
    let errors = read("line.gmcr", b"\xff\xfe").unwrap_err();
    assert_eq!(errors[0].code, codes::NOT_JSON);
    let deep = "[".repeat(1_000_000);
    assert!(read("line.gmcr", deep.as_bytes()).is_err());
    let huge = vec![b' '; 17 << 20];
    assert!(
        read("line.gmcr", &huge).unwrap_err()[0]
            .message
            .contains("bytes")
    );
    let told: Vec<&str> = CODES.iter().map(|code| code.code).collect();
    assert_eq!(told, [codes::NOT_JSON, codes::SHAPE, codes::CONFLICT]);
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    for end in 0..FILE.len() {
        assert!(read("line.gmcr", &FILE.as_bytes()[..end]).is_err(), "{end}");
    }
}

#[test]
fn too_many_of_anything_is_refused() {
    let options: Vec<String> = (0..200_000)
        .map(|_| "{\"name\":\"o\",\"permittedDirection\":\"both\"}".to_owned())
        .collect();
    let text = format!(
        "{{\"options\":[{}],\"decisionMakers\":[],\"infeasibles\":[]}}",
        options.join(",")
    );
    let told = mistakes(&text);
    let options = told.iter().any(|one| one.2.contains("1 to 20 options"));
    assert!(told.len() <= 50 && options, "{:?}", told[0]);
    let pattern = "[[0,\"Y\"]]";
    let members = vec![pattern; 100_000].join(",");
    let many = FILE.replace("[[[1, \"Y\"]],", &format!("[{{\"members\":[{members}]}},"));
    let _ = read("line.gmcr", many.as_bytes());
    let infeasible = vec![pattern; 2_000].join(",");
    let many = FILE.replace(
        "[[[0, \"Y\"], [2, \"Y\"]]],\n  \"use",
        &format!("[{infeasible}],\n  \"use"),
    );
    assert!(mistakes(&many)[0].2.contains("1000 patterns"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_conflict_is_written_and_read(conflict in random::conflict(1..=4usize, 2..=6, false)) {
        let makers = conflict.graph().decision_makers();
        let coalitions = (0..makers).map(|maker| vec![maker]).collect();
        let file = GmcrFile { conflict, unseen: vec![vec![]; makers], coalitions };
        let text = write(&file).unwrap();
        let again = good(&text);
        prop_assert_eq!(&write(&again).unwrap(), &text);
        let (before, after) = (Stability::of(&file.conflict), Stability::of(&again.conflict));
        for concept in Concept::ALL {
            let (a, b) = (before.equilibria(concept), after.equilibria(concept));
            prop_assert_eq!(a.len(), b.len());
            for maker in 0..makers {
                let (a, b) = (before.stable(concept, maker), after.stable(concept, maker));
                prop_assert_eq!(a.len(), b.len());
            }
        }
    }

    #[test]
    fn statements_are_written_as_alternatives(a in 0..3usize, b in 0..3usize, c in 0..3usize) {
        let option = |k| Box::new(Statement::Option(k));
        let wish = Statement::Iff(
            option(a),
            Box::new(Statement::If(option(b), Box::new(Statement::Not(option(c))))),
        );
        let file = good(FILE);
        let preference = Preference::Statements(vec![wish]);
        let conflict: Conflict = file.conflict.with_preference(1, preference).unwrap();
        let file = GmcrFile { conflict, ..file };
        let again = good(&write(&file).unwrap());
        prop_assert_eq!(again.conflict.ranks(), file.conflict.ranks());
    }

    #[test]
    fn changed_bytes_never_panic(changes in proptest::collection::vec((0..FILE.len(), any::<u8>()), 1..8)) {
        let mut bytes = FILE.as_bytes().to_vec();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        if let Err(errors) = read("line.gmcr", &bytes) {
            prop_assert!(!errors.is_empty());
            let text = String::from_utf8_lossy(&bytes);
            for error in errors {
                prop_assert!(error.span.start <= error.span.end && error.span.end <= text.len());
            }
        }
    }
}
