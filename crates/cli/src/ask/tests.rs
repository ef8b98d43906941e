use super::answer::{
    Parsed, centroid_weights, discount, issue, monthly, months, of, order, package, texts,
};

fn value<T>(parsed: Parsed<Option<(T, String)>>) -> T {
    match parsed {
        Parsed::Done(Some((value, _))) => value,
        Parsed::Done(None) => panic!("taken as no answer"),
        Parsed::Again(why) => panic!("{why}"),
    }
}

#[test]
fn answers_become_quantities() {
    assert_eq!(value(months("24 to 60")), "\"24 .. 60\"");
    assert_eq!(value(months("60 24")), "\"24 .. 60\"");
    assert_eq!(value(months("36")), "\"about 36\"");
    assert_eq!(value(of("3 of 24", None)), "\"3 of 24\"");
    assert_eq!(value(of("4", Some(10))), "\"4 of 10\"");
    // Beta(1.5, 23.5): 5 and 95 % points by integrating its density.
    assert_eq!(value(monthly("1 of 24")), "\"0.0073807 .. 0.15173\"");
    // Worth 60 % in two years: -ln .6 / 24 = .021284; 80 %: .0092976.
    assert_eq!(value(discount("60 to 80")), "\"0.0092976 .. 0.021284\"");
    // Gamma(2.5, 6): half of chi-square with 5 degrees, 1.145476 and 11.0705, over 12.
    assert_eq!(value(texts("2")), "{ lognormal = [0.095456, 0.92254] }");
}

#[test]
fn an_empty_answer_leaves_the_default() {
    assert!(matches!(months(""), Parsed::Done(None)));
    assert!(matches!(of("  ", Some(10)), Parsed::Done(None)));
    assert!(matches!(order("", 3), Parsed::Done(None)));
}

#[test]
fn what_cannot_be_used_is_asked_again() {
    for bad in ["many", "-3", "1 2 3", "5 to 5", "nan", "1e999"] {
        assert!(matches!(months(bad), Parsed::Again(_)), "{bad}");
    }
    for bad in ["5 of 3", "x of 10", "1 of 0", "-1"] {
        assert!(matches!(of(bad, None), Parsed::Again(_)), "{bad}");
    }
    for bad in [
        "border",
        "border: river",
        "border: river / ridge",
        "b: r* / s*",
        ": r* / s",
        "b: r* / r",
    ] {
        assert!(matches!(issue(bad), Parsed::Again(_)), "{bad}");
    }
    assert!(matches!(order("1 1 2", 3), Parsed::Again(_)));
    assert!(matches!(package("1 4", &[2, 3]), Parsed::Again(_)));
}

#[test]
fn weights_are_the_centroid_of_their_order() {
    let weights = centroid_weights(&[2, 0, 1]);
    let expected = [
        (1.0 / 2.0 + 1.0 / 3.0) / 3.0,
        1.0 / 9.0,
        (1.0 + 1.0 / 2.0 + 1.0 / 3.0) / 3.0,
    ];
    for (w, e) in weights.iter().zip(expected) {
        assert!((w - e).abs() < 1e-12);
    }
    assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
}
