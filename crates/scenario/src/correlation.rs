//! Rank correlations: which quantities, how strongly, and whether all can hold at once.

use std::f64::consts::PI;

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::limits;
use crate::quantity::Quantity;
use crate::read::certain;
use crate::scenario::{Correlation, is_alias};
use crate::source::Span;
use crate::table::Table;
use crate::words::{shown, suggestion};

/// All correlations of the file, checked against its quantities.
pub(crate) fn read(root: &Table, found: &mut Vec<Diagnostic>) -> Vec<Correlation> {
    let quantities = root.quantities();
    let mut correlations: Vec<Correlation> = Vec::new();
    let mut count = 0;
    for (_, table) in root.tables("correlations") {
        count += 1;
        if count > limits::CORRELATIONS {
            continue;
        }
        let rank = match certain(table, "rank") {
            Ok(rank) => rank,
            Err(span) => {
                found.push(
                    Diagnostic::error(
                        codes::NOT_CERTAIN,
                        span,
                        "a correlation is one plain number",
                    )
                    .help("write the number alone"),
                );
                None
            }
        };
        let pair = between(table, &quantities, found);
        if let (Some(between), Some(rank)) = (pair, rank) {
            if let Some(first) = correlations.iter().find(|c| same_pair(c, &between)) {
                found.push(
                    Diagnostic::error(
                        codes::BAD_CORRELATION,
                        table.span,
                        "this pair is correlated twice",
                    )
                    .help("keep one of them")
                    .related(first.span, "the first"),
                );
                continue;
            }
            correlations.push(Correlation {
                between,
                rank,
                why: table.text("why").map(str::to_owned),
                span: table.span,
            });
        }
    }
    if count > limits::CORRELATIONS {
        found.push(
            Diagnostic::error(
                codes::TOO_MANY,
                root.span,
                format!(
                    "{count} correlations; at most {} are read",
                    limits::CORRELATIONS
                ),
            )
            .help("leave out the weak ones"),
        );
    }
    found.extend(contradiction(&correlations));
    correlations
}

fn same_pair(correlation: &Correlation, [a, b]: &[String; 2]) -> bool {
    let [c, d] = &correlation.between;
    (a == c && b == d) || (a == d && b == c)
}

/// The two key paths, in full.
fn between(
    table: &Table,
    quantities: &[&Quantity],
    found: &mut Vec<Diagnostic>,
) -> Option<[String; 2]> {
    let field = table.field("between")?;
    let span = field.span;
    let [first, second] = table.texts("between") else {
        found.push(
            Diagnostic::error(
                codes::BAD_CORRELATION,
                span,
                "a correlation is between two quantities",
            )
            .help("write between = [\"first.key.path\", \"second.key.path\"]"),
        );
        return None;
    };
    let first = uncertain(first, span, quantities, found);
    let second = uncertain(second, span, quantities, found);
    match (first, second) {
        (Some(first), Some(second)) if first == second => {
            found.push(
                Diagnostic::error(
                    codes::BAD_CORRELATION,
                    span,
                    "a quantity cannot be correlated with itself",
                )
                .help("name two different ones"),
            );
            None
        }
        (Some(first), Some(second)) => Some([first, second]),
        _ => None,
    }
}

/// Full path of an uncertain quantity.
fn uncertain(
    name: &str,
    span: Span,
    quantities: &[&Quantity],
    found: &mut Vec<Diagnostic>,
) -> Option<String> {
    let alias = |q: &&&Quantity| {
        name.split_once('.')
            .is_some_and(|(key, id)| is_alias(&q.path, key, id))
    };
    let quantity = quantities
        .iter()
        .find(|q| q.path == name)
        .or_else(|| quantities.iter().find(alias));
    let Some(quantity) = quantity else {
        let paths: Vec<&str> = quantities.iter().map(|q| q.path.as_str()).collect();
        let error = Diagnostic::error(
            codes::UNKNOWN_PATH,
            span,
            format!("no quantity has the key path `{}`", shown(name)),
        );
        found.push(match suggestion(name, &paths, "there are") {
            Some(help) => error.help(help),
            None => error.help("name two uncertain quantities by their full key paths"),
        });
        return None;
    };
    if quantity.is_certain() {
        found.push(
            Diagnostic::error(
                codes::BAD_CORRELATION,
                span,
                format!("`{}` is certain, so nothing can go with it", shown(name)),
            )
            .help("give it an interval, or take the correlation out")
            .related(quantity.span, "its one value"),
        );
        return None;
    }
    Some(quantity.path.clone())
}

/// The pair that makes the correlations impossible to hold together, if they are.
///
/// Rank correlations become those of the normal copula, r = 2 sin(π ρ/6) (Pearson 1907);
/// their matrix must be positive definite. Where its Cholesky factor fails, the last
/// correlation of the failing quantity is named.
fn contradiction(correlations: &[Correlation]) -> Option<Diagnostic> {
    let mut names: Vec<&str> = Vec::new();
    for name in correlations.iter().flat_map(|c| &c.between) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let index = |name: &str| names.iter().position(|known| *known == name);
    let size = names.len();
    let mut matrix: Vec<Vec<f64>> = (0..size)
        .map(|row| {
            (0..size)
                .map(|col| f64::from(u8::from(row == col)))
                .collect()
        })
        .collect();
    for correlation in correlations {
        let [a, b] = &correlation.between;
        if let (Some(a), Some(b)) = (index(a), index(b)) {
            let r = 2.0 * (PI * correlation.rank / 6.0).sin();
            matrix[a][b] = r;
            matrix[b][a] = r;
        }
    }
    let failing = failing_pivot(&mut matrix)?;
    let last = correlations.iter().rev().find(|c| {
        let [a, b] = &c.between;
        let places = (index(a), index(b));
        matches!(places, (Some(a), Some(b)) if a.max(b) == failing)
    })?;
    let [a, b] = &last.between;
    Some(
        Diagnostic::error(
            codes::NOT_POSITIVE_DEFINITE,
            last.span,
            format!(
                "these correlations cannot all hold at once, `{}` with `{}` in particular",
                shown(a),
                shown(b)
            ),
        )
        .label(format!("{} contradicts the others", last.rank))
        .help("bring it nearer to what the other correlations of the two imply"),
    )
}

/// Cholesky decomposition in place; the first row without a positive pivot.
fn failing_pivot(matrix: &mut [Vec<f64>]) -> Option<usize> {
    for row in 0..matrix.len() {
        for col in 0..=row {
            let dot: f64 = (0..col).map(|k| matrix[row][k] * matrix[col][k]).sum();
            let rest = matrix[row][col] - dot;
            if row == col {
                if rest <= 1e-9 {
                    return Some(row);
                }
                matrix[row][row] = rest.sqrt();
            } else {
                matrix[row][col] = rest / matrix[col][col];
            }
        }
    }
    None
}
