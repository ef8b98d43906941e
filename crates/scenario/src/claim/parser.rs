//! Tokens to syntax tree, by recursive descent.

use super::codes::{ARGUMENTS, CHAINED, SYNTAX, TOO_LARGE, UNKNOWN_FUNCTION, shown};
use super::lexer::{Token, tokens};
use super::limits::{MAX_DEPTH, MAX_LENGTH, MAX_TOKENS};
use super::syntax::{
    ArithmeticOp, Comparison, Expr, ExprKind, Function, Given, GivenValue, Logic, Name, Options,
    Span, Written,
};
use crate::diagnostic::Diagnostic;

/// Reads one expression.
///
/// # Errors
///
/// The first mistake of syntax. Names and units are not looked at: see [`super::check`].
///
/// ```
/// use pourparler_scenario::claim::parse;
/// assert!(parse("P(settlement) >= 5% and effect(settlement, arm=only_offer) < 2pt").is_ok());
/// assert_eq!(parse("1% < P(settlement) < 5%").unwrap_err().code, "PP0603");
/// ```
pub fn parse(text: &str) -> Result<Expr, Diagnostic> {
    if text.len() > MAX_LENGTH {
        let message = format!(
            "an expression has at most {MAX_LENGTH} bytes, this one has {}",
            text.len()
        );
        return Err(Diagnostic::error(
            TOO_LARGE,
            Span::new(0, text.len()),
            message,
        ));
    }
    let tokens = tokens(text)?;
    if tokens.len() > MAX_TOKENS {
        let message = format!(
            "an expression has at most {MAX_TOKENS} names, numbers and signs, this one has {}",
            tokens.len()
        );
        return Err(Diagnostic::error(
            TOO_LARGE,
            Span::new(0, text.len()),
            message,
        ));
    }
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        end: text.len(),
        depth: 0,
    };
    let expr = parser.or()?;
    match parser.peek() {
        None => Ok(expr),
        Some((token, span)) => Err(leftover(token, *span)),
    }
}

fn leftover(token: &Token, span: Span) -> Diagnostic {
    let message = format!("{} was not expected here", token.shown());
    let problem = Diagnostic::error(SYNTAX, span, message);
    match token {
        Token::Comma => problem.help("a comma only separates the arguments of a function"),
        Token::Close => problem.help("there is no `(` it could close"),
        Token::Days => problem.help("days are written in `by=90d` or `at=60d`"),
        _ => problem.help("join two conditions with `and` or `or`"),
    }
}

struct Parser<'a> {
    tokens: &'a [(Token, Span)],
    at: usize,
    end: usize,
    depth: usize,
}

