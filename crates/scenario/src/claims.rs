//! Claims out of `[[claims]]`: their tests parsed, their kinds held to them.

use crate::claim;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::quantity::Expression;
use crate::scenario::Claim;
use crate::source::Span;
use crate::table::Table;
use crate::words::shown;

/// All claims of the file; what is wrong with their expressions is added to `found`.
pub(crate) fn read(root: &Table, found: &mut Vec<Diagnostic>) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    for (_, table) in root.tables("claims") {
        let text = |key: &str| table.text(key).map(str::to_owned);
        let mut test = |key: &str| {
            let expression = table.expression(key)?;
            check(expression, found);
            Some(expression.clone())
        };
        let claim = Claim {
            supported_if: test("supported_if"),
            refuted_if: test("refuted_if"),
            check: test("check"),
            id: text("id").unwrap_or_default(),
            text: text("text").unwrap_or_default(),
            quote: text("quote"),
            place: text("where"),
            kind: text("kind").unwrap_or_default(),
            resolution: text("resolution"),
            note: text("note"),
            span: table.span,
            line: table.line,
        };
        let id_span = table.field("id").map_or(table.span, |field| field.span);
        if let Some(first) = claims.iter().find(|c| c.id == claim.id && !c.id.is_empty()) {
            found.push(
                Diagnostic::error(
                    codes::TWICE,
                    id_span,
                    format!("two claims are called `{}`", shown(&claim.id)),
                )
                .help("give each its own id")
                .related(first.span, "the first"),
            );
        }
        tests_fit(&claim, table, found);
        claims.push(claim);
    }
    claims
}

/// Parses an expression; its diagnostic points inside the text where it can.
fn check(expression: &Expression, found: &mut Vec<Diagnostic>) {
    if let Err(diagnostic) = claim::parse(&expression.text) {
        let mut diagnostic = placed(diagnostic, expression);
        let code = diagnostic.code;
        diagnostic
            .help
            .get_or_insert_with(|| format!("`explain {code}` shows an example"));
        found.push(diagnostic);
    }
}

/// A diagnostic of the claim language, whose spans count from the expression's own
/// start, moved to the expression's place in the file.
pub fn placed(diagnostic: Diagnostic, expression: &Expression) -> Diagnostic {
    match expression.offset {
        Some(offset) => diagnostic.shifted(offset),
        None => {
            let mut moved = diagnostic;
            moved.span = expression.span;
            for related in &mut moved.related {
                related.span = expression.span;
            }
            moved
        }
    }
}

fn tests_fit(claim: &Claim, table: &Table, found: &mut Vec<Diagnostic>) {
    // A test that does not parse is there all the same.
    let has = |key: &str| table.has(key);
    let span = |key: &str| -> Span { table.field(key).map_or(table.span, |field| field.span) };
    if claim.kind == "not testable" {
        if let Some(key) = ["supported_if", "refuted_if"].iter().find(|key| has(key)) {
            found.push(
                Diagnostic::error(
                    codes::CLAIM_TESTS,
                    span(key),
                    "a claim of kind `not testable` has a test",
                )
                .help("use `check` for a test of its inputs, or give it another kind"),
            );
        }
    } else if !claim.kind.is_empty()
        && (!has("supported_if") || !(has("refuted_if") || has("resolution")))
    {
        found.push(
            Diagnostic::error(
                codes::CLAIM_TESTS,
                table.span,
                "a claim needs a test on either side",
            )
            .help(
                "add `supported_if` and `refuted_if` (or a `resolution` in words for the \
                 second), or kind = \"not testable\"",
            ),
        );
    }
}
