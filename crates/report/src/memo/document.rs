//! Parts of a Word document, in one look.

use docx_rs::{
    AlignmentType, Footer, Header, LineSpacing, NumPages, PageNum, Paragraph, Pic, Run, RunFonts,
};

use super::picture::Picture;

/// Letters that every office has.
const FONT: &str = "Arial";
/// Sizes of letters, in half points.
pub const TEXT: usize = 19;
/// ... of what can be passed over.
pub const SMALL: usize = 15;
const HEADING: usize = 23;
const TITLE: usize = 32;
/// Width of what is written on, in English metric units: 17 cm, A4 less its margins.
const WIDTH: f32 = 17.0 * 360_000.0;
/// Most height of a picture, likewise.
const TALLEST: f32 = 8.6 * 360_000.0;

/// The letters of the whole document.
pub fn fonts() -> RunFonts {
    RunFonts::new().ascii(FONT).hi_ansi(FONT).cs(FONT)
}

fn run(text: &str, size: usize) -> Run {
    Run::new().add_text(text).size(size)
}

/// An empty paragraph. `docx-rs` numbers paragraphs on within a thread; one without an id gets its
/// number when the file is put together, so that the same memo has the same numbers.
fn paragraph() -> Paragraph {
    Paragraph::new().id("")
}

/// Space before and after, in twentieths of a point.
fn spaced(before: u32, after: u32) -> LineSpacing {
    LineSpacing::new().before(before).after(after)
}

/// The title.
pub fn title(text: &str) -> Paragraph {
    paragraph()
        .style("Title")
        .add_run(run(text, TITLE).bold())
        .line_spacing(spaced(0, 60))
}

/// A heading, which stays with what is below it.
pub fn heading(text: &str) -> Paragraph {
    paragraph()
        .style("Heading1")
        .add_run(run(text, HEADING).bold())
        .line_spacing(spaced(160, 50))
        .keep_next(true)
}

/// A paragraph.
pub fn prose(text: &str) -> Paragraph {
    paragraph()
        .add_run(run(text, TEXT))
        .line_spacing(spaced(0, 70))
}

/// A paragraph that begins with a label.
pub fn labelled(label: &str, text: &str) -> Paragraph {
    paragraph()
        .add_run(run(&format!("{label}: "), TEXT).bold())
        .add_run(run(text, TEXT))
        .line_spacing(spaced(0, 50))
}

/// What a reader can pass over.
pub fn small(text: &str) -> Paragraph {
    paragraph()
        .add_run(run(text, SMALL).color("555555"))
        .line_spacing(spaced(0, 60))
}

/// What a picture finds, above it.
pub fn finding(text: &str) -> Paragraph {
    paragraph()
        .add_run(run(text, TEXT).bold())
        .line_spacing(spaced(60, 30))
        .keep_next(true)
}

/// A picture over the width of the page, or as high as may be; `id` tells it from the others.
pub fn picture(id: &str, picture: Picture) -> Paragraph {
    let (width, height) = picture.size;
    let scale = (WIDTH / width).min(TALLEST / height);
    let size = [width, height].map(|units| (units * scale) as u32);
    let dots = [width, height].map(|units| units as u32);
    // Its own id too, as `docx-rs` counts pictures on within a process.
    let pic = Pic::new_with_dimensions(picture.png, dots[0], dots[1])
        .id(format!("chart-{id}"))
        .size(size[0], size[1]);
    paragraph()
        .add_run(Run::new().add_image(pic))
        .line_spacing(spaced(0, 20))
        .keep_next(true)
}

/// The marking at the head of every page.
pub fn header(marking: Option<&str>) -> Header {
    Header::new().add_paragraph(marked(marking))
}

/// The marking and the page's number at its foot.
pub fn footer(marking: Option<&str>) -> Footer {
    let number = paragraph()
        .style("Small")
        .align(AlignmentType::Center)
        .add_run(run("Page ", SMALL))
        .add_page_num(PageNum::new())
        .add_run(run(" of ", SMALL))
        .add_num_pages(NumPages::new());
    let footer = Footer::new();
    let footer = match marking {
        Some(_) => footer.add_paragraph(marked(marking)),
        None => footer,
    };
    footer.add_paragraph(number)
}

fn marked(marking: Option<&str>) -> Paragraph {
    paragraph()
        .align(AlignmentType::Center)
        .add_run(run(marking.unwrap_or_default(), SMALL).bold())
}
