//! Genius's XML: one file for the domain, one per profile.
//!
//! Only issues of listed options (`discrete`) are read. A document type definition is refused, and with
//! it every entity of the file's own making.

use std::fmt::Write;

use pourparler_agreement::{MAX_ISSUES, MAX_OPTIONS};
use pourparler_scenario::words::{nearest, shown};
use pourparler_scenario::{Source, Span};
use roxmltree::{Document, Node, ParsingOptions};

use super::codes;
use super::domain::{Negotiation, Profile, Reservation, Topic, together, too_large};
use crate::reading::{Faults, Reading};

/// Most nodes of a file.
const MAX_NODES: u32 = 100_000;

/// Reads a domain and two profiles, each a name and a text.
#[must_use]
pub fn read(domain: (&str, &str), profiles: [(&str, &str); 2]) -> Reading<Negotiation> {
    together(topics(domain.0, domain.1), profiles, profile)
}

/// Reads the name and the issues of a domain. A profile has them too.
#[must_use]
pub fn topics(name: &str, text: &str) -> Reading<(String, Vec<Topic>)> {
    let source = Source::new(name, text);
    let mut found = Faults::default();
    let content = parse(text, &mut found).map(|document| {
        let mut topics: Vec<Topic> = Vec::new();
        for issue in issues(&document, &mut found) {
            let topic = topic(issue, &mut found);
            // A longer list is refused as a whole.
            if topics.len() <= MAX_ISSUES && topics.iter().any(|t| t.name == topic.name) {
                let message = format!("issue `{}` is there twice", shown(&topic.name));
                found.error(
                    codes::UNKNOWN,
                    span(issue),
                    message,
                    "give each issue a name of its own",
                );
            }
            topics.push(topic);
        }
        let whole = document.root_element();
        if topics.is_empty() {
            let help = "a domain has <objective> with <issue> and <item> elements in it";
            found.error(codes::MISSING, span(whole), "no issues", help);
        } else if let Some(message) = too_large(&topics) {
            found.error(
                codes::TOO_LARGE,
                span(whole),
                message,
                "use a smaller domain",
            );
        }
        let title = document
            .descendants()
            .find(|node| node.has_tag_name("objective"));
        let title = title.and_then(|node| node.attribute("name")).unwrap_or("");
        (title.to_owned(), topics)
    });
    found.reading(&source, content)
}

/// Reads a profile of the domain with these issues.
#[must_use]
pub fn profile(name: &str, text: &str, topics: &[Topic]) -> Reading<Profile> {
    let source = Source::new(name, text);
    let mut found = Faults::default();
    let content = parse(text, &mut found).map(|document| fill(&document, topics, &mut found));
    found.reading(&source, content)
}

