//! Pages of the text report as HTML, and charts.

use maud::{Markup, PreEscaped, html};

use super::words;
use crate::charts::Chart;
use crate::layout::{Block, Column};

/// Blocks in their order; items in a row make a list.
pub fn set(blocks: Vec<Block>) -> Markup {
    let mut rest = blocks.as_slice();
    let mut out = Vec::new();
    while let Some((block, after)) = rest.split_first() {
        if matches!(block, Block::Item { .. }) {
            let end = rest
                .iter()
                .position(|block| !matches!(block, Block::Item { .. }));
            let (items, after) = rest.split_at(end.unwrap_or(rest.len()));
            out.push(list(items));
            rest = after;
            continue;
        }
        out.push(one(block));
        rest = after;
    }
    html! { @for part in out { (part) } }
}

fn one(block: &Block) -> Markup {
    match block {
        Block::Heading(title) => html! { h3 { (words::set(title)) } },
        Block::Prose(text) | Block::Item { text, .. } => html! { p { (words::set(text)) } },
        Block::Line(line) => html! { p { code { (line) } } },
        Block::Gap => html! {},
        Block::Table { columns, rows } => {
            let titles: Vec<&str> = columns.iter().map(|column| column.title).collect();
            let cells = |row: &[String]| -> Vec<Markup> {
                row.iter().map(|cell| words::set(cell)).collect()
            };
            let rows: Vec<Vec<Markup>> = rows.iter().map(|row| cells(row)).collect();
            table(&titles, &numeric(columns), &rows)
        }
    }
}

fn numeric(columns: &[Column]) -> Vec<bool> {
    columns.iter().map(|column| column.right).collect()
}

/// A list: bullets for `-`, else each paragraph after its label; one without a label belongs to
/// the one before.
fn list(items: &[Block]) -> Markup {
    let mut grouped: Vec<(&str, Vec<&str>)> = Vec::new();
    for item in items {
        let Block::Item { label, text } = item else {
            continue;
        };
        match (label.trim(), grouped.last_mut()) {
            ("", Some((_, texts))) => texts.push(text),
            (label, _) => grouped.push((label, vec![text])),
        }
    }
    html! {
        ul.items {
            @for (label, texts) in grouped {
                li {
                    @for (index, text) in texts.iter().enumerate() {
                        @if index == 0 {
                            p { @if label != "-" { strong { (label) } " " } (words::set(text)) }
                        } @else {
                            p.further { (words::set(text)) }
                        }
                    }
                }
            }
        }
    }
}

/// Most columns that a telephone shows beside one another where some are text.
const ABREAST: usize = 4;

/// A table that is scrolled by itself where it is wider than the page; on a telephone the cells of
/// a wide one with text stand below one another. The first cell of a row is its heading; a column is
/// numeric or not.
pub fn table(titles: &[&str], numeric: &[bool], rows: &[Vec<Markup>]) -> Markup {
    let right = |index: usize| numeric.get(index).copied().unwrap_or(false);
    let label = titles
        .iter()
        .find(|title| !title.is_empty())
        .unwrap_or(&"table");
    let stacked = titles.len() > ABREAST && (1..titles.len()).any(|index| !right(index));
    html! {
        div.scroll.stacked[stacked] tabindex="0" role="region" aria-label={ "Table: " (label) } {
            table {
                thead { tr {
                    @for (index, title) in titles.iter().enumerate() {
                        @if title.is_empty() { td {} } @else {
                            th scope="col" class=[right(index).then_some("number")] { (title) }
                        }
                    }
                } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (index, cell) in row.iter().enumerate() {
                                @if index == 0 {
                                    th scope="row" class=[right(0).then_some("number")] { (cell) }
                                } @else {
                                    td class=[right(index).then_some("number")]
                                        data-title=[titles.get(index).filter(|_| stacked)] { (cell) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A chart in both widths; a page shows the one that fits.
pub fn figure(chart: &Chart) -> Markup {
    html! {
        figure #(chart.id) {
            p.finding { (words::set(&chart.title)) }
            div.wide { (PreEscaped(&chart.wide)) }
            div.narrow { (PreEscaped(&chart.narrow)) }
            figcaption { (words::set(&chart.caption)) }
        }
    }
}