const WORDS: [&str; 4] = ["and", "or", "not", "given"];

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a (Token, Span)> {
        self.tokens.get(self.at)
    }

    fn after(&self) -> Option<&'a Token> {
        self.tokens.get(self.at + 1).map(|(token, _)| token)
    }

    fn take(&mut self, wanted: &Token) -> bool {
        let found = self.peek().is_some_and(|(token, _)| token == wanted);
        self.at += usize::from(found);
        found
    }

    fn word(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek(), Some((Token::Name(word), _)) if word == wanted);
        self.at += usize::from(found);
        found
    }

    /// The end of what has been read so far.
    fn read_to(&self) -> usize {
        self.tokens
            .get(self.at.wrapping_sub(1))
            .map_or(0, |(_, span)| span.end)
    }

    fn here(&self) -> Span {
        self.peek()
            .map_or(Span::new(self.end, self.end), |(_, span)| *span)
    }

    fn expected(&self, what: &str) -> Diagnostic {
        let message = match self.peek() {
            Some((token, _)) => format!("{what} was expected, not {}", token.shown()),
            None => format!("{what} was expected, but the expression ends here"),
        };
        Diagnostic::error(SYNTAX, self.here(), message)
    }

    fn close(&mut self, token: &Token, opened: &Span) -> Result<(), Diagnostic> {
        if self.take(token) {
            return Ok(());
        }
        let problem = self.expected(&token.shown());
        Err(match self.peek() {
            Some(_) => problem,
            None => problem.help(format!("it was opened at character {}", opened.start + 1)),
        })
    }

    /// Runs `read` one level deeper.
    fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Diagnostic>,
    ) -> Result<T, Diagnostic> {
        if self.depth == MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} levels of nesting");
            return Err(Diagnostic::error(TOO_LARGE, self.here(), message)
                .help("split the claim, or remove parentheses"));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn or(&mut self) -> Result<Expr, Diagnostic> {
        let mut left = self.and()?;
        while self.word("or") {
            let right = self.and()?;
            left = logic(Logic::Or, left, right);
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Expr, Diagnostic> {
        let mut left = self.not()?;
        while self.word("and") {
            let right = self.not()?;
            left = logic(Logic::And, left, right);
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Expr, Diagnostic> {
        let start = self.here().start;
        if self.word("not") {
            let inner = self.deeper(Self::not)?;
            let span = Span::new(start, inner.span.end);
            return Ok(Expr {
                kind: ExprKind::Not(Box::new(inner)),
                span,
            });
        }
        self.compare()
    }

    fn comparison(&self) -> Option<(Comparison, Span)> {
        match self.peek() {
            Some((Token::Compare(op), span)) => Some((*op, *span)),
            _ => None,
        }
    }

    fn compare(&mut self) -> Result<Expr, Diagnostic> {
        let left = self.sum()?;
        let Some((op, _)) = self.comparison() else {
            return Ok(left);
        };
        self.at += 1;
        let right = self.sum()?;
        if let Some((_, span)) = self.comparison() {
            return Err(
                Diagnostic::error(CHAINED, span, "comparisons cannot be chained")
                    .help("write `a < b and b < c`"),
            );
        }
        let span = Span::new(left.span.start, right.span.end);
        let kind = ExprKind::Compare {
            op,
            left: Box::new(left),
            right: Box::new(right),
        };
        Ok(Expr { kind, span })
    }

    fn sum(&mut self) -> Result<Expr, Diagnostic> {
        let mut left = self.term()?;
        loop {
            let op = match self.peek() {
                Some((Token::Plus, _)) => ArithmeticOp::Add,
                Some((Token::Minus, _)) => ArithmeticOp::Subtract,
                _ => return Ok(left),
            };
            self.at += 1;
            let right = self.term()?;
            left = arithmetic(op, left, right);
        }
    }

    fn term(&mut self) -> Result<Expr, Diagnostic> {
        let mut left = self.sign()?;
        loop {
            let op = match self.peek() {
                Some((Token::Times, _)) => ArithmeticOp::Multiply,
                Some((Token::Over, _)) => ArithmeticOp::Divide,
                _ => return Ok(left),
            };
            self.at += 1;
            let right = self.sign()?;
            left = arithmetic(op, left, right);
        }
    }

    fn sign(&mut self) -> Result<Expr, Diagnostic> {
        let start = self.here().start;
        if self.take(&Token::Minus) {
            let inner = self.deeper(Self::sign)?;
            let span = Span::new(start, inner.span.end);
            return Ok(Expr {
                kind: ExprKind::Negate(Box::new(inner)),
                span,
            });
        }
        self.atom()
    }

    fn atom(&mut self) -> Result<Expr, Diagnostic> {
        let Some((token, span)) = self.peek() else {
            return Err(self.expected("a number, a name or `(`"));
        };
        match token {
            Token::Number(value) => {
                self.at += 1;
                let (value, written) = if self.take(&Token::Percent) {
                    (value / 100.0, Written::Percent)
                } else if self.take(&Token::Points) {
                    (value / 100.0, Written::Points)
                } else {
                    (*value, Written::Plain)
                };
                let span = Span::new(span.start, self.read_to());
                Ok(Expr {
                    kind: ExprKind::Number { value, written },
                    span,
                })
            }
            Token::Open => {
                self.at += 1;
                let mut inner = self.deeper(Self::or)?;
                self.close(&Token::Close, span)?;
                inner.span = Span::new(span.start, self.read_to());
                Ok(inner)
            }
            Token::Name(name) if !WORDS.contains(&name.as_str()) => {
                self.at += 1;
                self.named(name, span)
            }
            _ => Err(self.expected("a number, a name or `(`")),
        }
    }

    /// What a name begins: a call, a selection, or the name alone.
    fn named(&mut self, name: &str, span: &Span) -> Result<Expr, Diagnostic> {
        match self.peek() {
            Some((Token::Open, open)) => {
                let function = function(name, span)?;
                self.at += 1;
                let (arguments, options) = self.deeper(|p| p.items(open))?;
                let span = Span::new(span.start, self.read_to());
                Ok(Expr {
                    kind: ExprKind::Call {
                        function,
                        arguments,
                        options,
                    },
                    span,
                })
            }
            Some((Token::OpenBracket, open)) => {
                self.at += 1;
                let mut items = vec![self.name("the id of an issue")?];
                while self.take(&Token::Comma) {
                    items.push(self.name("the id of an issue")?);
                }
                self.close(&Token::CloseBracket, open)?;
                let span = Span::new(span.start, self.read_to());
                Ok(Expr {
                    kind: ExprKind::Select {
                        name: name.to_string(),
                        items,
                    },
                    span,
                })
            }
            _ => Ok(Expr {
                kind: ExprKind::Name(name.to_string()),
                span: *span,
            }),
        }
    }

    fn name(&mut self, what: &str) -> Result<Name, Diagnostic> {
        match self.peek() {
            Some((Token::Name(text), span)) if !WORDS.contains(&text.as_str()) => {
                self.at += 1;
                Ok(Name {
                    text: text.clone(),
                    span: *span,
                })
            }
            _ => Err(self.expected(what)),
        }
    }

    fn items(&mut self, open: &Span) -> Result<(Vec<Expr>, Options), Diagnostic> {
        let mut arguments = Vec::new();
        let mut options = Options::default();
        if self.take(&Token::Close) {
            return Ok((arguments, options));
        }
        loop {
            self.item(&mut arguments, &mut options)?;
            if !self.take(&Token::Comma) {
                break;
            }
        }
        self.close(&Token::Close, open)?;
        Ok((arguments, options))
    }

    fn item(&mut self, arguments: &mut Vec<Expr>, options: &mut Options) -> Result<(), Diagnostic> {
        let start = self.here();
        if self.word("given") {
            let input = self.name("the name of an input")?;
            if !self.take(&Token::Compare(Comparison::Equal)) {
                return Err(self
                    .expected("`=`")
                    .help("write `given consent.ukraine = no`"));
            }
            let value = self.given_value()?;
            let span = Span::new(start.start, self.read_to());
            options.given.push(Given { input, value, span });
            return Ok(());
        }
        let named = self.after() == Some(&Token::Compare(Comparison::Equal));
        let key = match self.peek() {
            Some((Token::Name(word), _)) if named => word.as_str(),
            _ => "",
        };
        let twice = match key {
            "by" => options.by.is_some(),
            "at" => options.at.is_some(),
            "arm" => options.arm.is_some(),
            _ => {
                arguments.push(self.or()?);
                return Ok(());
            }
        };
        if twice {
            return Err(Diagnostic::error(
                ARGUMENTS,
                start,
                format!("`{key}` is given twice"),
            ));
        }
        self.at += 2;
        match key {
            "arm" => options.arm = Some(self.name("the id of an arm")?),
            _ => {
                let days = self.days()?;
                let time = Some((days, Span::new(start.start, self.read_to())));
                if key == "by" {
                    options.by = time
                } else {
                    options.at = time
                }
            }
        }
        Ok(())
    }

    fn days(&mut self) -> Result<f64, Diagnostic> {
        if let Some((Token::Number(days), _)) = self.peek() {
            self.at += 1;
            if self.take(&Token::Days) {
                return Ok(*days);
            }
        }
        Err(self.expected("a number of days").help("write `by=90d`"))
    }

    fn given_value(&mut self) -> Result<GivenValue, Diagnostic> {
        if matches!(self.peek(), Some((Token::Name(_), _))) {
            return Ok(GivenValue::Label(self.name("a value")?));
        }
        let negative = self.take(&Token::Minus);
        let Some((Token::Number(value), _)) = self.peek() else {
            return Err(self.expected("`yes`, `no`, a label or a number"));
        };
        self.at += 1;
        let value = if self.take(&Token::Percent) {
            value / 100.0
        } else {
            *value
        };
        Ok(GivenValue::Number(if negative { -value } else { value }))
    }
}

fn logic(op: Logic, left: Expr, right: Expr) -> Expr {
    let span = Span::new(left.span.start, right.span.end);
    Expr {
        kind: ExprKind::Logic {
            op,
            left: Box::new(left),
            right: Box::new(right),
        },
        span,
    }
}

fn arithmetic(op: ArithmeticOp, left: Expr, right: Expr) -> Expr {
    let span = Span::new(left.span.start, right.span.end);
    Expr {
        kind: ExprKind::Arithmetic {
            op,
            left: Box::new(left),
            right: Box::new(right),
        },
        span,
    }
}

fn function(name: &str, span: &Span) -> Result<Function, Diagnostic> {
    if let Some((_, function)) = Function::ALL.iter().find(|(known, _)| *known == name) {
        return Ok(*function);
    }
    let message = format!("there is no function `{}`", shown(name));
    let problem = Diagnostic::error(UNKNOWN_FUNCTION, *span, message);
    let known = Function::ALL.iter().map(|(known, _)| *known);
    Err(match super::names::nearest(name, known) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => {
            let all: Vec<&str> = Function::ALL.iter().map(|(known, _)| *known).collect();
            problem.help(format!("the functions are {}", all.join(", ")))
        }
    })
}