fn fill(document: &Document, topics: &[Topic], found: &mut Faults) -> Profile {
    let root = document.root_element();
    let mut weights = vec![None; topics.len()];
    let mut evaluations: Vec<Vec<Option<f64>>> = topics
        .iter()
        .map(|topic| vec![None; topic.options.len()])
        .collect();
    // Weights refer to issues by their index attribute.
    let mut places: Vec<(&str, usize)> = Vec::new();
    for issue in issues(document, found) {
        let title = attribute(issue, "name", found).unwrap_or("");
        let Some(k) = topics.iter().position(|topic| topic.name == title) else {
            unknown(
                "issue",
                title,
                topics.iter().map(|t| t.name.as_str()),
                issue,
                found,
            );
            continue;
        };
        if places.iter().any(|(_, known)| *known == k) {
            let message = format!("issue `{}` is there twice", shown(title));
            found.error(
                codes::UNKNOWN,
                span(issue),
                message,
                "a profile describes each issue once",
            );
            continue;
        }
        places.push((attribute(issue, "index", found).unwrap_or(""), k));
        for item in children(issue, "item") {
            let value = attribute(item, "value", found).unwrap_or("");
            let Some(option) = topics[k].options.iter().position(|o| o == value) else {
                unknown(
                    "option",
                    value,
                    topics[k].options.iter().map(String::as_str),
                    item,
                    found,
                );
                continue;
            };
            evaluations[k][option] = number(item, "evaluation", found);
        }
    }
    for weight in document
        .descendants()
        .filter(|node| node.has_tag_name("weight"))
    {
        let index = attribute(weight, "index", found).unwrap_or("");
        match places.iter().find(|(known, _)| *known == index) {
            Some(&(_, k)) => {
                weights[k] = number(weight, "value", found);
                if weights[k].is_some_and(|w| w < 0.0) {
                    let help = "a weight is 0 or more; turn the evaluations round instead";
                    found.error(codes::NUMBER, span(weight), "a negative weight", help);
                }
            }
            None => {
                let message = format!("a weight for issue {}, which is not there", shown(index));
                found.error(
                    codes::UNKNOWN,
                    span(weight),
                    message,
                    "weights name the issue's index",
                );
            }
        }
    }
    for (k, topic) in topics.iter().enumerate() {
        if weights[k].is_none() && !found.any() {
            let message = format!("issue `{}` has no weight", shown(&topic.name));
            found.error(
                codes::MISSING,
                span(root),
                message,
                "write <weight index=\"1\" value=\"0.3\"/>",
            );
        }
        for (option, value) in evaluations[k].iter().enumerate() {
            if value.is_none() && !found.any() {
                let message = format!(
                    "option `{}` of `{}` has no evaluation",
                    shown(&topic.options[option]),
                    shown(&topic.name)
                );
                found.error(
                    codes::MISSING,
                    span(root),
                    message,
                    "every item has an evaluation",
                );
            }
        }
    }
    let one = |tag: &str, found: &mut Faults| {
        let node = document.descendants().find(|node| node.has_tag_name(tag))?;
        number(node, "value", found).map(|value| (node, value))
    };
    let discount = one("discount_factor", found);
    if let Some((node, value)) = discount
        && value != 1.0
        && value != 0.0
    {
        let message = format!("the discount factor {value} plays no part here");
        found.warning(
            codes::UNUSED,
            span(node),
            message,
            "frontier and solutions are those at the start",
        );
    }
    Profile {
        name: String::new(),
        weights: weights.into_iter().map(Option::unwrap_or_default).collect(),
        evaluations: evaluations
            .into_iter()
            .map(|list| list.into_iter().map(Option::unwrap_or_default).collect())
            .collect(),
        reservation: one("reservation", found)
            .map_or(Reservation::None, |(_, value)| Reservation::Utility(value)),
        discount: discount.map(|(_, value)| value),
    }
}

fn parse<'a>(text: &'a str, found: &mut Faults) -> Option<Document<'a>> {
    let options = ParsingOptions {
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    match Document::parse_with_options(text, options) {
        Ok(document) => Some(document),
        Err(error) => {
            let at = offset(text, error.pos());
            let help = match error {
                roxmltree::Error::DtdDetected => "take the document type definition out",
                _ => "export the file again from Genius",
            };
            found.error(
                codes::SYNTAX,
                Span::new(at, at),
                format!("not readable XML: {error}"),
                help,
            );
            None
        }
    }
}

/// A place by row and column, both from 1, columns in characters, as a byte offset.
fn offset(text: &str, place: roxmltree::TextPos) -> usize {
    let row = place.row.saturating_sub(1) as usize;
    let start: usize = text.split_inclusive('\n').take(row).map(str::len).sum();
    let line = text[start..]
        .chars()
        .take(place.col.saturating_sub(1) as usize);
    start + line.map(char::len_utf8).sum::<usize>()
}

fn span(node: Node) -> Span {
    // The whole opening tag is enough; the element may be the whole file.
    let range = node.range();
    let text = &node.document().input_text()[range.clone()];
    let end = text.find('>').map_or(text.len(), |at| at + 1);
    Span::new(range.start, range.start + end)
}

fn children<'a>(node: Node<'a, 'a>, tag: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.children().filter(move |child| child.has_tag_name(tag))
}

/// The issues with listed options; an error for each of another kind.
fn issues<'a>(document: &'a Document<'a>, found: &mut Faults) -> Vec<Node<'a, 'a>> {
    let all = document
        .descendants()
        .filter(|node| node.has_tag_name("issue"));
    all.filter(|node| {
        let kind = ["vtype", "type", "etype"]
            .into_iter()
            .find_map(|name| node.attribute(name));
        let kind = kind.unwrap_or("discrete");
        let discrete = kind.eq_ignore_ascii_case("discrete");
        if !discrete {
            let message = format!("an issue of kind `{}`", shown(kind));
            found.error(
                codes::KIND,
                span(*node),
                message,
                "list its values as items of a discrete issue",
            );
        }
        discrete
    })
    .collect()
}

