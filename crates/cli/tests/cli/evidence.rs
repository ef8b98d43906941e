//! `evidence`: counts from files, the same as by hand, and clear words about the wrong ones.

use std::io::Read;

use crate::folder::Folder;
use crate::{nulls_have_reasons, pourparler, pourparler_in};

const CRISES: &str =
    "crisno,forout,yrtrig,mediate\n1,1,1950,4\n2,3,1960,1\n3,2,1970,1\n4,,1980,4\n";
const WARS: &str = "conflictep_id,year,confterm,outcome,type_of_conflict,intensity_level,version\n\
                    1,2000,0,,2,2,3\n1,2001,0,,2,2,3\n1,2002,0,,2,2,3\n1,2003,0,,2,2,3\n1,2004,1,2,2,2,3\n";

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("icb1.csv", CRISES);
    folder.write("wars.csv", WARS);
    folder
}

#[test]
fn small_files_are_counted_as_by_hand() {
    let folder = folder("evidence");
    let count = |document: &serde_json::Value, class: &str| {
        let rates = document["rates"].as_array().unwrap();
        let rate = rates.iter().find(|rate| rate["class"] == class).unwrap();
        [&rate["k"], &rate["n"], &rate["uncoded"]].map(|n| n.as_u64().unwrap())
    };
    let icb = pourparler_in(folder.path(), &["evidence", "icb", "icb1.csv", "--json"]);
    assert_eq!(icb.code, 0, "{}", icb.err);
    let icb = icb.json();
    assert_eq!(icb["schema"], "pourparler.evidence/1");
    nulls_have_reasons(&icb);
    assert_eq!(count(&icb, "crisis"), [2, 3, 1]);
    assert_eq!(count(&icb, "crisis_mediated"), [1, 1, 1]);
    assert_eq!(count(&icb, "crisis_not_mediated"), [1, 2, 0]);
    let ucdp = pourparler_in(folder.path(), &["evidence", "ucdp", "wars.csv", "--json"]);
    assert_eq!((ucdp.code, ucdp.err.as_str()), (0, ""));
    assert_eq!(count(&ucdp.json(), "interstate_war_settled"), [1, 2, 0]);
}

#[test]
fn text_warnings_and_wrong_files() {
    let folder = folder("evidence-text");
    folder.write("dyads.csv", "dyadep_id,year,dyadterm\n1,2000,1\n");
    folder.write("names.csv", "crisno,crisname\n1,A\n");
    folder.write("old.csv", &WARS.replace(",3\n", ",1\n"));
    folder.write("actors.csv", "crisno,powsta\n1,3\n");
    let mut shown = String::new();
    for arguments in [
        vec!["icb", "icb1.csv"],
        vec!["icb", "names.csv"],
        vec!["icb", "icb1.csv", "actors.csv"],
        vec!["ucdp", "old.csv"],
        vec!["ucdp", "dyads.csv"],
        vec!["ucdp", "nowhere.csv"],
    ] {
        let all: Vec<&str> = ["evidence", "--ascii"]
            .into_iter()
            .chain(arguments.iter().copied())
            .collect();
        let ran = pourparler_in(folder.path(), &all);
        assert_eq!(ran.code == 0, !ran.out.is_empty(), "{arguments:?}");
        let Some((error, _)) = ran.err.split_once("(os error") else {
            shown += &format!(
                "$ {} -> {}\n{}{}\n",
                arguments.join(" "),
                ran.code,
                ran.out,
                ran.err
            );
            continue;
        };
        assert!(error.contains("nowhere.csv"), "{error}");
    }
    insta::assert_snapshot!("evidence", shown);
}

/// The data sets themselves, where they are at hand.
#[test]
fn the_shipped_table_is_counted_again() {
    let Ok(packed) =
        std::fs::File::open("../../../shared/data/ucdp/ucdp_term_conflict_3_2021.csv.gz")
    else {
        println!("skipped: ../shared/data/ucdp is not there");
        return;
    };
    let mut rows = String::new();
    flate2::read::GzDecoder::new(packed)
        .read_to_string(&mut rows)
        .unwrap();
    let folder = Folder::new("evidence-whole");
    folder.write("term.csv", &rows);
    let file = folder.path().join("term.csv");
    let ran = pourparler(&["evidence", "ucdp", file.to_str().unwrap()]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for counted in ["4/13", "2/13", "17/563"] {
        let twice = ran.out.matches(counted).count();
        assert_eq!(twice, 2, "{counted} counted and shipped\n{}", ran.out);
    }
}