fn topic(issue: Node, found: &mut Faults) -> Topic {
    let name = attribute(issue, "name", found).unwrap_or("").to_owned();
    let mut options: Vec<String> = Vec::new();
    for item in issue.children().filter(|node| node.has_tag_name("item")) {
        let value = attribute(item, "value", found).unwrap_or("");
        // A longer list is refused as a whole.
        if options.len() <= MAX_OPTIONS && options.iter().any(|earlier| earlier == value) {
            let message = format!("option `{}` is there twice", shown(value));
            found.error(
                codes::UNKNOWN,
                span(item),
                message,
                "give each option a name of its own",
            );
        }
        options.push(value.to_owned());
    }
    if options.is_empty() {
        found.error(
            codes::MISSING,
            span(issue),
            "an issue without options",
            "list them as <item>",
        );
    }
    Topic { name, options }
}

fn attribute<'a>(node: Node<'a, '_>, name: &str, found: &mut Faults) -> Option<&'a str> {
    let value = node.attribute(name);
    if value.is_none() {
        let message = format!("<{}> has no `{name}`", node.tag_name().name());
        let help = format!("write <{} {name}=\"...\">", node.tag_name().name());
        found.error(codes::MISSING, span(node), message, &help);
    }
    value
}

fn number(node: Node, name: &str, found: &mut Faults) -> Option<f64> {
    let text = attribute(node, name, found)?;
    match text.trim().parse::<f64>() {
        Ok(x) if x.abs() <= 1e100 => Some(x),
        _ => {
            let message = format!("`{}` is not a number", shown(text));
            found.error(codes::NUMBER, span(node), message, "write a decimal number");
            None
        }
    }
}

fn unknown<'a>(
    what: &str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
    node: Node,
    found: &mut Faults,
) {
    let help = match nearest(name, known) {
        Some(near) => format!("did you mean `{}`?", shown(near)),
        None => "domain and profiles name the same issues and options".to_owned(),
    };
    let message = format!("{what} `{}` is not in the domain", shown(name));
    found.error(codes::UNKNOWN, span(node), message, &help);
}

/// The domain's file.
#[must_use]
pub fn write_domain(negotiation: &Negotiation) -> String {
    let mut text = format!(
        "<negotiation_template>\n<utility_space number_of_issues=\"{}\">\n{}",
        negotiation.topics.len(),
        objective(&negotiation.name)
    );
    write_issues(&mut text, &negotiation.topics, |_, _| {
        "cost=\"0\"".to_owned()
    });
    text.push_str("</objective>\n</utility_space>\n</negotiation_template>\n");
    text
}

/// The file of side 0 or 1.
#[must_use]
pub fn write_profile(negotiation: &Negotiation, side: usize) -> String {
    let profile = &negotiation.profiles[side];
    let mut text = format!("<utility_space>\n{}", objective(&negotiation.name));
    write_issues(&mut text, &negotiation.topics, |k, option| {
        format!(
            "cost=\"0.0\" evaluation=\"{}\"",
            profile.evaluations[k][option]
        )
    });
    for (k, weight) in profile.weights.iter().enumerate() {
        let _ = writeln!(text, "<weight index=\"{}\" value=\"{weight}\"/>", k + 1);
    }
    text.push_str("</objective>\n");
    if let Some(discount) = profile.discount {
        let _ = writeln!(text, "<discount_factor value=\"{discount}\"/>");
    }
    if let Reservation::Utility(reservation) = profile.reservation {
        let _ = writeln!(text, "<reservation value=\"{reservation}\"/>");
    }
    text.push_str("</utility_space>\n");
    text
}

fn objective(name: &str) -> String {
    format!(
        "<objective index=\"0\" name=\"{}\" description=\"\" type=\"objective\" etype=\"objective\">\n",
        escaped(name)
    )
}

fn write_issues(text: &mut String, topics: &[Topic], rest: impl Fn(usize, usize) -> String) {
    for (k, topic) in topics.iter().enumerate() {
        let _ = writeln!(
            text,
            "<issue index=\"{}\" name=\"{}\" vtype=\"discrete\" type=\"discrete\" etype=\"discrete\">",
            k + 1,
            escaped(&topic.name)
        );
        for (option, value) in topic.options.iter().enumerate() {
            let rest = rest(k, option);
            let _ = writeln!(
                text,
                "<item index=\"{}\" value=\"{}\" {rest}/>",
                option + 1,
                escaped(value)
            );
        }
        text.push_str("</issue>\n");
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            // XML 1.0 cannot hold these, not even as references.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
